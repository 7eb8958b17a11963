import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { selectActs } from '../directory/acts.ts';
import { nameKey } from '../directory/organisations.ts';
import type { Actor } from '../directory/permissions.ts';
import { isDistrictCovered } from '../directory/reachable.ts';
import { isCalled } from '../directory/unit-names-sql.ts';
import type { Programme } from '../programme/programme.ts';
import type { Demand } from './demand.ts';
import { demandOf, selectDemands } from './demand-row.ts';

/**
 * Needs that wait for this coordinator, the oldest first: of their districts; for the bureau what districts have
 * passed on, and what belongs to a district without a coordinator who can be asked.
 */
export async function listDemandsToReview(
  db: Db,
  teamId: string,
  years: readonly number[],
  actor: Actor,
): Promise<Demand[]> {
  if (!actor.bureau && actor.districts.length === 0) return [];
  const rows = await selectDemands(db, teamId)
    .where('demand.year', 'in', [...years])
    .where('demand.state', 'in', ['submitted', 'bureau_review'])
    .where((eb) => {
      const owned = eb('demand.district', '=', sql<string>`any(${[...actor.districts]}::text[])`);
      const ownWork = eb.and([eb('demand.state', '=', 'submitted'), owned]);
      const covered = isDistrictCovered(sql`demand.team_id`, sql`demand.district`);
      return actor.bureau
        ? eb.or([ownWork, eb('demand.state', '=', 'bureau_review'), eb.not(covered)])
        : ownWork;
    })
    .orderBy('demand.submitted_at')
    .limit(20)
    .execute();
  return rows.map(demandOf);
}

/**
 * Needs that the person posted or stands for, and those in which a district of theirs is named after the one that owns
 * them (mission: decision 6), that still go on, their own first, the newest first: those of the open years, and of a
 * closed one what runs over its end.
 */
export async function listDemandsOf(
  db: Db,
  { teamId, liveYears }: Programme,
  today: Temporal.PlainDate,
  { userId, districts }: Pick<Actor, 'userId' | 'districts'>,
): Promise<Demand[]> {
  const named = sql<string[]>`${[...districts]}::text[]`;
  const isOwn = sql<boolean>`(demand.poster = ${userId} or demand.contact_user is not distinct from ${userId})`;
  const isSeen = sql<boolean>`(demand.districts && ${named} and not demand.district = any(${named}))`;
  const rows = await selectDemands(db, teamId)
    .$if(districts.length === 0, (query) =>
      query.where((eb) => eb.or([eb('demand.poster', '=', userId), eb('demand.contact_user', '=', userId)])),
    )
    .$if(districts.length > 0, (query) => query.where(sql<boolean>`(${isOwn} or ${isSeen})`))
    .where('demand.state', 'in', ['submitted', 'returned', 'bureau_review', 'published', 'postponed'])
    .where((eb) =>
      eb.or([eb('demand.year', 'in', [...liveYears]), eb('demand.service_end', '>=', today.toString())]),
    )
    // What was returned waits for this person, however many newer ones there are.
    .orderBy(isOwn, 'desc')
    .orderBy(sql`demand.state = 'returned'`, 'desc')
    .orderBy('demand.submitted_at', 'desc')
    .limit(20)
    .execute();
  return rows.map(demandOf);
}

/** The person's newest need, of whatever year: who asks once asks again for the same unit. */
export async function findLastDemand(db: Db, teamId: string, poster: string): Promise<Demand | undefined> {
  const row = await selectDemands(db, teamId)
    .where('demand.poster', '=', poster)
    .orderBy('demand.submitted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && demandOf(row);
}

/** A need of the same unit with the same title in the year, spelling apart; perhaps a duplicate, never merged. */
export async function findSimilarDemand(
  db: Db,
  teamId: string,
  year: number,
  { unitName, title, otherThan }: { unitName: string; title: string; otherThan?: string | undefined },
): Promise<Demand | undefined> {
  const rows = await selectDemands(db, teamId)
    .where('demand.year', '=', year)
    .where('demand.state', 'not in', ['rejected', 'cancelled'])
    .where(isCalled(teamId, sql`demand.host_unit_id`, nameKey(unitName)))
    .orderBy('demand.submitted_at', 'desc')
    .execute();
  const same = rows.find((row) => row.id !== otherThan && nameKey(row.title) === nameKey(title));
  return same && demandOf(same);
}

/** Who last did one of these acts to the need, and when: what a late click is told. */
export async function findLastAct(db: Db, teamId: string, demandId: string, acts: readonly string[]) {
  if (acts.length === 0) return undefined;
  return selectActs(db, teamId)
    .where('audit.object_kind', '=', 'demand')
    .where('audit.object_id', '=', demandId)
    .where('audit.act', 'in', [...acts])
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What a notice tells of: the act itself, whatever has happened since. */
export async function findAct(db: Db, teamId: string, auditId: number) {
  return selectActs(db, teamId).where('audit.id', '=', auditId).executeTakeFirst();
}
