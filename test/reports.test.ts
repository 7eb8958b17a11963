import { afterEach, describe, expect, test } from 'vitest';
import { metricsOfLine } from '../src/programme/catalogue.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { doubtsOf } from '../src/reports/doubts.ts';
import { isAcceptable, isOverridable, waitsForCoordinator } from '../src/reports/report.ts';
import { contentOf, reportSchema, typedOf } from '../src/reports/report-form.ts';
import { check } from '../src/slack/view.ts';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';

const FRAME = { today: Temporal.PlainDate.from('2013-10-31'), catalogue: CATALOGUE };
const METRICS = CATALOGUE.metrics;

const NOBODY = { demandId: undefined, district: undefined };

/** What the form holds when everything is in order; figures as people write them. */
const TYPED = {
  ...{ demand: 'none', title: '义诊周', action_line: 'medical', form: 'service_team' },
  ...{ districts: ['ninghe'], service_start: '2013-10-12', service_end: '2013-10-13', days: '1天半' },
  ...{ place: '宁河县文化广场', experts: ['e1'], clinic_visits: '412人次', materials: '六百', summary: '' },
};

describe('the form', () => {
  const errorsOf = (typed: object, locale: 'zh' | 'en' = 'zh') => {
    const checked = check(reportSchema(locale, FRAME), { ...TYPED, ...typed });
    return checked.ok ? {} : checked.errors;
  };

  test('When figures are written as people write them, Then they are kept as plain numbers', () => {
    const form = reportSchema('zh', FRAME).parse({
      ...TYPED,
      ...{ action_line: 'tech_sme', service_persons: '2.6万人次', problems_solved: '70余个' },
      ...{ economic_benefit_wan: '80万元', clinic_visits: '12' },
    });
    const content = contentOf(form, metricsOfLine(CATALOGUE, 'tech_sme'), NOBODY);
    // A figure that only another line knows was typed before the line was changed.
    expect(content.metrics).toEqual({
      ...{ service_persons: 26_000, problems_solved: 70, economic_benefit_wan: 80, materials: 600 },
    });
    expect(content.days).toBe(1.5);
  });

  test('When a kept report is opened again, Then it reads back as it was', () => {
    const form = reportSchema('zh', FRAME).parse({ ...TYPED, news: '日报一篇' });
    const content = contentOf(form, metricsOfLine(CATALOGUE, 'medical'), NOBODY);
    expect(contentOf(reportSchema('zh', FRAME).parse(typedOf(content)), METRICS, NOBODY)).toEqual(content);
  });

  test('When the need belongs to one district and more are named, Then its own stands first', () => {
    const form = reportSchema('zh', FRAME).parse({ ...TYPED, districts: ['hexi', 'hedong'] });
    const { districts } = contentOf(form, METRICS, { demandId: 'd1', district: 'hedong' });
    expect(districts).toEqual(['hedong', 'hexi']);
    const mended = (district: string) =>
      contentOf(form, METRICS, { demandId: undefined, district }).districts;
    expect([mended('hexi'), mended('hedong'), mended('heping')]).toEqual([
      ['hexi', 'hedong'],
      ['hedong', 'hexi'],
      ['hexi', 'hedong'],
    ]);
  });

  test.each([
    ['the end is before the start', { service_end: '2013-10-01' }, 'service_end', '早于'],
    ['the service is not over', { service_end: '2013-11-01' }, 'service_end', '今天'],
    ['there is no such day', { service_start: '2013-02-30' }, 'service_start', '没有这一天'],
    ['nobody served', { experts: [] }, 'experts', '填写'],
    ['a figure has two readings', { clinic_visits: '2-3' }, 'clinic_visits', '两种'],
    ['a figure is below zero', { clinic_visits: '-3' }, 'clinic_visits', '负'],
    ['a count is no whole number', { clinic_visits: '1.5' }, 'clinic_visits', '整数'],
    ['there are no days', { days: '0' }, 'days', '366'],
    ['there is no result', { clinic_visits: '0', materials: '无' }, 'summary', '至少'],
  ])('When %s, Then the sentence stands under the field', (_, typed, field, sentence) => {
    const errors = errorsOf(typed);
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toContain(sentence);
    expect(errorsOf(typed, 'en')[field]).toMatch(/^[\x20-\x7e’“”…]+$|万/);
  });

  test('When the last day is today, or there is one sentence and no figure, Then it may be filed', () => {
    expect(errorsOf({ service_end: '2013-10-31' })).toEqual({});
    expect(errorsOf({ clinic_visits: '', materials: null, summary: '查房两次。' })).toEqual({});
  });
});

describe('the rules', () => {
  test('When a figure is very large, Then it is asked about; at the limit it is not', () => {
    const kinds = (metrics: Record<string, number>) => doubtsOf({ metrics }).map(({ kind }) => kind);
    expect(kinds({ economic_benefit_wan: 10_000.5 })).toEqual(['large_benefit']);
    expect(kinds({ economic_benefit_wan: 10_000 })).toEqual([]);
    expect(kinds({ trained_persons: 96, service_persons: 45 })).toEqual(['trained_more']);
    expect(kinds({ trained_persons: 96 })).toEqual([]);
  });

  test('When a report stands somewhere, Then exactly one side has the next step', () => {
    const need = { demandId: 'd', hasHost: true };
    expect(waitsForCoordinator({ state: 'submitted', ...need })).toBe(false);
    expect(waitsForCoordinator({ state: 'submitted', hasHost: false })).toBe(true);
    expect(isAcceptable({ state: 'submitted', ...need })).toBe(false);
    expect(isAcceptable({ state: 'submitted', demandId: undefined })).toBe(true);
    expect(isOverridable({ state: 'objected', ...need })).toBe(true);
    expect(isOverridable({ state: 'host_confirmed', ...need })).toBe(false);
  });
});

let desk: Desk;

const NOW = Temporal.Instant.from('2013-09-01T00:00:00Z');

/** A need of 滨海新区 whose service is over, with two confirmed experts; 田若川 is verified and never claimed. */
async function startSeason({ host = true }: { host?: boolean } = {}): Promise<Desk> {
  const started = await startDesk();
  const { db } = started;
  const [team] = await db.selectFrom('programme_year').select('team_id').execute();
  const team_id = team?.team_id ?? '';
  await giveRole(started, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  const unit = (id: string, kind: 'home_unit' | 'host_unit', name: string) => ({
    ...{ team_id, id, kind, name, name_key: name, unit_type: null, system: null, created_at: NOW },
  });
  await db
    .insertInto('organisation')
    .values([unit('津沽', 'home_unit', '津沽大学'), unit('锐驰', 'host_unit', '津滨锐驰传动科技有限公司')])
    .execute();
  await db
    .insertInto('expert')
    .values(
      (
        [
          ['何知远', 'U0ZJ0006'],
          ['田若川', 'U0ZJ0007'],
          ['邓一舟', null],
        ] as const
      ).map(([name, user_id]) => ({
        ...{ team_id, id: name, user_id, name, employer_id: '津沽', system: 'education', title: 'professor' },
        ...{ field: 'equipment', max_active_claims: 2, state: 'verified' as const, registered_at: NOW },
        ...{ home_unit_user: null, return_reason: null, verified_by: 'U0BUREAU', verified_at: NOW },
      })),
    )
    .execute();
  await db
    .insertInto('demand')
    .values({
      ...{
        team_id,
        id: 'need',
        number: 'XQ-2013-0001',
        year: 2013,
        state: 'published',
        host_unit_id: '锐驰',
      },
      ...{ poster: 'U0HOST', contact_user: host ? 'U0HOST' : null, recorded_by: null, district: 'binhai' },
      ...{ districts: ['binhai'], unit_name: '津滨锐驰传动科技有限公司', unit_type: 'tech_sme' },
      ...{ action_line: 'tech_sme', form: 'service_team', field: 'equipment', title: '样机噪声诊断' },
      ...{ expert_slots: 3, time_text: '9月中旬', service_start: '2013-09-11', service_end: '2013-09-20' },
      ...{ claim_deadline: null, place: '滨海高新区测试车间', expected_beneficiaries: 12, reason: null },
      ...{ submitted_at: NOW, published_at: NOW, changed_at: NOW },
    })
    .execute();
  for (const [i, expert_id] of ['何知远', '邓一舟'].entries()) {
    const claim = { team_id, demand_id: 'need', expert_id };
    await db
      .insertInto('claim')
      .values({
        ...{
          ...claim,
          year: 2013,
          id: `claim-${i}`,
          number: `RL-2013-000${i}`,
          slot_no: i + 1,
          state: 'confirmed',
        },
        ...{
          live_no: null,
          reason: null,
          claimed_at: NOW,
          consented_at: NOW,
          confirmed_at: NOW,
          ended_at: null,
        },
      })
      .execute();
    await db
      .insertInto('slot')
      .values({ ...claim, no: i + 1, claim_id: `claim-${i}` })
      .execute();
  }
  return started;
}

/** A second contact of the host unit. */
async function nameContact(user_id: string) {
  const { team_id } = await desk.db.selectFrom('programme_year').select('team_id').executeTakeFirstOrThrow();
  await desk.db
    .insertInto('organisation_contact')
    .values({ team_id, organisation_id: '锐驰', user_id, added_by: 'U0BUREAU', added_at: NOW })
    .execute();
}

const report = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const shownTo = (user: string) => JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks ?? []);
const topView = (user: string) => JSON.stringify(desk.as(user).views.at(-1)?.blocks ?? []);
const lastDm = (user: string) => {
  const message = desk.as(user).dms.at(-1);
  if (!message) throw new Error(`no direct message to ${user}`);
  return message;
};
const buttonsOf = (message: { blocks: unknown }) =>
  [...JSON.stringify(message.blocks).matchAll(/"action_id":"([a-z_]+)"/g)].map(([, id]) => id);

/** Presses the first button of that kind in what was last said to the person alone. */
async function pressShown(user: string, actionId: string) {
  const shown = desk.as(user).ephemerals.at(-1);
  if (!shown) throw new Error('nothing was said');
  await desk.as(user).press(shown, actionId);
  await desk.settle();
}

async function pressDm(user: string, actionId: string) {
  await desk.as(user).press(lastDm(user), actionId);
  await desk.settle();
}

async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
  const delivery = await desk.as(user).submit(values);
  await desk.settle();
  return delivery;
}

/** 何知远 reports through `/expert-report`: two steps, the second left as it is. */
async function fileReport(first: Record<string, string> = {}, second: Record<string, string> = {}) {
  await desk.as('U0ZJ0006').command('/expert-report');
  await desk.settle();
  await pressShown('U0ZJ0006', 'file_report');
  await submit('U0ZJ0006', {
    service_start: '2013-09-12',
    service_end: '2013-09-13',
    summary: '噪声降到71.5分贝',
    ...first,
  });
  await submit('U0ZJ0006', second);
}

describe('a report', () => {
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When an expert files, the host confirms and the coordinator accepts, Then it counts and each is told once', async () => {
    desk = await startSeason();
    await nameContact('U0ALICE');
    await desk.as('U0ZJ0006').command('/expert-report');
    await desk.settle();
    expect(shownTo('U0ZJ0006')).toContain('样机噪声诊断');
    await pressShown('U0ZJ0006', 'file_report');
    // What was agreed stands there already: title, line, districts, dates, place and both experts.
    for (const known of ['样机噪声诊断', '2013-09-20', '滨海高新区测试车间', '邓一舟（津沽大学）'])
      expect(topView('U0ZJ0006')).toContain(known);
    await submit('U0ZJ0006', {
      problems_solved: '1',
      economic_benefit_wan: '80万元',
      summary: '噪声降到71.5分贝',
    });
    await submit('U0ZJ0006', { materials: '30余份', next_steps: '三个月后复测' });
    expect(topView('U0ZJ0006')).toContain('BG-2013-0001');
    expect(await report()).toMatchObject({
      ...{ state: 'submitted', demand_id: 'need', author: 'U0ZJ0006', recorded_by: null, year: 2013 },
      ...{ metrics: { problems_solved: 1, economic_benefit_wan: 80, materials: 30 }, version: 1 },
    });
    expect(desk.as('U0BINHAI').dms).toEqual([]);
    expect(lastDm('U0ALICE').text).toMatch(/Please confirm this report.*Problems solved 1/s);

    expect(buttonsOf(lastDm('U0HOST'))).toEqual(['confirm_report', 'object_report']);
    await pressDm('U0HOST', 'confirm_report');
    expect(shownTo('U0HOST')).toContain('已确认');
    expect(buttonsOf(lastDm('U0HOST'))).toEqual([]);
    expect(buttonsOf(lastDm('U0BINHAI'))).toEqual(['accept_report', 'return_report']);
    const before = desk.as('U0ZJ0006').dms.length;
    await pressDm('U0BINHAI', 'accept_report');
    expect(await report()).toMatchObject({
      state: 'accepted',
      accepted_by: 'U0BINHAI',
      host_confirmed_by: 'U0HOST',
    });
    expect(lastDm('U0ZJ0006').text).toContain('计入统计');
    expect(desk.as('U0ZJ0006').dms).toHaveLength(before + 1);
    expect(buttonsOf(lastDm('U0BINHAI'))).toEqual(['amend_report', 'void_report']);
  });

  test('When the host, and then the coordinator, go after being asked, Then who stands in is asked, once', async () => {
    desk = await startSeason();
    await fileReport();
    expect([buttonsOf(lastDm('U0HOST')), desk.as('U0BINHAI').dms]).toEqual([
      ['confirm_report', 'object_report'],
      [],
    ]);
    const leave = async (user: string) => {
      for (let i = 0; i < 2; i += 1) {
        await desk.workspace.updateUser(user, { deleted: true });
        await desk.settle();
      }
    };
    await leave('U0HOST');
    expect(desk.as('U0BINHAI').dms).toHaveLength(1);
    expect(lastDm('U0BINHAI').text).toContain('样机噪声诊断');
    await leave('U0BINHAI');
    expect(desk.as('U0BUREAU').dms).toHaveLength(1);
    expect(buttonsOf(lastDm('U0BUREAU'))).toEqual(buttonsOf(lastDm('U0BINHAI')));
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(JSON.stringify(desk.as('U0BUREAU').home?.blocks)).toContain('样机噪声诊断');
  });

  test('When a step is doubtful, Then it is asked about once in the same view and then goes through', async () => {
    desk = await startSeason();
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    await submit('U0ZJ0006', {
      economic_benefit_wan: '1.2亿元',
      trained_persons: '96',
      service_persons: '45',
    });
    expect(topView('U0ZJ0006')).toContain('12,000');
    expect(topView('U0ZJ0006')).toContain('45');
    await submit('U0ZJ0006');
    expect(Object.keys(desk.as('U0ZJ0006').errors)).toEqual(['confirm']);
    await submit('U0ZJ0006', { confirm: ['yes'] });
    await submit('U0ZJ0006');
    expect((await report()).metrics).toMatchObject({ economic_benefit_wan: 12_000, trained_persons: 96 });
  });

  test('When nothing came of it, Then the sentence stands under the result; Back keeps what was typed', async () => {
    desk = await startSeason();
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    await submit('U0ZJ0006', { summary: null });
    expect(Object.keys(desk.as('U0ZJ0006').errors)).toEqual(['summary']);
    await submit('U0ZJ0006', { summary: '查明原因' });
    desk.as('U0ZJ0006').fill({ typical_story: '院士在食堂吃工作餐' });
    const view = desk.as('U0ZJ0006').views.at(-1);
    if (!view) throw new Error('no second step');
    await desk.as('U0ZJ0006').press(view, 'back:file_report');
    await desk.settle();
    expect(topView('U0ZJ0006')).toContain('查明原因');
    await submit('U0ZJ0006', { title: '噪声诊断' });
    expect(topView('U0ZJ0006')).toContain('院士在食堂吃工作餐');
    await submit('U0ZJ0006');
    expect(await report()).toMatchObject({ title: '噪声诊断', typical_story: '院士在食堂吃工作餐' });
  });

  test('When the host objects, Then the author mends it: next version, the old one kept with the reason', async () => {
    desk = await startSeason();
    await fileReport({}, { next_steps: '三个月后复测', materials: '30' });
    await pressDm('U0HOST', 'object_report');
    await submit('U0HOST', { reason: '只来了一天' });
    expect(lastDm('U0ZJ0006').text).toContain('只来了一天');
    expect(buttonsOf(lastDm('U0BINHAI'))).toEqual(['confirm_report', 'override_host', 'return_report']);
    await pressDm('U0ZJ0006', 'file_report');
    expect(topView('U0ZJ0006')).toContain('只来了一天');
    await submit('U0ZJ0006', { service_end: '2013-09-12' });
    await submit('U0ZJ0006');
    expect(await report()).toMatchObject({
      state: 'submitted',
      version: 2,
      service_end: '2013-09-12',
      reason: null,
    });
    // What stood on the step that was left as it is, is still there.
    expect(await report()).toMatchObject({ next_steps: '三个月后复测', metrics: { materials: 30 } });
    const [old] = await desk.db.selectFrom('report_version').selectAll().execute();
    expect(old).toMatchObject({ version: 1, outcome: 'objected', reason: '只来了一天' });
    expect(old?.content).toMatchObject({ serviceEnd: '2013-09-13', expertIds: ['何知远', '邓一舟'] });
    expect(buttonsOf(lastDm('U0HOST'))).toEqual(['confirm_report', 'object_report']);
  });

  test('When an expert is left out of a mended report, Then theirs is owed again', async () => {
    desk = await startSeason();
    const reported = async () => {
      const rows = await desk.db.selectFrom('claim').select(['expert_id', 'reported']).execute();
      return rows.flatMap(({ expert_id, reported: is }) => (is ? [expert_id] : [])).toSorted();
    };
    await fileReport();
    expect(await reported()).toEqual(['何知远', '邓一舟']);
    await pressDm('U0HOST', 'object_report');
    await submit('U0HOST', { reason: '只来了一人' });
    await pressDm('U0ZJ0006', 'file_report');
    await submit('U0ZJ0006', { experts: ['何知远'] });
    await submit('U0ZJ0006');
    expect(await reported()).toEqual(['何知远']);
  });

  test('When the host is silent, Then only a written reason accepts, and the author hears it counts', async () => {
    desk = await startSeason();
    await fileReport();
    await desk.as('U0BINHAI').command('/expert-report');
    await desk.settle();
    await pressShown('U0BINHAI', 'override_host');
    await submit('U0BINHAI', { reason: '已电话核实' });
    expect(await report()).toMatchObject({
      state: 'accepted',
      override_reason: '已电话核实',
      host_confirmed_at: null,
    });
    expect(lastDm('U0ZJ0006').text).toContain('计入统计');
    expect(lastDm('U0HOST').text).toContain('已采纳');
    // The host's message lost its buttons; a click delivered late still reads what happened.
    expect(buttonsOf(lastDm('U0HOST'))).toEqual([]);
  });

  test('When the host unit is not on Slack, Then the coordinator confirms on its behalf, on record', async () => {
    desk = await startSeason({ host: false });
    await fileReport();
    await pressDm('U0BINHAI', 'confirm_report');
    // Whoever said yes for the host doesn’t accept it, so the bureau is asked.
    await pressDm('U0BUREAU', 'accept_report');
    const acts = await desk.db
      .selectFrom('audit')
      .select(['act', 'on_behalf_of'])
      .where('object_kind', '=', 'report')
      .where('outcome', '=', 'done')
      .orderBy('id')
      .execute();
    expect(acts).toEqual([
      { act: 'file_report', on_behalf_of: null },
      { act: 'confirm_report', on_behalf_of: 'host' },
      { act: 'accept_report', on_behalf_of: null },
    ]);
  });

  test('When two coordinators decide at once, Then one wins and the other reads who and when', async () => {
    desk = await startSeason({ host: false });
    for (const user of ['U0WUQING', 'U0HOST'])
      await giveRole(desk, user, { role: 'district', districts: ['binhai'] });
    await fileReport();
    await pressDm('U0BINHAI', 'confirm_report');
    const [mine, theirs] = [lastDm('U0HOST'), lastDm('U0WUQING')];
    await Promise.all([
      desk.as('U0HOST').press(mine, 'accept_report'),
      desk.as('U0WUQING').press(theirs, 'accept_report'),
    ]);
    await desk.settle();
    expect((await report()).state).toBe('accepted');
    const answers = [shownTo('U0HOST'), shownTo('U0WUQING')];
    expect(answers.filter((answer) => answer.includes('已采纳，计入统计。'))).toHaveLength(1);
    expect(answers.filter((answer) => /现在的状态.*(联络员|卢工).*10月31日 10:00/.test(answer))).toHaveLength(
      1,
    );
  });

  test('When a report has no need, Then the coordinator of its district accepts it at once', async () => {
    desk = await startSeason();
    await desk.as('U0ZJ0007').globalShortcut('file_report');
    await desk.settle();
    await submit('U0ZJ0007', {
      ...{
        title: '义诊周',
        districts: ['binhai', 'wuqing'],
        service_start: '2013-10-12',
        service_end: '2013-10-13',
      },
      ...{ service_persons: '530', summary: '义诊' },
    });
    await submit('U0ZJ0007');
    expect(lastDm('U0BINHAI').text).toContain('义诊周');
    await pressDm('U0BINHAI', 'return_report');
    await submit('U0BINHAI', { reason: '请补充照片说明' });
    expect(lastDm('U0ZJ0007').text).toContain('请补充照片说明');
    await pressDm('U0ZJ0007', 'file_report');
    await submit('U0ZJ0007', { summary: '义诊,照片三张' });
    await submit('U0ZJ0007');
    await pressDm('U0BINHAI', 'accept_report');
    expect(await report()).toMatchObject({ state: 'accepted', version: 2, demand_id: null });
  });

  test('When a coordinator records for an expert, Then the report is the expert’s, who hears of it', async () => {
    desk = await startSeason();
    await desk.as('U0BINHAI').command('/expert-report');
    await desk.settle();
    await pressShown('U0BINHAI', 'file_report');
    const view = desk.as('U0BINHAI').views.at(-1);
    if (!view) throw new Error('no form');
    await desk.as('U0BINHAI').choose(view, 'demand', 'need');
    await desk.settle();
    expect(topView('U0BINHAI')).toContain('滨海高新区测试车间');
    await desk.as('U0BINHAI').suggest(view, { blockId: 'experts', query: '若川 津沽' });
    await submit('U0BINHAI', { experts: ['何知远', '田若川'], summary: '查明原因' });
    await submit('U0BINHAI');
    expect(await report()).toMatchObject({ author: 'U0ZJ0006', recorded_by: 'U0BINHAI' });
    expect(lastDm('U0ZJ0006').text).toContain('代您填报');
    await pressDm('U0HOST', 'confirm_report');
    expect(lastDm('U0BINHAI').text).toContain('没有认领过这条需求，采纳即视为同意计入：田若川');
  });

  test('When the same days, place and expert are reported again, Then it is asked, not refused', async () => {
    desk = await startSeason();
    await fileReport();
    await desk.as('U0ZJ0006').closeModal();
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    const view = desk.as('U0ZJ0006').views.at(-1);
    if (!view) throw new Error('no form');
    await desk.as('U0ZJ0006').choose(view, 'demand', 'need');
    await desk.settle();
    await submit('U0ZJ0006', { summary: '同一天' });
    expect(topView('U0ZJ0006')).toContain('BG-2013-0001');
    await submit('U0ZJ0006', { confirm: ['yes'] });
    await submit('U0ZJ0006');
    expect(await desk.db.selectFrom('report').selectAll().execute()).toHaveLength(2);
  });

  test('When the need is cancelled meanwhile, Then it takes no report', async () => {
    desk = await startSeason();
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    await desk.db.updateTable('demand').set({ state: 'cancelled' }).execute();
    await submit('U0ZJ0006', { summary: '查明原因' });
    expect(desk.as('U0ZJ0006').errors.demand).toContain('已撤销');
    expect(await desk.db.selectFrom('report').selectAll().execute()).toEqual([]);
  });

  test('When the last step is delivered twice, Then there is one report', async () => {
    desk = await startSeason();
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    await submit('U0ZJ0006', { summary: '查明原因' });
    await Promise.all([desk.as('U0ZJ0006').submit(), desk.as('U0ZJ0006').submit()]);
    await desk.settle();
    expect(await desk.db.selectFrom('report').selectAll().execute()).toHaveLength(1);
    expect(await desk.db.selectFrom('report_expert').selectAll().execute()).toHaveLength(2);
  });

  test('When somebody opens Home, Then it shows whose turn it is, and the host’s click takes it away', async () => {
    desk = await startSeason();
    const home = (user: string) => JSON.stringify(desk.as(user).home?.blocks ?? []);
    for (const user of ['U0ZJ0006', 'U0HOST', 'U0BINHAI']) await desk.as(user).openHome();
    await desk.settle();
    expect(home('U0ZJ0006')).toContain('"action_id":"file_report"');
    await fileReport();
    expect(home('U0ZJ0006')).toContain('已提交，待受援单位确认');
    expect(home('U0HOST')).toContain('confirm_report');
    expect(home('U0BINHAI')).toContain('等待受援单位确认的报告');
    await pressDm('U0HOST', 'confirm_report');
    expect(home('U0HOST')).not.toContain('confirm_report');
    expect(home('U0BINHAI')).toContain('accept_report');
  });

  test('When somebody who is no expert wants to file, Then they read the next step, and it is on record', async () => {
    desk = await startSeason();
    await desk.as('U0ALICE').command('/expert-report');
    await desk.settle();
    await pressShown('U0ALICE', 'file_report');
    expect(shownTo('U0ALICE')).toContain('/expert register');
    const refused = await desk.db
      .selectFrom('audit')
      .select('act')
      .where('outcome', '=', 'refused')
      .orderBy('id')
      .execute();
    expect(refused).toEqual([{ act: 'file_report' }]);
    expect(desk.as('U0ALICE').views).toEqual([]);
  });
});
