import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';

/** Names are compared without spaces, width and case, so that one unit isn't kept twice. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/**
 * The organisation that is called so (in the district, for host units), today or formerly or by another of its names;
 * made when it isn't known yet. Two who type one name at once get one unit: `organisation_name` has each name once.
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
    )
    select id from named`.execute(trx);
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
  await trx
    .insertInto('organisation_contact')
    .values({
      team_id: teamId,
      organisation_id: organisationId,
      user_id: userId,
      added_by: by,
      added_at: now,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
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
