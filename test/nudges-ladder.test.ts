import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Duty } from '../src/directory/duty.ts';
import type { Actor } from '../src/directory/permissions.ts';
import { type People, whoIsAsked } from '../src/nudges/assign.ts';
import { type Due, keyOf, nudgesDue, tasksAt } from '../src/nudges/nudge.ts';
import { type DutyOwed, dutiesOf } from '../src/nudges/sources.ts';
import { BADGES_A_WEEK, planTurn, type Standing, URGENT_BADGES_A_WEEK } from '../src/nudges/turn.ts';
import { lastMomentOf, type Programme } from '../src/programme/programme.ts';
import { isWorkingMoment, nextWorkingMoment } from '../src/programme/working-days.ts';
import { ROOMS } from '../src/rooms.ts';
import { runs } from './helpers/runs.ts';

const SHANGHAI = { timeZone: 'Asia/Shanghai', ownDays: {} };
const at = (text: string) => Temporal.Instant.from(text);
const local = (moment: Temporal.Instant, timeZone = 'Asia/Shanghai') =>
  moment.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' });

const DUTIES = dutiesOf(ROOMS);
const owe = (values: Partial<Omit<DutyOwed, 'duty'>> = {}): DutyOwed => ({
  ...{ kind: 'consent', objectKind: 'claim', objectId: 'c1', owners: ['U0HOME'], superiors: ['U0BINHAI'] },
  ...{ since: at('2013-10-31T10:00:00+08:00'), dueAt: at('2013-11-07T10:00:00+08:00') },
  words: { number: 'RL-2013-0001' },
  ...values,
  programme: { year: 2013 } as Programme,
  duty: DUTIES.find(({ kind }) => kind === (values.kind ?? 'consent')) as Duty,
});
const summary = (deadline: string) =>
  owe({
    ...{ kind: 'yearly_summary', objectKind: 'yearly_summary', objectId: 's1', owners: ['U0BINHAI'] },
    ...{ superiors: ['U0BUREAU'], since: at('2013-11-01T00:00:00+08:00') },
    dueAt: lastMomentOf(deadline, 'Asia/Shanghai'),
  });

const actor = (userId: string, values: Partial<Actor> = {}): [string, Actor] => [
  userId,
  { userId, isAdmin: false, isGuest: false, bureau: false, districts: [], systems: [], ...values },
];
const people = (values: Partial<People> = {}): People => ({
  actors: new Map([
    actor('U0BINHAI', { districts: ['binhai'] }),
    actor('U0WUQING', { districts: ['wuqing'] }),
    actor('U0BUREAU', { bureau: true }),
    actor('U0HOST'),
  ]),
  ...{ gone: new Set<string>(), absences: new Map(), handovers: [], bureau: ['U0BUREAU'] },
  ...values,
});
const asked = (owed: DutyOwed, known = people(), now = at('2013-11-05T10:00:00+08:00')) =>
  whoIsAsked(owed, known, now).map(
    ({ userId, via, mayAct }) => `${userId} ${via}${mayAct ? '' : ' may not'}`,
  );

describe('the ladders', () => {
  const rungs = (owed: DutyOwed) =>
    owed.duty.ladder(owed, SHANGHAI).stages.map((stage) => `${stage.id} ${local(stage.at)} ${stage.to}`);

  test('When a consent waits, Then its people are told on the third working day', () => {
    expect(rungs(owe())).toEqual(['day_3 2013-11-05T09:30 owners']);
    // A Friday before the make-up Saturday of the national holiday.
    expect(rungs(owe({ kind: 'host_answer', since: at('2013-09-27T15:00:00+08:00') }))).toEqual([
      'day_3 2013-10-08T09:30 owners',
    ]);
  });

  test('When a service is ahead, Then the last working day before it tells, or the moment of confirmation', () => {
    const service = owe({ kind: 'service_tomorrow', dueAt: lastMomentOf('2013-11-04', 'Asia/Shanghai') });
    expect(rungs(service)).toEqual(['eve 2013-11-01T09:30 owners']);
    expect(rungs({ ...service, since: at('2013-11-01T16:00:00+08:00') })).toEqual([
      'eve 2013-11-01T16:00 owners',
    ]);
  });

  test('When a report or its confirmation is owed, Then 1, 5, 10 or 3, 6 working days after, then its coordinator', () => {
    const since = lastMomentOf('2013-10-31', 'Asia/Shanghai');
    expect(rungs(owe({ kind: 'report', since, dueAt: undefined }))).toEqual([
      'day_1 2013-11-01T09:30 owners',
      'day_5 2013-11-07T09:30 owners',
      'day_10 2013-11-14T09:30 owners',
      'day_15 2013-11-21T09:30 superiors',
    ]);
    expect(rungs(owe({ kind: 'report_confirmation', since, dueAt: undefined }))).toEqual([
      'day_3 2013-11-05T09:30 owners',
      'day_6 2013-11-08T09:30 owners',
      'day_9 2013-11-13T09:30 superiors',
    ]);
  });

  test('When a need is open near its end, Then 5 and 2 working days before, and its poster once', () => {
    const need = owe({ kind: 'open_need', dueAt: lastMomentOf('2013-11-11', 'Asia/Shanghai') });
    expect(rungs(need)).toEqual([
      'before_5 2013-11-04T09:30 owners',
      'inform 2013-11-04T09:30 informed',
      'before_2 2013-11-07T09:30 owners',
    ]);
  });

  test('When a need is published close to its end, Then not on that day, as its people know', () => {
    const dueAt = lastMomentOf('2013-11-11', 'Asia/Shanghai');
    const since = Temporal.Instant.from('2013-11-08T10:00+08:00');
    expect(rungs(owe({ kind: 'open_need', since, dueAt })).map((rung) => rung.split(' ')[1])).toEqual(
      Array.from({ length: 3 }, () => '2013-11-11T09:30'),
    );
  });

  test('When a summary was returned, Then three working days later, and on the rungs still to come', () => {
    const since = Temporal.Instant.from('2013-12-27T15:00+08:00');
    expect(rungs({ ...summary('2013-12-31'), since, round: '2' })).toEqual([
      'day_3 2014-01-02T09:30 owners',
      'left_1 2013-12-30T09:30 owners',
      'left_0 2013-12-31T09:30 owners',
      'late_1 2014-01-02T09:30 owners',
      'late_3 2014-01-03T09:30 superiors',
    ]);
    const late = Temporal.Instant.from('2014-01-10T15:00+08:00');
    expect(rungs({ ...summary('2013-12-31'), since: late, round: '2' })).toEqual([
      'day_3 2014-01-15T09:30 owners',
    ]);
  });

  test('When a yearly summary is owed, Then T-30 to +1 moved off rest days, and +3 is the superior’s', () => {
    expect(rungs(summary('2013-12-31'))).toEqual([
      'left_30 2013-11-29T09:30 owners',
      'left_14 2013-12-17T09:30 owners',
      'left_7 2013-12-24T09:30 owners',
      'left_3 2013-12-27T09:30 owners',
      'left_1 2013-12-30T09:30 owners',
      'left_0 2013-12-31T09:30 owners',
      // New Year's Day is a holiday; the third is a working day.
      'late_1 2014-01-02T09:30 owners',
      'late_3 2014-01-03T09:30 superiors',
    ]);
    // Nothing before 1 November, whenever the deadline is.
    expect(rungs(summary('2013-11-15')).slice(0, 2)).toEqual([
      'left_30 2013-11-01T09:30 owners',
      'left_14 2013-11-01T09:30 owners',
    ]);
    expect(rungs(summary('2014-01-10'))[0]).toBe('left_30 2013-12-11T09:30 owners');
  });

  test('When the yearly summary waits to the end, Then each rung is told once, the last one to the bureau', () => {
    const told: string[] = [];
    const ledger = new Set<string>();
    for (let now = at('2013-11-01T00:00:00+08:00'); local(now) < '2014-01-10'; now = now.add({ hours: 1 })) {
      for (const due of nudgesDue(
        tasksAt([summary('2013-12-31')], people(), now, SHANGHAI),
        ledger,
        now,
        SHANGHAI,
      )) {
        ledger.add(keyOf(due));
        told.push(`${due.stage.id} ${due.task.to.userId} ${due.verdict}`);
      }
    }
    expect(told).toEqual([
      ...['left_30', 'left_14', 'left_7', 'left_3', 'left_1', 'left_0', 'late_1'].map(
        (stage) => `${stage} U0BINHAI tell`,
      ),
      'late_3 U0BUREAU tell',
    ]);
  });
});

describe('who is asked', () => {
  const whose = { homeUnitUsers: ['U0HOME'], district: 'binhai' };

  test('When all is usual, Then the owner; when deactivated the other owners, else the superiors, else the bureau', () => {
    expect(asked(owe())).toEqual(['U0HOME owner']);
    const two = owe({ owners: ['U0HOME', 'U0SECOND'] });
    expect(asked(two, people({ gone: new Set(['U0HOME']) }))).toEqual(['U0SECOND owner']);
    expect(asked(owe(), people({ gone: new Set(['U0HOME']) }))).toEqual(['U0BINHAI superior']);
    expect(asked(owe(), people({ gone: new Set(['U0HOME', 'U0BINHAI']) }))).toEqual(['U0BUREAU superior']);
  });

  test('When the owner is away, Then the deputy is asked, who may act until the absence ends; else the superiors', () => {
    const away = (deputy: string | undefined) =>
      people({
        absences: new Map([
          [
            'U0HOME',
            {
              ...{ from: at('2013-11-01T00:00:00Z'), until: '2013-11-08', back: at('2013-11-08T16:00:00Z') },
              deputy,
            },
          ],
        ]),
      });
    const consent = owe({ whose });
    expect(asked(consent, away('U0BINHAI'))).toEqual(['U0BINHAI deputy']);
    // Until the absence ends whoever was named may do what the absent person may.
    expect(asked(consent, away('U0WUQING'))).toEqual(['U0WUQING deputy']);
    expect(asked(consent, away(undefined))).toEqual(['U0BINHAI superior']);
    expect(asked(consent, away('U0BINHAI'), at('2013-11-08T16:00:00Z'))).toEqual(['U0HOME owner']);
  });

  test('When the deactivated had named a deputy, Then that one is asked as long as the absence lasts', () => {
    const gone = (deputy: string | undefined) =>
      people({
        gone: new Set(['U0HOME']),
        absences: new Map([
          [
            'U0HOME',
            {
              ...{ from: at('2013-11-01T00:00:00Z'), until: '2013-11-08', back: at('2013-11-08T16:00:00Z') },
              deputy,
            },
          ],
        ]),
      });
    const consent = owe({ whose: { ...whose, homeUnitUsers: ['U0HOME', 'U0SECOND'] } });
    expect(asked(consent, gone('U0SECOND'))).toEqual(['U0SECOND deputy']);
    expect(asked(consent, gone('U0WUQING'))).toEqual(['U0WUQING deputy']);
    expect(asked(consent, gone(undefined))).toEqual(['U0BINHAI superior']);
    expect(asked(consent, gone('U0SECOND'), at('2013-11-08T16:00:00Z'))).toEqual(['U0BINHAI superior']);
  });

  test('When a duty shows the host’s telephone number, Then nobody has it who may not see that', () => {
    const service = owe({
      ...{ kind: 'service_tomorrow', owners: ['U0HOST'], superiors: ['U0EDU', 'U0BINHAI'] },
      whose: { hostUsers: ['U0HOST'], district: 'binhai', systems: ['education'] },
    });
    const known = (values: Partial<People> = {}) =>
      people({
        actors: new Map([...people().actors, actor('U0EDU', { systems: ['education'] })]),
        ...values,
      });
    expect(asked(service, known())).toEqual(['U0HOST owner']);
    expect(asked(service, known({ gone: new Set(['U0HOST']) }))).toEqual(['U0BINHAI superior']);
    expect(asked(service, known({ gone: new Set(['U0HOST', 'U0BINHAI']) }))).toEqual(['U0BUREAU superior']);
    // Nobody of the host is on Slack: the coordinators' own duty, of those who may.
    expect(asked({ ...service, owners: service.superiors }, known())).toEqual(['U0BINHAI owner']);
    const absences = new Map([
      [
        'U0HOST',
        {
          ...{ from: at('2013-11-01T00:00:00Z'), until: '2013-11-08', back: at('2013-11-08T16:00:00Z') },
          deputy: 'U0EDU',
        },
      ],
    ]);
    expect(asked(service, known({ absences }))).toEqual(['U0EDU deputy']);
    // The same coordinator answers for the home unit.
    const consent = owe({ owners: ['U0HOME'], superiors: ['U0EDU'], whose: service.whose ?? {} });
    expect(asked(consent, known({ gone: new Set(['U0HOME']) }))).toEqual(['U0EDU superior']);
  });

  test('When it is not theirs, Then the named person if they may act, else the superiors read the suggestion', () => {
    const handed = (to: string, ...more: { from: string; to: string }[]) =>
      people({
        handovers: [{ from: 'U0HOME', to }, ...more].map((one) => ({
          ...{ kind: 'consent' as const, objectId: 'c1', at: at('2013-11-01T02:00:00Z') },
          ...one,
        })),
      });
    const consent = owe({ whose: { ...whose, homeUnitUsers: ['U0HOME', 'U0SECOND'] } });
    expect(asked(consent, handed('U0BINHAI'))).toEqual(['U0BINHAI named']);
    expect(asked(consent, handed('U0WUQING'))).toEqual(['U0BINHAI suggested']);
    // Sent back to who sent it: nobody is left, so it is the bureau's when the coordinator has said so too.
    const circle = handed('U0BINHAI', { from: 'U0BINHAI', to: 'U0HOME' });
    expect(asked(consent, circle)).toEqual(['U0BUREAU suggested']);
  });

  test('When an expert coordinates as well, Then never their own consent', () => {
    const own = owe({ owners: ['U0BINHAI'], superiors: ['U0BINHAI'], never: ['U0BINHAI'] });
    expect(asked(own)).toEqual(['U0BUREAU superior']);
  });
});

describe('what is due', () => {
  const report = owe({
    kind: 'report',
    since: lastMomentOf('2013-10-31', 'Asia/Shanghai'),
    dueAt: undefined,
  });
  const due = (now: string, ledger: Iterable<string> = []) =>
    nudgesDue(tasksAt([report], people(), at(now), SHANGHAI), new Set(ledger), at(now), SHANGHAI)
      .filter(({ task }) => task.to.userId === 'U0HOME')
      .map(({ stage, verdict }) => `${stage.id} ${verdict}`);

  test('When looks were missed, Then only the newest rung is told and the others are recorded', () => {
    expect(due('2013-11-01T09:29:59+08:00')).toEqual([]);
    expect(due('2013-11-01T09:30:00+08:00')).toEqual(['day_1 tell']);
    expect(due('2013-11-20T12:00:00+08:00')).toEqual(['day_1 too_old', 'day_5 overtaken', 'day_10 tell']);
    expect(due('2013-12-20T12:00:00+08:00')).toEqual(['day_1 too_old', 'day_5 too_old', 'day_10 too_old']);
  });

  test('When a report is mended and waits again, Then its rungs begin anew', () => {
    const [first, second] = ['1', '2'].map((round) =>
      tasksAt(
        [owe({ kind: 'report_confirmation', dueAt: undefined, round })],
        people(),
        at('2013-11-05T10:00:00+08:00'),
        SHANGHAI,
      ).flatMap((task) => task.stages.map((stage) => keyOf({ task, stage }))),
    );
    expect(first?.some((key) => second?.includes(key))).toBe(false);
  });

  const zones = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'];
  const FIRST = at('2013-10-15T00:00:00Z').epochMilliseconds;
  const LAST = at('2014-01-20T00:00:00Z').epochMilliseconds;
  const moments = fc.integer({ min: FIRST, max: LAST });

  const duties = fc.array(
    fc.record({
      kind: fc.constantFrom(...DUTIES.map(({ kind }) => kind)),
      ...{
        since: moments,
        lasts: fc.integer({ min: 1, max: 40 }),
        owner: fc.constantFrom('U0HOME', 'U0BINHAI'),
      },
    }),
    { minLength: 1, maxLength: 6 },
  );

  test('When looks come at any moments, twice, late or with the clock set back, Then each is told at most once, in hours, within budget', () => {
    fc.assert(
      fc.property(
        duties,
        fc.constantFrom(...zones),
        fc.constantFrom(...zones),
        fc.array(moments, { minLength: 1, maxLength: 60 }),
        (given, programmeZone, readerZone, ticks) => {
          const programme = { timeZone: programmeZone, ownDays: {} };
          const owed = given.map(({ kind, since, lasts, owner }, i) => {
            const began = Temporal.Instant.fromEpochMilliseconds(since);
            return owe({
              ...{ kind, objectId: `o${i}`, owners: [owner], since: began, informed: ['U0HOST'] },
              dueAt: began.add({ hours: 24 * lasts }),
            });
          });
          const ledger = new Set<string>();
          const told: { key: string; at: Temporal.Instant; stage: Temporal.Instant }[] = [];
          const badges = new Map<string, { at: Temporal.Instant; urgent: boolean }[]>();
          for (const tick of ticks) {
            const now = Temporal.Instant.fromEpochMilliseconds(tick);
            const dues = nudgesDue(tasksAt(owed, people(), now, programme), ledger, now, programme);
            for (const userId of new Set(dues.map(({ task }) => task.to.userId)))
              take(
                userId,
                dues.filter(({ task }) => task.to.userId === userId),
                now,
              );
          }

          function take(userId: string, dues: Due[], now: Temporal.Instant): void {
            const mine = badges.get(userId) ?? [];
            const standing: Standing = {
              ...{
                workplace: { timeZone: readerZone, ownDays: {} },
                badges: mine.map((one) => one.at),
                isUnderWay: false,
              },
              ...{ isShown: mine.length > 0, snoozedUntil: undefined },
            };
            const turn = planTurn(standing, { dues, isAnythingOpen: true, again: false }, { now, programme });
            for (const one of turn.dues) {
              expect(ledger.has(keyOf(one))).toBe(false);
              ledger.add(keyOf(one));
              if (one.verdict === 'tell') told.push({ key: keyOf(one), at: now, stage: one.stage.at });
            }
            if (turn.how === 'new')
              badges.set(userId, [...mine, { at: now, urgent: turn.dues.some(({ stage }) => stage.urgent) }]);
          }

          for (const one of told) {
            expect(Temporal.Instant.compare(one.at, one.stage)).toBeGreaterThanOrEqual(0);
            expect(isWorkingMoment(one.at, { timeZone: readerZone, ownDays: {} })).toBe(true);
          }
          for (const mine of badges.values()) {
            const weeks = Map.groupBy(mine, (one) => {
              const day = one.at.toZonedDateTimeISO(programmeZone).toPlainDate();
              return day.subtract({ days: day.dayOfWeek - 1 }).toString();
            });
            for (const week of weeks.values()) {
              expect(week.length).toBeLessThanOrEqual(
                week.some(({ urgent }) => urgent) ? URGENT_BADGES_A_WEEK : BADGES_A_WEEK,
              );
            }
          }
        },
      ),
      { numRuns: runs(150, 40) },
    );
  });

  test('When a look comes every half hour, Then every rung of a duty nobody does is told, late rather than never', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.constantFrom(...zones), (programmeZone, readerZone) => {
        const programme = { timeZone: programmeZone, ownDays: {} };
        const reader = { timeZone: readerZone, ownDays: {} };
        const duty = owe({ kind: 'report', dueAt: undefined });
        const ledger = new Set<string>();
        const told: string[] = [];
        for (let now = duty.since; local(now) < '2013-12-01'; now = now.add({ minutes: 30 })) {
          const tasks = tasksAt([duty], people(), now, programme);
          for (const one of nudgesDue(tasks, ledger, now, programme)) {
            if (!isWorkingMoment(now, reader)) continue;
            ledger.add(keyOf(one));
            told.push(`${one.stage.id} ${one.verdict}`);
            const best = nextWorkingMoment(one.stage.at, reader);
            expect(best.until(now).total('hours')).toBeLessThanOrEqual(1);
          }
        }
        expect(told).toEqual(['day_1 tell', 'day_5 tell', 'day_10 tell', 'day_15 tell']);
      }),
      { numRuns: runs(8, 3) },
    );
  });
});
