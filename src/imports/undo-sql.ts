import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { makeRecordDue } from '../reports/record-due.ts';
import type { Kind } from './import.ts';

/** Things of a list on which something rests by now, by what people call them: then none of it is taken back. */
export async function listDepended(
  trx: Trx,
  { teamId, importId, kind }: { teamId: string; importId: string; kind: Kind },
  ids: readonly string[],
): Promise<string[]> {
  const these = sql`any(${[...ids]}::text[])`;
  const { rows } = await dependedOf(kind, teamId, these, changedSince(teamId, importId)).execute(trx);
  return rows.map(({ name }) => name);
}

type Named = RawBuilder<{ name: string }>;

function dependedOf(
  kind: Kind,
  teamId: string,
  these: RawBuilder<unknown>,
  isChanged: (objectKind: string, id: RawBuilder<unknown>) => RawBuilder<SqlBool>,
): Named {
  switch (kind) {
    case 'units':
      return sql`select o.name from organisation o where o.team_id = ${teamId} and o.id = ${these} and (
          exists (select 1 from expert e where e.team_id = o.team_id and o.id in (e.employer_id, e.second_employer_id))
          or exists (select 1 from claim c where c.team_id = o.team_id and c.employer_id = o.id)
          or exists (select 1 from demand d where d.team_id = o.team_id and d.host_unit_id = o.id)
          or exists (select 1 from organisation_contact c where c.team_id = o.team_id and c.organisation_id = o.id)
          or exists (select 1 from blanket b where b.team_id = o.team_id and b.employer_id = o.id)
          or exists (select 1 from organisation u where u.team_id = o.team_id and (u.parent_id = o.id or u.merged_into = o.id))
          or ${isChanged('unit', sql`o.id`)})
        order by o.name`;
    case 'experts':
      return sql`select e.name from expert e where e.team_id = ${teamId} and e.id = ${these} and (
          e.user_id is not null
          or exists (select 1 from claim c where c.team_id = e.team_id and c.expert_id = e.id)
          or exists (select 1 from invitation i where i.team_id = e.team_id and i.expert_id = e.id)
          or exists (select 1 from report_expert r where r.team_id = e.team_id and r.expert_id = e.id)
          or exists (select 1 from blanket b where b.team_id = e.team_id and b.expert_id = e.id)
          or exists (select 1 from blocked_dates b where b.team_id = e.team_id and b.expert_id = e.id)
          or exists (select 1 from expert m where m.team_id = e.team_id and m.merged_into = e.id)
          or ${isChanged('expert', sql`e.id`)})
        order by e.name`;
    case 'demands':
      return sql`select d.number as name from demand d where d.team_id = ${teamId} and d.id = ${these}
          and (d.state <> 'submitted' or ${isChanged('demand', sql`d.id`)})
        order by d.number`;
    case 'reports':
      return sql`select r.number as name from report r where r.team_id = ${teamId} and r.id = ${these}
          and (r.state <> 'accepted' or r.version > 1 or r.amendment_at is not null or ${isChanged('report', sql`r.id`)})
        order by r.number`;
  }
}

/** Somebody has acted on it since the list was applied. */
function changedSince(teamId: string, importId: string) {
  return (objectKind: string, id: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`exists (
    select 1 from audit a where a.team_id = ${teamId} and a.object_kind = ${objectKind} and a.object_id = ${id}
      and a.outcome = 'done' and a.id > (
        select max(b.id) from audit b where b.team_id = ${teamId} and b.object_kind = 'import'
          and b.object_id = ${importId} and b.act = 'apply_import' and b.outcome = 'done'))`;
}

/**
 * Takes the things themselves back: who and what was only made is gone, a need is cancelled and a report voided, so that
 * their numbers stay. False when something of it changed at this very moment.
 */
export async function takeBack(
  trx: Trx,
  { teamId, kind, reason, now }: { teamId: string; kind: Kind; reason: string; now: Temporal.Instant },
  ids: readonly string[],
): Promise<boolean> {
  const these = sql`any(${[...ids]}::text[])`;
  if (kind === 'units')
    await sql`delete from organisation_name where team_id = ${teamId} and organisation_id = ${these}`.execute(
      trx,
    );
  const { rows } = await takenBack(kind, { teamId, these, reason, now }).execute(trx);
  if (kind === 'reports') await makeRecordDue(trx, teamId, ids, now);
  return rows.length === new Set(ids).size;
}

function takenBack(
  kind: Kind,
  {
    teamId,
    these,
    reason,
    now,
  }: { teamId: string; these: RawBuilder<unknown>; reason: string; now: Temporal.Instant },
): RawBuilder<{ id: string }> {
  switch (kind) {
    case 'units':
      return sql`delete from organisation where team_id = ${teamId} and id = ${these} returning id`;
    case 'experts':
      return sql`delete from expert where team_id = ${teamId} and id = ${these} returning id`;
    case 'demands':
      return sql`update demand set state = 'cancelled', reason = ${reason}, changed_at = ${now}::timestamptz
        where team_id = ${teamId} and id = ${these} and state = 'submitted' returning id`;
    case 'reports':
      return sql`update report set state = 'voided', reason = ${reason}, changed_at = ${now}::timestamptz
        where team_id = ${teamId} and id = ${these} and state = 'accepted' and version = 1 returning id`;
  }
}

/** Of a list of past services: in which years they count. */
export async function listYears(trx: Trx, teamId: string, ids: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`select distinct year from report
    where team_id = ${teamId} and id = any(${[...ids]}::text[])`.execute(trx);
  return rows.map(({ year }) => year);
}
