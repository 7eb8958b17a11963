import type { Room } from '../room.ts';
import { registerRounds } from './listeners.ts';
import { peopleInRounds } from './refers.ts';
import { roundsRenderers } from './renderers.ts';
import { sendWaves } from './send-waves.ts';
import { listInvitationsOf } from './tell.ts';
import { listRoundsWaiting } from './waiting.ts';

export const rounds: Room = {
  name: 'rounds',
  tables: ['invitation', 'ask_round'],
  listen: registerRounds,
  renderers: roundsRenderers,
  onMarked: listInvitationsOf,
  looks: [{ name: 'send_waves', turn: 'deadlines', look: sendWaves }],
  home: listRoundsWaiting,
  people: peopleInRounds,
};
