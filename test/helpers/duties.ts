import type { Desk } from './desk.ts';
import { walkOnce } from './scenes.ts';

const at = (text: string) => Temporal.Instant.from(`${text}+08:00`);

/**
 * A season in which everybody owes something and nobody does anything: open needs, claims that wait for the home unit
 * (in London, too) and the host, services ahead and over, a report to confirm. 滨海新区 has a coordinator, 武清区 none.
 */
export function seedDuties(desk: Desk): Promise<void> {
  return walkOnce(desk, 'duties', () => insertDuties(desk));
}

async function insertDuties({ db }: Desk): Promise<void> {
  const { team_id } = await db.selectFrom('programme_year').select('team_id').executeTakeFirstOrThrow();
  const created_at = at('2013-09-01T08:00:00');
  const unit = (id: string, kind: 'home_unit' | 'host_unit') => ({
    ...{ team_id, id, kind, name: id, name_key: id, unit_type: null, system: null, created_at },
  });
  await db
    .insertInto('role_grant')
    .values({
      ...{ team_id, user_id: 'U0BINHAI', role: 'district', scope: 'binhai' },
      ...{ granted_by: 'U0BUREAU', granted_at: created_at },
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
  await db
    .insertInto('organisation')
    .values([unit('津沽大学', 'home_unit'), unit('海河医院', 'home_unit'), unit('锐驰', 'host_unit')])
    .execute();
  const expert = (
    id: string,
    user_id: string | null,
    employer_id: string,
    home_unit_user: string | null,
  ) => ({
    ...{ team_id, id, user_id, name: id, employer_id, system: 'education', title: 'professor' },
    ...{ field: 'equipment', max_active_claims: 5, state: 'verified' as const, registered_at: created_at },
    ...{ home_unit_user, return_reason: null, verified_by: 'U0BUREAU', verified_at: created_at },
  });
  await db
    .insertInto('expert')
    .values([
      expert('何知远', 'U0ZJ0006', '津沽大学', 'U0HOME'),
      expert('田若川', 'U0ZJ0007', '海河医院', 'U0ALICE'),
      expert('邓一舟', null, '海河医院', null),
    ])
    .execute();

  /** A published need with one slot: number, district, last day for claims, first and last day of service. */
  const needs = [
    ['1', 'binhai', '2013-11-11', '2013-11-18', '2013-11-20'],
    ['2', 'binhai', '2013-11-12', '2013-11-25', '2013-11-29'],
    ['3', 'wuqing', '2013-11-13', '2013-12-02', '2013-12-06'],
    ['4', 'binhai', '2013-11-20', '2013-12-09', '2013-12-10'],
    ['5', 'binhai', '2013-11-22', '2013-12-16', '2013-12-16'],
    ['6', 'binhai', '2013-10-20', '2013-11-11', '2013-11-12'],
    ['7', 'wuqing', '2013-10-10', '2013-10-28', '2013-10-29'],
    ['8', 'binhai', '2013-10-10', '2013-10-14', '2013-10-15'],
    ['9', 'binhai', '2013-12-20', '2013-12-23', '2013-12-27'],
  ] as const;
  for (const [n, district, claim_deadline, service_start, service_end] of needs) {
    await db
      .insertInto('demand')
      .values({
        ...{ team_id, id: `need${n}`, number: `XQ-2013-000${n}`, year: 2013, state: 'published' },
        ...{ host_unit_id: '锐驰', poster: 'U0HOST', contact_user: 'U0HOST', recorded_by: null },
        ...{ district, districts: [district], unit_name: '锐驰', unit_type: 'tech_sme' },
        ...{ action_line: 'tech_sme', form: null, field: null, title: `需求${n}`, expert_slots: 1 },
        ...{ time_text: '11月', service_start, service_end, claim_deadline, expected_beneficiaries: null },
        ...{ reason: null, submitted_at: created_at, published_at: created_at, changed_at: created_at },
      })
      .execute();
    await db
      .insertInto('slot')
      .values({ team_id, demand_id: `need${n}`, no: 1, expert_id: null, claim_id: null })
      .execute();
  }

  const claims = [
    ['1', 'need2', '何知远', 'home_unit_pending', '2013-10-31T09:00:00'],
    ['2', 'need3', '田若川', 'home_unit_pending', '2013-10-31T16:00:00'],
    ['3', 'need4', '邓一舟', 'home_unit_pending', '2013-11-01T08:00:00'],
    ['4', 'need5', '何知远', 'host_pending', '2013-10-31T11:00:00'],
    ['5', 'need6', '何知远', 'confirmed', '2013-10-12T11:00:00'],
    ['6', 'need7', '田若川', 'confirmed', '2013-10-08T11:00:00'],
    ['7', 'need8', '邓一舟', 'confirmed', '2013-10-08T11:00:00'],
  ] as const;
  for (const [n, demand_id, expert_id, state, claimed] of claims) {
    const claimed_at = at(claimed);
    const consented_at = state === 'home_unit_pending' ? null : claimed_at;
    await db
      .insertInto('claim')
      .values({
        ...{ team_id, id: `claim${n}`, number: `RL-2013-000${n}`, demand_id, expert_id, slot_no: 1, state },
        ...{ live_no: Number(n), year: 2013, reason: null, claimed_at, consented_at, ended_at: null },
        confirmed_at: state === 'confirmed' ? claimed_at : null,
      })
      .execute();
    await db
      .updateTable('slot')
      .set({ expert_id, claim_id: `claim${n}` })
      .where('demand_id', '=', demand_id)
      .execute();
  }
  await db
    .insertInto('report')
    .values({
      ...{
        team_id,
        id: 'report1',
        number: 'BG-2013-0001',
        year: 2013,
        demand_id: 'need8',
        state: 'submitted',
      },
      ...{ author: 'U0BINHAI', recorded_by: null, title: '服务8', action_line: 'tech_sme', form: null },
      ...{ districts: ['binhai'], service_start: '2013-10-14', service_end: '2013-10-15', days: null },
      ...{ metrics: {}, summary: '完成', reason: null, host_confirmed_by: null, host_confirmed_at: null },
      ...{ override_reason: null, accepted_by: null, accepted_at: null, amendment: null },
      ...{ amendment_reason: null, amendment_at: null },
      ...{ submitted_at: at('2013-10-30T10:00:00'), changed_at: at('2013-10-30T10:00:00') },
    })
    .execute();
  await db
    .insertInto('report_expert')
    .values({ team_id, report_id: 'report1', year: 2013, expert_id: '邓一舟' })
    .execute();
}

/** Everybody Slack can name has been seen once, as they would be after a while: their zones are known. */
export function meetEverybody(desk: Desk): Promise<void> {
  const { deps, workspace } = desk;
  return walkOnce(desk, 'everybody', async () => {
    for (const user of ['U0HOST', 'U0HOME', 'U0BINHAI', 'U0ALICE', 'U0ZJ0006', 'U0ZJ0007', 'U0BUREAU'])
      await deps.readers.find(workspace.teamId, user);
  });
}

/** What was told: whom, what, which rung, and how. */
export async function readTold({ db }: Desk) {
  const rows = await db
    .selectFrom('nudge')
    .selectAll()
    .where('outcome', 'in', ['new', 'edited'])
    .orderBy('noted_at')
    .execute();
  return rows.map((row) => ({
    day: row.noted_at.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString(),
    what: `${row.user_id} ${row.kind} ${row.object_id} ${row.stage} ${row.outcome}`,
  }));
}
