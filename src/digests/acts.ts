import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { selectEdits } from '../years/edits-sql.ts';
import { type Change, changesIn } from '../years/settings-changes.ts';
import type { Between } from './changes.ts';
import { type Changes, type Scope, TOLD_ACTS, TOLD_SETTINGS, type ToldAct } from './digest.ts';
import { needWithin } from './scope.ts';

interface ActRow {
  act: ToldAct;
  n: number;
}

/**
 * What else was done between two moments to needs, claims, reports, summaries and years, by the audit trail; what was
 * taken back wasn't done. Also to those of a year before: a channel has one digest a week, which is the current year's.
 * Years and summaries are news where no line is asked for.
 */
export async function countActs(
  db: Db,
  { teamId }: Pick<Programme, 'teamId'>,
  { after, until }: Between,
  scope: Scope,
): Promise<Changes['acts']> {
  const { line, district } = scope;
  const { rows } = await sql<ActRow>`/* name: acts_of_digest */
    select a.act, count(distinct a.object_id) as n
    from audit a
    left join claim c on a.object_kind = 'claim' and c.team_id = a.team_id and c.id = a.object_id
    left join lateral (
      select d.districts, d.action_line from demand d
      where d.team_id = a.team_id and d.id = case a.object_kind when 'demand' then a.object_id else c.demand_id end
      union all
      select r.districts, r.action_line from report r
      where a.object_kind = 'report' and r.team_id = a.team_id and r.id = a.object_id
    ) d on true
    left join yearly_summary s on a.object_kind = 'yearly_summary' and s.team_id = a.team_id and s.id = a.object_id
    where a.team_id = ${teamId} and a.act = any(${[...TOLD_ACTS]}::text[]) and a.outcome = 'done'
      and a.at > ${after} and a.at <= ${until}
      and case a.object_kind
        when 'programme_year' then not ${line !== undefined}::boolean
        when 'yearly_summary' then not ${line !== undefined}::boolean
          and (${district ?? null}::text is null or s.unit_kind = 'district' and s.unit = ${district ?? null}::text)
        else ${needWithin(scope)} end
      and not exists (
        select 1 from audit back
        where back.team_id = a.team_id and back.object_kind = a.object_kind and back.object_id = a.object_id
          and back.id > a.id and back.act = 'undo' and back.details ->> 'undoes' = a.id::text)
    group by a.act`.execute(db);
  return TOLD_ACTS.flatMap((act) => rows.filter((row) => row.act === act));
}

/** What of the year's settings was changed between two moments, each once, from what it was to what it is. */
export async function listSettings(
  db: Db,
  { teamId, year }: Programme,
  { after, until }: Between,
): Promise<Change[]> {
  const rows = await selectEdits(db, teamId, year)
    .where('audit.at', '>', after)
    .where('audit.at', '<=', until)
    .orderBy('audit.id')
    .execute();
  const told = new Map<string, Change>();
  for (const { field, from, to } of rows.flatMap(({ details }) => changesIn(details)))
    if (TOLD_SETTINGS.includes(field)) told.set(field, { field, from: told.get(field)?.from ?? from, to });
  return [...told.values()].filter(({ from, to }) => from !== to);
}
