import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { pressAtHome, pressNewest, submitTo, textOf, undoLast, type Values } from './helpers/published.ts';

/**
 * An academician without an account, from the recording to one of the 300: whoever would have read a message is rung by
 * a coordinator of their system, each thing once, in one bundle a working day.
 */
const [SYSTEM, DISTRICT, BUREAU, HOST] = ['U0WUQING', 'U0BINHAI', 'U0BUREAU', 'U0HOST'] as const;
const { home_unit_user: _, ...PERSON } = { home_unit_user: '', ...REGISTRATION };
const DING = {
  ...PERSON,
  ...{
    name: '丁老',
    employer: '津沽农学院',
    system: 'agriculture',
    field: 'equipment',
    phone: '022-0000-2201',
  },
};

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, SYSTEM, { role: 'system', systems: ['agriculture'] });
  await giveRole(desk, DISTRICT, { role: 'district', districts: ['binhai'] });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const bundlesOf = (user: string) =>
  desk.as(user).dms.filter(({ blocks }) => /今天请电话告知|电话都已告知|已并入最新提醒/.test(textOf(blocks)));
const newestBundle = (user: string) => textOf(bundlesOf(user).at(-1)?.blocks);
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const lastReply = (user: string) => textOf(desk.as(user).ephemerals.at(-1)?.blocks);
const homeOf = async (user: string) => {
  await desk.as(user).openHome();
  await desk.settle();
  return textOf(desk.as(user).home?.blocks);
};
const closeAll = async (user: string) => {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
};
const expertId = async (name: string) =>
  (await desk.db.selectFrom('expert').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id;
const lines = () => desk.db.selectFrom('telephone_line').selectAll().orderBy('id').execute();
const openLines = async () => (await lines()).filter(({ told_at, over }) => !told_at && !over);
const claimOf = async (name: string) =>
  desk.db
    .selectFrom('claim')
    .innerJoin('expert', 'expert.id', 'claim.expert_id')
    .selectAll('claim')
    .where('expert.name', '=', name)
    .orderBy('claim.number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();

async function record(name: string, values: Values = {}): Promise<void> {
  await closeAll(SYSTEM);
  await pressAtHome(desk, SYSTEM, 'record_expert');
  await submitTo(desk, SYSTEM, { ...DING, name, evidence: '单位推荐函', ...values });
  await closeAll(SYSTEM);
  await pressNewest(desk, BUREAU, 'verify_expert', await expertId(name));
}

async function claimFor(user: string, need: string, name: string): Promise<void> {
  await closeAll(user);
  await desk.as(user).command('/expert-claim');
  await desk.settle();
  expect(lastReply(user)).toContain(
    `"action_id":"claim_for","text":{"type":"plain_text","text":"代专家认领"`,
  );
  await forgePress(desk, user, 'claim_for', need);
  const form = desk.as(user).views.at(-1);
  if (!form) throw new Error('no form');
  await desk.as(user).suggest(form, { blockId: 'expert', query: name });
  await submitTo(desk, user, { expert: await expertId(name), reason: '10月31日电话确认' });
}

test('When 丁老 has no account, Then recorded, claimed for, consented, accepted, served and reported is 1 of 300', async () => {
  await record('丁老');
  await desk.look();
  expect(bundlesOf(SYSTEM)).toHaveLength(1);
  expect(newestBundle(SYSTEM)).toContain('请电话告知 丁老（022-0000-2201）：专家登记已核实');
  expect(newestBundle(SYSTEM)).toContain('【专家服务】专家登记已核实，可以认领需求');
  await pressNewest(desk, SYSTEM, 'told_them');
  expect(newestBundle(SYSTEM)).toContain('今天的电话都已告知');

  const need = await publishNeed(desk, {
    expert_slots: '2',
    time_text: '11月19日至20日',
    claim_deadline: '2013-11-18',
  });
  await claimFor(SYSTEM, need, '丁老');
  expect(modalOf(SYSTEM)).toContain('已代 丁老（津沽农学院）认领');
  const claim = await claimOf('丁老');
  expect(claim.state).toBe('home_unit_pending');
  const done = await desk.db.selectFrom('audit').selectAll().where('object_id', '=', claim.id).execute();
  expect(done).toMatchObject([{ act: 'claim_slot', actor: SYSTEM, on_behalf_of: 'expert' }]);
  expect(done[0]?.details).toMatchObject({ reason: '10月31日电话确认' });
  await closeAll(SYSTEM);

  // Friday: what came after Thursday's bundle joined it, and stands in Friday's too.
  await desk.look('2013-10-31T15:00:00+08:00');
  expect(bundlesOf(SYSTEM)).toHaveLength(1);
  expect(newestBundle(SYSTEM)).toContain('丁老（022-0000-2201）：已代您认领');
  await forgePress(desk, SYSTEM, 'give_consent', claim.id);
  await desk.look('2013-11-01T09:30:00+08:00');
  expect(bundlesOf(SYSTEM)).toHaveLength(2);
  expect(newestBundle(SYSTEM)).toContain('今天请电话告知 1 项');
  expect(newestBundle(SYSTEM)).toContain('单位已同意，待受援单位确认');
  expect(newestBundle(SYSTEM)).not.toContain('已代您认领');

  // Confirmed on Friday evening: on Monday, as nobody is rung at night or at the weekend.
  await desk.look('2013-11-01T20:00:00+08:00');
  await pressNewest(desk, HOST, 'accept_expert');
  await desk.look('2013-11-02T10:00:00+08:00');
  expect(bundlesOf(SYSTEM)).toHaveLength(2);
  await desk.look('2013-11-04T09:00:00+08:00');
  expect(bundlesOf(SYSTEM)).toHaveLength(3);
  expect(newestBundle(SYSTEM)).toContain('名额已确认');
  expect(newestBundle(SYSTEM)).toContain('公司测试车间');
  const sms = /【专家服务】名额已确认[^"]*/.exec(newestBundle(SYSTEM))?.[0] ?? '';
  expect(sms.length).toBeLessThanOrEqual(70);
  expect(await homeOf(SYSTEM)).toContain('请电话告知 丁老（022-0000-2201）：名额已确认');
  expect(await homeOf(DISTRICT)).not.toContain('022-0000-2201）：名额已确认');
  // Somebody who coordinates something else may not say so, and reads no number.
  const [open] = await openLines();
  expect((await forgePress(desk, DISTRICT, 'told_them', String(open?.id))).text).not.toContain('2201');
  expect(await openLines()).toHaveLength(1);
  await pressNewest(desk, SYSTEM, 'told_them');
  expect(lastReply(SYSTEM)).toContain('已记下：丁老');
  expect((await forgePress(desk, BUREAU, 'told_them', String(open?.id))).text).toContain('武清区联络员 已在');
  await undoLast(desk, SYSTEM);
  expect(await openLines()).toHaveLength(1);
  expect(await homeOf(SYSTEM)).toContain('请电话告知 丁老');

  // The service is over and nobody rang: that it is confirmed matters no more, how it went does.
  await desk.look('2013-11-21T09:00:00+08:00');
  expect(newestBundle(SYSTEM)).toContain('请告知服务情况');
  expect(newestBundle(SYSTEM)).not.toContain('名额已确认');
  await pressNewest(desk, SYSTEM, 'file_report');
  await submitTo(desk, SYSTEM, { summary: '找到噪声来源' });
  await submitTo(desk, SYSTEM, {});
  await closeAll(SYSTEM);
  await desk.look('2013-11-21T10:00:00+08:00');
  expect(newestBundle(SYSTEM)).not.toContain('请告知服务情况');
  expect(newestBundle(SYSTEM)).toContain('服务报告已代您提交');
  await pressNewest(desk, HOST, 'confirm_report');
  await pressNewest(desk, DISTRICT, 'accept_report');
  await desk.look('2013-11-22T09:00:00+08:00');
  expect(newestBundle(SYSTEM)).toContain('今天请电话告知 1 项');
  expect(newestBundle(SYSTEM)).toContain('服务报告已通过');
  expect(await homeOf(BUREAU)).toContain('服务专家 1 / 300');
  expect((await lines()).map(({ key }) => key)).toHaveLength(
    new Set((await lines()).map(({ key }) => key)).size,
  );
});

test('When experts are invited, Then one without an account is rung, a coordinator answers, and a date that moves is asked again', async () => {
  await record('文老', { phone: '', field: 'equipment', employer: '海河大学', max_active_claims: '5' });
  await publishNeed(desk, {
    title: 'RV减速器二次诊断',
    expert_slots: '1',
    time_text: '12月10日',
    claim_deadline: '2013-12-09',
  });
  await pressNewest(desk, DISTRICT, 'ask_experts', 'RV减速器二次诊断');
  await submitTo(desk, DISTRICT, { wave_size: '20' });
  await closeAll(DISTRICT);
  await desk.look('2013-11-25T09:00:00+08:00');
  expect(newestBundle(SYSTEM)).toContain('请电话告知 文老（未登记电话，海河大学）：邀请您去服务');
  const invited = await openLines();
  expect(invited.map(({ kind }) => kind)).toEqual([
    'report_notice',
    'registration_notice',
    'invitation',
    'invitation',
  ]);

  // A coordinator says yes for 丁老 by the buttons of the line; the one slot is gone for 文老, who is told so.
  const ding = `${invited.at(-1)?.ref.roundId}:${await expertId('丁老')}`;
  const wen = `${invited.at(-1)?.ref.roundId}:${await expertId('文老')}`;
  expect((await forgePress(desk, SYSTEM, 'say_yes', ding)).text).toContain('已代 丁老（津沽农学院）认领');
  expect((await forgePress(desk, SYSTEM, 'say_yes', wen)).text).toContain(
    '刚刚由另一位专家认领，没有为文老认领',
  );
  expect((await forgePress(desk, SYSTEM, 'say_no', wen)).text).toContain('已记下：文老这次不去');
  const claim = await claimOf('丁老');
  await forgePress(desk, SYSTEM, 'give_consent', claim.id);
  await pressNewest(desk, HOST, 'accept_expert');
  expect((await openLines()).map(({ ref }) => ref.news)).toContain('confirmed');

  // The date moves: asked anew, answered by telephone, and nobody else is bound.
  await pressAtHome(desk, HOST, 'edit_demand');
  await submitTo(desk, HOST, { service_start: '2013-12-16', service_end: '2013-12-16', reason: '停电' });
  await closeAll(HOST);
  await desk.look('2013-11-26T09:00:00+08:00');
  expect(newestBundle(SYSTEM)).not.toContain('邀请');
  expect(newestBundle(SYSTEM)).toContain('服务时间改了，请问是否仍能参加');
  expect(newestBundle(SYSTEM)).not.toContain('名额已确认');
  expect((await forgePress(desk, SYSTEM, 'keep_claim', claim.id)).text).toContain(
    '已确认 丁老 按新的时间参加',
  );
  await forgePress(desk, SYSTEM, 'give_consent', claim.id);
  await pressAtHome(desk, HOST, 'postpone_demand');
  await submitTo(desk, HOST, { reason: '场地未定' });
  await closeAll(HOST);
  await desk.look('2013-11-28T09:00:00+08:00');
  expect(newestBundle(SYSTEM)).toContain('服务延期，时间另定');
  expect((await claimOf('丁老')).state).toBe('confirmed');
});

test('When the account comes later, Then nobody rings any more, and what is asked stands in Slack', async () => {
  const before = await openLines();
  expect(before.map(({ kind }) => kind)).toContain('demand_changed');
  await pressAtHome(desk, HOST, 'reopen_demand');
  await submitTo(desk, HOST, {
    ...{ service_start: '2013-12-20', service_end: '2013-12-20', time_text: '12月20日' },
    ...{ claim_deadline: '2013-12-19', reason: '场地已定' },
  });
  await closeAll(HOST);
  expect((await openLines()).map(({ kind }) => kind)).toContain('keep_request');
  await forgePress(desk, SYSTEM, 'link_expert', await expertId('丁老'));
  await submitTo(desk, SYSTEM, { account: 'U0ZJ0007' });
  expect(modalOf(SYSTEM)).toContain('丁老 已关联账号');
  expect((await openLines()).filter(({ person_id }) => person_id === before[0]?.person_id)).toEqual([]);
  const asked = desk.as('U0ZJ0007').dms.findLast(({ blocks }) => textOf(blocks).includes('"keep_claim"'));
  expect(textOf(asked?.blocks)).toContain('时间');
  await undoLast(desk, SYSTEM);
  expect((await openLines()).map(({ kind }) => kind)).toContain('keep_request');
});

test('When the village’s contact has no account, Then the district rings them, and answers and confirms for them', async () => {
  const village = {
    ...{ title: '村医培训', unit_name: '港东村', expert_slots: '1', time_text: '12月23日' },
    ...{
      contact_name: '老支书',
      contact_phone: '022-0000-3301',
      claim_deadline: '2013-12-20',
      place: '村委会<!channel>',
    },
  };
  const need = await publishNeed(desk, village, { poster: DISTRICT });
  const { contact_user, recorded_by } = await desk.db
    .selectFrom('demand')
    .selectAll()
    .where('title', '=', '村医培训')
    .executeTakeFirstOrThrow();
  expect([contact_user, recorded_by]).toEqual([null, DISTRICT]);
  await claimFor(SYSTEM, need, '文老');
  const { id } = await claimOf('文老');
  await forgePress(desk, SYSTEM, 'give_consent', id);
  await desk.look('2013-11-29T09:00:00+08:00');
  expect(newestBundle(DISTRICT)).toContain('请电话告知 老支书（022-0000-3301）：专家文老（海河大学）愿意来');
  expect(newestBundle(SYSTEM)).not.toContain('老支书');
  expect(newestBundle(DISTRICT)).toContain('"rich_text_preformatted"');
  await pressNewest(desk, DISTRICT, 'accept_expert', '老支书');
  await desk.look('2013-12-02T09:00:00+08:00');
  expect(newestBundle(DISTRICT)).toContain('专家文老将来服务');
  expect(newestBundle(DISTRICT)).not.toContain('愿意来');
  // That it was published, and who comes.
  for (const _ of [1, 2]) await pressNewest(desk, DISTRICT, 'told_them', '将来服务');
  expect(newestBundle(DISTRICT)).toContain('今天的电话都已告知');
});
