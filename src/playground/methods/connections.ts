/** apps.connections.open, the one method of the app-level token. */
import { issueTicket } from '../sockets.ts';
import type { Team } from '../team.ts';
import type { Answer } from './call.ts';

/** apps.connections.open: an address for one socket. */
export function openConnections(team: Team): Answer {
  return { url: issueTicket(team) };
}
