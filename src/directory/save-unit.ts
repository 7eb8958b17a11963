import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { nameKey } from './organisations.ts';
import type { Unit } from './unit.ts';
import type { UnitForm } from './unit-form.ts';
import { findNameOwner, type ScopedName } from './unit-names-sql.ts';
import { findUnit, listLineage, lockUnits } from './units-sql.ts';

export interface UnitEdit {
  teamId: string;
  id: string;
  /** As it was when the form was opened. */
  version: number;
  form: UnitForm;
  by: string;
  now: Temporal.Instant;
  /** The programme year for new things: its name of before is that of the years before this one. */
  year: number;
  /** Whether it was there before that year began. */
  isOlder: boolean;
}

export type UnitSaved =
  | { kind: 'saved'; before: Unit }
  | { kind: 'missing' | 'changed' | 'no_parent' | 'circle' }
  | { kind: 'name_taken'; field: 'name' | 'aliases'; name: string; owner: string };

/**
 * Writes what was edited, unless somebody else has edited the unit meanwhile, a name finds another unit already, or the
 * parents would go round in a circle. What it was called stays among its names, with the years in which it was.
 *
 * @throws the violation of `organisation_name_of_one_unit` when another unit takes a name at this moment
 */
export async function saveUnit(trx: Trx, edit: UnitEdit): Promise<UnitSaved> {
  const { teamId, id, form } = edit;
  const lineage = form.parent === undefined ? [] : await listLineage(trx, teamId, form.parent);
  await lockUnits(trx, teamId, [id, ...lineage]);
  const before = await findUnit(trx, teamId, id);
  if (!before) return { kind: 'missing' };
  // It may have been merged into another one meanwhile.
  if (before.id !== id || before.version !== edit.version) return { kind: 'changed' };
  if (form.parent !== undefined) {
    const above = await listLineage(trx, teamId, form.parent);
    if (above.length === 0) return { kind: 'no_parent' };
    if (above.includes(id)) return { kind: 'circle' };
  }
  const names = namesAfter(before, edit);
  const taken = await findNameOwner(trx, { teamId, kind: before.kind, id }, scoped(before, form, names));
  if (taken) return takenBy(taken, form);
  await writeNames(trx, edit, before, names);
  await writeUnit(trx, edit, before);
  await writeContacts(trx, edit);
  return { kind: 'saved', before };
}

/** Says which of the names finds another unit. */
export function takenBy(taken: { name: string; key: string }, form: UnitForm): UnitSaved {
  const isName = nameKey(form.name) === taken.key;
  const name = isName ? form.name : (form.aliases.find((one) => nameKey(one) === taken.key) ?? form.name);
  return { kind: 'name_taken', field: isName ? 'name' : 'aliases', name, owner: taken.name };
}

/** The districts within which its names find it. */
export function scopesOf({ kind }: Pick<Unit, 'kind'>, districts: readonly string[]): string[] {
  return kind === 'home_unit' || districts.length === 0 ? [''] : [...districts];
}

function scoped(unit: Unit, { districts }: UnitForm, names: readonly NameAfter[]): ScopedName[] {
  return scopesOf(unit, districts).flatMap((district) => names.map(({ key }) => ({ district, key })));
}

/** One of a unit's names, with the last year in which it was the name. */
export interface NameAfter {
  name: string;
  key: string;
  until: number | null;
}

/** Every name that it has afterwards, each once: today's first, then what years knew it by, then the others. */
function namesAfter(before: Unit, { form, year, isOlder }: UnitEdit): NameAfter[] {
  const isRenamed = nameKey(form.name) !== nameKey(before.name);
  const lastYears = before.formerNames.map(({ untilYear }) => untilYear);
  const isOfYears = isOlder && !lastYears.some((one) => one >= year - 1);
  const all = [
    { name: form.name, until: null },
    ...before.formerNames.map(({ name, untilYear }) => ({ name, until: untilYear })),
    ...(isRenamed ? [{ name: before.name, until: isOfYears ? year - 1 : null }] : []),
    ...form.aliases.map((name) => ({ name, until: null })),
  ].map((one) => ({ ...one, key: nameKey(one.name) }));
  const [today, ...others] = all as [NameAfter, ...NameAfter[]];
  const known = new Map([...others.toReversed(), today].map((one) => [one.key, one]));
  // A name that came back is today's, and those years' all the same.
  const back = others.find(({ key, until }) => key === today.key && until !== null);
  if (back) known.set(today.key, { ...today, until: back.until });
  return [...known.values()];
}

/** All names anew: those of before are gone with their districts. */
export async function writeNames(
  trx: Trx,
  { teamId, id, form, now }: Pick<UnitEdit, 'teamId' | 'id' | 'form' | 'now'>,
  before: Unit,
  names: readonly NameAfter[],
): Promise<void> {
  await trx
    .deleteFrom('organisation_name')
    .where('team_id', '=', teamId)
    .where('organisation_id', '=', id)
    .execute();
  const rows = scopesOf(before, form.districts).flatMap((district) =>
    names.map(({ name, key, until }) => ({
      team_id: teamId,
      kind: before.kind,
      district,
      name_key: key,
      organisation_id: id,
      name,
      until_year: until,
      added_at: now,
    })),
  );
  await trx.insertInto('organisation_name').values(rows).execute();
}

/** The row itself; contacts and names stand in tables of their own. */
export async function writeUnit(
  trx: Trx,
  { teamId, id, form }: Pick<UnitEdit, 'teamId' | 'id' | 'form'>,
  before: Unit,
): Promise<void> {
  await trx
    .updateTable('organisation')
    .set({
      name: form.name,
      name_key: nameKey(form.name),
      level: form.level ?? null,
      parent_id: form.parent ?? null,
      district: before.kind === 'home_unit' ? '' : (form.districts[0] ?? ''),
      districts: form.districts,
      system: form.system ?? null,
      version: sql<number>`version + 1`,
    })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .execute();
}

async function writeContacts(trx: Trx, { teamId, id, form, by, now }: UnitEdit): Promise<void> {
  const named = [
    ...form.contacts.map((user) => ({ user, kind: 'contact' as const })),
    ...form.deputies.map((user) => ({ user, kind: 'deputy' as const })),
  ];
  const users = named.map(({ user }) => user);
  await sql`delete from organisation_contact c where c.team_id = ${teamId} and c.organisation_id = ${id}
    and not c.user_id = any(${users}::text[])`.execute(trx);
  if (named.length === 0) return;
  await trx
    .insertInto('organisation_contact')
    .values(
      named.map(({ user, kind }) => ({
        team_id: teamId,
        organisation_id: id,
        user_id: user,
        kind,
        added_by: by,
        added_at: now,
      })),
    )
    .onConflict((oc) =>
      oc
        .columns(['team_id', 'organisation_id', 'user_id'])
        .doUpdateSet((eb) => ({ kind: eb.ref('excluded.kind') })),
    )
    .execute();
}
