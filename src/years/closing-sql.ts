import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { markChanged } from '../outbox/marks.ts';
import { figuresIn } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import type { Room } from '../room.ts';
import { sumAllFigures } from '../summaries/figures.ts';
import type { Frozen } from '../summaries/frozen.ts';
import type { SummaryFigures } from '../summaries/summary.ts';
import { countLeft, isNothingLeft } from './left.ts';

/** 'left': something waits for somebody again. */
export type Closed = 'closed' | 'left' | 'not_closable';

/**
 * Freezes the figures and closes the year. Whoever decides about a report or a summary holds the year's row until they
 * have committed, so what is counted here is all there is.
 */
export async function closeYear(
  trx: Trx,
  rooms: readonly Room[],
  programme: Programme,
  { by, now }: { by: string; now: Temporal.Instant },
): Promise<Closed> {
  const { teamId, year } = programme;
  const { rows } = await sql`
    select 1 from programme_year p
    where p.team_id = ${teamId} and p.year = ${year} and p.state = 'closing' and not p.current
    for update`.execute(trx);
  if (rows.length === 0) return 'not_closable';
  if (!isNothingLeft(await countLeft(trx, rooms, programme))) return 'left';
  const frozen = await freeze(trx, programme);
  await trx
    .updateTable('programme_year')
    .set({ state: 'closed', closed_at: now, closed_by: by, frozen })
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .execute();
  return 'closed';
}

/** What the year's accepted reports add up to at this moment. */
export async function freeze(db: Db, programme: Programme): Promise<Frozen> {
  const units = await sumAllFigures(db, programme);
  return { city: await sumCity(db, programme), units: Object.fromEntries(units) };
}

async function sumCity(db: Db, { teamId, year }: Programme): Promise<SummaryFigures> {
  const { rows } = await sql<Omit<SummaryFigures, 'metrics'> & { metrics: object }>`
    with counted as (select * from report where team_id = ${teamId} and year = ${year} and state = 'accepted')
    select
      (select count(*) from counted) as reports,
      count(distinct re.expert_id) as experts,
      count(re.expert_id) as "personTimes",
      (select coalesce(jsonb_object_agg(key, total), '{}') from (
        select m.key, sum(m.value::numeric) as total
        from counted cross join lateral jsonb_each_text(counted.metrics) m group by m.key
      ) sums) as metrics
    from counted
    left join report_expert re on re.team_id = counted.team_id and re.year = counted.year
      and re.report_id = counted.id`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a sum has one row');
  return { ...row, metrics: figuresIn(row.metrics) };
}

/** Confirmed services of the year that nobody has reported: once it is closed, nobody can. */
export async function countUnreported(db: Db, programme: Programme): Promise<number> {
  return (await listUnreported(db, programme)).length;
}

/** Reminders and Homes ask for these reports no more. */
export async function markUnreported(trx: Trx, programme: Programme): Promise<void> {
  const unreported = await listUnreported(trx, programme);
  await markChanged(trx, {
    teamId: programme.teamId,
    people: unreported.flatMap(({ user_id }) => user_id ?? []),
    about: unreported.map(({ id }) => id),
  });
}

async function listUnreported(
  db: Db,
  { teamId, year }: Programme,
): Promise<{ id: string; user_id: string | null }[]> {
  const { rows } = await sql<{ id: string; user_id: string | null }>`
    select c.id, e.user_id from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
    join expert e on e.team_id = c.team_id and e.id = c.expert_id
    where c.team_id = ${teamId} and c.state = 'confirmed' and not c.reported
      and d.service_end between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`.execute(db);
  return rows;
}
