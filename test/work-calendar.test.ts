import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOwnDays, writeDays } from '../src/directory/own-days.ts';
import { type Desk, startDesk } from './helpers/desk.ts';

const CONTEXT = { year: 2027, today: Temporal.PlainDate.from('2027-01-04'), locale: 'en' as const };

describe('days as people write them', () => {
  test('When days and spans stand line by line, Then each day is read, and written back in runs', () => {
    const read = readOwnDays({ rest_days: '2月5日至7日\n1月1日', work_days: '2027-02-14' }, CONTEXT);
    expect(read).toEqual({
      ok: true,
      ownDays: {
        '2027-01-01': 'rest',
        '2027-02-05': 'rest',
        '2027-02-06': 'rest',
        '2027-02-07': 'rest',
        '2027-02-14': 'work',
      },
    });
    const ownDays = read.ok ? read.ownDays : {};
    expect(writeDays(ownDays, 'rest')).toBe('2027-01-01\n2027-02-05~2027-02-07');
    const again = readOwnDays(
      { rest_days: writeDays(ownDays, 'rest'), work_days: writeDays(ownDays, 'work') },
      CONTEXT,
    );
    expect(again).toEqual(read);
  });

  test('When a line can not be read, or a day stands in both, Then the error is under that field', () => {
    const wrong = readOwnDays({ rest_days: '过年那几天', work_days: '' }, CONTEXT);
    expect(wrong).toMatchObject({ ok: false, errors: { rest_days: expect.stringContaining('过年那几天') } });
    const both = readOwnDays({ rest_days: '2月5日', work_days: '2月5日' }, CONTEXT);
    expect(both).toMatchObject({ ok: false, errors: { work_days: expect.stringContaining('2027-02-05') } });
  });
});

describe('the work calendar', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await startDesk({ now: '2099-03-02T10:00:00+08:00' });
  });
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When the calendar of the year is unknown, Then the bureau is told, fills it in, and the word goes away', async () => {
    const bureau = desk.as('U0BUREAU');
    await bureau.openHome();
    await desk.settle();
    expect(JSON.stringify(bureau.home)).toContain('2099 年的节假日和调休安排尚未收录');
    if (bureau.home) await bureau.press(bureau.home, 'work_calendar');
    await desk.settle();
    await bureau.submit({ rest_days: '过年', work_days: '' });
    await desk.settle();
    expect(bureau.errors).toMatchObject({ rest_days: expect.stringContaining('过年') });
    await bureau.submit({ rest_days: '4月4日至6日', work_days: '4月11日' });
    await desk.settle();
    const { own_days } = await desk.db
      .selectFrom('programme_year')
      .select('own_days')
      .executeTakeFirstOrThrow();
    expect(own_days).toMatchObject({ '2099-04-05': 'rest', '2099-04-11': 'work' });
    expect(JSON.stringify(bureau.home)).not.toContain('尚未收录');
  });

  test('When somebody else asks for it, Then it is refused, and the others are told nothing', async () => {
    const host = desk.as('U0HOST');
    await host.openHome();
    await desk.settle();
    expect(JSON.stringify(host.home)).not.toContain('尚未收录');
  });
});
