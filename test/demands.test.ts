import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Demand,
  demandPhase,
  isOpenForClaims,
  isOpenForReports,
  missingForPublication,
  NO_SEATS,
  type Seats,
} from '../src/demands/demand.ts';
import { checkDemand } from '../src/demands/demand-form.ts';
import { withTyped } from '../src/demands/typed.ts';
import type { Locale } from '../src/i18n/locale.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import type { Programme } from '../src/programme/programme.ts';
import { USUAL_RULES } from '../src/programme/rules.ts';
import type { Typed } from '../src/slack/form.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';

const PROGRAMME: Programme = {
  teamId: 'T0',
  year: 2013,
  name: '专家服务基层行动',
  documentNo: '',
  targetExperts: 300,
  opensOn: '2013-08-30',
  deadline: Temporal.Instant.from('2013-12-31T15:59:59Z'),
  timeZone: 'Asia/Shanghai',
  channelId: CHANNEL,
  language: 'zh',
  publishedBy: 'district',
  catalogue: CATALOGUE,
  ownDays: {},
  state: 'open',
  isCurrent: true,
  rules: USUAL_RULES,
  liveYears: [2013],
};

/** What a unit fills in at least. */
const NEED = {
  unit_name: '津滨锐驰传动科技有限公司',
  districts: ['binhai'],
  action_line: 'tech_sme',
  title: 'RV减速器样机噪声超标问题诊断',
  expert_slots: '2',
  time_text: '11月中旬',
};
/** What must be there before the need is published. */
const CLARITIES = {
  unit_type: 'tech_sme',
  expert_requirement: '精密传动方向,副高级及以上',
  place: '滨海高新区公司测试车间',
  description: '样机噪声达到78分贝,高于要求的72分贝。',
  expected_outcome: '确定噪声来源',
  contact_name: '卢工',
  contact_phone: '022-0000-1001',
};
const TODAY = Temporal.PlainDate.from('2013-10-31');

function checked(
  typed: Typed,
  { locale = 'zh', recorded = false }: { locale?: Locale; recorded?: boolean } = {},
) {
  return checkDemand(
    { ...NEED, ...typed },
    { locale, programme: PROGRAMME, wordsYear: 2013, today: TODAY, recordedByCoordinator: recorded },
  );
}

function errorsOf(typed: Typed, options?: { locale?: Locale; recorded?: boolean }): Record<string, string> {
  const result = checked(typed, options);
  return result.ok ? {} : result.errors;
}

describe('the form', () => {
  test('When only the required fields are filled, Then the need may be submitted', () => {
    expect(checked({})).toMatchObject({
      ok: true,
      value: { expert_slots: 2, service_start: '2013-11-11', service_end: '2013-11-20', urgency: 'normal' },
    });
  });

  test.each(['unit_name', 'districts', 'action_line', 'title', 'expert_slots', 'time_text'])(
    'When %s is left empty or holds only white space, Then the error stands under it, in both languages',
    (field) => {
      const empty = field === 'districts' ? [] : ' \u3000\n ';
      expect(errorsOf({ [field]: empty })).toEqual({ [field]: '请填写这一项。' });
      expect(errorsOf({ [field]: null }, { locale: 'en' })).toEqual({ [field]: 'Please fill this in.' });
    },
  );

  test.each([
    ['两', 2],
    ['70余个', 70],
    ['\uff12', 2],
    ['300', 300],
    ['二十', 20],
  ])('When the seats are written %s, Then they are %i', (expert_slots, count) => {
    expect(checked({ expert_slots })).toMatchObject({ value: { expert_slots: count } });
  });

  test.each(['0', '-1', '1.5', '2-3', '很多', '301'])(
    'When the seats are written %s, Then that is an error',
    (slots) => {
      expect(Object.keys(errorsOf({ expert_slots: slots }))).toEqual(['expert_slots']);
    },
  );

  test.each([
    ['2月30日', { time_text: '没有这一天，请检查日期。' }],
    ['13月', { time_text: '没有这一天，请检查日期。' }],
    ['10月上旬', { time_text: expect.stringContaining('已经过去') }],
    ['等通知', {}],
    ['秋收后', {}],
    ['长期', {}],
    ['10月底', {}],
  ])('When the time is %s, Then the errors are %j', (time_text, errors) => {
    expect(errorsOf({ time_text })).toEqual(errors);
  });

  test('When the words are not understood, Then they are kept and no dates are made up', () => {
    const result = checked({ time_text: '等领导定' });
    expect(result).toMatchObject({ ok: true, value: { time_text: '等领导定' } });
    expect(result.ok && result.value.service_start).toBeUndefined();
  });

  test('When dates are picked, Then they count, and not our reading of the words', () => {
    expect(checked({ service_start: '2013-12-01', service_end: '2013-12-02' })).toMatchObject({
      value: { service_start: '2013-12-01', service_end: '2013-12-02' },
    });
  });

  test.each([
    [{ service_start: '2013-12-02', service_end: '2013-12-01' }, ['service_end']],
    [{ service_start: '2013-10-01', service_end: '2013-10-30' }, ['service_start', 'service_end']],
    [{ service_start: '2013-02-30' }, ['service_start']],
    [{ claim_deadline: '2013-11-21' }, ['claim_deadline']],
    [{ claim_deadline: '2013-10-30' }, ['claim_deadline']],
    [{ claim_deadline: '2013-11-20' }, []],
    [{ service_end: '2013-10-31' }, []],
    [{ districts: ['atlantis'] }, ['districts']],
    [{ action_line: 'space' }, ['action_line']],
    [{ expected_beneficiaries: '若干' }, ['expected_beneficiaries']],
  ])('When the details are %j, Then the errors stand under %j', (typed, fields) => {
    expect(Object.keys(errorsOf(typed))).toEqual(fields);
  });

  test('When a coordinator records a past service, Then it is taken', () => {
    expect(errorsOf({ time_text: '9月中旬' }, { recorded: true })).toEqual({});
    expect(errorsOf({ service_start: '2013-09-01', service_end: '2013-09-02' }, { recorded: true })).toEqual(
      {},
    );
  });

  test('When districts are named, Then their order stays and each counts once', () => {
    const result = checked({ districts: ['xiqing', 'binhai', 'xiqing'] });
    expect(result).toMatchObject({ value: { districts: ['xiqing', 'binhai'] } });
  });

  test('When a long text comes back as it was shown, Then the whole stays; a new one replaces it', () => {
    const long = '长'.repeat(5000);
    const shown = `${'长'.repeat(2999)}…`;
    expect(withTyped({ description: long }, { description: shown }).description).toBe(long);
    expect(withTyped({ description: long }, { description: '短' }).description).toBe('短');
    expect(checked({ description: long })).toMatchObject({ value: { description: long } });
  });

  test('When the words for the time change, Then the dates read from the old ones go', () => {
    const known = { time_text: '11月中旬', service_start: '2013-11-11', service_end: '2013-11-20' };
    expect(withTyped(known, { time_text: '12月' })).toMatchObject({ service_start: null, service_end: null });
    expect(withTyped(known, { time_text: '11月中旬' })).toMatchObject({ service_start: '2013-11-11' });
  });
});

const DEMAND = { state: 'published' } as Demand;
const seatsOf = (free: number, held: number, confirmed: number): Seats => ({
  ...{ total: free + held + confirmed, free, held },
  confirmed: Array.from({ length: confirmed }, (_, i) => `专家${i}`),
});

describe('where a need stands', () => {
  const dates = { serviceStart: '2013-11-11', serviceEnd: '2013-11-20', claimDeadline: '2013-11-08' };
  test.each([
    ['2013-11-01', seatsOf(2, 0, 0), 'published', true],
    ['2013-11-01', seatsOf(1, 1, 0), 'matching', true],
    ['2013-11-01', seatsOf(0, 2, 0), 'matching', true],
    ['2013-11-01', seatsOf(0, 0, 2), 'matched', true],
    ['2013-11-08', seatsOf(2, 0, 0), 'published', true],
    ['2013-11-09', seatsOf(2, 0, 0), 'expired', false],
    ['2013-11-09', seatsOf(1, 1, 0), 'matching', false],
    ['2013-11-11', seatsOf(1, 0, 1), 'in_service', false],
    ['2013-11-20', seatsOf(0, 0, 2), 'in_service', false],
    ['2013-11-21', seatsOf(1, 0, 1), 'served', false],
    ['2013-11-21', seatsOf(1, 1, 0), 'expired', false],
  ])('When it is %s with %j, Then the phase is %s and claims are taken: %s', (day, seats, phase, open) => {
    const today = Temporal.PlainDate.from(day);
    const demand = { ...DEMAND, ...dates };
    expect(demandPhase(demand, seats, today)).toBe(phase);
    expect(isOpenForClaims(demand, today)).toBe(open);
  });

  test('When there is no claim deadline, Then claims are taken to the last day of the service, or always', () => {
    const day = Temporal.PlainDate.from('2013-11-20');
    expect(isOpenForClaims({ ...DEMAND, serviceEnd: '2013-11-20' }, day)).toBe(true);
    expect(isOpenForClaims({ ...DEMAND, serviceEnd: '2013-11-19' }, day)).toBe(false);
    expect(isOpenForClaims(DEMAND, day)).toBe(true);
  });

  test.each(['submitted', 'returned', 'rejected', 'bureau_review', 'cancelled', 'closed'] as const)(
    'When it is %s, Then no date changes that and nothing can be claimed',
    (state) => {
      const demand = { ...DEMAND, ...dates, state };
      expect(demandPhase(demand, NO_SEATS, TODAY)).toBe(state);
      expect(isOpenForClaims(demand, TODAY)).toBe(false);
    },
  );

  test('When somebody is confirmed, Then a report may be filed from the first day, or if no day was set', () => {
    const confirmed = seatsOf(0, 0, 1);
    expect(isOpenForReports({ ...DEMAND, serviceStart: '2013-10-31' }, confirmed, TODAY)).toBe(true);
    expect(isOpenForReports({ ...DEMAND, serviceStart: '2013-11-01' }, confirmed, TODAY)).toBe(false);
    expect(isOpenForReports(DEMAND, confirmed, TODAY)).toBe(true);
    expect(isOpenForReports(DEMAND, seatsOf(0, 1, 0), TODAY)).toBe(false);
  });

  test('When clarities are empty, Then they are listed in the order of the form', () => {
    const empty = { expertRequirement: '', place: ' ', description: 'x', expectedOutcome: '' };
    expect(missingForPublication({ ...DEMAND, ...empty, contactName: '', contactPhone: '1' })).toEqual([
      'expert_requirement',
      'place',
      'expected_outcome',
      'contact_name',
    ]);
  });
});

let desk: Desk;

/** Fills in both steps; what the person reads at the end is on the screen. */
async function post(userId: string, need: Record<string, string | string[]>, details = {}): Promise<void> {
  const person = desk.as(userId);
  await person.command('/expert-demand');
  await desk.settle();
  await person.submit(need);
  await desk.settle();
  await person.submit(details);
  await desk.settle();
}

async function newest(): Promise<Demand & { id: string }> {
  const row = await desk.db
    .selectFrom('demand')
    .selectAll()
    .orderBy('submitted_at', 'desc')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  return row as unknown as Demand & { id: string };
}

const screenOf = (userId: string) => JSON.stringify(desk.as(userId).views.at(-1) ?? {});
const wordsTo = (userId: string) => JSON.stringify(desk.as(userId).dms.map(({ blocks }) => blocks));
const lastDm = (userId: string) => {
  const dm = desk.as(userId).dms.at(-1);
  if (!dm) throw new Error(`${userId} got no message`);
  return dm;
};
const cards = () => desk.workspace.messages(CHANNEL).filter(({ text }) => text.startsWith('XQ-'));
const lastReply = (userId: string) => desk.as(userId).ephemerals.at(-1)?.text ?? '';

describe('posting and publishing', () => {
  beforeEach(async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  });
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When a unit asks, Then the need is numbered and its district is asked; published, it is a card with slots', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    expect(screenOf('U0HOST')).toContain('XQ-2013-0001');
    expect(screenOf('U0HOST')).toContain('滨海新区联络员审核');
    const { id } = await newest();
    expect(cards()).toHaveLength(0);

    await desk.as('U0BINHAI').press(lastDm('U0BINHAI'), 'publish_demand');
    await desk.settle();
    expect(lastReply('U0BINHAI')).toContain('已发布');
    expect(cards()).toHaveLength(1);
    const card = JSON.stringify(cards()[0]?.blocks);
    expect(card).toContain('claim_slot');
    expect(card).toContain('11月11日—11月20日');
    expect(card).not.toContain('022-0000-1001');
    expect(wordsTo('U0HOST')).toContain('已发布');
    expect(wordsTo('U0BINHAI')).not.toContain('publish_demand');
    const slots = await desk.db.selectFrom('slot').selectAll().where('demand_id', '=', id).execute();
    expect(slots.map(({ no }) => no)).toEqual([1, 2]);
    const contacts = await desk.db.selectFrom('organisation_contact').select('user_id').execute();
    expect(contacts).toEqual([{ user_id: 'U0HOST' }]);
  });

  test('When clarities are missing, Then they are listed to both, publication waits, and can be mended', async () => {
    await post('U0HOST', NEED);
    expect(screenOf('U0HOST')).toContain('发布前还需补齐');
    await desk.as('U0BINHAI').press(lastDm('U0BINHAI'), 'publish_demand');
    await desk.settle();
    expect(lastReply('U0BINHAI')).toContain('服务地点');
    expect(cards()).toHaveLength(0);

    const host = desk.as('U0HOST');
    await host.press(host.views.at(-1) as never, 'edit_demand');
    await desk.settle();
    await host.submit(CLARITIES);
    await desk.settle();
    await host.submit();
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('XQ-2013-0001');
    await desk.as('U0BINHAI').press(lastDm('U0BINHAI'), 'publish_demand');
    await desk.settle();
    expect(cards()).toHaveLength(1);
  });

  test('When it is returned, Then the poster reads why, mends it under the same number, and it is checked again', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const coordinator = desk.as('U0BINHAI');
    await coordinator.press(lastDm('U0BINHAI'), 'return_demand');
    await desk.settle();
    await coordinator.submit({ reason: '请写明噪声的测试条件' });
    await desk.settle();
    expect(wordsTo('U0HOST')).toContain('请写明噪声的测试条件');
    expect(await newest()).toMatchObject({ state: 'returned', reason: '请写明噪声的测试条件' });

    const host = desk.as('U0HOST');
    await host.press(lastDm('U0HOST'), 'edit_demand');
    await desk.settle();
    await host.submit({ description: '额定转速、空载。' });
    await desk.settle();
    await host.submit();
    await desk.settle();
    expect(await newest()).toMatchObject({ state: 'submitted', number: 'XQ-2013-0001', reason: null });
    await coordinator.press(lastDm('U0BINHAI'), 'publish_demand');
    await desk.settle();
    expect(cards()[0]?.text).toContain('额定转速');
  });

  test('When it is rejected, Then a late press is told by whom, and nothing changes', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const old = structuredClone(lastDm('U0BINHAI'));
    const coordinator = desk.as('U0BINHAI');
    await coordinator.press(old, 'reject_demand');
    await desk.settle();
    await coordinator.submit({ reason: '不属于本行动范围' });
    await desk.settle();
    expect(screenOf('U0BINHAI')).toContain('不予受理');
    expect(wordsTo('U0HOST')).toContain('不属于本行动范围');
    await coordinator.closeModal({ all: true });
    await coordinator.press(old, 'publish_demand');
    await desk.settle();
    expect(lastReply('U0BINHAI')).toContain('不予受理（滨海新区联络员');
    expect(await newest()).toMatchObject({ state: 'rejected' });
  });

  test('When the role was taken away, Then the old button is refused, says whose step it is, and is kept on record', async () => {
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['binhai'] });
    await post('U0HOST', { ...NEED, ...CLARITIES });
    await desk.db.deleteFrom('role_grant').where('user_id', '=', 'U0WUQING').execute();
    await desk.as('U0WUQING').press(lastDm('U0WUQING'), 'publish_demand');
    await desk.settle();
    expect(lastReply('U0WUQING')).toContain('区县联络员');
    expect(await newest()).toMatchObject({ state: 'submitted' });
    const refused = await desk.db
      .selectFrom('audit')
      .select('act')
      .where('outcome', '=', 'refused')
      .orderBy('id')
      .execute();
    expect(refused).toEqual([{ act: 'publish_demand' }]);
  });

  test('When a guest asks, Then the refusal says why and nothing opens', async () => {
    await desk.as('U0GUEST').command('/expert-demand');
    await desk.settle();
    expect(lastReply('U0GUEST')).toContain('访客除外');
    expect(desk.as('U0GUEST').views).toHaveLength(0);
  });

  test('When more than twenty experts are asked for, Then a tick is asked for in the same window', async () => {
    const host = desk.as('U0HOST');
    await host.command('/expert-demand');
    await desk.settle();
    await host.submit({ ...NEED, expert_slots: '25' });
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('"confirm"');
    expect(screenOf('U0HOST')).toContain(NEED.unit_name);
    await host.submit();
    await desk.settle();
    expect(Object.keys(host.errors)).toEqual(['confirm']);
    await host.submit({ confirm: ['yes'] });
    await desk.settle();
    await host.submit();
    await desk.settle();
    expect(await newest()).toMatchObject({ expert_slots: 25 });
  });

  test('When the same unit asks for the same again, Then it is hinted at, and another one after the tick', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const host = desk.as('U0HOST');
    await host.closeModal({ all: true });
    await host.command('/expert-demand');
    await desk.settle();
    await host.submit({ ...NEED, unit_name: '津滨 锐驰传动科技有限公司' });
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('XQ-2013-0001');
    await host.submit({ confirm: ['yes'] });
    await desk.settle();
    await host.submit();
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('XQ-2013-0002');
  });

  test('When the unit asks again, Then unit and contact are filled in, and an unfinished draft comes first', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const host = desk.as('U0HOST');
    await host.closeModal({ all: true });
    await host.command('/expert-demand');
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('022-0000-1001');
    expect(screenOf('U0HOST')).not.toContain(NEED.title);
    await host.submit({ ...NEED, title: '另一个题目', expert_slots: '0' });
    await desk.settle();
    expect(Object.keys(host.errors)).toEqual(['expert_slots']);
    await host.closeModal({ all: true });
    await host.command('/expert-demand');
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('另一个题目');
  });

  test('When the kind of unit is chosen, Then its line is proposed, unless the person has chosen one', async () => {
    const host = desk.as('U0HOST');
    await host.command('/expert-demand');
    await desk.settle();
    const lineOf = () => {
      const values = host.views.at(-1)?.state.values.action_line ?? {};
      return Object.values(values)[0]?.selected_option?.value;
    };
    await host.choose(host.views.at(-1) as never, 'unit_type', 'hospital');
    await desk.settle();
    expect(lineOf()).toBe('medical');
    await host.choose(host.views.at(-1) as never, 'unit_type', 'tech_sme');
    await desk.settle();
    expect(lineOf()).toBe('tech_sme');
    host.fill({ action_line: 'talent_health' });
    await host.choose(host.views.at(-1) as never, 'unit_type', 'village');
    await desk.settle();
    expect(lineOf()).toBe('talent_health');
    const districts = () => JSON.stringify(host.views.at(-1)?.state.values.districts);
    host.fill({ unit_name: '和平机械厂' });
    await host.choose(host.views.at(-1) as never, 'unit_type', 'enterprise');
    await desk.settle();
    expect(districts()).not.toContain('heping');
    host.fill({ unit_name: '塘沽区东沽小学' });
    await host.choose(host.views.at(-1) as never, 'unit_type', 'school');
    await desk.settle();
    expect(districts()).toContain('"binhai"');
    expect(lineOf()).toBe('talent_health');
  });

  test('When the person goes back, Then both steps keep what was typed', async () => {
    const host = desk.as('U0HOST');
    await host.command('/expert-demand');
    await desk.settle();
    await host.submit(NEED);
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('11月11日—11月20日');
    host.fill({ conditions_offered: '提供测试台' });
    await host.press(host.views.at(-1) as never, 'back:post_demand');
    await desk.settle();
    expect(screenOf('U0HOST')).toContain(NEED.title);
    await host.submit({ time_text: '12月上旬' });
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('12月1日—12月10日');
    expect(screenOf('U0HOST')).toContain('提供测试台');
    await host.submit();
    await desk.settle();
    expect(await newest()).toMatchObject({ service_start: '2013-12-01', conditions_offered: '提供测试台' });
  });

  test('When a coordinator records for somebody not on Slack, Then nobody is host on Slack, and the record says so', async () => {
    await post('U0BINHAI', { ...NEED, ...CLARITIES, time_text: '9月中旬' });
    expect(await newest()).toMatchObject({
      recorded_by: 'U0BINHAI',
      contact_user: null,
      service_start: '2013-09-11',
    });
    const audit = await desk.db
      .selectFrom('audit')
      .select(['act', 'on_behalf_of'])
      .where('act', '=', 'post_demand')
      .executeTakeFirstOrThrow();
    expect(audit.on_behalf_of).toBe('host');
  });

  test('When a coordinator records on behalf of somebody, Then that person is told and becomes the contact', async () => {
    await post('U0BINHAI', { ...NEED, ...CLARITIES }, { on_behalf_of: 'U0HOST' });
    expect(await newest()).toMatchObject({
      poster: 'U0HOST',
      contact_user: 'U0HOST',
      recorded_by: 'U0BINHAI',
    });
    await desk.as('U0BINHAI').press(lastDm('U0BINHAI'), 'publish_demand');
    await desk.settle();
    expect(wordsTo('U0HOST')).toContain('XQ-2013-0001');
  });

  test('When it is confidential, Then the card tells only line, field, district, time and slots', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES }, { confidential: ['yes'] });
    await desk.as('U0BINHAI').press(lastDm('U0BINHAI'), 'publish_demand');
    await desk.settle();
    const card = cards()[0];
    expect(card?.text).toContain('滨海新区');
    for (const secret of [NEED.title, NEED.unit_name, CLARITIES.description, CLARITIES.place])
      expect(JSON.stringify(card)).not.toContain(secret);
  });

  test('When it is health care for talents, Then it is published without a card', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES, action_line: 'talent_health' });
    await desk.as('U0BINHAI').press(lastDm('U0BINHAI'), 'publish_demand');
    await desk.settle();
    expect(await newest()).toMatchObject({ state: 'published' });
    expect(cards()).toHaveLength(0);
  });

  test('When the reader speaks English, Then form, errors and outcome are English', async () => {
    const alice = desk.as('U0ALICE');
    await alice.command('/expert-demand');
    await desk.settle();
    expect(screenOf('U0ALICE')).toContain('Host unit');
    await alice.submit({ ...NEED, expert_slots: '0' });
    await desk.settle();
    expect(alice.errors.expert_slots).toContain('whole number');
    await alice.submit({ expert_slots: '1' });
    await desk.settle();
    await alice.submit();
    await desk.settle();
    expect(screenOf('U0ALICE')).toContain('Still needed before publication');
  });

  test('When a need waits, Then it stands in Home: to check for the coordinator, to mend and going for the poster', async () => {
    for (const user of ['U0HOST', 'U0BINHAI']) await desk.as(user).openHome();
    await desk.settle();
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const homeOf = (user: string) => JSON.stringify(desk.as(user).home?.blocks);
    expect(homeOf('U0BINHAI')).toContain('publish_demand');
    expect(homeOf('U0HOST')).toContain('待区县审核');
    const coordinator = desk.as('U0BINHAI');
    await coordinator.press(coordinator.home as never, 'return_demand');
    await desk.settle();
    await coordinator.submit({ reason: '请补充' });
    await desk.settle();
    expect(homeOf('U0BINHAI')).not.toContain('publish_demand');
    expect(homeOf('U0HOST')).toContain('退回补充');
    expect(homeOf('U0HOST')).toContain('edit_demand');
  });

  test('When publish and return meet, Then one wins and the other person reads what happened', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const coordinator = desk.as('U0BINHAI');
    const review = structuredClone(lastDm('U0BINHAI'));
    await coordinator.press(review, 'return_demand');
    await desk.settle();
    await coordinator.press(review, 'publish_demand');
    await desk.settle();
    await coordinator.submit({ reason: '太迟了' });
    await desk.settle();
    expect(screenOf('U0BINHAI')).toContain('已发布');
    expect(await newest()).toMatchObject({ state: 'published', reason: null });
    expect(wordsTo('U0HOST')).not.toContain('太迟了');
  });

  test('When two press publish at once, Then the slots are made once and both are answered', async () => {
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['binhai'] });
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const both = ['U0BINHAI', 'U0WUQING'].map((user) => [user, structuredClone(lastDm(user))] as const);
    await Promise.all(both.map(([user, review]) => desk.as(user).press(review, 'publish_demand')));
    await desk.settle();
    const slots = await desk.db.selectFrom('slot').select('no').execute();
    expect(slots).toHaveLength(2);
    expect(cards()).toHaveLength(1);
    for (const [user] of both) expect(lastReply(user)).toContain('已发布');
  });

  test('When the reason is only white space, Then it is asked for', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const coordinator = desk.as('U0BINHAI');
    await coordinator.press(lastDm('U0BINHAI'), 'reject_demand');
    await desk.settle();
    await coordinator.submit({ reason: ' \u3000 ' });
    await desk.settle();
    expect(coordinator.errors).toEqual({ reason: '请填写这一项。' });
    expect(coordinator.views).toHaveLength(1);
    expect(await newest()).toMatchObject({ state: 'submitted' });
  });

  test('When it was published, Then its poster no longer edits the request, but changes the need with a reason', async () => {
    await post('U0HOST', NEED);
    const outcome = desk.as('U0HOST').views.at(-1);
    await desk.db.updateTable('demand').set({ state: 'published' }).execute();
    await desk.as('U0HOST').press(outcome as never, 'edit_demand');
    await desk.settle();
    expect(screenOf('U0HOST')).toContain('"callback_id":"change_demand"');
  });

  test('When the shortcut or Home is used, Then the same form opens', async () => {
    const host = desk.as('U0HOST');
    await host.globalShortcut('post_demand');
    await desk.settle();
    expect(host.views.at(-1)?.callback_id).toBe('post_demand');
    await host.closeModal();
    await host.openHome();
    await desk.settle();
    await host.press(host.home as never, 'post_demand');
    await desk.settle();
    expect(host.views.at(-1)?.callback_id).toBe('post_demand');
  });

  test('When the last step is delivered twice, Then there is one need', async () => {
    await post('U0HOST', NEED);
    const deliveries = desk.workspace.deliveries.filter(({ kind }) => kind === 'view_submission');
    await desk.workspace.redeliver(deliveries.at(-1) as never, 1);
    await desk.settle();
    const { count } = await desk.db
      .selectFrom('demand')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
  });
});

test('When no year is set up, Then the one next step is said', async () => {
  desk = await startDesk({ setUp: false });
  await desk.as('U0HOST').command('/expert-demand');
  await desk.settle();
  expect(lastReply('U0HOST')).toContain('/expert setup');
  await desk.close();
});

describe('where the bureau publishes', () => {
  beforeAll(async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await desk.db.updateTable('programme_year').set({ published_by: 'bureau' }).execute();
  });
  afterAll(() => desk.close());

  test('When the district passes it on, Then the bureau is asked and publishes', async () => {
    await post('U0HOST', { ...NEED, ...CLARITIES });
    const { id } = await newest();
    expect(wordsTo('U0BUREAU')).not.toContain(id);
    const old = structuredClone(lastDm('U0BINHAI'));
    await desk.as('U0BINHAI').press(old, 'publish_demand');
    await desk.settle();
    expect(await newest()).toMatchObject({ state: 'bureau_review' });
    expect(wordsTo('U0BINHAI')).not.toContain('publish_demand');
    await desk.as('U0BINHAI').press(old, 'publish_demand');
    await desk.settle();
    expect(lastReply('U0BINHAI')).toContain('待市局发布');
    expect(cards()).toHaveLength(0);

    await desk.as('U0BUREAU').press(lastDm('U0BUREAU'), 'publish_demand');
    await desk.settle();
    expect(await newest()).toMatchObject({ state: 'published' });
    expect(cards()).toHaveLength(1);
  });

  test('When no coordinator has the district, Then the bureau is asked at once and publishes on its behalf', async () => {
    const host = desk.as('U0HOST');
    await host.closeModal({ all: true });
    await post('U0HOST', { ...NEED, ...CLARITIES, districts: ['jizhou'], title: '苹果树腐烂病' });
    expect(screenOf('U0HOST')).toContain('由市局联络员审核');
    await desk.as('U0BUREAU').press(lastDm('U0BUREAU'), 'publish_demand');
    await desk.settle();
    expect(await newest()).toMatchObject({ state: 'published', district: 'jizhou' });
    const audit = await desk.db
      .selectFrom('audit')
      .select('on_behalf_of')
      .where('act', '=', 'publish_demand')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(audit.on_behalf_of).toBe('district');
  });
});
