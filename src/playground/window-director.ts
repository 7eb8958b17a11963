/** Doing what the director asks, whoever sits at the window. */
import { orderFault } from './director.ts';
import type { Machinery, Seat } from './window-requests.ts';
import type { Request } from './window-schema.ts';
import type { Workspace } from './workspace.ts';

type Direction = Extract<
  Request,
  {
    type:
      | 'director'
      | 'fault'
      | 'clearFaults'
      | 'delivery'
      | 'dropSocket'
      | 'refreshSockets'
      | 'pacing'
      | 'playOn'
      | 'restart';
  }
>;

/** What no person in Slack can do. */
export async function direct(workspace: Workspace, seat: Seat, { stage, line }: Machinery, asked: Direction) {
  const { team, sockets } = workspace;
  switch (asked.type) {
    case 'director':
      seat.watches = asked.watch;
      return;
    case 'fault':
      return orderFault(team, asked.fault);
    case 'clearFaults':
      team.faults.clear();
      return team.changed();
    case 'delivery':
      // The people of the season would knock at an app that is not there.
      if (stage?.season.state === 'playing') throw new Error('season_playing');
      return required(line).switchTo(asked.mode);
    case 'dropSocket':
      if (!sockets.drop()) throw new Error('no_socket');
      return;
    case 'refreshSockets':
      if (sockets.open === 0) throw new Error('no_socket');
      return workspace.refreshSockets();
    case 'pacing':
      return required(stage).setPacing(asked.on);
    case 'playOn':
      return required(stage).playOn();
    case 'restart':
      return required(stage).restart(asked.season);
  }
}

function required<T>(machine: T | undefined): T {
  if (!machine) throw new Error('nothing plays on this workspace');
  return machine;
}
