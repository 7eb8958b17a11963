import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { expertsHeld } from '../directory/merged.ts';
import { roundOf } from './repository.ts';
import type { AskRound, Invitation } from './round.ts';

/**
 * What an invitation has come to. Only a claim is a yes, wherever it was made; one that has ended is no question to the
 * expert any more.
 */
const ANSWER = sql<Invitation['answer'] | null>`case (
    select bool_or(c.ended_at is null) from claim c where c.team_id = invitation.team_id
      and c.demand_id = invitation.demand_id and c.expert_id = invitation.expert_id)
  when true then 'yes' when false then 'ended' else nullif(invitation.answer, 'yes') end`;

/** Invites these experts; whoever was invited for the need meanwhile is left out. Returns who is. */
export async function insertInvitations(
  trx: Trx,
  teamId: string,
  { id, demandId, waves }: AskRound,
  expertIds: readonly string[],
  now: Temporal.Instant,
): Promise<string[]> {
  const { rows } = await sql<{ expert_id: string }>`
    with held as (${expertsHeld(teamId, expertIds)})
    insert into invitation (team_id, round_id, demand_id, expert_id, wave, invited_at)
    select ${teamId}, ${id}, ${demandId}, one.id, ${waves + 1}::integer, ${now}::timestamptz
    from (select distinct id from held) one
    on conflict on constraint invitation_twice_for_one_need do nothing
    returning expert_id`.execute(trx);
  return rows.map(({ expert_id }) => expert_id);
}

/** Keeps the answer as it was given; false when that was the answer before, or nobody asked. */
export async function keepAnswer(
  trx: Trx,
  {
    teamId,
    roundId,
    expertId,
    answer,
    now,
  }: { teamId: string; roundId: string; expertId: string; answer: 'yes' | 'no'; now: Temporal.Instant },
): Promise<boolean> {
  const kept = await trx
    .updateTable('invitation')
    .set({ answer, answered_at: now })
    .where('team_id', '=', teamId)
    .where('round_id', '=', roundId)
    .where('expert_id', '=', expertId)
    .where(sql<boolean>`answer is distinct from ${answer}`)
    .returning('expert_id')
    .executeTakeFirst();
  return kept !== undefined;
}

/** Everybody who was asked in these rounds, in the order of the waves; one query. */
export async function listInvitations(
  db: Db,
  teamId: string,
  roundIds: readonly string[],
): Promise<(Invitation & { roundId: string })[]> {
  if (roundIds.length === 0) return [];
  const { rows } = await sql<Invitation & { roundId: string }>`
    select invitation.round_id as "roundId", e.id as "expertId", e.name, o.name as employer, e.user_id as "userId",
      invitation.wave, ${ANSWER} as answer
    from invitation
    join expert e on e.team_id = invitation.team_id and e.id = invitation.expert_id
    join organisation o on o.team_id = e.team_id and o.id = e.employer_id
    where invitation.team_id = ${teamId} and invitation.round_id = any(${[...roundIds]}::text[])
    order by invitation.wave, e.name, e.id`.execute(db);
  return rows.map((row) => ({ ...row, answer: row.answer ?? undefined, userId: row.userId ?? undefined }));
}

/** The rounds in which these experts were asked and have not answered, each with whom it asked. */
export async function listOpenInvitations(
  db: Db,
  teamId: string,
  expertIds: readonly string[],
): Promise<{ round: AskRound; expertId: string }[]> {
  if (expertIds.length === 0) return [];
  const rows = await db
    .selectFrom('invitation')
    .innerJoin('ask_round', (join) =>
      join
        .onRef('ask_round.team_id', '=', 'invitation.team_id')
        .onRef('ask_round.id', '=', 'invitation.round_id'),
    )
    .selectAll('ask_round')
    .select('invitation.expert_id')
    .where('invitation.team_id', '=', teamId)
    .where('ended_at', 'is', null)
    .where('invitation.expert_id', 'in', [...expertIds])
    .where(ANSWER, 'is', null)
    .orderBy('started_at')
    .execute();
  return rows.map(({ expert_id, ...round }) => ({ round: roundOf(round), expertId: expert_id }));
}
