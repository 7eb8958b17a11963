import { randomUUID } from 'node:crypto';
import type { Db, Trx } from '../db/open.ts';

/** Names are compared without spaces, width and case, so that one unit isn't kept twice. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** The organisation of this name (and district, for host units), made when it isn't known yet. Returns its id. */
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
    .returning('id')
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
