import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';

/**
 * What the unit was called in that programme year; for the query around it, beside a row of `organisation` under this
 * name. A year's things keep the name of their year.
 */
export function nameInYear(unit: RawBuilder<unknown>, year: RawBuilder<unknown>): RawBuilder<string> {
  return sql`coalesce((
    select former.name from organisation_name former
    where former.team_id = ${unit}.team_id and former.organisation_id = ${unit}.id and former.until_year >= ${year}
    order by former.until_year limit 1), ${unit}.name)`;
}

/** All names by which the unit is found, in one text; for the query around it. */
export function allNames(unit: RawBuilder<unknown>): RawBuilder<string> {
  return sql`concat_ws(' ', ${unit}.name, (
    select string_agg(other.name, ' ') from organisation_name other
    where other.team_id = ${unit}.team_id and other.organisation_id = ${unit}.id))`;
}

/** Whether the unit of this id is called so, today or otherwise; for the query around it. */
export function isCalled(teamId: string, id: RawBuilder<unknown>, key: string): RawBuilder<boolean> {
  return sql`exists (
    select 1 from organisation called where called.team_id = ${teamId} and called.id = ${id}
      and (called.name_key = ${key} or exists (
        select 1 from organisation_name other where other.team_id = ${teamId}
          and other.organisation_id = called.id and other.name_key = ${key})))`;
}

/** One name within one district; of a home unit within none. */
export interface ScopedName {
  district: string;
  key: string;
}

/** The other unit of that kind that one of these names finds already; undefined when they are free. */
export async function findNameOwner(
  db: Db,
  { teamId, kind, id }: { teamId: string; kind: string; id: string },
  names: readonly ScopedName[],
): Promise<{ name: string; key: string } | undefined> {
  const [districts, keys] = [names.map(({ district }) => district), names.map(({ key }) => key)];
  const { rows } = await sql<{ name: string; key: string }>`/* name: find_name_owner */
    select owner.name, wanted.key
    from unnest(${districts}::text[], ${keys}::text[]) as wanted (district, key)
    join organisation owner on owner.team_id = ${teamId} and owner.kind = ${kind} and owner.id <> ${id} and owner.merged_into is null and (
      (owner.district = wanted.district and owner.name_key = wanted.key) or exists (
        select 1 from organisation_name other where other.team_id = ${teamId} and other.organisation_id = owner.id
          and other.district = wanted.district and other.name_key = wanted.key))
    order by owner.name, owner.id limit 1`.execute(db);
  return rows[0];
}

/** Whether both names are those of one home unit, today or formerly. */
export async function isOneHomeUnit(
  db: Db,
  teamId: string,
  keys: readonly [string, string],
): Promise<boolean> {
  if (keys[0] === keys[1]) return true;
  const { rows } = await sql<{ is_one: boolean }>`
    select count(*) = 2 and count(distinct coalesce(o.merged_into, o.id)) = 1 as is_one
    from organisation_name named
    join organisation o on o.team_id = named.team_id and o.id = named.organisation_id
    where named.team_id = ${teamId} and named.kind = 'home_unit' and named.district = ''
      and named.name_key = any(${[...keys]}::text[])`.execute(db);
  return rows[0]?.is_one ?? false;
}
