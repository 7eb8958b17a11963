import type { Room } from '../room.ts';
import { demandsDuties } from './duties.ts';
import { registerDemands } from './listeners.ts';
import { peopleInDemands } from './refers.ts';
import { demandsRenderers } from './renderers.ts';
import { demandsUnreachable } from './unreachable.ts';
import { listDemandsWaiting } from './waiting.ts';

export const demands: Room = {
  name: 'demands',
  tables: ['slot', 'demand'],
  listen: (app, deps, { client }) => registerDemands(app, deps, client),
  renderers: demandsRenderers,
  unreachable: demandsUnreachable,
  duties: demandsDuties,
  home: listDemandsWaiting,
  people: peopleInDemands,
};
