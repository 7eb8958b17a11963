import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forecastNudges } from '../src/nudges/forecast.ts';
import { buildForecast, MOST_ANSWERS } from '../src/nudges/forecast-blocks.ts';
import type { Due } from '../src/nudges/nudge.ts';
import { readPeople } from '../src/nudges/people.ts';
import type { Message } from '../src/playground/records.ts';
import { showDate } from '../src/programme/programme.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { textOf } from '../src/slack/blocks.ts';
import { UNITS } from '../src/summaries/summary.ts';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { meetEverybody, seedDuties } from './helpers/duties.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await meetEverybody(desk);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** What the rungs of a summary are called, with their days in 2013: a rest day's comes on the working day before. */
const RUNGS = [
  ...([
    ['11月29日', '截止前 30 天'],
    ['12月17日', '截止前 14 天'],
  ] as const),
  ...([
    ['12月24日', '截止前 7 天'],
    ['12月27日', '截止前 3 天'],
  ] as const),
  ...([
    ['12月30日', '截止前 1 天'],
    ['12月31日', '截止当天'],
  ] as const),
] as const;

const goTo = (moment: string) => desk.look(`${moment}+08:00`);

const remindersOf = (userId: string) =>
  desk.as(userId).dms.filter(({ text }) => /^您有 \d+ 项待办|^\d+ things? waits? for you/.test(text));
const linesOf = ({ text }: Pick<Message, 'text'>, word: string) =>
  text.split('\n').filter((line) => line.includes(word));
const openings = ({ blocks }: Message) => JSON.stringify(blocks).split('"open_summary"').length - 1;

async function ask(userId: string, text: string): Promise<Pick<Message, 'text' | 'blocks'>> {
  await desk.as(userId).command('/expert', text);
  await desk.settle();
  const reply = desk.as(userId).ephemerals.at(-1);
  if (!reply) throw new Error(`${userId} had no answer`);
  return reply;
}

const lateOnes = () =>
  desk.db
    .selectFrom('nudge')
    .select(['user_id', 'label', 'via'])
    .where('stage', '=', 'late_3')
    .orderBy('label')
    .execute();

describe('a bureau that covers every unit', () => {
  test('When the first rung comes, Then one message names them all on one line, and one line of the look-up tells of it', async () => {
    await goTo('2013-11-29T09:30');
    const [reminder, ...others] = remindersOf('U0BUREAU');
    if (!reminder) throw new Error('no reminder');
    expect(others).toEqual([]);
    expect(reminder.text).toContain('您有 27 项待办');
    const lines = linesOf(reminder, '年年度总结');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('27 个单位的 2013 年年度总结待报送：和平区、河东区、');
    expect(lines[0]).toContain('、宁河县、静海县、蓟县、教育系统');
    expect(lines[0]).toMatch(/、中央驻津单位$/);
    expect(reminder.text).toContain('截止：2013年12月31日 23:59');
    expect(reminder.text).toContain('/expert summary');
    expect(reminder.text).not.toContain('办完上面的就会显示');
    expect(openings(reminder)).toBe(0);

    await goTo('2013-12-17T09:30');
    const told = await ask('U0BUREAU', 'nudges');
    expect(linesOf(told, '请报送年度总结')).toEqual([
      expect.stringContaining('市局专技处 · 请报送年度总结 和平区、河东区、河西区等 27 项'),
      expect.stringContaining('市局专技处 · 请报送年度总结 和平区、河东区、河西区等 27 项'),
    ]);
    expect(linesOf(told, '本人经办')).toEqual([
      '截止前 14 天 · 本人经办 · 新消息',
      '截止前 30 天 · 本人经办 · 新消息',
    ]);
    expect(told.text).toContain('共 2 条，第 1 / 1 页');
    // Every unit has its own row all the same: what is handed in is not told again.
    expect(await desk.db.selectFrom('nudge').select('label').execute()).toHaveLength(54);
  });

  test('When an English reader stands in, Then both say it in English', async () => {
    await giveRole(desk, 'U0ALICE', { role: 'bureau' });
    await goTo('2013-11-29T17:00');
    const [reminder] = remindersOf('U0ALICE');
    expect(linesOf(reminder ?? { text: '' }, 'yearly summaries for 2013')).toEqual([
      expect.stringMatching(
        /^27 yearly summaries for 2013 are still to be submitted: Heping District, Hedong /,
      ),
    ]);
    expect(reminder?.text).toContain('Due 31 Dec 2013 23:59');
    expect(reminder?.text).toContain('Type /expert summary');
    const told = await ask('U0ALICE', 'nudges <@U0ALICE>');
    expect(told.text).toContain('Heping District, Hedong District, Hexi District and 24 more');
    expect(told.text).toContain('1 in all, page 1 of 1');
  });

  test('When a dry run is asked for, Then each rung’s day names it once, and nothing is cut', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    const { text, blocks } = await ask('U0BUREAU', '提醒 至 12月31日');
    const days = blocks.map((block) => textOf(block as Parameters<typeof textOf>[0]).split('\n'));
    for (const [day, rung] of RUNGS)
      expect(days.find(([title]) => title === day)?.slice(1)).toEqual([
        expect.stringMatching(`09:30 市局专技处：请报送年度总结 和平区、河东区、河西区等 26 项（${rung}）`),
        expect.stringMatching(`09:30 滨海新区联络员：请报送年度总结 滨海新区（${rung}）`),
      ]);
    expect(days.slice(3)).toHaveLength(RUNGS.length);
    expect(text).not.toMatch(/…|没有列全/);
  });
});

describe('whose they are', () => {
  test('When it is three, Then each has its button; with a fourth they are one line', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai', 'heping', 'hexi'] });
    await giveRole(desk, 'U0WUQING', {
      role: 'district',
      districts: ['wuqing', 'nankai', 'hebei', 'jinnan'],
    });
    await goTo('2013-11-29T09:30');
    const [three] = remindersOf('U0BINHAI');
    const [four] = remindersOf('U0WUQING');
    if (!three || !four) throw new Error('no reminder');
    expect(linesOf(three, '2013 年年度总结').toSorted()).toEqual([
      ...['和平区 2013 年年度总结', '河西区 2013 年年度总结', '滨海新区 2013 年年度总结'].toSorted(),
    ]);
    expect(openings(three)).toBe(3);
    expect(linesOf(four, '2013 年年度总结')).toEqual([
      '4 个单位的 2013 年年度总结待报送：南开区、河北区、津南区、武清区',
    ]);
    expect(openings(four)).toBe(0);
    const told = await ask('U0BINHAI', '提醒');
    expect(told.text).toContain('请报送年度总结 和平区、河西区、滨海新区\n');
  });

  test('When it is three days late, Then the bureau is told of units that are not its own already', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await giveRole(desk, 'U0BUREAU', { role: 'district', districts: ['wuqing'] });
    for (const day of ['2013-12-31', '2014-01-02', '2014-01-03']) await goTo(`${day}T09:30`);
    expect(await lateOnes()).toEqual([{ user_id: 'U0BUREAU', label: 'district:binhai', via: 'superior' }]);
    const reminder = remindersOf('U0BUREAU').at(-1);
    if (!reminder) throw new Error('no reminder');
    expect(linesOf(reminder, '2013 年年度总结').toSorted()).toEqual([
      expect.stringMatching(/^26 个单位的 2013 年年度总结待报送：/),
      '滨海新区 2013 年年度总结',
    ]);
    expect(linesOf(reminder, '经办人还没有办理')).toHaveLength(1);
    expect(openings(reminder)).toBe(1);
  });

  test('When a deputy without the right stands in for all, Then they read whom to ask once', async () => {
    await giveRole(desk, 'U0WUQING', {
      role: 'district',
      districts: ['wuqing', 'nankai', 'hebei', 'jinnan'],
    });
    const { team_id } = await desk.db
      .selectFrom('programme_year')
      .select('team_id')
      .executeTakeFirstOrThrow();
    await desk.db
      .insertInto('absence')
      .values(
        // A deputy's deputy stands in for the deputy alone.
        (
          [
            ['U0WUQING', 'U0HOST'],
            ['U0HOST', 'U0HOME'],
          ] as const
        ).map(([user_id, deputy]) => ({
          ...{ team_id, user_id, until: '2013-12-05', deputy },
          from_at: Temporal.Instant.from('2013-11-25T09:00:00+08:00'),
          ends_at: Temporal.Instant.from('2013-12-06T00:00:00+08:00'),
        })),
      )
      .execute();
    await goTo('2013-11-29T09:30');
    const [reminder] = remindersOf('U0HOME');
    if (!reminder) throw new Error('no reminder');
    expect(linesOf(reminder, '南开区')).toEqual(['南开区、河北区、津南区、武清区']);
    expect(linesOf(reminder, '您没有办理权限，请联系市局专技处')).toHaveLength(1);
    expect(openings(reminder)).toBe(0);
  });
});

describe('a dry run of half a year with thirty people', () => {
  test('When all of it is looked at, Then no message is cut and what found no room is counted', async () => {
    await seedDuties(desk);
    const programme = await findProgramme(desk.db, desk.workspace.teamId);
    if (!programme) throw new Error('no programme');
    const granted = { granted_by: 'U0BUREAU', granted_at: desk.clock.now() };
    for (const [i, { kind, slug }] of UNITS.entries()) {
      const user_id = `U0UNIT${i}`;
      desk.workspace.addUser({ id: user_id, name: `<${slug}> 联络员 & 同事` });
      await desk.deps.readers.find(desk.workspace.teamId, user_id);
      await desk.db
        .insertInto('role_grant')
        .values({ team_id: programme.teamId, user_id, role: kind, scope: slug, ...granted })
        .execute();
    }
    const until = Temporal.PlainDate.from('2014-05-05');
    const forecasts = await forecastNudges(desk.deps, programme, desk.clock.now(), until);
    const { names } = await readPeople(desk.db, programme);
    const frame = { programme, until: until.toString(), names };
    const days = Map.groupBy(forecasts, ({ at }) =>
      showDate(at.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString(), 'zh', 2013),
    );
    for (const locale of ['zh', 'en'] as const) {
      const answers = buildForecast(forecasts, { ...frame, locale });
      expect(answers).toHaveLength(MOST_ANSWERS);
      for (const { text, blocks } of answers) {
        expect(blocks.length).toBeLessThanOrEqual(50);
        expect(text).toBe(blocks.map(textOf).join('\n'));
        expect(text).not.toContain('…');
      }
    }
    // Of the days that are named, all but the last hold every line; it and those behind it are the ones counted.
    const said = buildForecast(forecasts, { ...frame, locale: 'zh' })
      .flatMap(({ blocks }) => blocks.map(textOf))
      .join('\n');
    const named = [...days].filter(([day]) => said.includes(`\n${day}\n`));
    const [, left] = /还有 (\d+) 天没有列全/.exec(said) ?? [];
    expect([days.size - named.length, days.size - named.length + 1]).toContain(Number(left));
    const whole = named.slice(0, -1);
    expect(said.split('\n').filter((line) => /^\d\d:\d\d /.test(line)).length).toBeGreaterThanOrEqual(
      whole.flatMap(([, told]) => told.flatMap(({ dues }) => [...Map.groupBy(dues, rungOf).keys()])).length,
    );
    // What was asked for is what arrives, in that order; one person's half year has room.
    const before = desk.as('U0BUREAU').ephemerals.length;
    await ask('U0BUREAU', `nudges until ${until}`);
    const arrived = desk.as('U0BUREAU').ephemerals.slice(before);
    expect(arrived.map(({ text }) => text)).toEqual(
      buildForecast(forecasts, { ...frame, locale: 'zh' }).map(({ text }) => text),
    );
    const ofOne = forecasts.filter(({ userId }) => userId === 'U0UNIT0');
    expect(buildForecast(ofOne, { ...frame, locale: 'zh' })).toHaveLength(1);
  }, 60_000);

  test('When a message only comes because a snooze ends, Then its day says so', async () => {
    const programme = await findProgramme(desk.db, desk.workspace.teamId);
    if (!programme) throw new Error('no programme');
    const forecast = { at: desk.clock.now(), userId: 'U0HOST', how: 'new', dues: [] } as const;
    const names = new Map([['U0HOST', '卢工']]);
    const [answer] = buildForecast([{ ...forecast, dues: [] }], {
      ...{ programme, locale: 'zh', until: '2013-12-31', names },
    });
    expect(answer?.text).toContain('10月31日\n10:00 卢工：暂停到期，再次提醒（暂停到期），新消息');
  });
});

function rungOf({ verdict, task: { owed, to }, stage }: Due): string {
  return verdict === 'tell' ? [owed.kind, stage.id, to.via, to.of].join() : 'left out';
}
