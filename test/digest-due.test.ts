import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { burnUp, type FirstServices, forecast } from '../src/digests/burn-up.ts';
import { digestsDue, type IssueState } from '../src/digests/due.ts';
import { isMutedAt, LATE_FOR, nextSlot, type Schedule, slotInHand } from '../src/digests/slots.ts';
import { isWorkingDay } from '../src/programme/working-days.ts';
import { MOST_POINTS } from '../src/slack/newest-blocks.ts';
import { runs } from './helpers/runs.ts';

const at = (moment: string) => Temporal.Instant.from(moment);

const MONDAYS: Schedule = {
  ...{ enabled: true, weekday: 1, time: '09:00', timeZone: 'Asia/Shanghai', ownDays: {} },
  ...{ runsSince: at('2013-09-01T00:00:00Z'), until: at('2014-01-07T16:00:00Z') },
  ...{ mutedAt: undefined, mutedUntil: undefined },
};

/** What happens in three looks at most: post, preview, too old. */
function lookAt(schedule: Schedule, moment: string, ledger: Record<string, IssueState> = {}) {
  const { post, preview, tooOld } = digestsDue(schedule, new Map(Object.entries(ledger)), at(moment));
  return { post: post?.key, preview: preview?.key, tooOld: tooOld.map(({ key }) => key) };
}

const SETTLED = { '2013-10-14': 'posted', '2013-10-21': 'posted' } as const;
const BEFORE = {
  '2013-09-16': 'posted',
  '2013-09-23': 'posted',
  '2013-09-30': 'posted',
  '2013-10-07': 'posted',
} as const;
const DONE: Record<string, IssueState> = { ...BEFORE, ...SETTLED };
const NOTHING = { post: undefined, preview: undefined, tooOld: [] };

describe('what is due', () => {
  test('When Monday nine o’clock comes in Shanghai, Then the digest is due, and not a second before', () => {
    expect(lookAt(MONDAYS, '2013-10-28T08:59:59+08:00', { ...DONE, '2013-10-28': 'previewed' })).toEqual(
      NOTHING,
    );
    expect(lookAt(MONDAYS, '2013-10-28T09:00:00+08:00', { ...DONE, '2013-10-28': 'previewed' }).post).toBe(
      '2013-10-28',
    );
    expect(lookAt(MONDAYS, '2013-10-28T09:00:00+08:00', { ...DONE, '2013-10-28': 'posted' })).toEqual(
      NOTHING,
    );
  });

  test('When a slot was missed, Then it is late for 72 hours, and too old afterwards', () => {
    expect(lookAt(MONDAYS, '2013-10-31T09:00:00+08:00', DONE).post).toBe('2013-10-28');
    expect(lookAt(MONDAYS, '2013-10-31T09:00:01+08:00', DONE)).toMatchObject({
      post: undefined,
      tooOld: ['2013-10-28'],
    });
  });

  test('When it is late at night, Then it waits for the morning; on time, it comes whenever somebody chose', () => {
    expect(lookAt(MONDAYS, '2013-10-28T18:00:00+08:00', DONE)).toEqual(NOTHING);
    expect(lookAt(MONDAYS, '2013-10-29T08:59:59+08:00', DONE)).toEqual(NOTHING);
    expect(lookAt(MONDAYS, '2013-10-29T09:00:00+08:00', DONE).post).toBe('2013-10-28');
    const evenings = { ...MONDAYS, time: '20:00' };
    expect(lookAt(evenings, '2013-10-28T20:00:00+08:00', DONE).post).toBe('2013-10-28');
    expect(lookAt(evenings, '2013-10-28T21:00:01+08:00', DONE).post).toBeUndefined();
    expect(lookAt(evenings, '2013-10-29T09:00:00+08:00', DONE).post).toBe('2013-10-28');
  });

  test('When weeks were missed, Then only the newest counts', () => {
    const ledger: Record<string, IssueState> = { ...BEFORE };
    expect(lookAt(MONDAYS, '2013-10-28T12:00:00+08:00', ledger)).toMatchObject({
      post: '2013-10-28',
      tooOld: ['2013-10-14', '2013-10-21'],
    });
    expect(lookAt(MONDAYS, '2013-10-29T12:00:00+08:00', { ...DONE, '2013-11-04': 'posted' })).toMatchObject({
      post: undefined,
      tooOld: ['2013-10-28'],
    });
  });

  test('When the slot is a holiday, Then it is on the next working day; of two that meet there, one is posted', () => {
    // 30 September 2013 is a working day, 1 to 7 October are the National Day holidays, 29 September is made up for.
    const mondays = { ...MONDAYS, weekday: 2 };
    expect(nextSlot(mondays, at('2013-09-30T12:00:00+08:00')).at.toString()).toBe('2013-10-08T01:00:00Z');
    const due = lookAt(mondays, '2013-10-08T09:00:00+08:00', {
      '2013-09-16': 'posted',
      '2013-09-23': 'posted',
    });
    expect(due.post).toBe('2013-10-07');
    expect(due.tooOld).toContain('2013-09-30');
  });

  test('When the year has its own day off, Then the digest moves with it', () => {
    const own = { ...MONDAYS, ownDays: { '2013-10-28': 'rest' } as const };
    expect(lookAt(own, '2013-10-28T10:00:00+08:00', DONE).post).toBeUndefined();
    expect(lookAt(own, '2013-10-29T09:00:00+08:00', DONE).post).toBe('2013-10-28');
  });

  test('When it is 15:00 of the working day before, Then the preview is due once, while people are at work', () => {
    expect(lookAt(MONDAYS, '2013-10-25T14:59:59+08:00', DONE).preview).toBeUndefined();
    expect(lookAt(MONDAYS, '2013-10-25T15:00:00+08:00', DONE).preview).toBe('2013-10-28');
    expect(lookAt(MONDAYS, '2013-10-25T17:59:59+08:00', DONE).preview).toBe('2013-10-28');
    expect(lookAt(MONDAYS, '2013-10-25T18:00:00+08:00', DONE).preview).toBeUndefined();
    expect(lookAt(MONDAYS, '2013-10-26T15:00:00+08:00', DONE).preview).toBeUndefined();
    expect(
      lookAt(MONDAYS, '2013-10-25T15:00:00+08:00', { ...DONE, '2013-10-28': 'skipped' }).preview,
    ).toBeUndefined();
    // At noon of the same day there is still time to look at it.
    const noon = { ...MONDAYS, time: '12:00' };
    expect(lookAt(noon, '2013-10-28T09:00:00+08:00', DONE).preview).toBe('2013-10-28');
  });

  test('When it is muted, off, new or over, Then nothing is due, then or later', () => {
    const muted = { ...MONDAYS, mutedAt: at('2013-10-20T00:00:00Z'), mutedUntil: at('2013-10-29T00:00:00Z') };
    expect(lookAt(muted, '2013-10-28T09:00:00+08:00', DONE)).toEqual(NOTHING);
    expect(lookAt(muted, '2013-10-29T09:00:00+08:00', DONE)).toEqual(NOTHING);
    expect(lookAt(muted, '2013-11-04T09:00:00+08:00', DONE).post).toBe('2013-11-04');
    expect(lookAt({ ...MONDAYS, enabled: false }, '2013-10-28T09:00:00+08:00', DONE)).toEqual(NOTHING);
    const started = { ...MONDAYS, runsSince: at('2013-10-28T02:00:00Z') };
    expect(lookAt(started, '2013-10-28T12:00:00+08:00')).toEqual(NOTHING);
    expect(
      lookAt(MONDAYS, '2014-01-13T09:00:00+08:00', { '2013-12-30': 'posted', '2014-01-06': 'posted' }).post,
    ).toBeUndefined();
  });

  test('When somebody posts or skips, Then it is the coming slot, or this week’s when that is far', () => {
    const inHand = (moment: string) => slotInHand(MONDAYS, at(moment)).key;
    expect(inHand('2013-10-25T15:00:00+08:00')).toBe('2013-10-28');
    expect(inHand('2013-10-28T08:00:00+08:00')).toBe('2013-10-28');
    expect(inHand('2013-10-31T09:40:00+08:00')).toBe('2013-10-28');
    expect(inHand('2013-11-01T15:00:00+08:00')).toBe('2013-11-04');
  });
});

const ZONES = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
];
const START = at('2026-01-01T00:00:00Z');
const END_HOURS = 40 * 7 * 24;

const plans = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  weekday: fc.integer({ min: 1, max: 7 }),
  time: fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:30', '03:00', '09:00', '23:59'),
});

/** Moments of looks over forty weeks; some processes are down for hours, some for weeks, and the clock may go back. */
const ticks = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0.01, max: 30, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: 30, max: 800, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: -60, max: 0, noNaN: true }) },
  ),
  { minLength: 50, maxLength: 400 },
);

describe('whenever somebody looks', () => {
  test('When ticks are late, doubled, missed or go back, Then each slot is settled once, and posted in time', () => {
    fc.assert(
      fc.property(plans, ticks, (plan, steps) => {
        const schedule: Schedule = {
          ...MONDAYS,
          ...plan,
          runsSince: START,
          until: START.add({ hours: END_HOURS * 3 }),
        };
        const ledger = new Map<string, IssueState>();
        let now = START;
        for (const hours of steps) {
          now = now.add({ seconds: Math.round(hours * 3600) });
          for (const _ of [1, 2, 3]) {
            const { post, preview, tooOld } = digestsDue(schedule, ledger, now);
            for (const { key } of tooOld) {
              expect(ledger.get(key) ?? 'previewed').toBe('previewed');
              ledger.set(key, 'too_old');
            }
            if (post) {
              expect(ledger.get(post.key) ?? 'previewed').toBe('previewed');
              expect(Temporal.Instant.compare(post.at, now)).toBeLessThanOrEqual(0);
              expect(Temporal.Instant.compare(now, post.at.add(LATE_FOR))).toBeLessThanOrEqual(0);
              const day = post.at.toZonedDateTimeISO(plan.timeZone).toPlainDate();
              expect(isWorkingDay(day)).toBe(true);
              ledger.set(post.key, 'posted');
            }
            if (preview) {
              expect(ledger.has(preview.key)).toBe(false);
              expect(Temporal.Instant.compare(preview.at, now)).toBe(1);
              ledger.set(preview.key, 'previewed');
            }
          }
          // Whatever passed within the last three days is settled, and a second look finds nothing.
          expect(digestsDue(schedule, ledger, now)).toEqual({ tooOld: [] });
        }
      }),
      { numRuns: runs(25, 8) },
    );
  });

  test('When somebody looks every two hours, Then every week of the year has its digest, in every zone', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const schedule: Schedule = {
          ...MONDAYS,
          ...plan,
          runsSince: START,
          until: START.add({ hours: END_HOURS * 3 }),
        };
        const ledger = new Map<string, IssueState>();
        const posted: string[] = [];
        for (let look = 0; look < END_HOURS / 2; look += 1) {
          const { post, tooOld } = digestsDue(schedule, ledger, START.add({ hours: look * 2 }));
          for (const { key } of tooOld) ledger.set(key, 'too_old');
          if (post) {
            ledger.set(post.key, 'posted');
            posted.push(post.key);
          }
        }
        const weeks = [...ledger.keys()].toSorted();
        expect(new Set(posted).size).toBe(posted.length);
        for (const [i, key] of weeks.slice(1).entries())
          expect(Temporal.PlainDate.from(weeks[i] ?? '').until(key).days).toBe(7);
        // Only the weeks of the long holidays meet on one day.
        expect([...ledger.values()].filter((state) => state === 'too_old').length).toBeLessThanOrEqual(3);
      }),
      { numRuns: runs(4, 2) },
    );
  }, 120_000);

  test('When a wall-clock time does not exist that day, Then the slot is an hour later; when it is there twice, the first', () => {
    const sundays = { ...MONDAYS, timeZone: 'Europe/Berlin', weekday: 7, time: '02:30' };
    const worked = { ...sundays, ownDays: { '2026-03-29': 'work', '2026-10-25': 'work' } as const };
    const plan = { ...worked, until: at('2027-01-01T00:00:00Z') };
    expect(nextSlot(plan, at('2026-03-27T12:00:00Z')).at.toString()).toBe('2026-03-29T01:30:00Z');
    expect(nextSlot(plan, at('2026-10-23T12:00:00Z')).at.toString()).toBe('2026-10-25T00:30:00Z');
  });

  test('When it is muted without an end, Then it stays so', () => {
    const muted = { ...MONDAYS, mutedAt: at('2013-10-01T00:00:00Z') };
    expect(isMutedAt(muted, at('2033-10-01T00:00:00Z'))).toBe(true);
    expect(isMutedAt(muted, at('2013-09-30T00:00:00Z'))).toBe(false);
  });
});

describe('how far, and how far it will be', () => {
  const course = {
    ...{ opensOn: Temporal.PlainDate.from('2013-08-30'), deadline: Temporal.PlainDate.from('2013-12-31') },
    ...{ target: 300, today: Temporal.PlainDate.from('2013-10-31') },
  };
  const weekly = (from: string, n: number, experts: number): FirstServices =>
    Array.from({ length: n }, (_, i) => ({
      day: Temporal.PlainDate.from(from).add({ weeks: i }).toString(),
      experts,
    }));

  test('When the course is drawn, Then it ends today with all experts, beside the even line to the target', () => {
    const points = burnUp(weekly('2013-09-05', 4, 2), course);
    expect(points).toHaveLength(9);
    expect(points.at(-1)).toMatchObject({ experts: 8, planned: 151 });
    expect(points.at(-1)?.day.toString()).toBe('2013-10-31');
    expect(points[0]?.experts).toBe(2);
  });

  test('When the year is long, Then the newest ten weeks are whole and the older ones thinned out', () => {
    const year = { ...course, opensOn: Temporal.PlainDate.from('2013-01-01') };
    const points = burnUp(weekly('2013-01-03', 40, 3), year);
    expect(points).toHaveLength(MOST_POINTS);
    const days = points.map(({ day }) => day.toString());
    expect(new Set(days).size).toBe(MOST_POINTS);
    expect(days).toEqual(days.toSorted());
    expect(
      points
        .slice(-10)
        .map(({ day }, i) => day.until(points.at(-10 + i + 1 || -1)?.day ?? day).days)
        .slice(0, 9),
    ).toEqual(Array(9).fill(7));
    expect(points.at(-1)?.experts).toBe(120);
  });

  test('When there are three weeks of services, Then the pace of the last eight goes on to the deadline', () => {
    expect(forecast([], course)).toBeUndefined();
    expect(forecast([{ day: '2013-10-11', experts: 9 }], course)).toBeUndefined();
    // 6 experts in 3 weeks, 61 days to go: 6 + 2 × 61 / 7.
    expect(forecast([{ day: '2013-10-10', experts: 6 }], course)).toBe(23);
    // 100 experts long ago don't belong to the pace: 108 + 1 × 61 / 7.
    const firsts = [{ day: '2013-06-01', experts: 100 }, ...weekly('2013-09-12', 8, 1)];
    expect(forecast(firsts, course)).toBe(116);
    expect(forecast(firsts, { ...course, today: course.deadline })).toBeUndefined();
  });
});
