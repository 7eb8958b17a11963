import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from './helpers/desk.ts';
import { pressOn, pressYear, showYears, startTurned, waiveSummaries } from './helpers/next-year.ts';
import { submitTo, type Values } from './helpers/published.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startTurned();
});

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const shown = (user: string) => JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks ?? []);
const onTop = (user: string) => JSON.stringify(desk.as(user).views.at(-1) ?? {});

const years = (user: string) => showYears(desk, user);
const press = (user: string, action: string, value: string) => pressOn(desk, user, action, value);
const close = (user: string) => pressYear(desk, user, 'close_year', '2013');
const submit = (user: string, values: Values) => submitTo(desk, user, values);
/** Nothing is left of the old year; one unit is left out. */
const waiveAll = (butUnit?: string) => waiveSummaries(desk, 2013, butUnit);

const summaryOf = async (unit: string) =>
  desk.db
    .selectFrom('yearly_summary')
    .selectAll()
    .where('year', '=', 2013)
    .where('unit', '=', unit)
    .executeTakeFirstOrThrow();

describe('closing a year', () => {
  test('When summaries are missing, Then the list says whose, and grants an extension or waives one', async () => {
    await close('U0BUREAU');
    expect(shown('U0BUREAU')).toContain('0 份报告待办，27 份年度总结未采纳');
    const { id } = await summaryOf('binhai');
    await waiveAll('binhai');
    await close('U0BUREAU');
    expect(shown('U0BUREAU')).toContain('滨海新区 2013 年年度总结');

    await press('U0BUREAU', 'extend_summary', id);
    await submit('U0BUREAU', { until: '2014-01-01', reason: '资料未齐' });
    expect(desk.as('U0BUREAU').errors.until).toContain('已经过去');
    await submit('U0BUREAU', { until: '2014-01-20', reason: '资料未齐' });
    expect(onTop('U0BUREAU')).toContain('期限延至 2014年1月20日');
    await desk.as('U0BUREAU').closeModal();
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toContain('期限延至 2014年1月20日');
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toContain('资料未齐');

    await close('U0ALICE');
    expect(shown('U0ALICE')).toContain('due by 20 Jan 2014');
    await press('U0ALICE', 'waive_summary', id);
    await submit('U0ALICE', { reason: 'Merged into another district' });
    expect(onTop('U0ALICE')).toContain('is asked of');
    await desk.as('U0ALICE').closeModal();
    expect(await summaryOf('binhai')).toMatchObject({ waive_reason: 'Merged into another district' });
    // Whoever fills it in by an old button reads that it was waived.
    await desk.as('U0BINHAI').command('/expert', 'summary');
    await desk.settle();
    expect(onTop('U0BINHAI') + shown('U0BINHAI')).toContain('已免报');
  });

  test('When nothing is left, Then it is closed once, nothing changes any more, and a mistake gets a number', async () => {
    await close('U0BUREAU');
    await waiveAll();
    await close('U0BUREAU');
    expect(onTop('U0BUREAU')).toContain('服务专家 0 人');
    await submit('U0BUREAU', { confirm: null });
    expect(desk.as('U0BUREAU').errors.confirm).toContain('勾选');
    await close('U0ALICE');
    await submit('U0BUREAU', { confirm: ['yes'] });
    await submit('U0ALICE', { confirm: ['yes'] });
    expect(onTop('U0BUREAU')).toContain('2013 年已结束');
    expect(onTop('U0ALICE')).toContain('2013 is closed already');
    for (const user of ['U0BUREAU', 'U0ALICE']) await desk.as(user).closeModal();

    const { frozen, state } = await desk.db
      .selectFrom('programme_year')
      .select(['frozen', 'state'])
      .where('year', '=', 2013)
      .executeTakeFirstOrThrow();
    expect(state).toBe('closed');
    expect(frozen).toMatchObject({ city: { experts: 0, reports: 0 } });

    await years('U0BUREAU');
    await press('U0BUREAU', 'correct_year', '2013');
    const wrong = { object: '火星区', metric: 'trained_persons', value: '很多', reason: '漏报' };
    await submit('U0BUREAU', wrong);
    expect(Object.keys(desk.as('U0BUREAU').errors).sort()).toEqual(['object', 'value']);
    await submit('U0BUREAU', { ...wrong, object: '全市', value: '１２０' });
    expect(onTop('U0BUREAU')).toContain('2013 年更正 1 号');
    await desk.as('U0BUREAU').closeModal();
    const english = await years('U0ALICE');
    expect(english).toContain(
      'Correction 1 (2 Jan 2014): City · People trained (person-times) is 120, was 0',
    );
    await press('U0ALICE', 'correct_year', '2013');
    await submit('U0ALICE', { object: 'city', metric: 'trained_persons', value: '120', reason: 'again' });
    expect(desk.as('U0ALICE').errors.value).toContain('stands');
  });

  test('When it is the year for new things, Then the next one has to be opened first', async () => {
    await years('U0BUREAU');
    // Somebody has made the old year the one for new things again, after this was shown.
    for (const [year, current] of [
      [2014, false],
      [2013, true],
    ] as const)
      await desk.db.updateTable('programme_year').set({ current }).where('year', '=', year).execute();
    await press('U0BUREAU', 'close_year', '2013');
    expect(shown('U0BUREAU')).toContain('请先开启 2014 年');
    expect(desk.as('U0BUREAU').views).toEqual([]);
  });
});
