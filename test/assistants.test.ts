import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { pressAtHome, pressNewest, submitTo, textOf, type Values } from './helpers/published.ts';

/** The assistant, an expert with an account, and their coordinators. */
const [ASSISTANT, EXPERT, BUREAU, SYSTEM] = ['U0ZJ0007', 'U0ZJ0006', 'U0BUREAU', 'U0WUQING'] as const;
const { home_unit_user: _, ...PERSON } = { home_unit_user: '', ...REGISTRATION };
const DING = {
  ...PERSON,
  name: '丁老',
  employer: '津沽农学院',
  phone: '022-0000-2201',
  field: 'equipment',
  home_unit_user: 'U0HOME',
};

let desk: Desk;
let needId: string;

beforeEach(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  needId = await publishNeed(desk, {
    ...{ expert_slots: '3', time_text: '11月20日至22日', claim_deadline: '2013-11-18' },
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const press = (user: string, action: string, value?: string) => pressNewest(desk, user, action, value);
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const dmsOf = (user: string) => textOf(desk.as(user).dms.map(({ blocks }) => blocks));
const answerTo = (user: string) => desk.as(user).ephemerals.at(-1)?.text ?? '';
const closeAll = async (user: string) => {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
};
const expertOf = (name: string) =>
  desk.db.selectFrom('expert').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
const claims = () =>
  desk.db
    .selectFrom('claim')
    .innerJoin('expert', 'expert.id', 'claim.expert_id')
    .selectAll('claim')
    .select('expert.name')
    .orderBy('claim.number')
    .execute();
const acts = (act: string, outcome: 'done' | 'refused' = 'done') =>
  desk.db
    .selectFrom('audit')
    .selectAll()
    .where('act', '=', act)
    .where('outcome', '=', outcome)
    .orderBy('id')
    .execute();

/** Somebody without an account, recorded with an assistant and verified by another. */
async function recordDing(values: Values = {}): Promise<string> {
  await giveRole(desk, SYSTEM, { role: 'system', systems: ['education'] });
  await closeAll(SYSTEM);
  await pressAtHome(desk, SYSTEM, 'record_expert');
  await submitTo(desk, SYSTEM, { ...DING, assistant: ASSISTANT, ...values });
  expect(desk.as(SYSTEM).errors).toEqual({});
  await closeAll(SYSTEM);
  await press(BUREAU, 'verify_expert');
  return (await expertOf(String(values.name ?? DING.name))).id;
}

/** The claim of the expert without an account goes its way until the host has confirmed it. */
async function claimAndConfirm(): Promise<string> {
  await press(ASSISTANT, 'claim_slot');
  const [claim] = await claims();
  await press('U0HOME', 'give_consent');
  await press('U0HOST', 'accept_expert');
  return claim?.id ?? '';
}

test('When an assistant claims for somebody without an account, Then all that they would read comes to the assistant, and everybody reads who did it', async () => {
  await recordDing();
  expect(dmsOf(ASSISTANT)).toContain('你是 丁老（津沽农学院）的助手');
  expect(dmsOf(ASSISTANT)).toContain('你不能代派出单位或受援单位同意');
  expect(lastDm(ASSISTANT)).toContain('丁老（津沽农学院）已核实');
  await press(ASSISTANT, 'claim_slot');
  expect(answerTo(ASSISTANT)).toContain('代 丁老 办理');
  const [claim] = await claims();
  expect(claim).toMatchObject({ name: '丁老', state: 'home_unit_pending', assistant: ASSISTANT });
  const marked = /丁老（助手 [^）]+ 代）/;
  expect(lastDm('U0HOME')).toMatch(marked);
  expect((await acts('claim_slot'))[0]).toMatchObject({
    ...{ actor: ASSISTANT, on_behalf_of: null },
    details: { assistant: true, state: 'home_unit_pending' },
  });
  await press('U0HOME', 'give_consent');
  expect(lastDm(ASSISTANT)).toContain('您以 丁老 的助手身份收到此消息');
  expect(lastDm(ASSISTANT)).toContain('单位已同意您的认领');
  expect(lastDm('U0HOST')).toMatch(marked);
  await press('U0HOST', 'accept_expert');
  expect(lastDm(ASSISTANT)).toContain('022-0000-1001');
  await desk.as(ASSISTANT).openHome();
  await desk.settle();
  expect(textOf(desk.as(ASSISTANT).home?.blocks)).toContain('您协助的专家：丁老 · 津沽农学院');
  expect(textOf(desk.as(ASSISTANT).home?.blocks)).toContain('withdraw_claim');

  // A date that moves is the assistant's to answer, and it is said who did.
  await pressAtHome(desk, 'U0BINHAI', 'edit_demand');
  await submitTo(desk, 'U0BINHAI', {
    ...{ reason: '车间检修', service_start: '2013-11-27', service_end: '2013-11-28' },
  });
  expect(lastDm(ASSISTANT)).toContain('keep_claim');
  expect(lastDm(ASSISTANT)).toContain('您以 丁老 的助手身份收到此消息');
  await press(ASSISTANT, 'keep_claim');
  expect(lastDm('U0HOST')).toMatch(marked);
  expect((await acts('keep_claim'))[0]?.details).toMatchObject({ assistant: true });
  await press(ASSISTANT, 'withdraw_claim');
  await submitTo(desk, ASSISTANT, { reason: '身体原因' });
  expect((await claims())[0]?.state).toBe('withdrawn');
  expect(lastDm('U0HOST')).toMatch(marked);
});

test('When an assistant would consent, accept or verify, under whatever hat, Then never', async () => {
  await giveRole(desk, ASSISTANT, { role: 'bureau' });
  await giveRole(desk, ASSISTANT, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, SYSTEM, { role: 'system', systems: ['education'] });
  const id = await (async () => {
    await pressAtHome(desk, SYSTEM, 'record_expert');
    await submitTo(desk, SYSTEM, { ...DING, assistant: 'U0HOME' });
    expect(desk.as(SYSTEM).errors.assistant).toContain('不能又是助手');
    await submitTo(desk, SYSTEM, { assistant: 'U0GONE' });
    expect(desk.as(SYSTEM).errors.assistant).toContain('停用');
    await submitTo(desk, SYSTEM, { assistant: ASSISTANT });
    await closeAll(SYSTEM);
    return (await expertOf('丁老')).id;
  })();
  expect((await forgePress(desk, ASSISTANT, 'verify_expert', id)).text).toContain('您是这位专家的助手');
  await press(BUREAU, 'verify_expert');
  // Even where they are the employer's contact as well.
  const { employer_id, team_id } = await expertOf('丁老');
  await desk.db
    .insertInto('organisation_contact')
    .values({
      ...{ team_id, organisation_id: employer_id, user_id: ASSISTANT, added_by: BUREAU },
      added_at: Temporal.Instant.from('2013-11-04T00:00:00Z'),
    })
    .execute();
  await press(ASSISTANT, 'claim_slot');
  const claimId = (await claims())[0]?.id ?? '';
  for (const act of ['give_consent', 'refuse_consent', 'record_consent', 'accept_expert', 'decline_expert'])
    expect([act, (await forgePress(desk, ASSISTANT, act, claimId)).text]).toEqual([
      act,
      expect.stringContaining('您是这位专家的助手'),
    ]);
  expect((await claims())[0]?.state).toBe('home_unit_pending');
  expect(dmsOf(ASSISTANT)).not.toContain('give_consent');
  await desk.look('2013-11-08T10:30:00+08:00');
  expect(dmsOf(ASSISTANT)).not.toContain('give_consent');
});

test('When somebody acts for several, themselves among them, Then it is asked for whom; one expert is claimed for once', async () => {
  await registerVerified(desk, ASSISTANT, { name: '小林', home_unit_user: 'U0HOME' });
  const ding = await recordDing();
  await press(ASSISTANT, 'claim_slot');
  expect(modalOf(ASSISTANT)).toContain('本人 小林');
  expect(modalOf(ASSISTANT)).toContain('丁老（津沽农学院）');
  expect(await claims()).toEqual([]);
  await submitTo(desk, ASSISTANT, { expert: ding });
  expect(modalOf(ASSISTANT)).toContain('代 丁老 办理');
  await closeAll(ASSISTANT);
  await press(ASSISTANT, 'claim_slot');
  await submitTo(desk, ASSISTANT, { expert: (await expertOf('小林')).id });
  expect((await claims()).map(({ name, assistant }) => [name, assistant])).toEqual([
    ['丁老', ASSISTANT],
    ['小林', null],
  ]);
  await closeAll(ASSISTANT);
  await press(ASSISTANT, 'claim_slot');
  await submitTo(desk, ASSISTANT, { expert: ding });
  expect(modalOf(ASSISTANT)).toContain('您已认领');
  expect(await claims()).toHaveLength(2);
  await closeAll(ASSISTANT);
  await desk.as(ASSISTANT).command('/expert-claim');
  await desk.settle();
  expect(answerTo(ASSISTANT)).toContain('您协助的专家 丁老');
});

test('When an expert with an account has an assistant, Then both act, and the expert reads what the assistant did; ending it ends it', async () => {
  await registerVerified(desk, EXPERT, { home_unit_user: 'U0HOME' });
  await desk.as(EXPERT).command('/expert', 'register');
  await desk.settle();
  await submitTo(desk, EXPERT, { assistant: EXPERT });
  expect(desk.as(EXPERT).errors.assistant).toContain('专家以外');
  await submitTo(desk, EXPERT, { assistant: ASSISTANT });
  await closeAll(EXPERT);
  expect((await expertOf('何知远')).state).toBe('verified');
  expect(lastDm(ASSISTANT)).toContain('你是 何知远（津沽大学）的助手');
  await press(ASSISTANT, 'claim_slot');
  expect(lastDm(EXPERT)).toContain('以您的名义认领了');
  await press('U0HOME', 'give_consent');
  // News of the claim is the expert's, who has an account.
  expect(lastDm(EXPERT)).toContain('单位已同意您的认领');
  expect(dmsOf(ASSISTANT)).not.toContain('单位已同意');
  await press(EXPERT, 'claim_slot');
  expect(answerTo(EXPERT)).toContain('您已认领');

  await giveRole(desk, SYSTEM, { role: 'system', systems: ['education'] });
  const { id } = await expertOf('何知远');
  const name = async (user: string, assistant: string | null) => {
    await closeAll(user);
    await forgePress(desk, user, 'name_assistant', id);
    await submitTo(desk, user, { assistant });
  };
  await name(SYSTEM, 'U0HOME');
  expect(desk.as(SYSTEM).errors.assistant).toContain('不能又是助手');
  await submitTo(desk, SYSTEM, { assistant: 'U0HOST' });
  expect(lastDm(ASSISTANT)).toContain('你不再是 何知远');
  expect(lastDm('U0HOST')).toContain('你是 何知远');
  expect(lastDm(EXPERT)).toContain('联络员已为您指定助手');
  await name(EXPERT, null);
  expect(lastDm('U0HOST')).toContain('你不再是 何知远');
  const told = desk.as('U0HOST').dms.length;
  await name(EXPERT, null);
  expect(modalOf(EXPERT)).toContain('没有变化');
  expect(desk.as('U0HOST').dms).toHaveLength(told);
  const claim = (await claims())[0];
  for (const user of [ASSISTANT, 'U0HOST']) await forgePress(desk, user, 'withdraw_claim', claim?.id ?? '');
  expect((await acts('withdraw_claim', 'refused')).map(({ actor }) => actor)).toEqual([ASSISTANT, 'U0HOST']);
  expect((await claims())[0]?.state).toBe('host_pending');
});

test('When the assistant files the report, Then both are its authors, and neither accepts nor confirms it', async () => {
  await giveRole(desk, ASSISTANT, { role: 'bureau' });
  await recordDing();
  await claimAndConfirm();
  await desk.look('2013-12-02T10:30:00+08:00');
  expect(dmsOf(ASSISTANT)).toContain('file_report');
  await press(ASSISTANT, 'file_report');
  expect(modalOf(ASSISTANT)).toContain('您以专家助手的身份填报');
  await submitTo(desk, ASSISTANT, { summary: '现场诊断一次' });
  await submitTo(desk, ASSISTANT, {});
  await closeAll(ASSISTANT);
  const report = await desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
  expect(report).toMatchObject({ author: ASSISTANT, recorded_by: ASSISTANT, by_assistant: true });
  expect(lastDm('U0HOST')).toMatch(/丁老（助手 [^）]+ 代）/);
  expect((await forgePress(desk, ASSISTANT, 'confirm_report', report.id)).text).toContain('助手');
  await press('U0HOST', 'confirm_report');
  for (const act of ['accept_report', 'override_host'])
    expect((await forgePress(desk, ASSISTANT, act, report.id)).text).toContain('不能由您自己办理');
  await press('U0BINHAI', 'accept_report');
  expect((await desk.db.selectFrom('report').select('state').executeTakeFirstOrThrow()).state).toBe(
    'accepted',
  );
  expect(lastDm(ASSISTANT)).toContain('已采纳');
});

test('When the assistant’s account is gone, Then what is asked falls to coordinators as with others; another expert’s claims stay theirs', async () => {
  await recordDing();
  await claimAndConfirm();
  await desk.workspace.updateUser(ASSISTANT, { deleted: true });
  await desk.settle();
  await pressAtHome(desk, 'U0BINHAI', 'edit_demand');
  await submitTo(desk, 'U0BINHAI', {
    ...{ reason: '车间检修', service_start: '2013-11-27', service_end: '2013-11-28' },
  });
  expect(dmsOf('U0BINHAI')).toContain('keep_claim');
  expect(dmsOf(SYSTEM)).toContain('keep_claim');
});

test('When experts are asked, Then the assistant answers for whom they assist, each on their own', async () => {
  const ding = await recordDing();
  const wen = await recordDing({ name: '文老' });
  await forgePress(desk, 'U0BINHAI', 'ask_experts', needId);
  await submitTo(desk, 'U0BINHAI', { wave_size: '5' });
  await closeAll('U0BINHAI');
  await desk.look('2013-11-04T11:00:00+08:00');
  expect(dmsOf(ASSISTANT)).toContain('您以 丁老 的助手身份收到此消息');
  await press(ASSISTANT, 'say_no', `:${ding}`);
  await press(ASSISTANT, 'say_yes', `:${wen}`);
  expect((await claims()).map(({ name, state }) => [name, state])).toEqual([['文老', 'home_unit_pending']]);
  const answers = await desk.db.selectFrom('invitation').selectAll().orderBy('expert_id').execute();
  expect(answers.find(({ expert_id }) => expert_id === ding)?.answer).toBe('no');
  expect((await acts('say_no'))[0]?.details).toMatchObject({ assistant: true, expert: ding });
});
