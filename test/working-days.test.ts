import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  addWorkingTime,
  isWorkingDay,
  isWorkingMoment,
  knowsCalendarOf,
  nextWorkingMoment,
  toWorkingDay,
} from '../src/programme/working-days.ts';

const day = (date: string) => Temporal.PlainDate.from(date);
const SHANGHAI = { timeZone: 'Asia/Shanghai', ownDays: {} };
const at = (text: string) => Temporal.Instant.from(text);

describe('working days', () => {
  test('When a weekend is worked for a holiday, Then it is a working day, and the holiday is none', () => {
    expect(['2013-09-29', '2013-10-12', '2013-10-31'].map((one) => isWorkingDay(day(one)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['2013-10-01', '2013-10-07', '2013-10-13'].map((one) => isWorkingDay(day(one)))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('When the year fixes a day itself, Then that goes before the calendar', () => {
    const ownDays = { '2013-10-31': 'rest', '2013-11-02': 'work' } as const;
    expect([isWorkingDay(day('2013-10-31'), ownDays), isWorkingDay(day('2013-11-02'), ownDays)]).toEqual([
      false,
      true,
    ]);
    expect(String(addWorkingDays(day('2013-10-30'), 2, ownDays))).toBe('2013-11-02');
  });

  test('When a calendar is not published yet, Then weekdays are working days, and that is known', () => {
    expect([knowsCalendarOf(2013), knowsCalendarOf(2099)]).toEqual([true, false]);
    expect([isWorkingDay(day('2099-10-01')), isWorkingDay(day('2099-10-03'))]).toEqual([true, false]);
  });

  test('When days are counted over a long holiday, Then only those that are worked count', () => {
    expect(String(addWorkingDays(day('2013-09-30'), 5))).toBe('2013-10-12');
    expect(String(addWorkingDays(day('2013-10-08'), -2))).toBe('2013-09-29');
    expect(String(toWorkingDay(day('2013-10-05'), 'before'))).toBe('2013-09-30');
    expect(String(toWorkingDay(day('2013-10-05'), 'after'))).toBe('2013-10-08');
  });

  test('When somebody asked at night, Then the fifth working day ends within working hours', () => {
    expect(String(addWorkingTime(at('2013-10-31T10:00:00+08:00'), 5, SHANGHAI))).toBe('2013-11-07T02:00:00Z');
    expect(String(addWorkingTime(at('2013-10-31T23:50:00+08:00'), 5, SHANGHAI))).toBe('2013-11-07T09:30:00Z');
    expect(String(addWorkingTime(at('2013-11-02T03:00:00+08:00'), 1, SHANGHAI))).toBe('2013-11-04T01:00:00Z');
  });

  test('When nobody is at work, Then the next moment is the beginning of the next working day', () => {
    const next = (text: string) => String(nextWorkingMoment(at(text), SHANGHAI));
    expect(next('2013-10-31T10:00:00+08:00')).toBe('2013-10-31T02:00:00Z');
    expect(next('2013-10-31T05:00:00+08:00')).toBe('2013-10-31T01:00:00Z');
    expect(next('2013-10-31T18:00:00+08:00')).toBe('2013-11-01T01:00:00Z');
    expect(next('2013-11-01T20:00:00+08:00')).toBe('2013-11-04T01:00:00Z');
  });

  test('When the zone changes its clocks, Then the moment is at work in every zone, and none is earlier than asked', () => {
    const zones = [
      'Asia/Shanghai',
      'Europe/London',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 1_356_998_400, max: 1_420_070_400 }),
        fc.integer({ min: 1, max: 9 }),
        (timeZone, seconds, days) => {
          const workplace = { timeZone, ownDays: {} };
          const moment = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
          const next = nextWorkingMoment(moment, workplace);
          expect(Temporal.Instant.compare(next, moment)).toBeGreaterThanOrEqual(0);
          const later = addWorkingTime(moment, days, workplace);
          expect([isWorkingMoment(next, workplace), isWorkingMoment(later, workplace)]).toEqual([true, true]);
          expect(Temporal.Instant.compare(later, moment)).toBe(1);
        },
      ),
    );
  });
});
