import type { Room } from '../room.ts';
import { registerLinks } from './listeners.ts';
import { answerPage } from './page.ts';
import { peopleInLinks } from './refers.ts';
import { linksRenderers } from './renderers.ts';

export const links: Room = {
  name: 'links',
  tables: ['answer_link'],
  listen: registerLinks,
  renderers: linksRenderers,
  pages: { a: answerPage },
  people: peopleInLinks,
};
