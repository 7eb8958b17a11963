import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { countSeats, listOpenDemands } from '../demands/repository.ts';
import { type Programme, today } from '../programme/programme.ts';
import type { FirstServices } from './burn-up.ts';
import { countNeeds, countVerified, listShares } from './coverage.ts';
import { type Digest, MOST_OPEN, type Progress, publicLines, type Scope } from './digest.ts';
import { readHandedIn } from './handed-in.ts';
import { countOverdue } from './overdue.ts';
import { accepted, needWithin } from './scope.ts';

/** How many distinct experts have served this year, and how often; one query. */
export async function countProgress(db: Db, programme: Programme, scope: Scope = {}): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select count(distinct re.expert_id) as experts, count(*) as "personTimes"
    from ${accepted(programme, scope)} r
    join report_expert re on re.team_id = r.team_id and re.report_id = r.id`.execute(db);
  return rows[0] ?? { experts: 0, personTimes: 0 };
}

/** Everything the digest shows, as it is at this moment. */
export async function readDigest(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  scope: Scope = {},
): Promise<Digest> {
  const day = today(programme, now);
  const [progress, sums, firsts, shares, needs, verified, open, openInAll, waiting, overdue] =
    await Promise.all([
      countProgress(db, programme, scope),
      sumMetrics(db, programme, scope),
      listFirstServices(db, programme, scope),
      listShares(db, programme, scope),
      countNeeds(db, programme, scope),
      countVerified(db, programme),
      listOpen(db, programme, day, scope),
      countOpen(db, programme, day, scope),
      countWaiting(db, programme, scope),
      countOverdue(db, programme, now, scope),
    ]);
  return {
    scope,
    ...progress,
    ...sums,
    firsts,
    ...shares,
    needs,
    verified,
    open,
    openInAll,
    waiting,
    overdue,
    ...(await readHandedIn(db, programme, now, scope)),
  };
}

async function listOpen(
  db: Db,
  { teamId, year, catalogue }: Programme,
  day: Temporal.PlainDate,
  { district, line }: Scope,
): Promise<Digest['open']> {
  const demands = await listOpenDemands(db, teamId, year, day, {
    ...{ limit: MOST_OPEN, offset: 0, lines: linesWithin(publicLines(catalogue), line) },
    ...(district ? { districts: [district] } : {}),
  });
  const seats = await countSeats(
    db,
    teamId,
    demands.map(({ id }) => id),
  );
  return demands.flatMap((demand) => {
    const taken = seats.get(demand.id);
    return taken ? [{ demand, seats: taken }] : [];
  });
}

/** Never empty, as SQL knows no empty list: a channel of the private line has no open need to show. */
function linesWithin(lines: readonly string[], line: string | undefined): string[] {
  return lines.filter((id) => line === undefined || id === line).concat('');
}

async function sumMetrics(
  db: Db,
  programme: Programme,
  scope: Scope,
): Promise<Pick<Digest, 'reports' | 'totals'>> {
  const { rows } = await sql<{ key: string | null; total: number; reports: number }>`
    select m.key, sum(m.value::numeric) as total,
      (select count(*) from ${accepted(programme, scope)} a) as reports
    from (select 1) one
    left join lateral (
      select e.key, e.value from ${accepted(programme, scope)} r, jsonb_each_text(r.metrics) e
    ) m on true
    group by m.key`.execute(db);
  const totals: Digest['totals'] = {};
  for (const { key, total } of rows) if (key) totals[key] = total;
  return { reports: rows[0]?.reports ?? 0, totals };
}

async function listFirstServices(db: Db, programme: Programme, scope: Scope): Promise<FirstServices> {
  const { rows } = await sql<{ day: string; experts: number }>`
    select day, count(*) as experts from (
      select min(r.service_end) as day from ${accepted(programme, scope)} r
      join report_expert re on re.team_id = r.team_id and re.report_id = r.id
      group by re.expert_id
    ) first
    group by day order by day`.execute(db);
  return rows;
}

async function countOpen(
  db: Db,
  { teamId, year, catalogue }: Programme,
  day: Temporal.PlainDate,
  scope: Scope,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from demand d
    where d.team_id = ${teamId} and d.year = ${year} and d.state = 'published'
      and d.action_line = any(${publicLines(catalogue)}::text[]) and ${needWithin(scope)}
      and coalesce(d.claim_deadline, d.service_end, 'infinity') >= ${day}::date
      and exists (select 1 from slot s
        where s.team_id = d.team_id and s.demand_id = d.id and s.expert_id is null)`.execute(db);
  return rows[0]?.count ?? 0;
}

async function countWaiting(db: Db, { teamId, year }: Programme, scope: Scope): Promise<Digest['waiting']> {
  const { rows } = await sql<Digest['waiting']>`
    select
      (select count(*) from demand d where d.team_id = ${teamId} and d.year = ${year}
        and d.state in ('submitted', 'bureau_review') and ${needWithin(scope)}) as demands,
      (select count(*) from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = ${teamId} and c.state in ('home_unit_pending', 'host_pending')
          and ${needWithin(scope)}) as claims,
      (select count(*) from report d where d.team_id = ${teamId} and d.year = ${year}
        and d.state in ('submitted', 'objected', 'host_confirmed') and ${needWithin(scope)}) as reports`.execute(
    db,
  );
  return rows[0] ?? { demands: 0, claims: 0, reports: 0 };
}
