import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { type DemandJson, demandOfJson } from '../demands/demand-row.ts';
import { selectActs } from '../directory/acts.ts';
import { type ExpertRow, expertOf } from '../directory/repository.ts';
import { type Claim, type ClaimFile, type Decider, SAID_ABSENT } from './claim.ts';
import { type ClaimJson, claimOf, claimOfJson } from './claim-sql.ts';
import { CLAIM, CLAIM_EMPLOYER, EXPERT } from './employer-sql.ts';

/** As many as Home or a reply has room for. */
export const SHOWN = 20;

export async function findClaim(db: Db, teamId: string, id: string): Promise<ClaimFile | undefined> {
  const row = await selectFiles(db, teamId).where('claim.id', '=', id).executeTakeFirst();
  return row && fileOf(row);
}

/** So many at once, in no order. */
export async function listClaims(db: Db, teamId: string, ids: readonly string[]): Promise<ClaimFile[]> {
  if (ids.length === 0) return [];
  const rows = await selectFiles(db, teamId)
    .where('claim.id', 'in', [...ids])
    .execute();
  return rows.map(fileOf);
}

/** The expert's live claim on this need, if any. */
export async function findLiveClaim(
  db: Db,
  teamId: string,
  demandId: string,
  expertId: string,
): Promise<Claim | undefined> {
  const row = await db
    .selectFrom('claim')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('demand_id', '=', demandId)
    .where('expert_id', '=', expertId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row && claimOf(row);
}

/**
 * What these experts have going, the newest first: neither ended nor with its service over; and where they are said not to
 * have come, as long as they may say what happened.
 */
export async function listClaimsOf(
  db: Db,
  teamId: string,
  expertIds: readonly string[],
  today: Temporal.PlainDate,
): Promise<ClaimFile[]> {
  if (expertIds.length === 0) return [];
  const rows = await selectUnended(db, teamId, expertIds)
    .where(({ or, eb }) => or([isAhead(today), eb('claim.state', 'in', SAID_ABSENT)]))
    .orderBy('claim.claimed_at', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map(fileOf);
}

/** How many of the expert's claims count against the limit: neither ended nor with their service over. */
export async function countLiveClaims(
  db: Db,
  teamId: string,
  expertId: string,
  today: Temporal.PlainDate,
): Promise<number> {
  const { count } = await selectUnended(db, teamId, [expertId])
    .where(isAhead(today))
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function selectUnended(db: Db, teamId: string, expertIds: readonly string[]) {
  return selectFiles(db, teamId)
    .where('claim.expert_id', 'in', [...expertIds])
    .where('claim.ended_at', 'is', null);
}

function isAhead(today: Temporal.PlainDate) {
  return sql<boolean>`coalesce(demand.service_end, 'infinity'::date) >= ${today.toString()}::date`;
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

export interface FileRow {
  claim: ClaimJson;
  demand: DemandJson;
  expert: ExpertRow;
}

/** Claims with expert and need beside them: one query, however many. */
export function selectFiles(db: Db, teamId: string) {
  return db
    .selectFrom('claim')
    .innerJoin('demand', (join) =>
      join.onRef('demand.team_id', '=', 'claim.team_id').onRef('demand.id', '=', 'claim.demand_id'),
    )
    .innerJoin('expert', (join) =>
      join.onRef('expert.team_id', '=', 'claim.team_id').onRef('expert.id', '=', 'claim.expert_id'),
    )
    .innerJoin('organisation as employer', (join) =>
      join.onRef('employer.team_id', '=', 'expert.team_id').on(sql<boolean>`employer.id = ${CLAIM_EMPLOYER}`),
    )
    .select([CLAIM.as('claim'), sql<DemandJson>`to_jsonb(demand)`.as('demand'), EXPERT.as('expert')])
    .where('claim.team_id', '=', teamId);
}

export function fileOf({ claim, demand, expert }: FileRow): ClaimFile {
  return { claim: claimOfJson(claim), demand: demandOfJson(demand), expert: expertOf(expert) };
}

/** Who took the last decision about a claim, and when: what a late click is told. */
export async function findLastDecision(db: Db, teamId: string, claim: Claim): Promise<Decider | undefined> {
  const [kind, id] =
    claim.state === 'cancelled' || claim.state === 'expert_pending'
      ? (['demand', claim.demandId] as const)
      : (['claim', claim.id] as const);
  const row = await selectActs(db, teamId)
    .where('audit.object_kind', '=', kind)
    .where('audit.object_id', '=', id)
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { act, name, actor, at, details } = row;
  const isByLink = typeof details.link === 'string';
  return { act, who: name ?? actor, at, isByLink, isAssistant: details.assistant === true };
}
