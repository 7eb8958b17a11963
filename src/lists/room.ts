import { partFor } from '../directory/permissions.ts';
import type { Room } from '../room.ts';
import { listsWords, registerLists } from './listeners.ts';
import { buildListButtons } from './views.ts';

/** Lists with search and pages over what the rooms before it keep; it owns nothing. */
export const lists: Room = {
  name: 'lists',
  listen: (app, deps, { client }) => registerLists(app, deps, client),
  words: listsWords,
  async home(_, { actor, locale }) {
    const glance = partFor(actor, 'see_register') ? buildListButtons(locale) : [];
    return { waiting: [], holding: [], glance };
  },
};
