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
 * The organisation of this name (and district, for host units), made when it isn't known yet; of two that were merged the
 * one that stays. Returns its id, and keeps it from being merged until the transaction ends.
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
  const { id } = await trx
    .insertInto('organisation')
    .values({
      team_id: unit.teamId,
      id: randomUUID(),
      kind: unit.kind,
      name: unit.name,
      name_key: nameKey(unit.name),
      unit_type: unit.unitType ?? null,
      district: unit.district ?? '',
      system: unit.system ?? null,
      created_at: unit.now,
    })
    .onConflict((oc) =>
      oc.constraint('organisation_one_per_name').doUpdateSet((eb) => ({ name: eb.ref('organisation.name') })),
    )
    .returning(sql<string>`coalesce(merged_into, id)`.as('id'))
    .executeTakeFirstOrThrow();
  return id;
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
