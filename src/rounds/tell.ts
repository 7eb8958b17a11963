import type { Trx } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { keepReachable } from '../directory/reachable.ts';
import { coordinatorsAmong, listGrants } from '../directory/roles.ts';
import { enqueueNotice, enqueueView, refreshView } from '../outbox/enqueue.ts';
import type { Marks } from '../outbox/marks.ts';
import { type AskRound, mayAskFor } from './round.ts';

/**
 * The starter's message about the round: one for good, edited as answers come, so that it raises no badge. The Homes of
 * all who may ask for the need show it too, and those of whoever was asked.
 */
export async function askProgress(
  trx: Trx,
  teamId: string,
  { id, startedBy }: AskRound,
  { district }: Demand,
  asked: readonly (string | undefined)[] = [],
): Promise<void> {
  for (const target of await keepReachable(trx, teamId, [startedBy]))
    await enqueueView(trx, {
      ...{ teamId, key: `ask_round:${id}`, kind: 'ask_round', target, ref: { roundId: id } },
    });
  const within = (await listGrants(trx, teamId)).filter((grant) => mayAskFor(grant, district));
  await enqueueHomes(trx, teamId, [startedBy, ...within.map(({ user_id }) => user_id), ...asked]);
}

/** The expert's message: one for each round, which later says what they answered; without an account a call, or their assistant's. */
export async function askInvitation(
  trx: Trx,
  teamId: string,
  roundId: string,
  { id, target }: { id: string; target: string },
): Promise<void> {
  await enqueueView(trx, {
    ...{ teamId, key: `invitation:${roundId}:${id}`, kind: 'invitation', target },
    ...{ ref: { roundId, expertId: id }, unprompted: true },
  });
}

/** Every invitation of the round shows where it stands: over, or until when. */
export async function refreshInvitations(trx: Trx, teamId: string, roundId: string): Promise<void> {
  await refreshView(trx, teamId, `invitation:${roundId}:`);
}

/**
 * Whoever was invited to a need in an ask-round has claimed it, or has no claim any more: the invitation says so, and so
 * does the message that counts the answers. Where the need takes no claims any more, all that were invited read it.
 */
export async function listInvitationsOf(
  trx: Trx,
  teamId: string,
  { people, about }: Marks,
): Promise<string[]> {
  if (people.length === 0 || about.length === 0) return [];
  const invitations = await trx
    .selectFrom('invitation as i')
    .innerJoin('expert as e', (on) =>
      on.onRef('e.team_id', '=', 'i.team_id').onRef('e.id', '=', 'i.expert_id'),
    )
    .innerJoin('demand as d', (on) =>
      on.onRef('d.team_id', '=', 'i.team_id').onRef('d.id', '=', 'i.demand_id'),
    )
    .select(['i.round_id', 'i.expert_id'])
    .where('i.team_id', '=', teamId)
    .where('i.demand_id', 'in', about)
    .where(({ or, eb }) =>
      or([
        eb('e.user_id', 'in', people),
        eb('e.assistant_user', 'in', people),
        eb('e.user_id', 'is', null),
        eb('d.state', '<>', 'published'),
      ]),
    )
    .execute();
  return invitations.flatMap(({ round_id, expert_id }) => [
    `ask_round:${round_id}`,
    `invitation:${round_id}:${expert_id}`,
  ]);
}

/** Nobody fitting is left: the one end of a round after which somebody has to do something. */
export async function tellNobodyLeft(
  trx: Trx,
  teamId: string,
  round: AskRound,
  demand: Demand,
): Promise<void> {
  for (const target of await listInCharge(trx, teamId, round, demand))
    await enqueueNotice(trx, {
      ...{ teamId, key: `notice:nobody_left:${round.id}:${target}`, kind: 'nobody_left', target },
      ...{ ref: { demandId: demand.id }, unprompted: true },
    });
}

/** The starter, as long as they are there and may ask for the need; else its coordinators, else all who may. */
async function listInCharge(
  trx: Trx,
  teamId: string,
  { startedBy }: AskRound,
  { district }: Demand,
): Promise<string[]> {
  const grants = await listGrants(trx, teamId);
  const within = grants.filter((grant) => mayAskFor(grant, district)).map(({ user_id }) => user_id);
  if (within.includes(startedBy)) return [startedBy];
  const nearest = coordinatorsAmong(grants, { district });
  return nearest.length > 0 ? nearest : within;
}
