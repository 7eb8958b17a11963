import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { postNeed, publishNeed } from './helpers/need.ts';
import { openYear } from './helpers/next-year.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

let desk: Desk;

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** December 2013: the district has a coordinator, the bureau two people, one of them English; one expert, one need. */
async function startDecember(): Promise<void> {
  desk = await startDesk({ now: '2013-12-10T10:00:00+08:00' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await registerVerified(desk, 'U0ZJ0006');
  await publishNeed(desk, { title: '跨年驻点', ...overNewYear });
  await walkOnce(desk, 'claimed and confirmed', async () => {
    await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    await sql`update claim set state = 'confirmed', consented_at = claimed_at, confirmed_at = claimed_at`.execute(
      desk.db,
    );
  });
}

const overNewYear = { time_text: '2013年12月30日至2014年1月10日', claim_deadline: '2014-01-09' };

const moveTo = (moment: string) => desk.clock.moveTo(Temporal.Instant.from(moment));
const JANUARY = '2014-01-15T10:00:00+08:00';

async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
  await desk.as(user).submit(values);
  await desk.settle();
}

async function command(user: string, name: string, text = '') {
  await desk.as(user).command(name, text);
  await desk.settle();
  return JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks ?? []);
}

async function homeOf(user: string) {
  await desk.as(user).openHome();
  await desk.settle();
  return JSON.stringify(desk.as(user).home?.blocks);
}

const homeView = (user: string) => {
  const { home } = desk.as(user);
  if (!home) throw new Error(`${user} has no Home`);
  return home;
};

const lastDm = (user: string) => {
  const message = desk.as(user).dms.at(-1);
  if (!message) throw new Error(`no direct message to ${user}`);
  return message;
};

/** Presses on the newest message that has the button. */
async function pressIn(user: string, actionId: string) {
  const dm = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(dm, actionId);
  await desk.settle();
}

/** The district's coordinator presses on what was asked about this report. */
async function pressReview(number: string, actionId: string) {
  const dm = desk.as('U0BINHAI').dms.findLast(({ text = '' }) => text.includes(number));
  if (!dm) throw new Error(`nobody was asked about ${number}`);
  await desk.as('U0BINHAI').press(dm, actionId);
  await desk.settle();
}

const digests = () =>
  desk.workspace
    .messages(CHANNEL)
    .filter(
      ({ thread_ts, ts, blocks }) =>
        (!thread_ts || thread_ts === ts) && /mute_digest/.test(JSON.stringify(blocks)),
    );

const view = (user: string) => JSON.stringify(desk.as(user).views.at(-1)?.blocks ?? []);

/** Without a need, both steps, through the shortcut. */
async function fileReport(user: string, end: string, title: string) {
  await desk.as(user).globalShortcut('file_report');
  await desk.settle();
  await submit(user, {
    ...{ demand: 'none', title, districts: ['binhai'], place: title, action_line: 'medical' },
    ...{ service_start: end, service_end: end, summary: '义诊', service_persons: '30' },
  });
  if (Object.keys(desk.as(user).errors).length > 0) return;
  await submit(user);
  await desk.as(user).closeModal({ all: true });
}

const reports = () =>
  desk.db.selectFrom('report').select(['number', 'year', 'state', 'demand_id']).orderBy('number').execute();

describe('two years open at once', () => {
  test('When it is 15 January, Then a service of December counts in the old year, one of January in the new, whatever its need’s', async () => {
    await startDecember();
    moveTo(JANUARY);
    await openYear(desk);
    await fileReport('U0ZJ0006', '2013-12-20', '十二月义诊');
    await fileReport('U0ZJ0006', '2014-01-10', '一月义诊');
    await fileReport('U0ZJ0006', '2012-12-20', '前年义诊');
    expect(desk.as('U0ZJ0006').errors.service_end).toContain('没有 2012 年度');
    await desk.as('U0ZJ0006').closeModal({ all: true });

    // The need ran over the new year: it keeps its number, and what came of it counts where it ended.
    await homeOf('U0ZJ0006');
    await desk.as('U0ZJ0006').press(homeView('U0ZJ0006'), 'file_report');
    await desk.settle();
    expect(view('U0ZJ0006')).toContain('跨年驻点');
    await submit('U0ZJ0006', { summary: '驻点完成' });
    await submit('U0ZJ0006');
    await desk.as('U0ZJ0006').closeModal({ all: true });
    const { id, number } = await desk.db
      .selectFrom('demand')
      .select(['id', 'number'])
      .executeTakeFirstOrThrow();
    expect([number, await reports()]).toEqual([
      'XQ-2013-0001',
      [
        { number: 'BG-2013-0001', year: 2013, state: 'submitted', demand_id: null },
        { number: 'BG-2014-0001', year: 2014, state: 'submitted', demand_id: null },
        { number: 'BG-2014-0002', year: 2014, state: 'submitted', demand_id: id },
      ],
    ]);
    expect(await homeOf('U0ZJ0006')).not.toContain('XQ-2013-0001 · ');

    const list = await command('U0ZJ0006', '/expert-report');
    for (const known of ['BG-2013-0001', 'BG-2014-0001', 'BG-2014-0002']) expect(list).toContain(known);
    const waiting = await homeOf('U0BINHAI');
    for (const known of ['BG-2013-0001', 'BG-2014-0001']) expect(waiting).toContain(known);
    await pressReview('BG-2013-0001', 'accept_report');
    await pressReview('BG-2014-0001', 'accept_report');
    expect((await reports()).map(({ state }) => state)).toEqual(['accepted', 'accepted', 'submitted']);
    const glance = await homeOf('U0ALICE');
    expect(glance).toMatch(/1 of 200 experts served.*2014.*1 of 300 experts served.*2013/);

    // It stays in its year: another last day is refused under the field.
    await pressReview('BG-2013-0001', 'amend_report');
    await submit('U0BINHAI', { service_end: '2014-01-03' });
    expect(desk.as('U0BINHAI').errors.service_end).toMatch(/BG-2013-0001 属于 2013 年度.*2014 年/);
    await submit('U0BINHAI', { service_end: '2013-12-21' });
    await submit('U0BINHAI', { reason: '多一天' });
    expect(lastDm('U0ZJ0006').text).toContain('多一天');
  });

  test('When the service ended in a year that is not open, Then the draft waits, the bureau reads it, and it goes on once it is', async () => {
    await startDecember();
    await desk.as('U0ALICE').openHome();
    moveTo(JANUARY);
    await fileReport('U0ZJ0006', '2014-01-10', '一月义诊');
    expect(desk.as('U0ZJ0006').errors.service_end).toMatch(/2014 年度尚未开启.*草稿/);
    await desk.as('U0ZJ0006').closeModal({ all: true });
    expect(await reports()).toEqual([]);
    expect(JSON.stringify(desk.as('U0ALICE').home)).toMatch(/Open 2014 first: 1 report .* kept as a draft/);
    expect(await homeOf('U0BUREAU')).toContain('请先开启 2014 年度');
    expect(await homeOf('U0BINHAI')).not.toContain('请先开启 2014 年度');

    await openYear(desk);
    expect(JSON.stringify(desk.as('U0ALICE').home)).not.toContain('Open 2014 first');
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    expect(view('U0ZJ0006')).toContain('一月义诊');
    await submit('U0ZJ0006');
    await submit('U0ZJ0006');
    expect((await reports()).map(({ number }) => number)).toEqual(['BG-2014-0001']);
  });

  test('When the old summary is handed in, returned, mended and accepted in January, Then as ever; needs and their words belong to the new year', async () => {
    await startDecember();
    await fileReport('U0ZJ0006', '2013-12-08', '十二月义诊');
    await pressReview('BG-2013-0001', 'accept_report');
    moveTo('2014-01-06T10:00:00+08:00');
    await openYear(desk);
    // The old year's is due, the new one's isn't before November.
    await command('U0BINHAI', '/expert', 'summary');
    expect(view('U0BINHAI')).toMatch(/滨海新区 2013 年年度总结.*1 份/);
    await submit('U0BINHAI', { narrative: '第一稿' });
    expect(view('U0BINHAI')).toContain('2013 年年度总结已报送');
    await desk.as('U0BINHAI').closeModal({ all: true });
    expect(await homeOf('U0ALICE')).toMatch(/Yearly summary 2013: .*return_summary/);
    await pressIn('U0ALICE', 'return_summary');
    await submit('U0ALICE', { reason: '请补充典型事迹' });
    expect(lastDm('U0BINHAI').text).toContain('2013 年年度总结被退回');
    await desk.as('U0BINHAI').press(lastDm('U0BINHAI'), 'submit_summary');
    await desk.settle();
    await submit('U0BINHAI', { narrative: '第二稿' });
    await desk.as('U0BINHAI').closeModal({ all: true });
    await pressIn('U0BUREAU', 'accept_summary');
    expect(lastDm('U0BINHAI').text).toContain('2013 年年度总结已由市局接收');
    const kept = await desk.db
      .selectFrom('yearly_summary_version')
      .select(['version', 'outcome', 'figures'])
      .orderBy('version')
      .execute();
    expect(kept).toMatchObject([
      { version: 1, outcome: 'returned', figures: { reports: 1 } },
      { version: 2, outcome: 'accepted', figures: { reports: 1 } },
    ]);
    expect(await command('U0BUREAU', '/expert', 'summary')).toContain('2013 年年度总结');

    await publishNeed(desk, { title: '三月讲座', time_text: '3月上旬' });
    const needs = await desk.db
      .selectFrom('demand')
      .select(['number', 'service_start', 'service_end'])
      .orderBy('number')
      .execute();
    expect(needs).toEqual([
      { number: 'XQ-2013-0001', service_start: '2013-12-30', service_end: '2014-01-10' },
      { number: 'XQ-2014-0001', service_start: '2014-03-01', service_end: '2014-03-10' },
    ]);
    // Both cards have the button, and so both needs stand in the list.
    const open = await command('U0ALICE', '/expert-claim');
    for (const { number } of needs) expect(open).toContain(number);
    expect(await homeOf('U0HOST')).toMatch(/XQ-2014-0001.*XQ-2013-0001/);
    await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    expect(await homeOf('U0ZJ0006')).toMatch(/RL-2014-0001.*RL-2013-0001/);
  });

  test('When the year turns, Then a channel has one digest a week, with what is left of the old year, and nobody is reminded twice', async () => {
    await startDecember();
    await fileReport('U0ZJ0006', '2013-12-08', '十二月义诊');
    await desk.look();
    await desk.look('2013-12-30T09:00:00+08:00');
    // No new year is open: the old one's goes on after its deadline, without a forecast.
    await desk.look('2014-01-06T09:00:00+08:00');
    expect(digests().map(({ text }) => text)).toEqual([
      expect.stringContaining('目标 300 人'),
      expect.stringMatching(/目标 300 人(?!.*推算)/s),
    ]);
    await openYear(desk);
    await desk.look('2014-01-06T11:00:00+08:00');
    const [, old] = digests();
    if (!old) throw new Error('no digest');
    await command('U0BUREAU', '/expert-digest');
    await desk.as('U0BUREAU').press(desk.as('U0BUREAU').ephemerals.at(-1) as never, 'post_digest_now');
    await desk.settle();
    expect(desk.as('U0BUREAU').ephemerals.at(-1)?.text).toContain('没有重复发布');
    // The old message's button acts on today's plan.
    await desk.as('U0BUREAU').press(old, 'digest_settings');
    await desk.settle();
    await submit('U0BUREAU', { time: '10:00', language: 'en' });
    await desk.as('U0BUREAU').closeModal();

    await pressReview('BG-2013-0001', 'accept_report');
    await desk.look('2014-01-10T15:00:00+08:00');
    expect(
      desk
        .as('U0BUREAU')
        .dms.map(({ text }) => text)
        .join(),
    ).toContain('2013 年度尚未办结');
    await desk.look('2014-01-13T10:00:00+08:00');
    expect(digests()).toHaveLength(3);
    const text = digests().at(-1)?.text ?? '';
    expect(text).toMatch(/0 of 200 experts/);
    expect(text).toMatch(/Still open from 2013.*27 yearly summaries not accepted: Heping.*…/s);
    expect(text).toMatch(/Since the last digest: 1 (new )?report/i);
    const weeks = await desk.db
      .selectFrom('digest_issue')
      .select('slot')
      .where('state', '=', 'posted')
      .orderBy('slot')
      .execute();
    expect(weeks.map(({ slot }) => slot)).toEqual(['2013-12-30', '2014-01-06', '2014-01-13']);
    expect(await command('U0ALICE', '/expert-digest')).toContain('Still open from 2013');
    await expect(
      sql`insert into digest_issue (team_id, digest_id, channel_id, slot, slot_at, state, at)
        select c.team_id, c.id, c.channel_id, '2014-01-13', now(), 'posted', now() from digest_channel c
        where c.year = 2013`.execute(desk.db),
    ).rejects.toThrow('digest_issue_posted_twice');

    // What both years ask of a person stands in one reminder.
    await publishNeed(desk, { title: '一月讲座', time_text: '1月下旬', claim_deadline: '2014-01-20' });
    const before = desk.as('U0BINHAI').dms.length;
    await desk.look('2014-01-15T09:30:00+08:00');
    const told = desk.as('U0BINHAI').dms.slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toMatch(/2013 年年度总结/);
    expect(told[0]?.text).toContain('XQ-2014-0001');
    expect(told[0]?.text).not.toContain('2014 年年度总结');
  });

  test('When reviews and acceptances of either year wait too long, Then the one digest counts both, and so do Home and the list', async () => {
    await startDecember();
    await desk.look();
    await postNeed(desk, { title: '十二月没有审核', time_text: '12月下旬' });
    await fileReport('U0ZJ0006', '2013-12-08', '十二月义诊');
    await desk.look('2013-12-30T09:00:00+08:00');
    moveTo('2014-01-06T10:00:00+08:00');
    await openYear(desk);
    await publishNeed(desk, {
      title: '一月已发布',
      time_text: '2014年3月上旬',
      claim_deadline: '2014-03-01',
    });
    await postNeed(desk, { title: '一月没有审核', time_text: '2014年3月上旬' });
    await fileReport('U0ZJ0006', '2014-01-05', '一月义诊');
    await desk.look('2014-01-13T09:00:00+08:00');
    expect(digests().at(-1)?.text).toMatch(
      /目标 200 人.*需求超过 3 个工作日未审核 2 条 · 报告超过 3 个工作日未采纳 2 份/s,
    );
    const late =
      'needs not reviewed for over 3 working days: 2 · reports not accepted for over 3 working days: 2';
    expect(await homeOf('U0ALICE')).toContain(late);
    const listed = await command('U0ALICE', '/expert-digest');
    for (const said of [
      'XQ-2013-0002 十二月没有审核',
      'XQ-2014-0002 一月没有审核',
      'BG-2013-0001 十二月义诊',
      'BG-2014-0001 一月义诊',
    ])
      expect(listed).toContain(said);
  });

  test('When a year was closed while a form was open, Then nothing of it is kept: it says so, and the figures stand', async () => {
    await startDecember();
    await fileReport('U0ZJ0006', '2013-12-08', '十二月义诊');
    await pressReview('BG-2013-0001', 'return_report');
    await submit('U0BINHAI', { reason: '请核对人数' });
    moveTo('2014-01-06T10:00:00+08:00');
    await openYear(desk);
    await desk.as('U0ZJ0006').press(lastDm('U0ZJ0006'), 'file_report');
    await desk.settle();
    await command('U0BINHAI', '/expert', 'summary');
    await sql`update programme_year set state = 'closed', frozen = '{}' where year = 2013`.execute(desk.db);

    await submit('U0ZJ0006', { service_persons: '3000' });
    expect(desk.as('U0ZJ0006').errors.service_end).toContain('2013 年度已经关闭');
    await desk.as('U0ZJ0006').closeModal({ all: true });
    await submit('U0BINHAI', { narrative: '迟到的总结' });
    expect(view('U0BINHAI')).toContain('2013 年度已经关闭');
    await desk.as('U0BINHAI').closeModal({ all: true });
    await fileReport('U0ZJ0006', '2013-12-09', '又一次');
    expect(desk.as('U0ZJ0006').errors.service_end).toContain('2013 年度已经关闭');
    expect(await desk.db.selectFrom('yearly_summary_version').select('version').execute()).toEqual([]);
    expect(await reports()).toMatchObject([{ number: 'BG-2013-0001', state: 'returned' }]);
    // A need that runs on keeps its number and goes on: it is held, listed and owed.
    expect(await homeOf('U0ZJ0006')).toContain('XQ-2013-0001');
    expect(await command('U0ALICE', '/expert-claim')).toContain('XQ-2013-0001');
    await desk.look('2014-01-14T10:00:00+08:00');
    expect(lastDm('U0ZJ0006').text).toContain('XQ-2013-0001');
  });
});
