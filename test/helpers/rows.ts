/** Rows as the ground of a race: what leads to them is walked elsewhere. */
import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Db } from '../../src/db/open.ts';
import type { Tables } from '../../src/db/tables.ts';
import { CATALOGUE } from '../../src/programme/first-catalogue.ts';

export const TEAM = 'T0RACE';
export const NOW = Temporal.Instant.from('2013-10-31T10:00:00+08:00');

export async function insertYear(db: Db): Promise<void> {
  await db
    .insertInto('programme_year')
    .values({
      team_id: TEAM,
      year: 2013,
      name: '行动',
      target_experts: 300,
      opens_on: '2013-08-30',
      deadline: Temporal.Instant.from('2013-12-31T23:59:59+08:00'),
      time_zone: 'Asia/Shanghai',
      channel_id: 'C0NEEDS',
      language: 'zh',
      published_by: 'district',
      catalogue: CATALOGUE,
      created_by: 'U0BUREAU',
      created_at: NOW,
    })
    .execute();
}

async function insertOrganisation(db: Db, kind: 'home_unit' | 'host_unit'): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('organisation')
    .values({ team_id: TEAM, id, kind, name: id, name_key: id, created_at: NOW })
    .execute();
  return id;
}

/** A verified one, whose account is `U` and the id. */
export async function insertExpert(
  db: Db,
  values: Partial<Insertable<Tables['expert']>> = {},
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('expert')
    .values({
      team_id: TEAM,
      id,
      user_id: `U${id}`,
      name: '专家',
      system: 'education',
      title: 'professor',
      employer_id: await insertOrganisation(db, 'home_unit'),
      field: 'newmat',
      max_active_claims: 3,
      state: 'verified',
      registered_at: NOW,
      verified_at: NOW,
      ...values,
    })
    .execute();
  return id;
}

/** A published one with its slots, on 20 November. */
export async function insertNeed(db: Db, slots: number): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('demand')
    .values({
      team_id: TEAM,
      id,
      number: id,
      year: 2013,
      state: 'published',
      poster: 'U0HOST',
      host_unit_id: await insertOrganisation(db, 'host_unit'),
      district: 'binhai',
      districts: ['binhai'],
      unit_name: '某厂',
      action_line: 'tech_sme',
      title: '配方改进',
      expert_slots: slots,
      time_text: '11月20日',
      service_start: '2013-11-20',
      service_end: '2013-11-20',
      submitted_at: NOW,
      published_at: NOW,
      changed_at: NOW,
    })
    .execute();
  const rows = Array.from({ length: slots }, (_, i) => ({ team_id: TEAM, demand_id: id, no: i + 1 }));
  await db.insertInto('slot').values(rows).execute();
  return id;
}

/** A claim on a slot of the need, waiting for the home unit unless it is said otherwise; returns its id. */
export async function insertClaim(
  db: Db,
  {
    demandId,
    expertId,
    slot = 1,
    ...claim
  }: { demandId: string; expertId: string; slot?: number } & Partial<Insertable<Tables['claim']>>,
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('claim')
    .values({
      team_id: TEAM,
      id,
      number: id,
      demand_id: demandId,
      year: 2013,
      expert_id: expertId,
      slot_no: slot,
      state: 'home_unit_pending',
      live_no: 1,
      reason: null,
      claimed_at: NOW,
      consented_at: null,
      confirmed_at: null,
      ended_at: null,
      ...claim,
    })
    .execute();
  await db
    .updateTable('slot')
    .set({ expert_id: expertId, claim_id: id })
    .where('demand_id', '=', demandId)
    .where('no', '=', slot)
    .execute();
  return id;
}
