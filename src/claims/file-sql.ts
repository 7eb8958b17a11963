import type { Db } from '../db/open.ts';
import { listDemands } from '../demands/repository.ts';
import { selectActs } from '../directory/acts.ts';
import { listExperts } from '../directory/repository.ts';
import type { Claim, ClaimFile } from './claim.ts';
import { claimOf } from './claim-sql.ts';

/** As many as Home or a reply has room for. */
export const SHOWN = 20;

export async function findClaim(db: Db, teamId: string, id: string): Promise<ClaimFile | undefined> {
  const row = await selectClaims(db, teamId).where('claim.id', '=', id).executeTakeFirst();
  return row && (await filesOf(db, teamId, [claimOf(row)]))[0];
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
  const rows = await selectLive(db, teamId, expertId, today)
    .orderBy('claim.claimed_at', 'desc')
    .limit(SHOWN)
    .execute();
  return filesOf(db, teamId, rows.map(claimOf));
}

/** How many of the expert's claims count against the limit: neither ended nor with their service over. */
export async function countLiveClaims(
  db: Db,
  teamId: string,
  expertId: string,
  today: Temporal.PlainDate,
): Promise<number> {
  const { count } = await selectLive(db, teamId, expertId, today)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function selectLive(db: Db, teamId: string, expertId: string, today: Temporal.PlainDate) {
  return selectClaims(db, teamId)
    .where('claim.expert_id', '=', expertId)
    .where('claim.ended_at', 'is', null)
    .where((eb) =>
      eb.or([eb('demand.service_end', 'is', null), eb('demand.service_end', '>=', today.toString())]),
    );
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

export function selectClaims(db: Db, teamId: string) {
  return db
    .selectFrom('claim')
    .innerJoin('demand', (join) =>
      join.onRef('demand.team_id', '=', 'claim.team_id').onRef('demand.id', '=', 'claim.demand_id'),
    )
    .selectAll('claim')
    .where('claim.team_id', '=', teamId);
}

/** Puts expert and need beside each claim: two queries, however many claims. */
export async function filesOf(db: Db, teamId: string, claims: Claim[]): Promise<ClaimFile[]> {
  const experts = await listExperts(db, teamId, [...new Set(claims.map(({ expertId }) => expertId))]);
  const demands = await listDemands(db, teamId, [...new Set(claims.map(({ demandId }) => demandId))]);
  return claims.flatMap((claim) => {
    const expert = experts.find(({ id }) => id === claim.expertId);
    const demand = demands.find(({ id }) => id === claim.demandId);
    return expert && demand ? [{ claim, expert, demand }] : [];
  });
}

/** Who took the last decision about a claim, and when: what a late click is told. */
export async function findLastDecision(
  db: Db,
  teamId: string,
  claim: Claim,
): Promise<{ who: string; at: Temporal.Instant } | undefined> {
  const [kind, id] =
    claim.state === 'cancelled' ? (['demand', claim.demandId] as const) : (['claim', claim.id] as const);
  const row = await selectActs(db, teamId)
    .where('audit.object_kind', '=', kind)
    .where('audit.object_id', '=', id)
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { who: row.name ?? row.actor, at: row.at };
}

/** A service that somebody reported took place: the claim to it can't be given back any more. */
export async function isReported(db: Db, teamId: string, { demandId, expertId }: Claim): Promise<boolean> {
  const row = await db
    .selectFrom('report')
    .innerJoin('report_expert', (join) =>
      join
        .onRef('report_expert.team_id', '=', 'report.team_id')
        .onRef('report_expert.report_id', '=', 'report.id'),
    )
    .select('report.id')
    .where('report.team_id', '=', teamId)
    .where('report.demand_id', '=', demandId)
    .where('report_expert.expert_id', '=', expertId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
