import type { Room } from '../room.ts';
import { registerHelp } from './help.ts';
import { homeRenderers, registerHome } from './listeners.ts';
import { repairCards } from './repair-cards.ts';
import { turnDay } from './turn-day.ts';
import { registerWorkspaceEvents } from './workspace-events.ts';

export const home: Room = {
  name: 'home',
  listen(app, deps, { hooks }) {
    registerHome(app, deps);
    registerWorkspaceEvents(app, deps, hooks);
    registerHelp(
      app,
      deps,
      deps.rooms.flatMap(({ words }) => words?.(deps) ?? []),
    );
  },
  renderers: homeRenderers,
  looks: [
    { name: 'turn_day', turn: 'day', look: turnDay },
    { name: 'repair_cards', turn: 'upkeep', look: repairCards },
  ],
};
