import type { Trx } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { askHomes, askNotice, askView, refreshView } from '../slack/outbox.ts';
import type { AskRound } from './round.ts';

/** The coordinator's message about the round: one for good, edited as answers come, so that it raises no badge. */
export async function askProgress(trx: Trx, teamId: string, { id, startedBy }: AskRound): Promise<void> {
  await askView(trx, {
    ...{ teamId, key: `ask_round:${id}`, kind: 'ask_round', target: startedBy, ref: { roundId: id } },
  });
  await askHomes(trx, teamId, [startedBy]);
}

/** The expert's message: one for each round, which later says what they answered. */
export async function askInvitation(
  trx: Trx,
  teamId: string,
  roundId: string,
  { id, userId }: { id: string; userId: string },
): Promise<void> {
  await askView(trx, {
    ...{ teamId, key: `invitation:${roundId}:${id}`, kind: 'invitation', target: userId },
    ...{ ref: { roundId, expertId: id }, unprompted: true },
  });
}

/** Every invitation of the round shows where it stands: over, or until when. */
export async function refreshInvitations(trx: Trx, teamId: string, roundId: string): Promise<void> {
  await refreshView(trx, teamId, `invitation:${roundId}:`);
}

/** Nobody fitting is left: the one end of a round after which somebody has to do something. */
export async function tellNobodyLeft(
  trx: Trx,
  teamId: string,
  { id, startedBy }: AskRound,
  demand: Demand,
): Promise<void> {
  await askNotice(trx, {
    ...{ teamId, key: `notice:nobody_left:${id}`, kind: 'nobody_left', target: startedBy },
    ...{ ref: { demandId: demand.id }, unprompted: true },
  });
}
