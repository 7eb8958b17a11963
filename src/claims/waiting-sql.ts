import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import { isReachable } from '../directory/reachable.ts';
import type { ClaimFile, ClaimState } from './claim.ts';
import { fileOf, SHOWN, selectFiles } from './file-sql.ts';

/** Consents for this person to give, as contact of the expert's employer; the oldest first, never their own. */
export async function listClaimsWaitingForHomeUnit(
  db: Db,
  teamId: string,
  userId: string,
): Promise<ClaimFile[]> {
  return listWaiting(
    db,
    teamId,
    'home_unit_pending',
    sql`expert.user_id is distinct from ${userId} and ${namedFor(sql`${userId}`)}`,
  );
}

/** Experts for this person to accept, as contact of the need. */
export async function listClaimsWaitingForHost(db: Db, teamId: string, userId: string): Promise<ClaimFile[]> {
  return listWaiting(db, teamId, 'host_pending', sql`demand.contact_user = ${userId}`);
}

/**
 * What a coordinator of the need's district, the expert's system or the bureau answers on behalf of others: consents
 * and host answers for which nobody is on Slack. Never about the coordinator's own claims.
 */
export async function listClaimsWaitingForCoordinator(
  db: Db,
  teamId: string,
  { userId, bureau, districts, systems }: Actor,
): Promise<ClaimFile[]> {
  if (!bureau && districts.length + systems.length === 0) return [];
  const within = sql`expert.user_id is distinct from ${userId} and (${bureau}::boolean
    or demand.district = any(${[...districts]}::text[]) or expert.system = any(${[...systems]}::text[]))`;
  const nobodyAtHome = sql`not exists (
    select 1 from (
      select expert.home_unit_user as user_id where expert.state = 'verified'
      union all
      select oc.user_id from organisation_contact oc
      where oc.team_id = expert.team_id and oc.organisation_id = expert.employer_id
    ) named
    where named.user_id is distinct from expert.user_id and ${isReachable(sql`claim.team_id`, sql`named.user_id`)})`;
  const nobodyAtHost = sql`not ${isReachable(sql`claim.team_id`, sql`demand.contact_user`)}`;
  const waiting = await Promise.all([
    listWaiting(db, teamId, 'home_unit_pending', sql`${within} and ${nobodyAtHome}`),
    listWaiting(db, teamId, 'host_pending', sql`${within} and ${nobodyAtHost}`),
  ]);
  return waiting.flat();
}

/** Everything that has waited for an answer for as long as a week at least; five working days never take less. */
export async function listUnanswered(db: Db, teamId: string, now: Temporal.Instant): Promise<ClaimFile[]> {
  const rows = await selectFiles(db, teamId)
    .where('claim.state', 'in', ['home_unit_pending', 'host_pending'])
    .where('claim.claimed_at', '<=', now.subtract({ hours: 5 * 24 }))
    .execute();
  return rows.map(fileOf);
}

type Condition = ReturnType<typeof sql>;

/** Is the user named as who consents for the expert's employer? */
function namedFor(user: Condition): Condition {
  return sql`(${user} = expert.home_unit_user and expert.state = 'verified' or exists (
    select 1 from organisation_contact oc
    where oc.team_id = expert.team_id and oc.organisation_id = expert.employer_id and oc.user_id = ${user}))`;
}

async function listWaiting(
  db: Db,
  teamId: string,
  state: ClaimState,
  condition: Condition,
): Promise<ClaimFile[]> {
  const rows = await selectFiles(db, teamId)
    .where('claim.state', '=', state)
    .where(sql<boolean>`${condition}`)
    .orderBy('claim.claimed_at')
    .limit(SHOWN)
    .execute();
  return rows.map(fileOf);
}
