import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { newestClaimOf, pressNewest, submitTo, textOf, undoLast } from './helpers/published.ts';

/** A yes in advance: of U0HOME for 津沽大学, of which U0ZJ0006 and U0ZJ0007 are. */
const [HOME, EXPERT, OTHER] = ['U0HOME', 'U0ZJ0006', 'U0ZJ0007'] as const;
const DATED = { time_text: '11月20日至22日', claim_deadline: '2013-11-18' };
const BLANKET = { until: '2013-12-31', document_no: '津沽大人〔2013〕7号' };

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT, { home_unit_user: HOME });
  await registerVerified(desk, OTHER, { name: '田若川', home_unit_user: HOME });
  await publishNeed(desk, DATED);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const answerTo = (user: string) => desk.as(user).ephemerals.at(-1)?.text ?? '';
const consents = () => desk.db.selectFrom('consent').selectAll().orderBy('recorded_at').execute();
const blankets = () => desk.db.selectFrom('blanket').selectAll().orderBy('recorded_at').execute();
const refused = async (act: string) =>
  (
    await desk.db
      .selectFrom('audit')
      .select('id')
      .where('act', '=', act)
      .where('outcome', '=', 'refused')
      .execute()
  ).length;

async function unitId(): Promise<string> {
  const { employer_id } = await desk.db
    .selectFrom('expert')
    .select('employer_id')
    .limit(1)
    .executeTakeFirstOrThrow();
  return employer_id;
}

async function expertId(user: string): Promise<string> {
  const { id } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', user)
    .executeTakeFirstOrThrow();
  return id;
}

/** For the whole unit, unless an expert is named. */
async function record(user: string, about: string, values = {}): Promise<void> {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
  await forgePress(desk, user, 'record_blanket', about);
  await submitTo(desk, user, { ...BLANKET, ...values });
}

test('When a unit agrees in advance, Then a claim goes straight to the host, says by what, and the unit is told', async () => {
  await record(HOME, await unitId());
  expect(modalOf(HOME)).toContain('津沽大学 统一同意 全体专家 参加服务，有效期至12月31日');
  await pressNewest(desk, EXPERT, 'claim_slot');
  const claim = await newestClaimOf(desk, EXPERT);
  expect(claim).toMatchObject({ state: 'host_pending', consented_at: expect.anything() });
  expect(answerTo(EXPERT)).toMatch(
    /下一步：由受援单位确认.*依据：单位统一同意（津沽大人〔2013〕7号，有效期至12月31日）/s,
  );
  const [blanket] = await blankets();
  expect(await consents()).toMatchObject([
    {
      claim_id: claim.id,
      kind: 'blanket',
      document_no: BLANKET.document_no,
      blanket_id: blanket?.id,
      given_by: HOME,
    },
  ]);
  expect(desk.as(HOME).dms.map(({ text }) => text)).toEqual([
    expect.stringMatching(/何知远认领了 XQ-2013-0001.*不再逐项征求意见.*7号/s),
  ]);
  expect(textOf(desk.as(HOME).dms.at(-1)?.blocks)).toContain('"recall_expert"');
  expect(desk.as('U0HOST').dms.at(-1)?.text).toContain('何知远');
  // It has let a claim pass: it is ended, and not undone.
  expect(await undoLast(desk, HOME)).toContain('已有认领按此通过');
  expect((await forgePress(desk, HOME, 'end_blanket', blanket?.id ?? '')).text).toContain('已终止');
  await pressNewest(desk, OTHER, 'claim_slot');
  expect(await newestClaimOf(desk, OTHER)).toMatchObject({ state: 'home_unit_pending', consented_at: null });
  expect(desk.as(HOME).dms.at(-1)?.text).toContain('田若川');
  expect((await forgePress(desk, HOME, 'end_blanket', blanket?.id ?? '')).text).toContain('已');
  expect(await newestClaimOf(desk, EXPERT)).toMatchObject({ state: 'host_pending' });
});

test('When it is for one, or for a term that ends before, Then others, and later services, are asked about', async () => {
  await record(HOME, await expertId(EXPERT), { until: '2013-11-21' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(await newestClaimOf(desk, EXPERT)).toMatchObject({ state: 'home_unit_pending' });
  expect(
    desk
      .as(EXPERT)
      .dms.map(({ text }) => text)
      .join(),
  ).toContain('统一同意 何知远');
  await record(HOME, await expertId(EXPERT), { until: '2013-11-22' });
  expect(modalOf(HOME)).toContain('另有 1 项认领此前已在等待');
  await publishNeed(desk, { ...DATED, title: '另一个问题' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(await newestClaimOf(desk, EXPERT)).toMatchObject({ state: 'host_pending' });
  await pressNewest(desk, OTHER, 'claim_slot');
  expect(await newestClaimOf(desk, OTHER)).toMatchObject({ state: 'home_unit_pending' });
  // A letter that covers a term is one of them, and can be ended as well.
  const { id } = await newestClaimOf(desk, OTHER);
  await forgePress(desk, HOME, 'record_consent', id);
  await submitTo(desk, HOME, {
    kind: 'blanket',
    date: '2013-10-31',
    until: '2013-12-31',
    document_no: '8号',
  });
  expect(await newestClaimOf(desk, OTHER)).toMatchObject({ state: 'host_pending' });
  const covering = (await blankets()).find(({ document_no }) => document_no === '8号');
  expect(covering).toMatchObject({ expert_id: await expertId(OTHER), ended_at: null });
  expect((await forgePress(desk, HOME, 'end_blanket', covering?.id ?? '')).text).toContain('田若川');
  await publishNeed(desk, { ...DATED, title: '第三个问题' });
  await pressNewest(desk, OTHER, 'claim_slot');
  expect(await newestClaimOf(desk, OTHER)).toMatchObject({ state: 'home_unit_pending' });
});

test('When it is recorded or ended, Then the record and Home say so, and each can be taken back', async () => {
  await desk.as(HOME).openHome();
  await desk.settle();
  const home = () => textOf(desk.as(HOME).home?.blocks);
  expect(home()).not.toContain('统一同意：');
  await record('U0BUREAU', await unitId());
  expect(home()).toContain('统一同意：全体专家，至12月31日（津沽大人〔2013〕7号），已适用 0 次');
  expect(desk.as(HOME).dms.at(-1)?.text).toContain('津沽大学 统一同意 全体专家');
  expect(await blankets()).toMatchObject([{ recorded_by: 'U0BUREAU', on_behalf: true }]);
  await pressNewest(desk, HOME, 'end_blanket');
  expect(home()).not.toContain('统一同意：');
  await undoLast(desk, HOME);
  expect(home()).toContain('统一同意：全体专家');
  await pressNewest(desk, HOME, 'end_blanket');
  await record(HOME, await unitId());
  await undoLast(desk, HOME);
  expect(home()).not.toContain('统一同意：');
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(await newestClaimOf(desk, EXPERT)).toMatchObject({ state: 'home_unit_pending' });
});

test('When somebody may not, is the expert, or writes nonsense, Then nothing is agreed to', async () => {
  const unit = await unitId();
  for (const user of ['U0HOST', 'U0BINHAI', EXPERT, 'U0GUEST']) {
    const before = await refused('record_blanket');
    await forgePress(desk, user, 'record_blanket', unit);
    await forgeSubmit(desk, user, 'record_blanket', {
      metadata: { id: `of-${user}` },
      values: { employer: unit, ...BLANKET },
    });
    expect(await refused('record_blanket')).toBe(before + 2);
  }
  const errors = async (values: Record<string, string>) =>
    (
      await forgeSubmit(desk, HOME, 'record_blanket', {
        metadata: { id: 'x' },
        values: { employer: unit, ...BLANKET, ...values },
      })
    ).text;
  expect(await errors({ until: '2013-10-30' })).toContain('不能早于今天');
  expect(await errors({ until: '昨天' })).toContain('请填写');
  expect(await errors({ employer: 'elsewhere' })).toContain('请从列表中选择单位');
  expect(await errors({ expert: 'nobody' })).toContain('不在该单位');
  expect(await errors({ document_no: '字'.repeat(101) })).toContain('最多 100 个字');
  expect(await blankets()).toEqual([]);
  // The bureau's own claims as an expert of the unit are not covered by its own word.
  await registerVerified(desk, 'U0ALICE', { name: 'Alice' });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await record('U0ALICE', unit);
  await pressNewest(desk, 'U0ALICE', 'claim_slot');
  expect(await newestClaimOf(desk, 'U0ALICE')).toMatchObject({ state: 'home_unit_pending' });
  // Sent twice it is one.
  const window = { metadata: { id: 'the-same' }, values: { employer: unit, ...BLANKET } };
  await Promise.all([1, 2].map(() => forgeSubmit(desk, HOME, 'record_blanket', window)));
  expect((await blankets()).filter(({ recorded_by }) => recorded_by === HOME)).toHaveLength(1);
});
