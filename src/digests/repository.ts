import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { countSeats, listOpenDemands } from '../demands/repository.ts';
import type { MetricKey } from '../programme/catalogue.ts';
import { type Programme, today } from '../programme/programme.ts';
import { type Digest, MOST_OPEN, type Progress, PUBLIC_LINES, type Share } from './digest.ts';

/** How many distinct experts have served this year, and how often; one query. */
export async function countProgress(db: Db, programme: Programme): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select count(distinct re.expert_id) as experts, count(*) as "personTimes"
    from ${accepted(programme)} r
    join report_expert re on re.team_id = r.team_id and re.report_id = r.id`.execute(db);
  return rows[0] ?? { experts: 0, personTimes: 0 };
}

/** Everything the digest shows, as it is at this moment. */
export async function readDigest(db: Db, programme: Programme, now: Temporal.Instant): Promise<Digest> {
  const day = today(programme, now);
  const { teamId, year } = programme;
  const [progress, sums, shares, demands, openInAll, waiting] = await Promise.all([
    countProgress(db, programme),
    sumMetrics(db, programme),
    listShares(db, programme),
    listOpenDemands(db, teamId, year, day, { limit: MOST_OPEN, offset: 0, lines: PUBLIC_LINES }),
    countOpen(db, programme, day),
    countWaiting(db, programme),
  ]);
  const seats = await countSeats(
    db,
    teamId,
    demands.map(({ id }) => id),
  );
  const of = (kind: 'line' | 'district') => shares.filter((share) => share.kind === kind);
  return {
    ...progress,
    ...sums,
    lines: of('line'),
    districts: of('district'),
    open: demands.flatMap((demand) => {
      const taken = seats.get(demand.id);
      return taken ? [{ demand, seats: taken }] : [];
    }),
    openInAll,
    waiting,
  };
}

/** Accepted reports whose service ended inside the year; the day decides, never the week (decision 1). */
function accepted({ teamId, year }: Programme) {
  return sql`(select * from report where team_id = ${teamId} and year = ${year} and state = 'accepted'
    and service_end between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date)`;
}

async function sumMetrics(db: Db, programme: Programme): Promise<Pick<Digest, 'reports' | 'totals'>> {
  const { rows } = await sql<{ key: MetricKey | null; total: number; reports: number }>`
    select m.key, sum(m.value::numeric) as total, (select count(*) from ${accepted(programme)} a) as reports
    from (select 1) one
    left join lateral (
      select e.key, e.value from ${accepted(programme)} r, jsonb_each_text(r.metrics) e
    ) m on true
    group by m.key`.execute(db);
  const totals: Digest['totals'] = {};
  for (const { key, total } of rows) if (key) totals[key] = total;
  return { reports: rows[0]?.reports ?? 0, totals };
}

async function listShares(db: Db, programme: Programme): Promise<(Share & { kind: 'line' | 'district' })[]> {
  const { rows } = await sql<Share & { kind: 'line' | 'district' }>`
    select part.kind, part.id, count(distinct r.id) as reports, count(distinct re.expert_id) as experts
    from ${accepted(programme)} r
    join report_expert re on re.team_id = r.team_id and re.report_id = r.id
    cross join lateral (
      select 'line' as kind, r.action_line as id
      union all select 'district', unnest(r.districts)
    ) part
    group by part.kind, part.id
    order by experts desc, reports desc, part.id`.execute(db);
  return rows;
}

async function countOpen(db: Db, { teamId, year }: Programme, day: Temporal.PlainDate): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from demand d
    where d.team_id = ${teamId} and d.year = ${year} and d.state = 'published'
      and d.action_line = any(${[...PUBLIC_LINES]}::text[])
      and coalesce(d.claim_deadline, d.service_end, 'infinity') >= ${day}::date
      and exists (select 1 from slot s
        where s.team_id = d.team_id and s.demand_id = d.id and s.expert_id is null)`.execute(db);
  return rows[0]?.count ?? 0;
}

async function countWaiting(db: Db, { teamId, year }: Programme): Promise<Digest['waiting']> {
  const { rows } = await sql<Digest['waiting']>`
    select
      (select count(*) from demand
        where team_id = ${teamId} and year = ${year} and state in ('submitted', 'bureau_review')) as demands,
      (select count(*) from claim
        where team_id = ${teamId} and state in ('home_unit_pending', 'host_pending')) as claims,
      (select count(*) from report
        where team_id = ${teamId} and year = ${year} and state in ('submitted', 'objected', 'host_confirmed')
      ) as reports`.execute(db);
  return rows[0] ?? { demands: 0, claims: 0, reports: 0 };
}
