import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import type { Counts, Digest, Scope, Share } from './digest.ts';
import { needWithin, servedBy } from './scope.ts';

type Kind = 'line' | 'district' | 'system';

/** What was done in each line and district, and by the experts of each system; one query. */
export async function listShares(
  db: Db,
  programme: Programme,
  scope: Scope,
): Promise<Pick<Digest, 'lines' | 'districts' | 'systems'>> {
  const { rows } = await sql<Share & { kind: Kind }>`
    select part.kind, part.id, count(distinct r.id) as reports, count(distinct re.expert_id) as experts
    from ${servedBy(programme, scope)}
    join expert e on e.team_id = re.team_id and e.id = re.expert_id
    cross join lateral (
      select 'line' as kind, r.action_line as id
      union all select 'district', unnest(r.districts)
      union all select 'system', e.system
    ) part
    group by part.kind, part.id
    order by experts desc, reports desc, part.id`.execute(db);
  const of = (kind: Kind) => rows.filter((row) => row.kind === kind);
  return { lines: of('line'), districts: of('district'), systems: of('system') };
}

/** The needs published this year, also those that are closed since. */
export async function countNeeds(
  db: Db,
  { teamId, year }: Programme,
  scope: Scope,
): Promise<Digest['needs']> {
  const { rows } = await sql<{ kind: 'line' | 'district'; id: string; needs: number }>`
    with alike as (
      select d.action_line, d.districts, count(*) as needs
      from demand d
      where d.team_id = ${teamId} and d.year = ${year} and d.state in ('published', 'closed')
        and ${needWithin(scope)}
      group by d.action_line, d.districts
    )
    select part.kind, part.id, sum(needs)::bigint as needs
    from alike cross join lateral (
      select 'line' as kind, alike.action_line as id
      union all select 'district', unnest(alike.districts)
    ) part
    group by part.kind, part.id`.execute(db);
  const of = (kind: 'line' | 'district'): Counts =>
    Object.fromEntries(rows.filter((row) => row.kind === kind).map(({ id, needs }) => [id, needs]));
  return { lines: of('line'), districts: of('district') };
}

/** The experts who may claim, by system. */
export async function countVerified(db: Db, { teamId }: Programme): Promise<Counts> {
  const rows = await db
    .selectFrom('expert')
    .select(({ fn }) => ['system', fn.countAll<number>().as('experts')])
    .where('team_id', '=', teamId)
    .where('state', '=', 'verified')
    .groupBy('system')
    .execute();
  return Object.fromEntries(rows.map(({ system, experts }) => [system, experts]));
}
