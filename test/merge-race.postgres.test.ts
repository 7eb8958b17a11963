import { afterAll, beforeAll, expect, test } from 'vitest';
import { actOnce } from '../src/db/audit.ts';
import { keepExperts } from '../src/reports/versions.ts';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';

/** Several people about the same ones at one moment: the embedded database has one connection and can show no race. */
let desk: Desk;
let team = '';
const [ONE, OTHER, CLERK, HOST] = ['U0BUREAU', 'U0ALICE', 'U0BINHAI', 'U0HOST'] as const;
const ROUNDS = [1, 2, 3];
const NOW = Temporal.Instant.from('2013-10-20T00:00:00Z');
let planted = 0;

beforeAll(async () => {
  desk = await startDesk();
  team = desk.workspace.teamId;
  await giveRole(desk, OTHER, { role: 'bureau' });
  await giveRole(desk, CLERK, { role: 'district', districts: ['binhai'] });
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

async function plantExpert(user_id: string | null = null): Promise<string> {
  planted += 1;
  const id = `expert-${planted}`;
  await desk.db
    .insertInto('expert')
    .values({
      ...{ team_id: team, id, user_id, name: id, employer_id: 'home_unit', system: 'education' },
      ...{ title: 'professor', field: 'ict', max_active_claims: 5, state: 'verified', registered_at: NOW },
      verified_at: NOW,
    })
    .execute();
  return id;
}

function newPerson(): string {
  const id = `U0PERSON${planted}X${desk.workspace.team.users.size}`;
  desk.workspace.addUser({ id, name: id });
  return id;
}

async function plantNeed(state: 'submitted' | 'published'): Promise<string> {
  planted += 1;
  const id = `need-${planted}`;
  await desk.db
    .insertInto('demand')
    .values({
      ...{ team_id: team, id, number: `XQ-2013-9${planted}`, year: 2013, state, host_unit_id: 'host_unit' },
      ...{ poster: HOST, contact_user: HOST, district: 'binhai', districts: ['binhai'], unit_name: 'Unit' },
      ...{ action_line: 'other', title: id, expert_slots: 2, time_text: 'soon', service_start: '2013-11-20' },
      ...{ service_end: '2013-11-20', submitted_at: NOW, changed_at: NOW, place: 'x', description: 'x' },
      ...{ expert_requirement: 'x', expected_outcome: 'x', contact_name: 'x', contact_phone: 'x' },
      published_at: state === 'published' ? NOW : null,
    })
    .execute();
  if (state === 'published')
    await desk.db
      .insertInto('slot')
      .values([1, 2].map((no) => ({ team_id: team, demand_id: id, no })))
      .execute();
  return id;
}

const merge = (by: string, id: string, into: string) =>
  forgeSubmit(desk, by, 'merge', { metadata: { id }, values: { into, confirm: ['yes'] } });

async function countDone(act: string): Promise<number> {
  const rows = await desk.db
    .selectFrom('audit')
    .select('id')
    .where('act', '=', act)
    .where('outcome', '=', 'done')
    .execute();
  return rows.length;
}

const mergedOf = async (...ids: string[]) =>
  (await desk.db.selectFrom('expert').select('merged_into').where('id', 'in', ids).execute()).filter(
    ({ merged_into }) => merged_into !== null,
  );

test.each(ROUNDS)(
  'When A goes into B while B goes into A, or twice the same (%i), Then one holds',
  async (i) => {
    const [a, b] = [await plantExpert(), await plantExpert()];
    const done = await countDone('merge');
    const [first, second] = await Promise.all([
      merge(ONE, a, b),
      i % 2 ? merge(OTHER, b, a) : merge(OTHER, a, b),
    ]);
    expect(await mergedOf(a, b)).toHaveLength(1);
    expect(await countDone('merge')).toBe(done + 1);
    const said = [first.text, second.text];
    expect(
      said.filter((text) => /merged a moment ago|刚才已被合并|merged into|已并入/.test(text)),
    ).toHaveLength(2);
  },
);

test.each(ROUNDS)(
  'When three are merged in a ring at once (%i), Then nobody points to one that points on',
  async () => {
    const [a, b, c] = [await plantExpert(), await plantExpert(), await plantExpert()] as const;
    await Promise.all([merge(ONE, a, b), merge(OTHER, b, c), merge(ONE, c, a)]);
    const rows = await desk.db
      .selectFrom('expert')
      .select(['id', 'merged_into'])
      .where('id', 'in', [a, b, c])
      .execute();
    const goes = new Set(rows.filter(({ merged_into }) => merged_into).map(({ id }) => id));
    expect(goes.size).toBeGreaterThan(0);
    expect(goes.size).toBeLessThan(3);
    expect(rows.filter(({ merged_into }) => merged_into && goes.has(merged_into))).toEqual([]);
  },
);

test.each(ROUNDS)(
  'When somebody claims, and is named in a report, while they are merged (%i), Then nothing is left with the id that goes',
  async (i) => {
    const account = newPerson();
    const [from, into] = [await plantExpert(account), await plantExpert()];
    const [need, beside] = [await plantNeed('published'), await plantNeed('published')];
    const report = `report-${planted}`;
    await desk.db
      .insertInto('report')
      .values({
        ...{ team_id: team, id: report, number: report, year: 2013, demand_id: null, state: 'submitted' },
        ...{ author: account, title: 'x', action_line: 'other', districts: ['binhai'], metrics: {} },
        ...{ service_start: '2013-10-01', service_end: '2013-10-02', submitted_at: NOW, changed_at: NOW },
      })
      .execute();
    const claim = () => forgePress(desk, account, 'claim_slot', need);
    const acts = [
      claim(),
      merge(ONE, from, into),
      actOnce(desk.db, (trx) => keepExperts(trx, team, report, [from])),
      forgePress(desk, account, 'claim_slot', beside),
    ];
    await Promise.all(i % 2 ? acts : acts.toReversed());
    expect(await mergedOf(from)).toEqual([{ merged_into: into }]);
    const claims = await desk.db
      .selectFrom('claim')
      .selectAll()
      .where('demand_id', 'in', [need, beside])
      .orderBy('live_no')
      .execute();
    expect(claims.map(({ expert_id }) => expert_id)).toEqual([into, into]);
    expect(new Set(claims.map(({ live_no }) => live_no)).size).toBe(2);
    const slots = await desk.db
      .selectFrom('slot')
      .select('expert_id')
      .where('demand_id', 'in', [need, beside])
      .where('claim_id', 'is not', null)
      .execute();
    expect(slots.map(({ expert_id }) => expert_id)).toEqual([into, into]);
    const named = await desk.db
      .selectFrom('report_expert')
      .select('expert_id')
      .where('report_id', '=', report)
      .execute();
    expect(named).toEqual([{ expert_id: into }]);
  },
);

test.each(ROUNDS)(
  'When a clerk decides while their work is handed over (%i), Then it is decided once',
  async () => {
    const [from, to, third] = [newPerson(), newPerson(), newPerson()];
    await giveRole(desk, from, { role: 'district', districts: ['ninghe'] });
    const need = await plantNeed('submitted');
    await desk.db
      .updateTable('demand')
      .set({ district: 'ninghe', districts: ['ninghe'] })
      .where('id', '=', need)
      .execute();
    const done = await countDone('publish_demand');
    const handOver = (by: string, taker: string) =>
      forgeSubmit(desk, by, 'hand_over', { values: { from_user: from, to_user: taker, confirm: ['yes'] } });
    await Promise.all([
      forgePress(desk, from, 'publish_demand', need),
      handOver(ONE, to),
      handOver(OTHER, third),
      forgePress(desk, to, 'publish_demand', need),
      forgePress(desk, third, 'publish_demand', need),
    ]);
    const holders = await desk.db
      .selectFrom('role_grant')
      .select('user_id')
      .where('scope', '=', 'ninghe')
      .execute();
    // All of it went to one of the two.
    expect(holders).toHaveLength(1);
    const [holder] = holders;
    expect([to, third]).toContain(holder?.user_id);
    expect(await countDone('publish_demand')).toBeLessThanOrEqual(done + 1);
    await forgePress(desk, holder?.user_id ?? '', 'publish_demand', need);
    expect(await countDone('publish_demand')).toBe(done + 1);
    await desk.db.deleteFrom('role_grant').where('scope', '=', 'ninghe').execute();
  },
);
