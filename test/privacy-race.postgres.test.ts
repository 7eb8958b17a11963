import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLog } from '../src/records/verify-log.ts';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';

/** A person is erased while others, or they themselves, act: the embedded database has one connection and can show no race. */
let desk: Desk;
let team = '';
const ROUNDS = [1, 2, 3, 4];
const NOW = Temporal.Instant.from('2013-10-20T00:00:00Z');
let planted = 0;

beforeAll(async () => {
  desk = await startDesk();
  team = desk.workspace.teamId;
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await desk.db
    .insertInto('organisation')
    .values(
      (['home_unit', 'host_unit'] as const).map((kind) => ({
        ...{ team_id: team, id: kind, kind, name: kind, name_key: kind, unit_type: null, created_at: NOW },
        ...(kind === 'host_unit' ? { district: 'binhai' } : {}),
      })),
    )
    .execute();
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function plantExpert(): Promise<{ id: string; account: string }> {
  planted += 1;
  const [id, account] = [`expert-${planted}`, `U0RACER${planted}`];
  desk.workspace.addUser({ id: account, name: `赛跑者${planted}号` });
  await desk.db
    .insertInto('expert')
    .values({
      ...{ team_id: team, id, user_id: account, name: `赛跑者${planted}号`, employer_id: 'home_unit' },
      ...{ system: 'education', title: 'professor', field: 'ict', max_active_claims: 5, state: 'verified' },
      ...{ registered_at: NOW, verified_at: NOW },
    })
    .execute();
  return { id, account };
}

async function plantNeed(): Promise<string> {
  planted += 1;
  const id = `need-${planted}`;
  await desk.db
    .insertInto('demand')
    .values({
      ...{ team_id: team, id, number: `XQ-2013-9${planted}`, year: 2013, state: 'published' },
      ...{ poster: 'U0HOST', contact_user: 'U0HOST', district: 'binhai', districts: ['binhai'] },
      ...{ host_unit_id: 'host_unit', unit_name: 'Unit', action_line: 'other', title: id, expert_slots: 2 },
      ...{ time_text: 'soon', service_start: '2013-11-20', service_end: '2013-11-20', submitted_at: NOW },
      ...{ changed_at: NOW, published_at: NOW },
    })
    .execute();
  await desk.db
    .insertInto('slot')
    .values([1, 2].map((no) => ({ team_id: team, demand_id: id, no })))
    .execute();
  return id;
}

async function plantReport(expert_id: string, author: string): Promise<string> {
  planted += 1;
  const id = `report-${planted}`;
  await desk.db
    .insertInto('report')
    .values({
      ...{ team_id: team, id, number: `BG-2013-9${planted}`, year: 2013, demand_id: null, title: id },
      ...{ state: 'host_confirmed', author, version: 1, action_line: 'other', districts: ['binhai'] },
      ...{ service_start: '2013-10-12', service_end: '2013-10-12', metrics: {}, summary: '诊断' },
      ...{ submitted_at: NOW, changed_at: NOW, recorded_by: null, host_confirmed_at: NOW },
    })
    .execute();
  await desk.db
    .insertInto('report_expert')
    .values({ team_id: team, report_id: id, year: 2013, expert_id })
    .execute();
  return id;
}

const erase = (by: string, id: string) =>
  forgeSubmit(desk, by, 'erase_person', { metadata: { id }, values: { confirm: ['yes'] } });

const expertOf = (id: string) =>
  desk.db
    .selectFrom('expert')
    .select(['name', 'user_id', 'erased_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

const isErased = async (id: string) => (await expertOf(id)).erased_at !== null;

test.each(ROUNDS)(
  'When an expert claims while they are erased (%i), Then one wins and the other reads what happened',
  async (i) => {
    const { id, account } = await plantExpert();
    const need = await plantNeed();
    const acts = [
      () => forgePress(desk, account, 'claim_slot', need),
      () => erase(i > 2 ? account : 'U0BUREAU', i > 2 ? 'none' : id),
    ];
    const told = await Promise.all((i % 2 ? acts : acts.toReversed()).map((act) => act()));
    const claims = await desk.db.selectFrom('claim').select('state').where('expert_id', '=', id).execute();
    const erased = await isErased(id);
    expect([claims.length, erased]).toEqual(erased ? [0, true] : [1, false]);
    for (const { text } of told) expect(text.length).toBeGreaterThan(4);
  },
);

test.each(ROUNDS)(
  'When a report is accepted while its expert is erased (%i), Then nobody is erased before it is, and the log holds',
  async (i) => {
    const { id, account } = await plantExpert();
    const report = await plantReport(id, account);
    const acts = [() => forgePress(desk, 'U0BINHAI', 'accept_report', report), () => erase('U0BUREAU', id)];
    await Promise.all((i % 2 ? acts : acts.toReversed()).map((act) => act()));
    await desk.settle();
    const { state } = await desk.db
      .selectFrom('report')
      .select('state')
      .where('id', '=', report)
      .executeTakeFirstOrThrow();
    expect(state).toBe('accepted');
    if (!(await isErased(id))) await erase('U0BUREAU', id);
    expect(await expertOf(id)).toMatchObject({ name: expect.stringMatching(/^X/), user_id: null });
    const records = await desk.db
      .selectFrom('service_record')
      .select('fields')
      .where('expert_id', '=', id)
      .execute();
    // Issued before, it has no fields; issued afterwards, it names nobody.
    expect(JSON.stringify(records)).not.toContain('赛跑者');
    expect((await verifyLog(desk.db, team, []))?.fault).toBe(undefined);
  },
);

test.each(ROUNDS)('When a person is erased twice at once (%i), Then it is done once', async (i) => {
  const { id, account } = await plantExpert();
  const countDone = async () =>
    (
      await desk.db
        .selectFrom('audit')
        .select('id')
        .where('act', '=', 'erase_person')
        .where('object_id', '=', id)
        .where('outcome', '=', 'done')
        .execute()
    ).length;
  await Promise.all([
    erase('U0BUREAU', id),
    i % 2 ? erase('U0ALICE', id) : erase(account, 'none'),
    erase('U0BUREAU', id),
  ]);
  expect(await countDone()).toBe(1);
  expect(await isErased(id)).toBe(true);
});
