import { afterEach, describe, expect, test } from 'vitest';
import { countProgress } from '../src/digests/repository.ts';
import { listGrants } from '../src/directory/roles.ts';
import type { Place } from '../src/playground/presses.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { check } from '../src/slack/view.ts';
import { isLate, owedSince } from '../src/summaries/deadline.ts';
import { listObligations, listOwedSummaries } from '../src/summaries/obligations.ts';
import { listSummaries } from '../src/summaries/repository.ts';
import { countStates, mayAccept, UNITS } from '../src/summaries/summary.ts';
import { doubtsOf, summarySchema, typedAtFirst } from '../src/summaries/summary-form.ts';
import { type Desk, giveRole, SEASON_DAY, startDesk } from './helpers/desk.ts';

const NOW = Temporal.Instant.from('2013-09-01T00:00:00Z');
const DECEMBER = '2013-12-03T10:00:00+08:00';

let desk: Desk;

const teamId = () => desk.workspace.teamId;

async function programme() {
  const found = await findProgramme(desk.db, teamId());
  if (!found) throw new Error('no programme');
  return found;
}

/** Two districts with a coordinator, one system, and a second person in the bureau. */
async function startYear({ now = DECEMBER }: { now?: string } = {}): Promise<void> {
  desk = await startDesk({ now });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
  await giveRole(desk, 'U0HOME', { role: 'system', systems: ['education'] });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
}

const EXPERTS = { 何知远: 'education', 田若川: 'education', 邓一舟: 'health' } as const;

/** An accepted report, as the reports room keeps it. */
async function accept(
  id: string,
  values: {
    districts: string[];
    experts: (keyof typeof EXPERTS)[];
    metrics?: Record<string, number>;
    story?: string;
    line?: string;
    end?: string;
    state?: 'accepted' | 'submitted';
  },
): Promise<void> {
  const { db } = desk;
  const team_id = teamId();
  await db
    .insertInto('organisation')
    .values({
      ...{ team_id, id: '津沽', kind: 'home_unit', name: '津沽大学', name_key: '津沽大学', unit_type: null },
      ...{ system: null, created_at: NOW },
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
  for (const name of values.experts)
    await db
      .insertInto('expert')
      .values({
        ...{ team_id, id: name, user_id: null, name, employer_id: '津沽', system: EXPERTS[name] },
        ...{ title: 'professor', field: 'ict', max_active_claims: 2, state: 'verified', registered_at: NOW },
        ...{ home_unit_user: null, return_reason: null, verified_by: 'U0BUREAU', verified_at: NOW },
      })
      .onConflict((oc) => oc.doNothing())
      .execute();
  const end = values.end ?? '2013-09-12';
  await db
    .insertInto('report')
    .values({
      ...{ team_id, id, number: `BG-${id}`, year: 2013, demand_id: null, state: values.state ?? 'accepted' },
      ...{ author: 'U0ZJ0006', recorded_by: null, title: `服务${id}`, action_line: values.line ?? 'other' },
      ...{ form: null, districts: values.districts, days: null, service_start: '2013-01-01' },
      ...{ service_end: end, metrics: values.metrics ?? {}, summary: '做了', reason: null },
      ...{ typical_story: values.story ?? '', host_confirmed_by: null, host_confirmed_at: null },
      ...{ override_reason: null, accepted_by: 'U0BINHAI', accepted_at: NOW, submitted_at: NOW },
      changed_at: NOW,
    })
    .execute();
  await db
    .insertInto('report_expert')
    .values(values.experts.map((expert_id) => ({ team_id, report_id: id, year: 2013, expert_id })))
    .execute();
}

async function command(user: string): Promise<void> {
  await desk.as(user).command('/expert', 'summary');
  await desk.settle();
}

async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
  await desk.as(user).submit(values);
  await desk.settle();
}

async function pressDm(user: string, actionId: string): Promise<void> {
  await desk.as(user).press(lastDm(user), actionId);
  await desk.settle();
}

/** Presses the button that acts on this thing, wherever it stands. */
async function pressOn(user: string, place: Place | undefined, actionId: string, value: string) {
  if (!place) throw new Error('nothing to press');
  const block = (place.blocks as { block_id?: string }[]).find((one) => {
    const text = JSON.stringify(one);
    return text.includes(`"${actionId}"`) && text.includes(`"${value}"`);
  });
  if (!block?.block_id) throw new Error(`no ${actionId} on ${value}`);
  await desk.as(user).press(place, actionId, { blockId: block.block_id });
  await desk.settle();
}

async function pressHome(user: string, actionId: string, slug: string): Promise<void> {
  await pressOn(user, desk.as(user).home, actionId, await idOf(slug));
}

async function openHome(user: string): Promise<string> {
  await desk.as(user).openHome();
  await desk.settle();
  return JSON.stringify(desk.as(user).home?.blocks ?? []);
}

const lastDm = (user: string) => {
  const message = desk.as(user).dms.at(-1);
  if (!message) throw new Error(`no direct message to ${user}`);
  return message;
};
const shownTo = (user: string) => JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks ?? []);
const topView = (user: string) => JSON.stringify(desk.as(user).views.at(-1)?.blocks ?? []);
const buttonsOf = (message: { blocks: unknown }) =>
  [...JSON.stringify(message.blocks).matchAll(/"action_id":"([a-z_]+)"/g)].map(([, id]) => id);
const versions = () =>
  desk.db.selectFrom('yearly_summary_version').selectAll().orderBy('version').orderBy('summary_id').execute();

async function idOf(slug: string): Promise<string> {
  const all = await listObligations(desk.db, await programme());
  return all.find(({ unit }) => unit.slug === slug)?.id ?? '';
}

async function obligation(slug: string) {
  const all = await listObligations(desk.db, await programme());
  const found = all.find(({ unit }) => unit.slug === slug);
  if (!found) throw new Error(`no ${slug}`);
  return found;
}

/** 滨海新区 hands in what the form holds and this. */
async function handIn(values: Record<string, string | string[] | null> = {}): Promise<void> {
  await command('U0BINHAI');
  await submit('U0BINHAI', { narrative: '全年开展服务。', nil: [], ...values });
  await desk.as('U0BINHAI').closeModal({ all: true });
}

describe('the rules', () => {
  test('When nothing is written and it is no nil summary, Then the sentence stands under the narrative', () => {
    for (const locale of ['zh', 'en'] as const) {
      const checked = check(summarySchema(locale), { narrative: null, stories: 'x', news: 'y', nil: [] });
      expect(checked.ok ? {} : Object.keys(checked.errors)).toEqual(['narrative']);
    }
    expect(check(summarySchema('zh'), { nil: ['yes'] })).toEqual({
      ok: true,
      value: { narrative: '', stories: '', news: '', nil: true },
    });
    const long = check(summarySchema('zh'), { narrative: '大'.repeat(3000), news: '大'.repeat(3001) });
    expect(long.ok ? {} : Object.keys(long.errors)).toEqual(['news']);
  });

  test('When nil is ticked against reports, Then it is asked about; without reports it is not', () => {
    expect(doubtsOf({ nil: true }, { reports: 2 })).toEqual([{ kind: 'nil_with_reports', n: 2 }]);
    expect(doubtsOf({ nil: true }, { reports: 0 })).toEqual([]);
    expect(doubtsOf({ nil: false }, { reports: 2 })).toEqual([]);
  });

  test('When the deadline’s last second has passed, Then it is late, and not before', async () => {
    desk = await startDesk();
    const year = await programme();
    const at = (time: string) => isLate({ submittedAt: Temporal.Instant.from(time) }, year);
    expect(at('2013-12-31T23:59:59.999+08:00')).toBe(false);
    expect(at('2014-01-01T00:00:00+08:00')).toBe(true);
    expect(String(owedSince(year))).toBe('2013-10-31T16:00:00Z');
    expect(String(owedSince({ ...year, opensOn: '2013-11-15' }))).toBe('2013-11-14T16:00:00Z');
    await desk.close();
  });

  test('When somebody would accept their own, Then not, unless for the unit or alone in the bureau', () => {
    const own = { submittedBy: 'U1', onBehalf: false };
    expect(mayAccept(own, 'U1', ['U1', 'U2'])).toBe(false);
    expect(mayAccept(own, 'U2', ['U1', 'U2'])).toBe(true);
    expect(mayAccept({ ...own, onBehalf: true }, 'U1', ['U1', 'U2'])).toBe(true);
    expect(mayAccept(own, 'U1', ['U1'])).toBe(true);
  });

  test('When there are more stories than the field takes, Then whole lines are suggested', () => {
    const stories = Array.from({ length: 100 }, (_, i) => ({ number: `BG-${i}`, title: '大'.repeat(90) }));
    const { stories: text } = typedAtFirst(undefined, stories);
    expect(String(text).length).toBeLessThanOrEqual(3000);
    expect(
      String(text)
        .split('\n')
        .every((line) => line.length > 90),
    ).toBe(true);
  });
});

describe('the yearly summary', () => {
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When the year begins, Then each of the 16 districts and 11 systems owes one, once', async () => {
    await startYear({ now: SEASON_DAY });
    const year = await programme();
    const [once, again] = await Promise.all([listObligations(desk.db, year), listObligations(desk.db, year)]);
    expect(once.map(({ unit }) => unit)).toEqual(UNITS);
    expect(again.map(({ id }) => id)).toEqual(once.map(({ id }) => id));
    expect(once).toHaveLength(27);
    expect(countStates(await listSummaries(desk.db, year))).toEqual({
      ...{ accepted: 0, submitted: 0, returned: 0, notYet: 27, owed: 27 },
    });
  });

  test('When an activity is in several districts, Then it counts in each and once for the city', async () => {
    await startYear();
    await accept('1', {
      ...{ districts: ['binhai', 'wuqing'], experts: ['何知远', '邓一舟'] },
      metrics: { problems_solved: 2, service_persons: 30 },
    });
    await accept('2', { districts: ['binhai'], experts: ['何知远'], metrics: { problems_solved: 1 } });
    await accept('3', { districts: ['binhai'], experts: ['田若川'], state: 'submitted' });
    const year = await programme();
    const live = async (slug: string) => (await obligation(slug)).live;
    expect(await live('binhai')).toEqual({
      ...{ reports: 2, experts: 2, personTimes: 3, metrics: { problems_solved: 3, service_persons: 30 } },
    });
    expect(await live('wuqing')).toEqual({
      ...{ reports: 1, experts: 2, personTimes: 2, metrics: { problems_solved: 2, service_persons: 30 } },
    });
    expect(await live('education')).toMatchObject({ reports: 2, experts: 1, personTimes: 2 });
    expect(await live('health')).toMatchObject({ reports: 1, experts: 1, personTimes: 1 });
    expect(await live('heping')).toMatchObject({ reports: 0, experts: 0 });
    expect(await countProgress(desk.db, year)).toEqual({ experts: 2, personTimes: 3 });
  });

  test('When the only other one in the bureau goes after being asked, Then who handed it in is asked', async () => {
    await startYear();
    await desk.as('U0ALICE').openHome();
    await desk.settle();
    await pressHome('U0ALICE', 'submit_summary', 'heping');
    await submit('U0ALICE', { narrative: '全年开展服务。' });
    await desk.as('U0ALICE').closeModal({ all: true });
    expect(desk.as('U0BUREAU').dms.flatMap(buttonsOf)).toContain('accept_summary');
    expect(desk.as('U0ALICE').dms).toEqual([]);
    for (let i = 0; i < 2; i += 1) {
      await desk.workspace.updateUser('U0BUREAU', { deleted: true });
      await desk.settle();
    }
    expect(desk.as('U0ALICE').dms.map(buttonsOf)).toEqual([expect.arrayContaining(['accept_summary'])]);
    await pressDm('U0ALICE', 'accept_summary');
    expect((await obligation('heping')).latest?.outcome).toBe('accepted');
  });

  test('When a coordinator opens the form, Then figures and stories are filled in, and none of the private line', async () => {
    await startYear();
    await accept('1', {
      districts: ['binhai'],
      experts: ['何知远'],
      metrics: { problems_solved: 7 },
      story: '故事',
    });
    await accept('2', { districts: ['binhai'], experts: ['邓一舟'], story: '不公开', line: 'talent_health' });
    await command('U0BINHAI');
    const form = topView('U0BINHAI');
    for (const known of ['滨海新区 2013 年年度总结', '2 份', '2 人次', '解决技术难题', 'BG-1 服务1'])
      expect(form).toContain(known);
    expect(form).not.toContain('服务2');
    await submit('U0BINHAI', { narrative: null });
    expect(Object.keys(desk.as('U0BINHAI').errors)).toEqual(['narrative']);
    await submit('U0BINHAI', { narrative: '全年两次服务。', news: '日报一篇' });
    const [kept] = await versions();
    expect(kept).toMatchObject({
      ...{ version: 1, narrative: '全年两次服务。', stories: 'BG-1 服务1', news: '日报一篇', nil: false },
      ...{ submitted_by: 'U0BINHAI', on_behalf: false, outcome: null },
      figures: { reports: 2, experts: 2, personTimes: 2, metrics: { problems_solved: 7 } },
    });
  });

  test('When its reports disagree, Then the form says in how many places, and the export beside it leaves the form as it was', async () => {
    await startYear();
    const metrics = { trained_persons: 9, service_persons: 5 };
    await accept('1', { districts: ['binhai'], experts: ['何知远'], metrics });
    await accept('2', { districts: ['binhai', 'wuqing'], experts: ['田若川'], metrics });
    await command('U0BINHAI');
    expect(topView('U0BINHAI')).toContain('材料中有 2 处不一致，导出年度报告可查看核对情况。');
    await submit('U0BINHAI', { nil: ['yes'] });
    expect(topView('U0BINHAI')).toContain('材料中有 2 处不一致');
    const form = desk.as('U0BINHAI').views.at(-1);
    if (!form) throw new Error('no form');
    await desk.as('U0BINHAI').press(form, 'export');
    await desk.settle();
    expect(topView('U0BINHAI')).toMatch(/initial_option.*年度报告/s);
    await desk.as('U0BINHAI').closeModal();
    await submit('U0BINHAI', { narrative: '已核对。', nil: [] });
    expect(await versions()).toHaveLength(1);
    await command('U0WUQING');
    expect(topView('U0WUQING')).toContain('材料中有 1 处不一致');
    await desk.as('U0WUQING').closeModal({ all: true });
    await command('U0HOME');
    expect(topView('U0HOME')).toContain('材料中有 2 处不一致');
  });

  test('When nothing was done, Then a nil summary is one tick; with reports it is asked about', async () => {
    await startYear();
    await accept('1', { districts: ['binhai'], experts: ['邓一舟'] });
    await command('U0WUQING');
    await submit('U0WUQING');
    expect(Object.keys(desk.as('U0WUQING').errors)).toEqual(['narrative']);
    await submit('U0WUQING', { nil: ['yes'] });
    expect((await versions()).map(({ nil, narrative }) => [nil, narrative])).toEqual([[true, '']]);

    await command('U0BINHAI');
    await submit('U0BINHAI', { nil: ['yes'] });
    expect(topView('U0BINHAI')).toContain('已有 1 份采纳的报告');
    await submit('U0BINHAI');
    expect(Object.keys(desk.as('U0BINHAI').errors)).toEqual(['confirm']);
    expect(await versions()).toHaveLength(1);
    await submit('U0BINHAI', { confirm: ['yes'] });
    expect(await versions()).toHaveLength(2);
  });

  test('When it is returned and handed in again, Then each version is kept and each side is told, in its language', async () => {
    await startYear();
    await handIn({ narrative: '第一稿' });
    expect(lastDm('U0BUREAU').text).toContain('第一稿');
    expect(lastDm('U0ALICE').text).toContain('A yearly summary to accept');
    expect(buttonsOf(lastDm('U0BUREAU'))).toEqual([
      'accept_summary',
      'return_summary',
      'open_summary',
      'export',
    ]);
    await pressDm('U0ALICE', 'return_summary');
    await submit('U0ALICE', { reason: '请补充数据' });
    expect(lastDm('U0BINHAI').text).toContain('请补充数据');
    expect(buttonsOf(lastDm('U0BUREAU'))).toEqual(['open_summary', 'export']);

    await accept('1', { districts: ['binhai'], experts: ['邓一舟'] });
    await pressDm('U0BINHAI', 'submit_summary');
    for (const known of ['请补充数据', '第一稿', '1 份']) expect(topView('U0BINHAI')).toContain(known);
    await submit('U0BINHAI', { narrative: '第二稿' });
    expect(lastDm('U0BUREAU').text).toContain('第二稿');
    await pressDm('U0BUREAU', 'accept_summary');
    expect(shownTo('U0BUREAU')).toContain('已接收滨海新区');
    expect(lastDm('U0BINHAI').text).toContain('已由市局接收');
    const kept = await versions();
    expect(
      kept.map(({ narrative, outcome, reason, decided_by }) => [narrative, outcome, reason, decided_by]),
    ).toEqual([
      ['第一稿', 'returned', '请补充数据', 'U0ALICE'],
      ['第二稿', 'accepted', null, 'U0BUREAU'],
    ]);
    expect(kept.map(({ figures }) => (figures as { reports: number }).reports)).toEqual([0, 1]);

    // The whole text and the history, for the bureau; the unit may read it too.
    await pressDm('U0BUREAU', 'open_summary');
    for (const known of ['第二稿', '第 1 版', '请补充数据', '第 2 版'])
      expect(topView('U0BUREAU')).toContain(known);
    await command('U0BINHAI');
    expect(topView('U0BINHAI')).toContain('已接收');
  });

  test('When what was accepted turns out wrong, Then it is returned for correction and the version stays', async () => {
    await startYear();
    await handIn();
    await pressDm('U0BUREAU', 'accept_summary');
    await pressDm('U0BUREAU', 'open_summary');
    const view = desk.as('U0BUREAU').views.at(-1);
    if (!view) throw new Error('nothing opened');
    await desk.as('U0BUREAU').press(view, 'return_summary');
    await desk.settle();
    await submit('U0BUREAU', { reason: '数字有误' });
    expect((await obligation('binhai')).latest).toMatchObject({ outcome: 'returned', reason: '数字有误' });
    await handIn({ narrative: '更正' });
    expect((await versions()).map(({ version }) => version)).toEqual([1, 2]);
  });

  test('When reports change after it was handed in, Then the frozen figures stay and the bureau sees it', async () => {
    await startYear();
    await accept('1', { districts: ['binhai'], experts: ['何知远'] });
    await handIn();
    await pressDm('U0BUREAU', 'accept_summary');
    expect(await openHome('U0BUREAU')).not.toContain('数字此后有变化');
    await accept('2', { districts: ['binhai'], experts: ['邓一舟'] });
    expect((await obligation('binhai')).latest?.figures.experts).toBe(1);
    const home = await openHome('U0BUREAU');
    expect(home).toMatch(/滨海新区 {2}".{0,80}已接收 · 12月3日 · 专家 1 人 \/ 1 人次 · 数字此后有变化/);
  });

  test('When it comes after the deadline, Then it is taken and marked late', async () => {
    await startYear({ now: '2014-01-02T10:00:00+08:00' });
    expect(await openHome('U0BUREAU')).toContain('未报送 · 已逾期');
    await handIn();
    expect(lastDm('U0BUREAU').text).toContain('逾期报送');
    expect(await openHome('U0BUREAU')).toMatch(/已报送，待市局接收 · 2014年1月2日 · 逾期报送/);
  });

  test('When the window is closed after a mistake, Then what was typed is offered again', async () => {
    await startYear();
    await command('U0BINHAI');
    await submit('U0BINHAI', { news: '日报一篇', nil: [] });
    await desk.as('U0BINHAI').closeModal();
    await command('U0BINHAI');
    expect(topView('U0BINHAI')).toContain('日报一篇');
    await submit('U0BINHAI', { narrative: '大'.repeat(3000) });
    expect((await versions())[0]?.narrative).toBe('大'.repeat(3000));
    const review = lastDm('U0BUREAU');
    expect(review.text).toContain('全文较长');
    expect(review.text.length).toBeLessThanOrEqual(4000);
    expect(JSON.stringify(review.blocks).match(/大/g)).toHaveLength(3000);
  });

  test('When two coordinators hand in at the same moment, Then one version is kept and the other reads it', async () => {
    await startYear();
    await giveRole(desk, 'U0HOST', { role: 'district', districts: ['binhai'] });
    await command('U0BINHAI');
    await command('U0HOST');
    await Promise.all([
      desk.as('U0BINHAI').submit({ narrative: '甲', nil: [] }),
      desk.as('U0HOST').submit({ narrative: '乙', nil: [] }),
    ]);
    await desk.settle();
    expect(await versions()).toHaveLength(1);
    const told = topView('U0BINHAI') + topView('U0HOST');
    expect(told).toContain('没有重复处理');
    expect(told).toContain('（第 1 版）');
  });

  test('When somebody who coordinates nothing asks, Then they read who hands it in and by when', async () => {
    await startYear();
    await command('U0ZJ0006');
    expect(shownTo('U0ZJ0006')).toContain('各区县、各系统联络员');
    await desk.as('U0ZJ0006').command('/expert', '总结');
    await desk.settle();
    expect(shownTo('U0ZJ0006')).toContain('2013年12月31日');
    await desk.as('U0ZJ0006').command('/expert');
    await desk.settle();
    expect(shownTo('U0ZJ0006')).toContain('/expert summary');
  });

  test('When someone has several, Then they get a list; the bureau gets all 27 with the counts', async () => {
    await startYear();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['heping'] });
    await command('U0BINHAI');
    expect(shownTo('U0BINHAI').match(/open_summary/g)).toHaveLength(2);
    await command('U0ALICE');
    expect(shownTo('U0ALICE').match(/open_summary/g)).toHaveLength(27);
    expect(shownTo('U0ALICE')).toContain('27 not yet, of 27 units');
  });

  test('When the bureau hands in for a unit, Then the record says so, the unit is told, and it may accept it', async () => {
    await startYear();
    await openHome('U0BUREAU');
    await command('U0BUREAU');
    await pressOn('U0BUREAU', desk.as('U0BUREAU').ephemerals.at(-1), 'open_summary', await idOf('wuqing'));
    const view = desk.as('U0BUREAU').views.at(-1);
    if (!view) throw new Error('nothing opened');
    await desk.as('U0BUREAU').press(view, 'submit_summary');
    await desk.settle();
    expect(topView('U0BUREAU')).toContain('代武清区报送');
    await submit('U0BUREAU', { narrative: '电话报送', nil: [] });
    expect(lastDm('U0WUQING').text).toContain('代武清区报送');
    expect((await versions())[0]).toMatchObject({ on_behalf: true, submitted_by: 'U0BUREAU' });
    // Whoever handed it in is not written to; it stands in their Home.
    expect(desk.as('U0BUREAU').dms.filter(({ text }) => text.includes('电话报送'))).toEqual([]);
    await desk.as('U0BUREAU').closeModal({ all: true });
    await pressHome('U0BUREAU', 'accept_summary', 'wuqing');
    const acts = await desk.db
      .selectFrom('audit')
      .select(['act', 'on_behalf_of', 'details'])
      .where('object_kind', '=', 'yearly_summary')
      .orderBy('id')
      .execute();
    expect(acts).toEqual([
      { act: 'submit_summary', on_behalf_of: 'district', details: { version: 1, nil: false } },
      { act: 'accept_summary', on_behalf_of: null, details: { version: 1, own: true } },
    ]);
  });

  test('When a coordinator is of the bureau too, Then another accepts what they handed in as their unit’s', async () => {
    await startYear();
    await giveRole(desk, 'U0BUREAU', { role: 'district', districts: ['heping'] });
    await openHome('U0BUREAU');
    await pressHome('U0BUREAU', 'submit_summary', 'heping');
    await submit('U0BUREAU', { narrative: '和平区', nil: [] });
    await desk.as('U0BUREAU').closeModal({ all: true });
    await pressHome('U0BUREAU', 'accept_summary', 'heping');
    expect(topView('U0BUREAU')).toContain('另一位联络员');
    expect((await obligation('heping')).latest?.outcome).toBeUndefined();
    await pressDm('U0ALICE', 'accept_summary');
    expect((await obligation('heping')).latest?.outcome).toBe('accepted');
  });

  async function listOwed() {
    const grants = await listGrants(desk.db, desk.workspace.teamId);
    return listOwedSummaries(desk.db, { programme: await programme(), now: desk.clock.now(), grants });
  }

  test('When it is not yet November, Then it is held; from 1 November on it waits', async () => {
    await startYear({ now: '2013-10-31T23:59:00+08:00' });
    const part = (home: string, title: string) => home.indexOf(title);
    let home = await openHome('U0BINHAI');
    expect(part(home, '年度总结待报送')).toBeGreaterThan(part(home, '我的事项'));
    expect(await listOwed()).toEqual([]);
    desk.clock.moveTo(Temporal.Instant.from('2013-11-01T00:00:00+08:00'));
    home = await openHome('U0BINHAI');
    expect(part(home, '年度总结待报送')).toBeLessThan(part(home, '我的事项'));
    await pressHome('U0BINHAI', 'submit_summary', 'binhai');
    expect(topView('U0BINHAI')).toContain('滨海新区');
  });

  test('When reminders are asked for, Then each open unit names its coordinators, its bureau and its days', async () => {
    await startYear();
    await handIn();
    const year = await programme();
    const owed = await listOwed();
    expect(owed).toHaveLength(26);
    const of = async (slug: string) => {
      const id = await idOf(slug);
      return (await listOwed()).find(({ objectId }) => objectId === id);
    };
    expect(await of('binhai')).toBeUndefined();
    const wuqing = await of('wuqing');
    // Who is equal stands in no order.
    expect(wuqing?.superiors.toSorted()).toEqual(['U0ALICE', 'U0BUREAU']);
    expect(wuqing).toMatchObject({
      ...{ owners: ['U0WUQING'], dueAt: year.deadline },
      ...{ since: owedSince(year), words: { unit_zh: '武清区', unit_en: 'Wuqing District', year: '2013' } },
    });
    expect(await of('education')).toMatchObject({ owners: ['U0HOME'] });
    expect((await of('heping'))?.owners.toSorted()).toEqual(['U0ALICE', 'U0BUREAU']);

    await pressDm('U0BUREAU', 'return_summary');
    await submit('U0BUREAU', { reason: '请补充' });
    expect((await of('binhai'))?.since).toEqual((await versions())[0]?.decided_at);
    expect(countStates(await listSummaries(desk.db, year))).toMatchObject({
      returned: 1,
      notYet: 26,
      owed: 27,
    });
  });

  test('When the bureau looks at Home, Then all 27 stand there with the counts, in both languages', async () => {
    await startYear();
    await handIn();
    const home = await openHome('U0BUREAU');
    expect(home).toContain('已接收 0 · 待接收 1 · 已退回 0 · 未报送 26，共 27 个单位');
    for (const name of ['和平区', '蓟县', '教育系统(高等院校)']) expect(home).toContain(`${name}  `);
    expect(home).toContain('没有联络员的单位');
    const english = await openHome('U0ALICE');
    expect(english).toContain('0 accepted · 1 to be accepted · 0 returned · 26 not yet, of 27 units');
    expect(english).toContain('Hand in on behalf');
    expect(await openHome('U0BINHAI')).not.toContain('共 27 个单位');
  });
});
