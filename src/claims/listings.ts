import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { listDemands } from '../demands/repository.ts';
import type { Actor } from '../directory/permissions.ts';
import { listExperts } from '../directory/repository.ts';
import type { Claim, ClaimFile, ClaimState } from './claim.ts';
import { claimOf } from './repository.ts';

/** As many as Home or a reply has room for. */
const SHOWN = 20;

export async function findClaim(db: Db, teamId: string, id: string): Promise<ClaimFile | undefined> {
  const row = await selectClaims(db, teamId).where('claim.id', '=', id).executeTakeFirst();
  return row && (await casesOf(db, teamId, [claimOf(row)]))[0];
}

/** The expert's live claim on this need, if any. */
export async function findLiveClaim(
  db: Db,
  teamId: string,
  demandId: string,
  expertId: string,
): Promise<Claim | undefined> {
  const row = await selectClaims(db, teamId)
    .where('claim.demand_id', '=', demandId)
    .where('claim.expert_id', '=', expertId)
    .where('claim.ended_at', 'is', null)
    .executeTakeFirst();
  return row && claimOf(row);
}

/** What the expert has going, the newest first: neither ended nor with its service over. */
export async function listClaimsOfExpert(
  db: Db,
  teamId: string,
  expertId: string,
  today: Temporal.PlainDate,
): Promise<ClaimFile[]> {
  const rows = await selectClaims(db, teamId)
    .where('claim.expert_id', '=', expertId)
    .where('claim.ended_at', 'is', null)
    .where((eb) =>
      eb.or([eb('demand.service_end', 'is', null), eb('demand.service_end', '>=', today.toString())]),
    )
    .orderBy('claim.claimed_at', 'desc')
    .limit(SHOWN)
    .execute();
  return casesOf(db, teamId, rows.map(claimOf));
}

/** How many of the expert's claims count against the limit. */
export async function countLiveClaims(db: Db, teamId: string, expertId: string): Promise<number> {
  const { count } = await db
    .selectFrom('claim')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('team_id', '=', teamId)
    .where('expert_id', '=', expertId)
    .where('live_no', 'is not', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** The live claims of a need in order of their slots; everything ever claimed with `ended`. */
export async function listClaimsOfDemand(
  db: Db,
  teamId: string,
  demandId: string,
  { ended = false }: { ended?: boolean } = {},
): Promise<ClaimFile[]> {
  const rows = await selectClaims(db, teamId)
    .where('claim.demand_id', '=', demandId)
    .$if(!ended, (query) => query.where('claim.ended_at', 'is', null))
    .orderBy('claim.slot_no')
    .orderBy('claim.claimed_at')
    .execute();
  return casesOf(db, teamId, rows.map(claimOf));
}

/** Who sat down last on this need. */
export async function findLastTaker(db: Db, teamId: string, demandId: string) {
  return db
    .selectFrom('claim')
    .innerJoin('expert', (join) =>
      join.onRef('expert.team_id', '=', 'claim.team_id').onRef('expert.id', '=', 'claim.expert_id'),
    )
    .select(['claim.claimed_at', 'claim.state', 'expert.name'])
    .where('claim.team_id', '=', teamId)
    .where('claim.demand_id', '=', demandId)
    .where('claim.ended_at', 'is', null)
    .orderBy('claim.claimed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

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
    where named.user_id is distinct from expert.user_id and ${isReachable(sql`named.user_id`)})`;
  const nobodyAtHost = sql`not (${isReachable(sql`demand.contact_user`)})`;
  const consents = await listWaiting(db, teamId, 'home_unit_pending', sql`${within} and ${nobodyAtHome}`);
  const answers = await listWaiting(db, teamId, 'host_pending', sql`${within} and ${nobodyAtHost}`);
  return [...consents, ...answers];
}

type Condition = ReturnType<typeof sql>;

/** Is the user named as who consents for the expert's employer? */
function namedFor(user: Condition): Condition {
  return sql`(${user} = expert.home_unit_user and expert.state = 'verified' or exists (
    select 1 from organisation_contact oc
    where oc.team_id = expert.team_id and oc.organisation_id = expert.employer_id and oc.user_id = ${user}))`;
}

/** Named, and not known to be deactivated. */
function isReachable(user: Condition): Condition {
  return sql`${user} is not null and not exists (
    select 1 from slack_user u where u.team_id = claim.team_id and u.user_id = ${user} and u.deleted)`;
}

async function listWaiting(
  db: Db,
  teamId: string,
  state: ClaimState,
  condition: Condition,
): Promise<ClaimFile[]> {
  const rows = await selectClaims(db, teamId)
    .innerJoin('expert', (join) =>
      join.onRef('expert.team_id', '=', 'claim.team_id').onRef('expert.id', '=', 'claim.expert_id'),
    )
    .where('claim.state', '=', state)
    .where(sql<boolean>`${condition}`)
    .orderBy('claim.claimed_at')
    .limit(SHOWN)
    .execute();
  return casesOf(db, teamId, rows.map(claimOf));
}

function selectClaims(db: Db, teamId: string) {
  return db
    .selectFrom('claim')
    .innerJoin('demand', (join) =>
      join.onRef('demand.team_id', '=', 'claim.team_id').onRef('demand.id', '=', 'claim.demand_id'),
    )
    .selectAll('claim')
    .where('claim.team_id', '=', teamId);
}

/** Puts expert and need beside each claim: two queries, however many claims. */
async function casesOf(db: Db, teamId: string, claims: Claim[]): Promise<ClaimFile[]> {
  const experts = await listExperts(db, teamId, [...new Set(claims.map(({ expertId }) => expertId))]);
  const demands = await listDemands(db, teamId, [...new Set(claims.map(({ demandId }) => demandId))]);
  return claims.flatMap((claim) => {
    const expert = experts.find(({ id }) => id === claim.expertId);
    const demand = demands.find(({ id }) => id === claim.demandId);
    return expert && demand ? [{ claim, expert, demand }] : [];
  });
}

/** The ones of these people who can read a message: not known to be deactivated. */
export async function keepReachable(
  db: Db,
  teamId: string,
  userIds: readonly (string | undefined)[],
): Promise<string[]> {
  const named = [...new Set(userIds.filter((id) => id !== undefined))];
  if (named.length === 0) return [];
  const gone = await db
    .selectFrom('slack_user')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('user_id', 'in', named)
    .where('deleted', '=', true)
    .execute();
  return named.filter((id) => !gone.some(({ user_id }) => user_id === id));
}

/** Who took the last decision about a claim, and when: what a late click is told. */
export async function findLastDecision(db: Db, teamId: string, claim: Claim) {
  const [kind, id] = claim.state === 'cancelled' ? ['demand', claim.demandId] : ['claim', claim.id];
  return db
    .selectFrom('audit')
    .leftJoin('slack_user', (join) =>
      join.onRef('slack_user.team_id', '=', 'audit.team_id').onRef('slack_user.user_id', '=', 'audit.actor'),
    )
    .select(['audit.actor', 'audit.at', 'audit.act', 'audit.on_behalf_of', 'slack_user.name'])
    .where('audit.team_id', '=', teamId)
    .where('audit.object_kind', '=', kind ?? '')
    .where('audit.object_id', '=', id ?? '')
    .where('audit.outcome', '=', 'done')
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
