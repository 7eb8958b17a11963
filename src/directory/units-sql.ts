import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { MOST_OPTIONS } from '../slack/form.ts';
import { unitThatStays } from './merged.ts';
import { saysAll } from './search-experts.ts';
import { isLevel, type Unit } from './unit.ts';
import { allNames } from './unit-names-sql.ts';

export interface UnitRow {
  id: string;
  kind: Unit['kind'];
  name: string;
  unit_type: string | null;
  level: string | null;
  parent_id: string | null;
  parent_name: string | null;
  districts: string[];
  system: string | null;
  version: number;
  created_at: string;
  names: { name: string; key: string; until: number | null }[];
  contacts: { user: string; kind: 'contact' | 'deputy' }[];
}

/** Its districts; a release before this one knew one alone. For the query around it, beside a row `unit`. */
export const UNIT_DISTRICTS = sql<
  string[]
>`(case when unit.districts = '{}' then array_remove(array[unit.district], '')
  else unit.districts end)`;

/** All that is known of a unit, beside a row `unit` of `organisation`. */
export const UNIT = sql<UnitRow>`jsonb_build_object('id', unit.id, 'kind', unit.kind, 'name', unit.name,
  'unit_type', unit.unit_type, 'level', unit.level, 'parent_id', unit.parent_id,
  'parent_name', (select parent.name from organisation parent
    where parent.team_id = unit.team_id and parent.id = unit.parent_id),
  'districts', ${UNIT_DISTRICTS}, 'system', unit.system, 'version', unit.version, 'created_at', unit.created_at,
  'names', (select coalesce(jsonb_agg(named order by named.name), '[]') from (
    select n.name, n.name_key as key, max(n.until_year) as until from organisation_name n
    where n.team_id = unit.team_id and n.organisation_id = unit.id
      and (n.name_key <> unit.name_key or n.until_year is not null)
    group by n.name_key, n.name) named),
  'contacts', (select coalesce(jsonb_agg(jsonb_build_object('user', c.user_id, 'kind', c.kind)
    order by c.added_at, c.user_id), '[]') from organisation_contact c
    where c.team_id = unit.team_id and c.organisation_id = unit.id))`;

export function unitOf(row: UnitRow): Unit {
  const of = (kind: 'contact' | 'deputy') =>
    row.contacts.filter((one) => one.kind === kind).map(({ user }) => user);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    unitType: row.unit_type ?? undefined,
    level: isLevel(row.level) ? row.level : undefined,
    parent:
      row.parent_id === null || row.parent_name === null
        ? undefined
        : { id: row.parent_id, name: row.parent_name },
    districts: row.districts,
    system: row.system ?? undefined,
    aliases: row.names.filter(({ until }) => until === null).map(({ name }) => name),
    formerNames: row.names
      .flatMap(({ name, until }) => (until === null ? [] : [{ name, untilYear: until }]))
      .toSorted((a, b) => a.untilYear - b.untilYear),
    contacts: of('contact'),
    deputies: of('deputy'),
    version: row.version,
    createdAt: Temporal.Instant.from(row.created_at),
  };
}

export async function findUnit(db: Db, teamId: string, id: string): Promise<Unit | undefined> {
  const { rows } = await sql<{ unit: UnitRow }>`/* name: find_unit */
    select ${UNIT} as unit from organisation unit where unit.team_id = ${teamId} and unit.id = ${unitThatStays(teamId, id)}`.execute(
    db,
  );
  return rows[0] && unitOf(rows[0].unit);
}

/** A unit as a menu offers it. */
export interface FoundUnit {
  id: string;
  name: string;
  kind: Unit['kind'];
  districts: string[];
  system: string | null;
}

/**
 * Units one of whose names (today's, a former one, an alias) says every word that was typed; the shortest name first,
 * as many as a menu holds.
 */
export async function searchUnits(
  db: Db,
  teamId: string,
  { query, except }: { query: string; except: string },
): Promise<FoundUnit[]> {
  const { rows } = await sql<FoundUnit>`/* name: search_units */
    select unit.id, unit.name, unit.kind, ${UNIT_DISTRICTS} as districts, unit.system from organisation unit
    where unit.team_id = ${teamId} and unit.merged_into is null
      and unit.id <> ${except} and ${saysEach(allNames(sql`unit`), query)}
    order by length(unit.name), unit.name, unit.id limit ${MOST_OPTIONS}`.execute(db);
  return rows;
}

/** Whether each word that was typed stands in the text, spelling apart (width, case). */
export function saysEach(text: RawBuilder<unknown>, query: string): RawBuilder<SqlBool> {
  return saysAll(sql`normalize(${text}, NFKC)`, query.normalize('NFKC'));
}

/** The units above this one, the nearest first, itself included; ends where it would begin again. */
export async function listLineage(db: Db, teamId: string, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`/* name: list_unit_lineage */
    with recursive above as (
      select o.id, o.parent_id, 1 as step from organisation o where o.team_id = ${teamId} and o.id = ${id}
      union
      select o.id, o.parent_id, above.step + 1 from above
      join organisation o on o.team_id = ${teamId} and o.id = above.parent_id
      where above.step < 100
    )
    select id from above order by step`.execute(db);
  return rows.map((row) => row.id);
}

/** Holds these units until the transaction ends, always in one order: who edits them at the same time waits. */
export async function lockUnits(trx: Trx, teamId: string, ids: readonly string[]): Promise<void> {
  await sql`select id from organisation where team_id = ${teamId} and id = any(${[...ids]}::text[])
    order by id for update`.execute(trx);
}
