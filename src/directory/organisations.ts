import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { unitThatStays } from './merged.ts';

/** Names are compared without spaces, width and case, so that one unit isn't kept twice. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** A unit as the register keeps it. */
export interface Organisation {
  id: string;
  kind: 'home_unit' | 'host_unit';
  name: string;
  /** '' where none is known. */
  district: string;
  system: string | undefined;
}

/** The one that stays, where this was kept twice. */
export async function findOrganisation(
  db: Db,
  teamId: string,
  id: string,
): Promise<Organisation | undefined> {
  const row = await db
    .selectFrom('organisation')
    .select(['id', 'kind', 'name', 'district', 'system'])
    .where('team_id', '=', teamId)
    .where('id', '=', unitThatStays(teamId, id))
    .executeTakeFirst();
  return row && { ...row, system: row.system ?? undefined };
}

/**
 * The organisation that is called so (in the district, for host units), today or formerly or by another of its names;
 * made when it isn't known yet; of two that were merged the one that stays. Two who type one name at once get one unit:
 * `organisation_name` has each name once. It isn't merged until the transaction ends.
 *
 * @returns its id
 */
export async function ensureOrganisation(
  trx: Trx,
  unit: {
    teamId: string;
    kind: 'home_unit' | 'host_unit';
    name: string;
    district?: string;
    unitType?: string | null;
    system?: string;
    now: Temporal.Instant;
  },
): Promise<string> {
  const { teamId, kind, name, district = '', now } = unit;
  const [key, id] = [nameKey(name), randomUUID()];
  // A release before this one may still be making units whose name isn't among the names.
  const { rows } = await sql<{ id: string }>`/* name: ensure_organisation */
    with standing as (
      select o.id from organisation o
      where o.team_id = ${teamId} and o.kind = ${kind} and o.district = ${district} and o.name_key = ${key}
    ), named as (
      insert into organisation_name (team_id, kind, district, name_key, organisation_id, name, added_at)
      values (${teamId}, ${kind}, ${district}, ${key}, coalesce((select id from standing), ${id}), ${name},
        ${now}::timestamptz)
      on conflict on constraint organisation_name_of_one_unit do update set name = organisation_name.name
      returning organisation_id as id
    ), made as (
      insert into organisation (team_id, id, kind, name, name_key, unit_type, district, districts, system, created_at)
      select ${teamId}, named.id, ${kind}, ${name}, ${key}, ${unit.unitType ?? null}, ${district},
        array_remove(array[${district}::text], ''), ${unit.system ?? null}, ${now}::timestamptz
      from named where named.id = ${id}
    ), held as (
      select o.id, o.merged_into from organisation o
      where o.team_id = ${teamId} and o.id = (select id from named) for share
    )
    select coalesce(held.merged_into, named.id) as id from named left join held on true`.execute(trx);
  const [found] = rows;
  if (!found) throw new Error('a unit that was named has no row');
  return found.id;
}

/** Names somebody as contact of an organisation; naming twice changes nothing. */
export async function addContact(
  trx: Trx,
  {
    teamId,
    organisationId,
    userId,
    by,
    now,
  }: { teamId: string; organisationId: string; userId: string; by: string; now: Temporal.Instant },
): Promise<void> {
  await sql`insert into organisation_contact (team_id, organisation_id, user_id, added_by, added_at)
    select ${teamId}, coalesce(o.merged_into, o.id), ${userId}, ${by}, ${now}::timestamptz
    from organisation o where o.team_id = ${teamId} and o.id = ${organisationId}
    for key share of o
    on conflict do nothing`.execute(trx);
}

export async function listContacts(db: Db, teamId: string, organisationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation_contact')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('organisation_id', '=', organisationId)
    .execute();
  return rows.map(({ user_id }) => user_id);
}
