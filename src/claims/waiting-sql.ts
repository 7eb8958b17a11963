import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { homeUnitUsers } from '../directory/around.ts';
import type { Actor } from '../directory/permissions.ts';
import { isReachable } from '../directory/reachable.ts';
import { type Programme, today } from '../programme/programme.ts';
import { type ClaimFile, type ClaimState, SAID_ABSENT } from './claim.ts';
import { CLAIM_EMPLOYER } from './employer-sql.ts';
import { fileOf, SHOWN, selectFiles } from './file-sql.ts';

/** Whoever has said nothing for so long may be answered for, as long as the claim still waits. */
const SILENT = { hours: 3 * 24 };

/** Not while there is no date, nor while the expert is to be verified anew. */
const CAN_AGREE = sql`demand.state <> 'postponed' and expert.state = 'verified'`;

const PENDING: ClaimState[] = ['expert_pending', 'home_unit_pending', 'host_pending'];

/** Consents for this person to give, as contact of the expert's employer; the oldest first, never their own. */
export async function listClaimsWaitingForHomeUnit(
  db: Db,
  teamId: string,
  userId: string,
): Promise<ClaimFile[]> {
  return listWaiting(
    db,
    teamId,
    ['home_unit_pending'],
    sql`${CAN_AGREE} and ${userId} = any(${homeUnitUsers(CLAIM_EMPLOYER)})`,
  );
}

/** Experts for this person to accept, as contact of the need. */
export async function listClaimsWaitingForHost(db: Db, teamId: string, userId: string): Promise<ClaimFile[]> {
  return listWaiting(db, teamId, ['host_pending'], sql`${CAN_AGREE} and demand.contact_user = ${userId}`);
}

/**
 * What a coordinator of the need's district, the expert's system or the bureau answers on behalf of others: consents
 * and host answers for which nobody is on Slack, that somebody has left unanswered for days, or for which another date
 * would suit, as the coordinator was told. Never about the coordinator's own claims.
 */
export async function listClaimsWaitingForCoordinator(
  db: Db,
  teamId: string,
  { userId, bureau, districts, systems }: Actor,
  now: Temporal.Instant,
): Promise<ClaimFile[]> {
  if (!bureau && districts.length + systems.length === 0) return [];
  const within = sql`expert.user_id is distinct from ${userId} and expert.assistant_user is distinct from ${userId}
    and (${bureau}::boolean
    or demand.district = any(${[...districts]}::text[]) or expert.system = any(${[...systems]}::text[]))`;
  const silent = sql`coalesce(claim.consented_at, claim.claimed_at) <= ${now.subtract(SILENT)}`;
  const told = sql`coalesce(claim.other_date_to = ${userId}, false)`;
  // Without an employer it is the expert's own pledge that is recorded for them.
  const nobodyAtHome = sql`(${silent} or ${told} or case when expert.own_pledge
    then not ${isReachable(sql`claim.team_id`, sql`expert.user_id`)}
    else not exists (
      select 1 from unnest(${homeUnitUsers(CLAIM_EMPLOYER)}) named (user_id)
      where ${isReachable(sql`claim.team_id`, sql`named.user_id`)}) end)`;
  const nobodyAtHost = sql`(${silent} or ${told} or not ${isReachable(sql`claim.team_id`, sql`demand.contact_user`)})`;
  // Whether somebody came is for the need's district and the bureau to decide, wherever host and home unit are.
  const toDecide = sql`case when claim.state = 'host_pending' then ${CAN_AGREE} and ${nobodyAtHost}
    else ${bureau}::boolean or demand.district = any(${[...districts]}::text[]) end`;
  const waiting = await Promise.all([
    listWaiting(db, teamId, ['home_unit_pending'], sql`${CAN_AGREE} and ${within} and ${nobodyAtHome}`),
    listWaiting(db, teamId, ['host_pending', ...SAID_ABSENT], sql`${within} and ${toDecide}`),
  ]);
  return waiting.flat();
}

/**
 * Everything that has waited for an answer for as long as a week at least, as five working days never take less; and
 * what waits although the last day of its service has come.
 */
export async function listUnanswered(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
): Promise<(ClaimFile & { isReported: boolean })[]> {
  const rows = await selectFiles(db, programme.teamId)
    .where('claim.state', 'in', PENDING)
    .where('demand.state', '=', 'published')
    .where(({ or, eb }) =>
      or([
        eb('claim.claimed_at', '<=', now.subtract({ hours: 5 * 24 })),
        eb('demand.service_end', '<=', today(programme, now).toString()),
      ]),
    )
    .execute();
  return rows.map((row) => ({ ...fileOf(row), isReported: row.claim.reported }));
}

type Condition = ReturnType<typeof sql>;

async function listWaiting(
  db: Db,
  teamId: string,
  states: ClaimState[],
  condition: Condition,
): Promise<ClaimFile[]> {
  const rows = await selectFiles(db, teamId)
    .where('claim.state', 'in', states)
    .where(sql<boolean>`${condition}`)
    .orderBy('claim.claimed_at')
    .limit(SHOWN)
    .execute();
  return rows.map(fileOf);
}
