import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from './helpers/desk.ts';
import { pressOn, pressYear, startTurned, waiveSummaries } from './helpers/next-year.ts';
import { submitTo, undoLast, type Values } from './helpers/published.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startTurned();
});

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const newestDm = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';

const press = (user: string, action: string, value: string) => pressOn(desk, user, action, value);
const close = (user: string) => pressYear(desk, user, 'close_year', '2013');
const waiveAll = (butUnit?: string) => waiveSummaries(desk, 2013, butUnit);

const submit = (user: string, values: Values) => submitTo(desk, user, values);
const undo = (user: string) => undoLast(desk, user);

const summary = () =>
  desk.db
    .selectFrom('yearly_summary')
    .select(['id', 'extended_until', 'waived_at', 'waived_by', 'waive_reason'])
    .where('year', '=', 2013)
    .where('unit', '=', 'binhai')
    .executeTakeFirstOrThrow();

const year = () =>
  desk.db
    .selectFrom('programme_year')
    .select(['state', 'frozen', 'closed_at', 'closed_by'])
    .where('year', '=', 2013)
    .executeTakeFirstOrThrow();

describe('what the bureau takes back', () => {
  test('When an extension or a waiver is taken back, Then what held before holds again, and the unit is told', async () => {
    await close('U0BUREAU');
    await waiveAll('binhai');
    const { id } = await summary();
    await close('U0BUREAU');
    await press('U0BUREAU', 'waive_summary', id);
    await submit('U0BUREAU', { reason: '并入他区' });
    expect(newestDm('U0BINHAI')).toContain('并入他区');
    const waived = await summary();

    // The other one extends what was waived, and takes that back: it is waived again, as it was.
    await desk.as('U0ALICE').command('/expert', 'summary');
    await desk.settle();
    await press('U0ALICE', 'open_summary', id);
    const reading = desk.as('U0ALICE').views.at(-1);
    if (!reading) throw new Error('the summary was not shown');
    await desk.as('U0ALICE').press(reading, 'extend_summary');
    await desk.settle();
    await submit('U0ALICE', { until: '2014-01-20', reason: 'not merged' });
    expect(await summary()).toMatchObject({ waived_at: null });
    expect(await undo('U0ALICE')).toContain('The extension for the yearly summary of 2013 was taken back');
    expect(await summary()).toEqual(waived);
    expect(newestDm('U0BINHAI')).toContain('延期已撤回');
    // The waiver was acted on meanwhile.
    expect(await undo('U0BUREAU')).toContain('Alice Wong');
    expect(await summary()).toEqual(waived);
  });

  test('When the closing is taken back, Then the year is closing again; not by another, nor once it was corrected', async () => {
    await close('U0BUREAU');
    await waiveAll();
    await close('U0BUREAU');
    await submit('U0BUREAU', { confirm: ['yes'] });
    expect(await year()).toMatchObject({ state: 'closed', closed_by: 'U0BUREAU' });
    expect(await undo('U0BUREAU')).toContain('2013 年的结束已撤回，仍在收尾中');
    expect(await year()).toEqual({ state: 'closing', frozen: null, closed_at: null, closed_by: null });
    await desk.as('U0BUREAU').closeModal({ all: true });

    await close('U0ALICE');
    await submit('U0ALICE', { confirm: ['yes'] });
    await pressYear(desk, 'U0BUREAU', 'correct_year', '2013');
    await submit('U0BUREAU', { object: '全市', metric: 'trained_persons', value: '12', reason: '漏报' });
    expect(await undo('U0ALICE')).toContain('has acted since');
    expect(await year()).toMatchObject({ state: 'closed', closed_by: 'U0ALICE' });
  });
});
