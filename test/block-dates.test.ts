import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findDemand } from '../src/demands/repository.ts';
import { listCandidates } from '../src/rounds/candidates.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import {
  claimAndConfirm,
  newestClaimOf,
  pressAtHome,
  pressNewest,
  submitTo,
  textOf,
  undoLast,
} from './helpers/published.ts';
import { recordStatements } from './helpers/statements.ts';

const [HOME, EXPERT, OTHER] = ['U0HOME', 'U0ZJ0006', 'U0ZJ0007'] as const;
const DATED = { time_text: '11月20日至22日', claim_deadline: '2013-11-18' };
const DATES = { from: '2013-11-22', until: '2013-11-30', reason: '教学评估' };

let desk: Desk;
let needId = '';

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT, { home_unit_user: HOME });
  needId = await publishNeed(desk, DATED);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const answerTo = (user: string) => desk.as(user).ephemerals.at(-1)?.text ?? '';
const homeOf = (user: string) => textOf(desk.as(user).home?.blocks);
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const blocks = () => desk.db.selectFrom('blocked_dates').selectAll().orderBy('set_at').execute();
const claims = () => desk.db.selectFrom('claim').select('id').execute();
const expertId = async (user: string = EXPERT) =>
  (await desk.db.selectFrom('expert').select('id').where('user_id', '=', user).executeTakeFirstOrThrow()).id;

async function block(user: string, values = {}): Promise<void> {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
  await forgePress(desk, user, 'block_dates', await expertId());
  await submitTo(desk, user, { ...DATES, ...values });
}

async function open(user: string): Promise<void> {
  await desk.as(user).openHome();
  await desk.settle();
}

test('When an expert blocks dates, Then needs that fall in are refused in words, those without a date are not, and it ends', async () => {
  await pressAtHome(desk, EXPERT, 'block_dates');
  await submitTo(desk, EXPERT, DATES);
  expect(modalOf(EXPERT)).toContain('何知远 11月22日—11月30日 不便外出服务');
  expect(homeOf(EXPERT)).toContain('不便时段：11月22日—11月30日（本人设定：教学评估）');
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(answerTo(EXPERT)).toContain('在您设定的不便时段（11月22日—11月30日，教学评估）内，不能认领');
  expect(await claims()).toEqual([]);
  await desk.as(EXPERT).closeModal({ all: true });
  await desk.as(EXPERT).command('/expert-claim');
  await desk.settle();
  expect(answerTo(EXPERT)).toContain('在您的不便时段（11月22日—11月30日）内');
  const demand = await findDemand(desk.db, desk.workspace.teamId, needId);
  if (!demand) throw new Error('no need');
  const day = { today: Temporal.PlainDate.from('2013-10-31'), now: desk.clock.now() };
  expect(await listCandidates(desk.db, desk.workspace.teamId, { ...demand, field: undefined }, day)).toEqual(
    [],
  );
  await publishNeed(desk, { title: '没有日期', time_text: '时间待定' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(await newestClaimOf(desk, EXPERT)).toMatchObject({ state: 'home_unit_pending' });
  await publishNeed(desk, { ...DATED, title: '再来一次' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  await desk.as(EXPERT).press(desk.as(EXPERT).ephemerals.at(-1) as never, 'end_blocked_dates');
  await desk.settle();
  expect(answerTo(EXPERT)).toContain('已解除');
  expect(await undoLast(desk, EXPERT)).toContain('不便时段继续有效');
  await pressAtHome(desk, EXPERT, 'end_blocked_dates');
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(await claims()).toHaveLength(2);
  expect(homeOf(EXPERT)).not.toContain('11月30日');
});

test('When the unit blocks dates, Then the expert is told whose word it is but not why, and cannot end it', async () => {
  await pressNewest(desk, EXPERT, 'claim_slot');
  await block(HOME, { from: '2013-11-20', until: '2013-11-20' });
  const { number } = await newestClaimOf(desk, EXPERT);
  expect(modalOf(HOME)).toContain(
    `已有 1 项认领在这段时间内，不会自动撤销；如不能参加，请撤回或召回：${number}`,
  );
  expect(desk.as(EXPERT).dms.at(-1)?.text).toContain('您的单位登记了您的不便时段：11月20日');
  await publishNeed(desk, { ...DATED, title: '另一次' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(answerTo(EXPERT)).toContain('在您单位设定的不便时段（11月20日）内');
  const heard = [...desk.as(EXPERT).dms, ...desk.as(EXPERT).ephemerals].map(({ text }) => text).join();
  expect(heard).not.toContain('教学评估');
  const [dates] = await blocks();
  expect(dates).toMatchObject({ side: 'home_unit', set_by: HOME, on_behalf: false });
  expect((await forgePress(desk, EXPERT, 'end_blocked_dates', dates?.id ?? '')).text).toMatch(/单位|联络员/);
  expect(await blocks()).toEqual([dates]);
  await block('U0BUREAU', { from: '2013-12-01', until: '2013-12-02' });
  expect((await blocks()).at(-1)).toMatchObject({ side: 'expert', on_behalf: true });
  await forgePress(desk, HOME, 'end_blocked_dates', (await blocks()).at(-1)?.id ?? '');
  expect((await blocks()).at(-1)).toMatchObject({ ended_at: null });
  await open(HOME);
  expect(homeOf(HOME)).toContain('（单位设定：教学评估）');
  await pressNewest(desk, HOME, 'end_blocked_dates');
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(await claims()).toHaveLength(2);
  expect(desk.as(EXPERT).dms.some(({ text }) => text.includes('已解除'))).toBe(true);
});

test('When dates are nonsense, of another, or sent twice, Then it is said, and kept once or not at all', async () => {
  const id = await expertId();
  const send = async (user: string, values: Record<string, string>, key = 'one') =>
    (
      await forgeSubmit(desk, user, 'block_dates', {
        metadata: { id: key, expertId: id },
        values: { ...DATES, ...values },
      })
    ).text;
  expect(await send(EXPERT, { until: '2013-11-21' })).toContain('不能早于开始日期');
  expect(await send(EXPERT, { from: '2013-10-01', until: '2013-10-30' })).toContain('已经过去');
  expect(await send(EXPERT, { until: '2015-11-21' })).toContain('最多 366 天');
  expect(await send(EXPERT, { from: 'soon' })).toContain('请填写');
  expect(await send(EXPERT, { reason: '长'.repeat(201) })).toContain('最多 200 个字');
  for (const user of ['U0HOST', 'U0BINHAI', OTHER, 'U0GUEST'])
    expect(await send(user, {}, user)).toMatch(/专家|单位/);
  expect(await blocks()).toEqual([]);
  await Promise.all([1, 2].map(() => send(EXPERT, {})));
  expect(await blocks()).toHaveLength(1);
});

test('When the letter is asked for, Then it says what is kept, as an office writes it, to those concerned alone', async () => {
  await pressNewest(desk, EXPERT, 'claim_slot');
  const { id } = await newestClaimOf(desk, EXPERT);
  await pressNewest(desk, HOME, 'consent_letter');
  expect(answerTo(HOME)).toMatch(
    /关于同意选派何知远同志参加专家服务的函.*〔.*津滨锐驰.*：.*津人社局函〔2013〕530号.*（正高级|教授.*XQ-2013-0001.*2013年11月20日—2013年11月22日.*公司测试车间.*职级、工资福利、岗位保持不变。.*特此函告。.*津沽大学（盖章）\n2013年10月31日/s,
  );
  expect(answerTo(HOME)).toContain('尚未登记');
  await forgePress(desk, HOME, 'record_consent', id);
  await submitTo(desk, HOME, { kind: 'letter', date: '2013-10-30', document_no: '津沽大人〔2013〕9号' });
  expect((await forgePress(desk, EXPERT, 'consent_letter', id)).text).toMatch(/9号.*2013年10月30日/s);
  for (const user of ['U0HOST', OTHER, 'U0GUEST'])
    expect((await forgePress(desk, user, 'consent_letter', id)).text).not.toContain('盖章');
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  const english = (await forgePress(desk, 'U0ALICE', 'consent_letter', id)).text;
  expect(english).toMatch(/Letter of consent.*keeps rank, pay and benefits, and post.*\(seal\)/s);
  await forgePress(desk, HOME, 'recall_expert', id);
  await submitTo(desk, HOME, { reason: '另有任务' });
  expect((await forgePress(desk, HOME, 'consent_letter', id)).text).toContain('已结束');
  // Of a confidential need no more than the unit may read.
  await publishNeed(desk, { ...DATED, title: '不公开的事', confidential: ['yes'] });
  await pressNewest(desk, EXPERT, 'claim_slot');
  const secret = await newestClaimOf(desk, EXPERT);
  const { text } = await forgePress(desk, HOME, 'consent_letter', secret.id);
  expect(text).toMatch(/有关受援单位：.*职级/s);
  expect(text).not.toMatch(/不公开的事|测试车间|锐驰/);
});

test('When a unit has many experts, Then Home shows where they are on one screen, and the rest in pages, by one statement', async () => {
  const claimId = await claimAndConfirm(desk, EXPERT);
  await open(HOME);
  expect(homeOf(HOME)).toMatch(
    /本单位专家（1 人）.*何知远.*2013 年服务 0 天、0 次 · 同意 1 项.*已确认：XQ-2013-0001.*11月20日—11月22日） · 滨海新区.*公司测试车间/s,
  );
  expect(homeOf('U0HOST')).not.toContain('本单位专家');
  const expert = await expertId();
  const report = await desk.db
    .selectFrom('claim')
    .select(['demand_id'])
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();
  const recorder = recordStatements(() => false);
  const count = async () => {
    const all = await recorder.record(
      () => open(HOME),
      () => '',
    );
    return all.filter(([, one]) => /\b(expert|claim|consent|report|blanket)\b/.test(one)).length;
  };
  await plantReports(expert, report.demand_id);
  await open(HOME);
  const before = await count();
  await plantColleagues(expert);
  await open(HOME);
  expect(await count()).toBe(before);
  vi.restoreAllMocks();
  expect(homeOf(HOME)).toContain('本单位专家（40 人）');
  expect(desk.as(HOME).home?.blocks.length).toBeLessThan(40);
  const one = () => textOf(desk.as(HOME).views.at(-1)?.blocks);
  await pressNewest(desk, HOME, 'our_people');
  const seen = [one()];
  for (const _ of [2, 3]) {
    await desk.as(HOME).press(desk.as(HOME).views.at(-1) as never, 'our_people');
    await desk.settle();
    seen.push(one());
  }
  expect(seen.map((page) => page.match(/第 \d/)?.[0])).toEqual(['第 1', '第 2', '第 3']);
  expect(new Set(seen.join().match(/同事\d+（/g)).size).toBe(39);
  expect(seen.join()).toContain('2013 年服务 3.5 天、2 次');
  expect(desk.as(HOME).views).toHaveLength(1);
  // Recalled from there, with a reason.
  await forgePress(desk, HOME, 'recall_expert', claimId);
  await submitTo(desk, HOME, { reason: '另有任务' });
  expect(await newestClaimOf(desk, EXPERT)).toMatchObject({ state: 'recalled' });
});

/** Two accepted services, of one and a half days, and of two by their dates; and one that waits. */
async function plantReports(expert_id: string, demand_id: string): Promise<void> {
  const now = desk.clock.now();
  for (const [id, state, days] of [
    ['one', 'accepted', 1.5],
    ['two', 'accepted', null],
    ['three', 'submitted', 7],
  ] as const) {
    await desk.db
      .insertInto('report')
      .values({
        ...{
          team_id: desk.workspace.teamId,
          id,
          number: `BG-2013-${id}`,
          year: 2013,
          demand_id,
          state,
          days,
        },
        ...{ author: EXPERT, recorded_by: null, title: id, action_line: 'other', form: null },
        ...{ districts: ['binhai'], service_start: '2013-10-01', service_end: '2013-10-02', metrics: {} },
        ...{ summary: 'x', reason: null, host_confirmed_by: null, host_confirmed_at: now },
        ...{
          override_reason: null,
          accepted_by: null,
          accepted_at: null,
          submitted_at: now,
          changed_at: now,
        },
      })
      .execute();
    await desk.db
      .insertInto('report_expert')
      .values({ team_id: desk.workspace.teamId, report_id: id, year: 2013, expert_id })
      .execute();
  }
}

async function plantColleagues(like: string): Promise<void> {
  const row = await desk.db.selectFrom('expert').selectAll().where('id', '=', like).executeTakeFirstOrThrow();
  const others = Array.from({ length: 39 }, (_, i) => ({
    ...row,
    ...{ id: `colleague-${i}`, user_id: null, name: `同事${String(i).padStart(2, '0')}` },
  }));
  await desk.db.insertInto('expert').values(others).execute();
}
