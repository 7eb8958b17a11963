import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DISTRICTS, districtName, SYSTEMS, systemName } from '../src/programme/places.ts';
import type { Desk } from './helpers/desk.ts';
import { listStanding, type Sent, startYear, walk, writeDown } from './helpers/year.ts';
import { isAtWork, listOpen, weekOf } from './helpers/year-oracle.ts';

let desk: Desk;
let sent: Sent[];
/** Reminders to people with nothing open, and things named in one that are done. */
const needless: string[] = [];
/** Things that are done, in a reminder as it stood after an act or a look. */
const stale: string[] = [];
/** How often a standing reminder named something, and rightly so. */
let standing = 0;

const UNITS: Record<string, string> = Object.fromEntries([
  ...DISTRICTS.map(({ slug }) => [slug, districtName(slug, 'zh', 2013)]),
  ...SYSTEMS.map(({ slug }) => [slug, systemName(slug, 'zh')]),
]);

async function judge({ at, to, kind, text }: Sent): Promise<void> {
  if (kind !== 'nudge') return;
  const open = (await listOpen(desk, at)).filter(({ people }) => people.includes(to));
  if (open.length === 0) needless.push(`${at} ${to} has nothing open`);
  const names = new Set(open.flatMap((one) => one.names));
  for (const one of namedIn(text))
    if (!names.has(one)) needless.push(`${at} ${to} reads of ${one}, which is done`);
}

/** Numbers of needs, claims and reports, and units whose summary it is about. */
function namedIn(text: string): string[] {
  const numbers = text.match(/(?:XQ|RL|BG)-201[34]-\d{4}/g) ?? [];
  const summaries = text.split('\n').filter((line) => line.includes('年度总结'));
  const units = Object.keys(UNITS).filter((unit) =>
    summaries.some((line) => line.includes(UNITS[unit] ?? unit)),
  );
  return [...numbers, ...units];
}

async function judgeStanding(at: Temporal.ZonedDateTime): Promise<void> {
  const open = await listOpen(desk, at);
  for (const { to, text } of await listStanding(desk)) {
    const names = new Set(open.filter(({ people }) => people.includes(to)).flatMap((one) => one.names));
    for (const one of namedIn(text)) {
      if (names.has(one)) standing += 1;
      else stale.push(`${at} ${to} still reads of ${one}`);
    }
  }
}

beforeAll(async () => {
  desk = await startYear();
  sent = await walk(desk, { from: '2013-09-02', to: '2014-03-31', onSent: judge, onSettled: judgeStanding });
}, 900_000);

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const where = ({ at, to, kind }: Sent) => `${at.toPlainDateTime()} ${to} ${kind}`;
const nudges = () => sent.filter(({ kind }) => kind === 'nudge');

describe('seven months, from the opening to after the next year has begun', () => {
  test('When all of it is over, Then this went out, on these days, to these people', async () => {
    await expect(await writeDown(desk, sent)).toMatchFileSnapshot('./year.txt');
  });

  test('When the desk speaks of itself, Then at work: never at night, on a rest day or a holiday', () => {
    const calls = sent.filter(({ isByDesk }) => isByDesk);
    expect(calls.length).toBeGreaterThan(100);
    expect(calls.filter(({ at, to }) => !isAtWork(at, to)).map(where)).toEqual([]);
    // Worked weekends are working days.
    const worked = calls.filter(({ at }) => at.dayOfWeek > 5).map(({ at }) => at.toPlainDate().toString());
    expect(new Set(worked)).toEqual(new Set(['2013-09-22', '2013-09-29', '2013-10-12', '2014-01-26']));
  });

  test('When it is looked at a dozen times a day, Then nothing is said twice', () => {
    const keys = sent.map(({ key }) => key);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    const rungs = nudges().flatMap(({ to, told }) => told.map((one) => `${to} ${one}`));
    expect(rungs.filter((rung, i) => rungs.indexOf(rung) !== i)).toEqual([]);
  });

  test('When somebody is reminded, Then something of theirs is open, and nothing that is done is named', () => {
    expect(needless).toEqual([]);
    expect(new Set(nudges().map(({ to }) => to)).size).toBeGreaterThan(8);
  });

  test('When something is done, Then no reminder that stands in Slack names it any more', () => {
    expect(stale).toEqual([]);
    expect(standing).toBeGreaterThan(1000);
  });

  test('When a week is over, Then nobody had more than two new reminders, or three with an urgent one', () => {
    expect(nudges().length).toBeGreaterThan(0);
    for (const [week, all] of Map.groupBy(nudges(), ({ at, to }) => `${to} ${weekOf(at)}`)) {
      const urgent = all.filter(
        ({ at, text }) =>
          /即将开始的服务|about to begin/.test(text) ||
          (text.includes('年度总结') && at.toPlainDate().toString() === '2013-12-31'),
      );
      expect(all.length, week).toBeLessThanOrEqual(urgent.length > 0 ? 3 : 2);
    }
  });

  test('When a digest is due, Then once a week and channel, never while it is muted or skipped', () => {
    const digests = sent.filter(({ kind, isReply }) => kind === 'digest' && !isReply);
    for (const channel of ['C0NEEDS', 'C0BINHAI']) {
      const weeks = digests.filter(({ to }) => to === channel).map(({ at }) => weekOf(at));
      expect(new Set(weeks).size, channel).toBe(weeks.length);
      expect(weeks.length).toBeGreaterThan(6);
    }
    const between = (channel: string, from: string, to: string) =>
      digests.filter((one) => one.to === channel && weekOf(one.at) >= from && weekOf(one.at) <= to);
    expect(between('C0NEEDS', '2013-11-25', '2013-11-25')).toEqual([]);
    expect(between('C0BINHAI', '2013-10-21', '2013-11-04')).toEqual([]);
  });

  test('When the year turns, Then each service and need is of its own year, and December is reported in January', async () => {
    const years = await desk.db
      .selectFrom('programme_year')
      .select(['year', 'state'])
      .orderBy('year')
      .execute();
    expect(years).toEqual([
      { year: 2013, state: 'closed' },
      { year: 2014, state: 'open' },
    ]);
    const reports = await desk.db
      .selectFrom('report')
      .innerJoin('demand', 'demand.id', 'report.demand_id')
      .select(['report.number', 'report.year', 'report.state', 'demand.title'])
      .where('demand.title', 'in', ['需求I', '需求K'])
      .orderBy('demand.title')
      .execute();
    expect(reports).toEqual([
      { number: 'BG-2013-0007', year: 2013, state: 'accepted', title: '需求I' },
      { number: 'BG-2014-0001', year: 2014, state: 'accepted', title: '需求K' },
    ]);
  });

  test('When the old year is closed, Then nobody is told of anything of it any more', () => {
    const closed = Temporal.PlainDate.from('2014-02-18');
    const after = sent.filter(({ at }) => Temporal.PlainDate.compare(at.toPlainDate(), closed) >= 0);
    expect(after.length).toBeGreaterThan(10);
    expect(after.filter(({ text }) => /(?:XQ|RL|BG)-2013-/.test(text)).map(where)).toEqual([]);
    expect(
      after.filter(({ told }) => told.some((one) => one.startsWith('yearly_summary'))).map(where),
    ).toEqual([]);
  });
});
