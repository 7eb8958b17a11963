import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Registration } from './expert.ts';
import { ensureOrganisation, nameKey } from './organisations.ts';
import { isCalled } from './unit-names-sql.ts';

/** An expert as a coordinator writes them down. */
export interface Recorded {
  teamId: string;
  form: Registration;
  evidence: string;
  by: string;
  now: Temporal.Instant;
}

/** What the form says of them. */
export function columnsOf(form: Registration, { employerId, secondId }: Employers) {
  return {
    name: form.name,
    employer_id: employerId,
    system: form.system,
    title: form.title,
    categories: form.categories,
    field: form.field,
    specialty: form.specialty,
    services: form.services,
    max_active_claims: form.max_active_claims,
    phone: form.phone,
    home_unit_contact: form.home_unit_contact,
    home_unit_user: form.home_unit_user ?? null,
    assistant_user: form.assistant ?? null,
    second_employer_id: secondId ?? null,
    second_home_unit_user: form.second_home_unit_user ?? null,
    own_pledge: form.own_pledge,
  };
}

/**
 * A new row, always: two people of one name are two people, and nobody's row is written over.
 *
 * @throws the violation of `expert_one_per_user` when the account is an expert's already.
 */
export async function insertRecorded(
  trx: Trx,
  { teamId, form, evidence, by, now }: Recorded,
  account: string | undefined,
): Promise<string> {
  const employers = await employersOf(trx, { teamId, form, now });
  const { id } = await trx
    .insertInto('expert')
    .values({
      ...columnsOf(form, employers),
      team_id: teamId,
      id: randomUUID(),
      user_id: account ?? null,
      state: 'registered',
      registered_at: now,
      recorded_by: by,
      evidence,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Mends what was recorded, to be verified anew; false once they are verified or have an account of their own. */
export async function mendRecorded(
  trx: Trx,
  id: string,
  { teamId, form, evidence, by, now }: Recorded,
): Promise<boolean> {
  const employers = await employersOf(trx, { teamId, form, now });
  const done = await trx
    .updateTable('expert')
    .set({
      ...columnsOf(form, employers),
      state: 'registered',
      return_reason: null,
      recorded_by: by,
      evidence,
    })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', ['registered', 'returned'])
    .where('user_id', 'is', null)
    .where('merged_into', 'is', null)
    .where('erased_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

interface Employers {
  employerId: string;
  secondId: string | undefined;
}

/** The home units that the form names, made when they aren't known yet. */
export async function employersOf(
  trx: Trx,
  { teamId, form, now }: Pick<Recorded, 'teamId' | 'form' | 'now'>,
): Promise<Employers> {
  const { employer, second_employer: second, system } = form;
  const kind = 'home_unit' as const;
  // In the order of their names, so that two who register at once don't wait for each other.
  const ids = new Map<string, string>();
  for (const name of [employer, second].filter((one) => one !== undefined).sort())
    ids.set(name, await ensureOrganisation(trx, { teamId, kind, name, system, now }));
  return {
    employerId: ids.get(employer) ?? '',
    secondId: second === undefined ? undefined : ids.get(second),
  };
}

/** Somebody of this name at this employer, perhaps the same person (mission: decision 16). */
export async function findLikely(
  db: Db,
  teamId: string,
  { name, employer }: Pick<Registration, 'name' | 'employer'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('expert')
    .select('expert.id')
    .where('expert.team_id', '=', teamId)
    .where('expert.name', '=', name)
    .where(isCalled(teamId, sql`expert.employer_id`, nameKey(employer)))
    .where('expert.merged_into', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/**
 * One guarded statement: the account becomes that of the expert, who keeps everything. False when they have one.
 *
 * @throws the violation of `expert_one_per_user`, `expert_consents_for_himself` or `expert_records_himself`.
 */
export async function linkAccount(
  trx: Trx,
  { teamId, id, account }: { teamId: string; id: string; account: string },
): Promise<boolean> {
  const done = await trx
    .updateTable('expert')
    .set({ user_id: account })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('user_id', 'is', null)
    .where('merged_into', 'is', null)
    .where('erased_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}
