import { z } from 'zod';
import type { Trx } from '../db/open.ts';
import { nameKey } from '../directory/organisations.ts';
import { scopesOf, writeNames, writeUnit } from '../directory/save-unit.ts';
import { isLevel, type Unit } from '../directory/unit.ts';
import { findNameOwner } from '../directory/unit-names-sql.ts';
import { findUnit, listLineage, lockUnits } from '../directory/units-sql.ts';
import { dropContacts, nothingSince, type Undoing } from './sql.ts';

/** A unit as `edit_unit` kept it; a later release may keep more. */
const keptUnit = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  formerNames: z.array(z.object({ name: z.string(), untilYear: z.number() })),
  level: z.string().optional(),
  parent: z.object({ id: z.string() }).optional(),
  districts: z.array(z.string()),
  system: z.string().optional(),
  contacts: z.array(z.string()),
  deputies: z.array(z.string()),
});

/**
 * The unit as it stood before it was edited, with its names; not once it was edited again, another unit has taken one of
 * its names, or its former parent stands below it by now. Who became its contact otherwise meanwhile stays so.
 */
export async function takeBackUnit(trx: Trx, undoing: Undoing, { id, kind }: Unit): Promise<boolean> {
  const { teamId, done, now } = undoing;
  const before = keptUnit.parse(done.details.before);
  const parent = before.parent?.id;
  await lockUnits(trx, teamId, [id, ...(parent ? await listLineage(trx, teamId, parent) : [])]);
  const { possible } = await trx.selectNoFrom(nothingSince(undoing).as('possible')).executeTakeFirstOrThrow();
  const unit = await findUnit(trx, teamId, id);
  if (!possible || !unit) return false;
  if (parent && (await listLineage(trx, teamId, parent)).includes(id)) return false;
  const names = namesOf(before);
  const wanted = scopesOf({ kind }, before.districts).flatMap((district) =>
    names.map(({ key }) => ({ district, key })),
  );
  if (await findNameOwner(trx, { teamId, kind, id }, wanted)) return false;
  const form = {
    ...before,
    level: isLevel(before.level) ? before.level : undefined,
    parent,
    system: before.system,
  };
  await writeNames(trx, { teamId, id, form, now }, unit, names);
  await writeUnit(trx, { teamId, id, form }, unit);
  await dropContacts(trx, teamId, id, done);
  await nameAgain(trx, undoing, id, before);
  return true;
}

function namesOf({ name, aliases, formerNames }: z.output<typeof keptUnit>) {
  const all = [
    ...aliases.map((one) => ({ name: one, until: null })),
    ...formerNames.map((one) => ({ name: one.name, until: one.untilYear })),
  ].map((one) => ({ ...one, key: nameKey(one.name) }));
  const key = nameKey(name);
  const today = { name, key, until: all.find((one) => one.key === key && one.until !== null)?.until ?? null };
  return [...new Map([...all, today].map((one) => [one.key, one])).values()];
}

async function nameAgain(
  trx: Trx,
  { teamId, done, now }: Undoing,
  id: string,
  { contacts, deputies }: z.output<typeof keptUnit>,
): Promise<void> {
  const named = [
    ...contacts.map((user) => ({ user, kind: 'contact' as const })),
    ...deputies.map((user) => ({ user, kind: 'deputy' as const })),
  ];
  if (named.length === 0) return;
  const of = { team_id: teamId, organisation_id: id, added_by: done.actor, added_at: now };
  await trx
    .insertInto('organisation_contact')
    .values(named.map(({ user, kind }) => ({ ...of, user_id: user, kind })))
    .onConflict((oc) =>
      oc
        .columns(['team_id', 'organisation_id', 'user_id'])
        .doUpdateSet((eb) => ({ kind: eb.ref('excluded.kind') })),
    )
    .execute();
}
