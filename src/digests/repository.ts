import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { countSeats, hasFreeSlot, listOpenDemands } from '../demands/repository.ts';
import { among } from '../programme/live-years.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findTreeHead } from '../records/log-sql.ts';
import { addedUp } from '../reports/added-up.ts';
import type { FirstServices } from './burn-up.ts';
import { countNeeds, countVerified, listShares } from './coverage.ts';
import { type Digest, MOST_OPEN, type Progress, publicLines, type Scope } from './digest.ts';
import { readHandedIn } from './handed-in.ts';
import { countOverdue } from './overdue.ts';
import { accepted, needWithin, servedBy } from './scope.ts';
import { readStillOpen } from './still-open.ts';

/** How many distinct experts have served this year, and how often. */
export async function countProgress(db: Db, programme: Programme, scope: Scope = {}): Promise<Progress> {
  return addedUp(db, programme, questionOf('progress', scope), () => readProgress(db, programme, scope));
}

type Served = Progress &
  Pick<Digest, 'reports' | 'totals' | 'lines' | 'districts' | 'systems'> & { firsts: FirstServices };

/** All that a digest says of the accepted reports. */
async function readServed(db: Db, programme: Programme, scope: Scope): Promise<Served> {
  return addedUp(db, programme, questionOf('digest', scope), async () => {
    const [progress, sums, firsts, shares] = await Promise.all([
      readProgress(db, programme, scope),
      sumMetrics(db, programme, scope),
      listFirstServices(db, programme, scope),
      listShares(db, programme, scope),
    ]);
    return { ...progress, ...sums, firsts, ...shares };
  });
}

function questionOf(what: string, { district = '', line = '' }: Scope): string {
  return [what, district, line].join('\n');
}

async function readProgress(db: Db, programme: Programme, scope: Scope): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select count(distinct re.expert_id) as experts, count(*) as "personTimes"
    from ${servedBy(programme, scope)}`.execute(db);
  return rows[0] ?? { experts: 0, personTimes: 0 };
}

/** Everything the digest shows, as it is at this moment. */
export async function readDigest(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  scope: Scope = {},
): Promise<Digest> {
  const [served, needs, verified, open, waiting, overdue, handedIn, stillOpen, head] = await Promise.all([
    readServed(db, programme, scope),
    countNeeds(db, programme, scope),
    countVerified(db, programme),
    readOpen(db, programme, now, scope),
    countWaiting(db, programme, scope),
    countOverdue(db, programme, now, scope),
    readHandedIn(db, programme, now, scope),
    readStillOpen(db, programme, scope),
    findTreeHead(db, programme.teamId),
  ]);
  const left = stillOpen.length > 0 ? { stillOpen } : {};
  const records = head && { size: head.size, root: Buffer.from(head.root).toString('base64') };
  const kept = records ? { ...left, records } : left;
  return { scope, ...served, needs, verified, ...open, waiting, overdue, ...handedIn, ...kept };
}

/** The needs that can be claimed at this moment, of whatever year. */
export async function readOpen(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  scope: Scope,
): Promise<Pick<Digest, 'open' | 'openInAll'>> {
  const day = today(programme, now);
  const [open, openInAll] = await Promise.all([
    listOpen(db, programme, day, scope),
    countOpen(db, programme, day, scope),
  ]);
  return { open, openInAll };
}

async function listOpen(
  db: Db,
  { teamId, catalogue }: Programme,
  day: Temporal.PlainDate,
  { district, line }: Scope,
): Promise<Digest['open']> {
  const lines = linesWithin(publicLines(catalogue), line);
  const within = district ? { lines, districts: [district] } : { lines };
  const demands = await listOpenDemands(db, teamId, day, { limit: MOST_OPEN, offset: 0, ...within });
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
      select min(r.service_end) as day from ${servedBy(programme, scope)}
      group by re.expert_id
    ) first
    group by day order by day`.execute(db);
  return rows;
}

async function countOpen(
  db: Db,
  { teamId, catalogue }: Programme,
  day: Temporal.PlainDate,
  scope: Scope,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select * from demand
      where team_id = ${teamId} and state = 'published'
        and coalesce(claim_deadline, service_end, 'infinity'::date) >= ${day}::date
      offset 0
    ) d
    where d.action_line = any(${publicLines(catalogue)}::text[]) and ${needWithin(scope)}
      and ${hasFreeSlot(sql`d`)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Of all years that aren't closed. */
async function countWaiting(
  db: Db,
  { teamId, liveYears }: Programme,
  scope: Scope,
): Promise<Digest['waiting']> {
  const { rows } = await sql<Digest['waiting']>`
    select
      (select count(*) from demand d where d.team_id = ${teamId} and d.year = ${among(liveYears)}
        and d.state in ('submitted', 'bureau_review') and ${needWithin(scope)}) as demands,
      (select count(*) from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = ${teamId} and c.year = ${among(liveYears)} and c.state in ('expert_pending', 'home_unit_pending', 'host_pending')
          and ${needWithin(scope)}) as claims,
      (select count(*) from report d where d.team_id = ${teamId} and d.year = ${among(liveYears)}
        and d.state in ('submitted', 'objected', 'host_confirmed') and ${needWithin(scope)}) as reports`.execute(
    db,
  );
  return rows[0] ?? { demands: 0, claims: 0, reports: 0 };
}
