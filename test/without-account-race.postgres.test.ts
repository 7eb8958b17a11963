import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';

/** Two coordinators at one moment: for two experts of whom none has an account, and about one call. */
const [ONE, OTHER, SYSTEM] = ['U0BUREAU', 'U0BINHAI', 'U0WUQING'] as const;
let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, OTHER, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, SYSTEM, { role: 'system', systems: ['agriculture'] });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function record(name: string): Promise<string> {
  const person = { employer: 'Farm', system: 'agriculture', title: 'professor', field: 'ict' };
  const metadata = { draftId: `draft-${name}` };
  await forgeSubmit(desk, ONE, 'record_expert', { metadata, values: { ...person, name } });
  const { id } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  await forgePress(desk, SYSTEM, 'verify_expert', id);
  return id;
}

const linesOf = (person: string) =>
  desk.db.selectFrom('telephone_line').selectAll().where('person_id', '=', person).orderBy('id').execute();

const countDone = async (act: string) =>
  (
    await desk.db
      .selectFrom('audit')
      .select('id')
      .where('act', '=', act)
      .where('outcome', '=', 'done')
      .orderBy('id')
      .execute()
  ).length;

test.each([1, 2])('When two claim the last slot for two experts at once (%i), Then one has it', async (n) => {
  const experts = [await record(`One ${n}`), await record(`Other ${n}`)] as const;
  const demandId = await publishNeed(desk, { title: `Last slot ${n}`, expert_slots: '1' });
  const done = await countDone('claim_slot');
  const claim = (user: string, expert: string) =>
    forgeSubmit(desk, user, 'claim_for', {
      metadata: { demandId },
      values: { expert, reason: 'By phone' },
    });
  const told = await Promise.all([claim(ONE, experts[0]), claim(OTHER, experts[1])]);
  const [seat] = await desk.db
    .selectFrom('slot')
    .selectAll()
    .where('demand_id', '=', demandId)
    .orderBy('no')
    .execute();
  expect(experts).toContain(seat?.expert_id);
  expect(await countDone('claim_slot')).toBe(done + 1);
  expect(told.filter(({ text }) => text.includes('已代'))).toHaveLength(1);
  for (const expert of experts) {
    const claims = (await linesOf(expert)).filter(({ kind }) => kind === 'claim_notice');
    expect(claims).toHaveLength(expert === seat?.expert_id ? 1 : 0);
  }
});

test.each([1, 2])(
  'When two have rung somebody at once (%i), Then one is on record, and the other reads who',
  async (n) => {
    const [line] = await linesOf(await record(`Rung ${n}`));
    const done = await countDone('told_them');
    const press = (user: string) => forgePress(desk, user, 'told_them', String(line?.id));
    const told = await Promise.all([press(ONE), press(SYSTEM)]);
    expect(await countDone('told_them')).toBe(done + 1);
    expect(told.filter(({ text }) => text.includes('已记下'))).toHaveLength(1);
    expect(told.filter(({ text }) => text.includes('不必再打电话'))).toHaveLength(1);
  },
);

test('When the look is taken by two processes at once, Then each coordinator reads one bundle', async () => {
  await record('Bundled');
  await Promise.all([desk.look(), desk.look()]);
  const bundles = desk.as(SYSTEM).dms.filter(({ text }) => text.includes('今天请电话告知'));
  expect(bundles).toHaveLength(1);
});
