import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listCorrections } from '../src/programme/corrections.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { figureNow } from '../src/years/corrected-sql.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { openYear } from './helpers/next-year.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** Reports of a closed year: what it says stays, and a mistake found later is a numbered correction (decision 28). */
const COORDINATOR = 'U0BINHAI';
const BUREAU = 'U0BUREAU';
const ENGLISH = 'U0ALICE';

let desk: Desk;

/** 2013 is closed with two accepted reports of one expert, the first with a colleague: 30 and 12 trained. */
beforeEach(async () => {
  desk = await startDesk({ now: '2013-12-10T10:00:00+08:00' });
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, ENGLISH, { role: 'bureau' });
  await registerVerified(desk, 'U0ZJ0006');
  const colleague = await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
  await walkOnce(desk, 'two accepted reports', async () => {
    await fileAndAccept('义诊', { trained_persons: '30', service_persons: '70' }, [colleague]);
    await fileAndAccept('讲座', { trained_persons: '12' }, []);
  });
  desk.clock.moveTo(Temporal.Instant.from('2014-01-15T10:00:00+08:00'));
  await openYear(desk);
  await walkOnce(desk, 'closed', closeYear);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function fileAndAccept(title: string, figures: Record<string, string>, others: string[]) {
  const expert = desk.as('U0ZJ0006');
  await expert.globalShortcut('file_report');
  await desk.settle();
  const { id } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', 'U0ZJ0006')
    .executeTakeFirstOrThrow();
  const [form] = expert.views;
  if (form && others.length > 0) await expert.suggest(form, { blockId: 'experts', query: '田若川' });
  await submit('U0ZJ0006', {
    ...{ title, districts: ['binhai'], place: title, action_line: 'medical', experts: [id, ...others] },
    ...{ service_start: '2013-12-08', service_end: '2013-12-08', summary: title, ...figures },
  });
  await submit('U0ZJ0006', {});
  await expert.closeModal({ all: true });
  const { id: report } = await desk.db
    .selectFrom('report')
    .select('id')
    .where('title', '=', title)
    .executeTakeFirstOrThrow();
  await forgePress(desk, COORDINATOR, 'accept_report', report);
}

async function submit(user: string, values: Record<string, string | string[] | null>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

/** The bureau waives every summary, and closes. */
async function closeYear(): Promise<void> {
  await forgePress(desk, BUREAU, 'close_year', '2013');
  await sql`update yearly_summary set waived_at = now(), waived_by = 'U0BUREAU', waive_reason = '并入他区'
    where year = 2013`.execute(desk.db);
  await forgePress(desk, BUREAU, 'close_year', '2013');
  await submit(BUREAU, { confirm: ['yes'] });
  await desk.as(BUREAU).closeModal({ all: true });
}

/** Presses on the report and hands in the form; says what the person reads in the end. */
async function voidIt(user: string, title: string, reason = '重复'): Promise<string> {
  const { id } = await report(title);
  const { text } = await forgePress(desk, user, 'void_report', id);
  if (desk.as(user).views.length === 0) return text;
  await submit(user, { reason });
  return topOf(user);
}

async function correct(values: Record<string, string>): Promise<void> {
  await forgePress(desk, BUREAU, 'correct_year', '2013');
  await submit(BUREAU, { reason: '核对', ...values });
  await desk.as(BUREAU).closeModal({ all: true });
}

function topOf(user: string): string {
  const said = JSON.stringify(desk.as(user).views.at(-1) ?? {});
  return said;
}

const report = (title: string) =>
  desk.db.selectFrom('report').selectAll().where('title', '=', title).executeTakeFirstOrThrow();

async function corrections(): Promise<string[]> {
  const rows = await listCorrections(desk.db, desk.workspace.teamId, 2013);
  return rows.map(({ no, object, metric, was, value }) => `${no} ${object} ${metric} ${was} ${value}`);
}

/** What stands today, by object and metric. */
async function figure(object: string, metric: string): Promise<number | undefined> {
  const programme = await programmeOf(desk.db, { teamId: desk.workspace.teamId, year: 2013 });
  return figureNow(desk.db, programme, object, metric);
}

const lastDm = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';

describe('voiding a report of a closed year', () => {
  test('When it is voided, Then corrections take each of its figures out once, and a second press reads it', async () => {
    const before = await report('义诊');
    expect([await figure('city', 'experts'), await figure('city', 'personTimes')]).toEqual([2, 3]);
    const said = await voidIt(BUREAU, '义诊');
    expect(said).toContain('2013 年度已结束：报告 BG-2013-0001 保留原样');
    // The one expert stands in the other report as well, and goes on counting as served.
    expect(await corrections()).toEqual([
      '1 BG-2013-0001 service_persons 70 0',
      '2 BG-2013-0001 trained_persons 30 0',
      '3 BG-2013-0001 reports 1 0',
      '4 BG-2013-0001 personTimes 2 0',
      '5 BG-2013-0001 experts 1 0',
    ]);
    const city = ['reports', 'experts', 'personTimes', 'trained_persons', 'service_persons'];
    expect(await Promise.all(city.map((metric) => figure('city', metric)))).toEqual([1, 1, 1, 12, 0]);
    // What a unit handed in stays as it was frozen, until it is corrected itself.
    expect(await figure('district:binhai', 'trained_persons')).toBe(42);
    expect(await report('义诊')).toEqual(before);
    // A number is not taken back: another one corrects it.
    expect(said).not.toContain('"undo"');
    const { id } = await desk.db
      .selectFrom('audit')
      .select('id')
      .where('act', '=', 'void_report')
      .executeTakeFirstOrThrow();
    expect((await forgePress(desk, BUREAU, 'undo', String(id))).text).toContain('该年度已结束，不能再撤回');
    expect(await corrections()).toHaveLength(5);
    expect(lastDm('U0ZJ0007')).toContain('已由市局专技处作废');

    await desk.as(BUREAU).closeModal({ all: true });
    const late = await voidIt(ENGLISH, '义诊');
    expect(late).toContain('2013 is closed: report BG-2013-0001 stays as it is, and corrections 1, 2, 3, 4');
    expect(await corrections()).toHaveLength(5);
  });

  test('When two void it at once, Then one does and the other reads it', async () => {
    const { id } = await report('义诊');
    for (const user of [BUREAU, ENGLISH]) {
      await forgePress(desk, user, 'void_report', id);
      desk.as(user).fill({ reason: '重复' });
    }
    await Promise.all([BUREAU, ENGLISH].map((user) => desk.as(user).submit({})));
    await desk.settle();
    expect(await corrections()).toHaveLength(5);
    expect(topOf(BUREAU)).toContain('保留原样');
    expect(topOf(ENGLISH)).toContain('stays as it is');
    const done = await desk.db
      .selectFrom('audit')
      .select('id')
      .where('act', '=', 'void_report')
      .orderBy('id')
      .execute();
    expect(done).toHaveLength(1);
  });

  test('When a figure was corrected before, Then what stands is taken out, and nothing that is gone already', async () => {
    await correct({ object: 'BG-2013-0001', metric: 'trained_persons', value: '25' });
    await correct({ object: 'BG-2013-0001', metric: 'service_persons', value: '0' });
    await correct({ object: 'BG-2013-0001', metric: 'suggestions', value: '4' });
    await voidIt(BUREAU, '义诊');
    expect((await corrections()).slice(3)).toEqual([
      '4 BG-2013-0001 trained_persons 25 0',
      '5 BG-2013-0001 suggestions 4 0',
      '6 BG-2013-0001 reports 1 0',
      '7 BG-2013-0001 personTimes 2 0',
      '8 BG-2013-0001 experts 1 0',
    ]);
    expect(await figure('city', 'trained_persons')).toBe(12);
    await desk.as(BUREAU).closeModal({ all: true });
    // Then the other one, in which alone the expert still stood.
    await voidIt(BUREAU, '讲座');
    const city = ['reports', 'experts', 'personTimes', 'trained_persons', 'suggestions'];
    expect(await Promise.all(city.map((metric) => figure('city', metric)))).toEqual([0, 0, 0, 0, 0]);
  });
});

/** Presses on the report; what the person reads at once, in the form or in its place. */
async function openAmendment(user: string, title = '义诊'): Promise<string> {
  const { id } = await report(title);
  const { text } = await forgePress(desk, user, 'amend_report', id);
  return text;
}

describe('amending a report of a closed year', () => {
  test('When the bureau changes figures, Then each becomes a correction of what stands, and the report stays', async () => {
    await correct({ object: 'BG-2013-0001', metric: 'trained_persons', value: '25' });
    const before = await report('义诊');
    const form = await openAmendment(BUREAU);
    expect(form).toContain('2013 年度已结束：报告 BG-2013-0001 保留原样');
    expect(form).toContain('"initial_value":"25"');
    await submit(BUREAU, { trained_persons: '28', service_persons: null });
    await submit(BUREAU, { reason: '   ', suggestions: '两条' });
    expect(desk.as(BUREAU).errors).toHaveProperty('reason');
    await submit(BUREAU, { reason: '与签到表核对' });
    expect(topOf(BUREAU)).toContain('改动的数字已记为更正 2、3、4 号');
    expect((await corrections()).slice(1).toSorted()).toEqual([
      expect.stringMatching(/^2 BG-2013-0001 /),
      expect.stringMatching(/^3 BG-2013-0001 /),
      expect.stringMatching(/^4 BG-2013-0001 /),
    ]);
    const city = ['trained_persons', 'service_persons', 'suggestions', 'reports', 'experts'];
    expect(await Promise.all(city.map((metric) => figure('city', metric)))).toEqual([40, 0, 2, 2, 2]);
    expect(await report('义诊')).toEqual(before);
    expect(lastDm('U0ZJ0007')).toMatch(/BG-2013-0001.*已由市局专技处更正.*与签到表核对/);
    await desk.as(BUREAU).closeModal({ all: true });

    // The next one starts from what stands now, and only what differs from that is another correction.
    expect(await openAmendment(ENGLISH)).toContain('"initial_value":"28"');
    await submit(ENGLISH, {});
    // More were trained than served, now that nobody is: asked about, as in any other year.
    await submit(ENGLISH, { confirm: ['yes'] });
    await submit(ENGLISH, { reason: 'nothing to do' });
    expect(desk.as(ENGLISH).errors.reason).toBe('No figure was changed.');
    expect(await corrections()).toHaveLength(4);
  });

  test('When anything but figures is changed, Then it is refused beside the field, on either step', async () => {
    await openAmendment(BUREAU);
    const { id } = await desk.db
      .selectFrom('expert')
      .select('id')
      .where('user_id', '=', 'U0ZJ0006')
      .executeTakeFirstOrThrow();
    const wrong = { title: '义诊二', districts: ['binhai', 'hexi'], place: '别处', experts: [id], days: '2' };
    await submit(BUREAU, { ...wrong, service_start: '2013-12-07', summary: '更多', trained_persons: '31' });
    const refused = [...Object.keys(wrong), 'service_start', 'summary'].toSorted();
    expect(Object.keys(desk.as(BUREAU).errors).toSorted()).toEqual(refused);
    for (const sentence of Object.values(desk.as(BUREAU).errors))
      expect(sentence).toContain('2013 年度已结束，只能更正数字');
    await desk.as(BUREAU).closeModal({ all: true });

    await openAmendment(ENGLISH);
    await submit(ENGLISH, { service_end: '2014-01-08' });
    expect(desk.as(ENGLISH).errors.service_end).toContain('only figures can be corrected');
    await submit(ENGLISH, { service_end: '2013-12-08' });
    await submit(ENGLISH, { reason: 'looked up', next_steps: 'come again' });
    expect(Object.keys(desk.as(ENGLISH).errors)).toEqual(['next_steps']);
    expect(await corrections()).toEqual([]);
  });

  test('When somebody corrects meanwhile, or it is taken out, Then the late form changes nothing and says so', async () => {
    await openAmendment(BUREAU);
    await submit(BUREAU, { trained_persons: '31' });
    await openAmendment(ENGLISH);
    await submit(ENGLISH, { service_persons: '71' });
    await submit(ENGLISH, { reason: 'counted again' });
    expect(topOf(ENGLISH)).toContain('what you changed is on record as correction 1.');
    await submit(BUREAU, { reason: '核对' });
    expect(topOf(BUREAU)).toContain('您填写期间，报告 BG-2013-0001 的数字已有变动');
    expect(await corrections()).toEqual(['1 BG-2013-0001 service_persons 70 71']);
    for (const user of [BUREAU, ENGLISH]) await desk.as(user).closeModal({ all: true });

    await voidIt(BUREAU, '义诊');
    expect(await figure('city', 'service_persons')).toBe(0);
    expect(await openAmendment(ENGLISH)).toContain('take it out of the figures');
  });

  test('When its author or the district opens it, Then they are told that the bureau corrects', async () => {
    for (const user of ['U0ZJ0006', COORDINATOR]) {
      expect(await openAmendment(user)).toContain('2013 年度已经关闭，不再接收或改动报告');
      expect(desk.as(user).views).toEqual([]);
    }
    expect(await corrections()).toEqual([]);
  });
});
