import type { Room } from '../room.ts';
import { registerDigests } from './listeners.ts';
import { lookAtDigests } from './look-at-digests.ts';
import { peopleInDigests } from './refers.ts';
import { digestsRenderers } from './renderers.ts';
import { sayWeek } from './week.ts';

export const digests: Room = {
  name: 'digests',
  tables: ['digest_issue', 'digest_channel'],
  listen: (app, deps, { client }) => registerDigests(app, deps, client),
  renderers: digestsRenderers,
  looks: [{ name: 'digests', turn: 'channels', look: lookAtDigests }],
  people: peopleInDigests,
  week: sayWeek,
};
