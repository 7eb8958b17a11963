import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendNudges } from '../src/nudges/send-nudges.ts';
import type { Message } from '../src/playground/records.ts';
import { lookAtAll } from '../src/schedule.ts';
import { type Desk, forgeClick, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';
import { startProcess } from './helpers/year.ts';

const walkOnce = walksOf(import.meta.filename);

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** The clock shows this moment of Shanghai, the jobs look, and all that is due is sent. */
const goTo = (moment: string) => desk.look(`${moment}+08:00`);
const look = () => desk.look();
/** A process that knows nothing but the database looks, and ends. */
async function lookAfterRestart(moment: string): Promise<void> {
  desk.clock.moveTo(Temporal.Instant.from(`${moment}:00+08:00`));
  const deps = startProcess(desk, desk.db);
  await lookAtAll(deps);
  await deps.sender.drain();
  await deps.sender.stop();
}

const readAll = (userId: string) => desk.as(userId).read(`D0${userId.slice(1)}`);
const nudgesOf = (userId: string) =>
  desk
    .as(userId)
    .dms.filter(({ text }) => /您有 \d+ 项待办|waits? for you|全部办完|较新的提醒|已暂停|外出至/.test(text));
const lastNudge = (userId: string): Message => {
  const nudge = nudgesOf(userId).at(-1);
  if (!nudge) throw new Error(`${userId} has no reminder`);
  return nudge;
};
const ledger = () =>
  desk.db.selectFrom('nudge').selectAll().orderBy('noted_at').orderBy('due_at').orderBy('user_id').execute();
const notes = async (userId?: string) =>
  (await ledger())
    .filter(({ user_id }) => userId === undefined || user_id === userId)
    .map(({ kind, stage, outcome }) => `${kind} ${stage} ${outcome}`);

async function press(userId: string, actionId: string, message = lastNudge(userId)) {
  await desk.as(userId).press(message, actionId);
  await desk.settle();
}
async function submit(userId: string, values: Record<string, string | string[]>): Promise<void> {
  await desk.as(userId).submit(values);
  await desk.settle();
}
const lastReply = (userId: string) => desk.as(userId).ephemerals.at(-1)?.text ?? '';

/** 何知远 claims on Thursday 31 October, 10:00; U0HOME consents for the university. */
async function claimOne(need: Record<string, string | string[]> = {}, home: Record<string, string> = {}) {
  await publishNeed(desk, need);
  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME', ...home });
  await walkOnce(desk, 'claim', async () => {
    await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
    await desk.settle();
  });
  return desk.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
}

describe('one reminder', () => {
  test('When a consent waits, Then on day 3 one message asks for it, and it vanishes by an edit when it is given', async () => {
    const { id } = await claimOne();
    readAll('U0HOME');
    await goTo('2013-11-05T09:29');
    expect(nudgesOf('U0HOME')).toEqual([]);
    await goTo('2013-11-05T09:30');
    await look();
    expect(desk.as('U0HOME').badge).toBe(1);
    expect(lastNudge('U0HOME').text).toContain('您有 1 项待办');
    expect(lastNudge('U0HOME').text).toContain('何知远（津沽大学）');
    // Day 5 frees the slot, and the reminder says when.
    expect(lastNudge('U0HOME').text).toContain('2013年11月7日 10:00');
    readAll('U0HOME');
    await press('U0HOME', 'give_consent');
    expect(nudgesOf('U0HOME')).toHaveLength(1);
    expect(lastNudge('U0HOME').text).toContain('全部办完了');
    expect(JSON.stringify(lastNudge('U0HOME').blocks)).not.toContain('"button"');
    expect(desk.as('U0HOME').badge).toBe(0);
    expect(await ledger()).toMatchObject([
      { user_id: 'U0HOME', kind: 'consent', object_id: id, stage: 'day_3', outcome: 'new', via: 'owner' },
    ]);
    // Then the host is silent for three working days, and is freed on the fifth.
    await goTo('2013-11-08T09:30');
    expect(lastNudge('U0HOST').text).toContain('请答复：是否接受专家');
    await press('U0HOST', 'accept_expert');
    // What is done is gone, and the service of the next working day has taken its place.
    expect(lastNudge('U0HOST').text).not.toContain('是否接受专家');
    expect(lastNudge('U0HOST').text).toContain('即将开始的服务');
  });

  test('When nobody answers to the fifth day, Then the item leaves the message with the slot', async () => {
    await claimOne();
    await goTo('2013-11-05T09:30');
    await goTo('2013-11-07T10:05');
    expect(lastNudge('U0HOME').text).toContain('全部办完了');
    expect((await desk.db.selectFrom('claim').select('state').executeTakeFirstOrThrow()).state).toBe(
      'expired',
    );
    expect(await notes()).toEqual(['consent day_3 new']);
  });

  test('When it is done before the message goes out, Then nothing is ever sent', async () => {
    await claimOne();
    await goTo('2013-11-05T09:20');
    desk.clock.moveTo(Temporal.Instant.from('2013-11-05T09:31:00+08:00'));
    const sender = { ...desk.deps.sender, wake() {} };
    await lookAtAll({ ...desk.deps, sender });
    expect(await notes()).toEqual(['consent day_3 new']);
    await press(
      'U0HOME',
      'give_consent',
      desk.as('U0HOME').dms.findLast(({ blocks }) => JSON.stringify(blocks).includes('give_consent')),
    );
    expect(nudgesOf('U0HOME')).toEqual([]);
    await goTo('2013-11-06T09:31');
    expect(nudgesOf('U0HOME')).toEqual([]);
  });

  test('When the process stops before sending and starts again at night, Then it goes out in the morning', async () => {
    await claimOne();
    desk.clock.moveTo(Temporal.Instant.from('2013-11-05T17:59:30+08:00'));
    await lookAtAll({ ...desk.deps, sender: { ...desk.deps.sender, wake() {} } });
    await goTo('2013-11-05T18:00:30');
    expect(nudgesOf('U0HOME')).toEqual([]);
    await goTo('2013-11-06T08:59');
    expect(nudgesOf('U0HOME')).toEqual([]);
    await goTo('2013-11-06T09:00');
    await look();
    expect(nudgesOf('U0HOME')).toHaveLength(1);
    expect(lastNudge('U0HOME').text).toContain('您有 1 项待办');
    expect(await notes()).toEqual(['consent day_3 new']);
  });

  test('When the reader lives elsewhere, Then it comes in their own hours and their own language', async () => {
    await claimOne({}, { home_unit_user: 'U0ALICE' });
    await goTo('2013-11-05T16:59');
    expect(nudgesOf('U0ALICE')).toEqual([]);
    // 09:00 in London.
    await goTo('2013-11-05T17:00');
    expect(lastNudge('U0ALICE').text).toContain('1 thing waits for you');
    expect(lastNudge('U0ALICE').text).toContain('7 Nov 2013 10:00 (China Standard Time; 02:00 your time)');
  });
});

async function goAway(userId: string, values: { until: string; user?: string }) {
  await desk.as(userId).openHome();
  await desk.settle();
  const { home } = desk.as(userId);
  if (!home) throw new Error('no Home');
  await desk.as(userId).press(home, 'go_away');
  await desk.settle();
  await submit(userId, values);
}

describe('everything in one message', () => {
  test('When a need runs out unclaimed, Then its coordinators hear it twice and its poster once', async () => {
    await publishNeed(desk, {
      service_start: '2013-11-18',
      service_end: '2013-11-20',
      claim_deadline: '2013-11-11',
    });
    await goTo('2013-11-04T09:30');
    expect(lastNudge('U0BINHAI').text).toContain('临近截止');
    expect(lastNudge('U0BINHAI').text).toContain('认领截止：11月11日');
    expect(lastNudge('U0HOST').text).toContain('区县联络员已收到提醒');
    await goTo('2013-11-07T09:30');
    expect(await notes('U0BINHAI')).toEqual(['open_need before_5 new', 'open_need before_2 new']);
    expect(await notes('U0HOST')).toEqual(['open_need inform new']);
    expect(nudgesOf('U0BINHAI').map(({ text }) => text.includes('较新的提醒'))).toEqual([true, false]);
    // Somebody claims: it is gone from the lists of both at once.
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    expect(lastNudge('U0HOST').text).toContain('全部办完了');
  });

  test('When a service is tomorrow, is over and reported, Then each in turn is reminded, and the coordinator at last', async () => {
    await claimOne({
      ...{ action_line: 'medical', service_start: '2013-11-11', service_end: '2013-11-12' },
      claim_deadline: '2013-11-08',
    });
    const consent = desk
      .as('U0HOME')
      .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes('give_consent'));
    await press('U0HOME', 'give_consent', consent);
    const host = desk
      .as('U0HOST')
      .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes('accept_expert'));
    await press('U0HOST', 'accept_expert', host);
    // Monday's service is told on Friday, to both sides, with the checklist.
    await goTo('2013-11-08T09:30');
    for (const one of ['U0ZJ0006', 'U0HOST']) {
      expect(lastNudge(one).text).toContain('公司测试车间');
      expect(lastNudge(one).text).toContain('卢工 022-0000-1001');
      expect(lastNudge(one).text).toContain('义诊备案已办理，邀请函已发出');
    }
    await goTo('2013-11-13T09:30');
    expect(lastNudge('U0ZJ0006').text).toContain('请填写报告');
    await goTo('2013-11-19T09:30');
    await goTo('2013-11-26T09:30');
    expect(nudgesOf('U0BINHAI')).toEqual([]);
    await goTo('2013-12-03T09:30');
    expect(await notes('U0ZJ0006')).toEqual([
      ...['service_tomorrow eve new', 'report day_1 new', 'report day_5 new', 'report day_10 new'],
    ]);
    // Thirty days before the deadline the district's yearly summary stands beside it.
    expect(lastNudge('U0BINHAI').text).toContain('您有 2 项待办');
    expect(lastNudge('U0BINHAI').text).toContain('经办人还没有办理');
    expect(lastNudge('U0BINHAI').text).toContain('滨海新区 2013 年年度总结');
    expect(await notes('U0BINHAI')).toEqual(['yearly_summary left_30 new', 'report day_15 new']);
    await press('U0ZJ0006', 'file_report');
    await submit('U0ZJ0006', { clinic_visits: '30', summary: '查明噪声来源' });
    await submit('U0ZJ0006', {});
    expect(lastNudge('U0ZJ0006').text).toContain('全部办完了');
    await desk.as('U0ZJ0006').closeModal({ all: true });
    // The host does not confirm: after three and six working days, then the coordinator may override.
    for (const day of ['2013-12-06', '2013-12-11', '2013-12-16']) await goTo(`${day}T09:30`);
    expect((await notes('U0HOST')).slice(1)).toEqual([
      'report_confirmation day_3 new',
      'report_confirmation day_6 new',
    ]);
    expect(JSON.stringify(lastNudge('U0BINHAI').blocks)).toContain('override_host');
    await press('U0HOST', 'confirm_report');
    expect(lastNudge('U0HOST').text).toContain('全部办完了');
    // In turn it is the coordinator’s to accept.
    expect(lastNudge('U0BINHAI').text).toContain('您有 2 项待办\n待采纳的报告\nBG-2013-0001');
    expect(lastNudge('U0BINHAI').text).toContain('请报送年度总结\n滨海新区 2013 年年度总结');
  });

  test('When a week’s new messages are used up, Then the message is edited, and the ledger says so', async () => {
    for (const [service_end, claim_deadline] of [
      ['2013-11-20', '2013-11-11'],
      ['2013-11-21', '2013-11-12'],
      ['2013-11-22', '2013-11-13'],
    ] as const)
      await publishNeed(desk, {
        ...{ title: `需求 ${claim_deadline}`, service_start: '2013-11-18', service_end, claim_deadline },
      });
    readAll('U0BINHAI');
    for (const day of ['2013-11-04', '2013-11-05', '2013-11-06']) await goTo(`${day}T09:30`);
    expect(await notes('U0BINHAI')).toEqual([
      'open_need before_5 new',
      'open_need before_5 new',
      'open_need before_5 edited',
    ]);
    expect(desk.as('U0BINHAI').badge).toBe(2);
    expect(lastNudge('U0BINHAI').text).toContain('您有 3 项待办');
    // The next week has room again.
    await goTo('2013-11-11T09:30');
    expect((await notes('U0BINHAI')).at(-1)).toBe('open_need before_2 new');
  });
});

describe('snooze', () => {
  // A Friday: what falls on the weekend waits for Monday morning.
  test.each([
    ['snooze_nudge', '2013-12-02T08:59', '2013-12-02T09:00', '2013年12月2日 09:00'],
    ['snooze_three_days', '2013-12-02T09:29', '2013-12-02T09:35', '2013年12月2日 09:30'],
    ['snooze_seven_days', '2013-12-06T09:29', '2013-12-06T09:35', '2013年12月6日 09:30'],
  ])(
    'When it is put off by %s, Then nothing comes until then, over restarts, and then it comes again',
    async (action, before, then, shown) => {
      await goTo('2013-11-29T09:30');
      expect(lastNudge('U0BINHAI').text).toContain('滨海新区 2013 年年度总结');
      await press('U0BINHAI', action);
      expect(lastNudge('U0BINHAI').text).toContain(`已暂停提醒，${shown}（中国标准时间）再提醒您`);
      readAll('U0BINHAI');
      await lookAfterRestart('2013-11-29T17:00');
      await lookAfterRestart(before);
      expect(nudgesOf('U0BINHAI')).toHaveLength(1);
      expect(lastNudge('U0BINHAI').text).toContain('已暂停');
      await lookAfterRestart(then);
      await lookAfterRestart(then);
      expect(desk.as('U0BINHAI').badge).toBe(1);
      expect(lastNudge('U0BINHAI').text).toContain('您有 1 项待办');
      expect(await notes('U0BINHAI')).toEqual([
        'yearly_summary left_30 new',
        expect.stringMatching(/^snoozed .* new$/),
      ]);
    },
  );

  test('When it is put off, Then the message takes it back, and what is done leaves it all the same', async () => {
    await claimOne({ claim_deadline: '2013-11-14', service_start: '2013-11-25', service_end: '2013-11-26' });
    await goTo('2013-11-05T09:30');
    await press('U0HOME', 'snooze_seven_days');
    expect(lastNudge('U0HOME').text).toContain('2013年11月12日 09:30');
    await press('U0HOME', 'wake_nudge');
    expect(lastNudge('U0HOME').text).toContain('您有 1 项待办');
    await press('U0HOME', 'give_consent');
    expect(lastNudge('U0HOME').text).toContain('全部办完了');
  });

  test('When somebody else presses it, Then nothing changes, on record', async () => {
    await claimOne();
    await goTo('2013-11-05T09:30');
    const { id } = await desk.db.selectFrom('nudge_message').select('id').executeTakeFirstOrThrow();
    await forgeClick(desk, 'U0HOST', 'snooze_seven_days', id);
    expect(await desk.db.selectFrom('nudge_snooze').selectAll().execute()).toEqual([]);
    const refused = await desk.db
      .selectFrom('audit')
      .selectAll()
      .where('outcome', '=', 'refused')
      .orderBy('id')
      .execute();
    expect(refused.map(({ act, actor }) => [act, actor])).toEqual([['snooze_nudge', 'U0HOST']]);
  });
});

describe('not mine, away, gone', () => {
  test('When the named person may act, Then they are asked, and it is off the first one’s list for good', async () => {
    await claimOne();
    await goTo('2013-11-05T09:30');
    await press('U0HOME', 'not_mine');
    await submit('U0HOME', { user: 'U0HOME' });
    expect(desk.as('U0HOME').errors).toEqual({ user: '请选择另一位同事。' });
    await submit('U0HOME', { user: 'U0GONE' });
    expect(Object.keys(desk.as('U0HOME').errors)).toEqual(['user']);
    await submit('U0HOME', { user: 'U0BINHAI', reason: '归区里管' });
    expect(lastNudge('U0HOME').text).toContain('全部办完了');
    await look();
    expect(lastNudge('U0BINHAI').text).toContain('津沽大学人事处说应由您办理');
    await press('U0BINHAI', 'give_consent');
    expect(lastNudge('U0BINHAI').text).toContain('全部办完了');
    const { details } = await desk.db
      .selectFrom('audit')
      .selectAll()
      .where('act', '=', 'not_mine')
      .executeTakeFirstOrThrow();
    expect(details).toMatchObject({ to: 'U0BINHAI', entitled: true, reason: '归区里管' });
  });

  test('When the named person may not act, Then the coordinators read who suggests whom, and nobody gains a right', async () => {
    await claimOne();
    await goTo('2013-11-05T09:30');
    await press('U0HOME', 'not_mine');
    await submit('U0HOME', { user: 'U0WUQING' });
    expect(JSON.stringify(desk.as('U0HOME').views.at(-1))).toContain('没有办理这件事的权限');
    await look();
    expect(nudgesOf('U0WUQING')).toEqual([]);
    expect(lastNudge('U0BINHAI').text).toContain('建议找武清区联络员');
    const claim = await desk.db.selectFrom('claim').select('id').executeTakeFirstOrThrow();
    await forgeClick(desk, 'U0WUQING', 'give_consent', claim.id);
    expect((await desk.db.selectFrom('claim').select('state').executeTakeFirstOrThrow()).state).toBe(
      'home_unit_pending',
    );
  });

  test('When somebody is away, Then the deputy is asked at once in their name, and back at work they are themselves', async () => {
    await claimOne();
    await desk.as('U0HOME').openHome();
    await desk.settle();
    const home = desk.as('U0HOME').home;
    if (!home) throw new Error('no Home');
    await desk.as('U0HOME').press(home, 'go_away');
    await desk.settle();
    await submit('U0HOME', { until: '2013-10-30' });
    expect(Object.keys(desk.as('U0HOME').errors)).toEqual(['until']);
    await submit('U0HOME', { until: '2013-11-05', user: 'U0BINHAI' });
    expect(JSON.stringify(desk.as('U0HOME').home)).toContain('您外出至');
    await look();
    expect(lastNudge('U0BINHAI').text).toContain('代津沽大学人事处办理（外出至11月5日）');
    await goTo('2013-11-05T09:30');
    expect(nudgesOf('U0HOME')).toEqual([]);
    await goTo('2013-11-06T09:00');
    expect(lastNudge('U0HOME').text).toContain('您有 1 项待办');
    expect(await notes()).toEqual([
      expect.stringMatching(/^consent deputy:U0HOME:2013-10-31 new$/),
      'consent day_3 new',
      'consent day_3 new',
    ]);
  });

  test('When a deputy acts, Then as the absent person may, in their name, and no longer than the absence', async () => {
    await claimOne();
    await goAway('U0HOME', { until: '2013-11-05', user: 'U0WUQING' });
    expect(JSON.stringify(desk.as('U0HOME').views.at(-1)?.blocks)).toContain('武清区联络员 在此期间代您办理');
    await desk.as('U0HOME').closeModal({ all: true });
    expect(desk.as('U0WUQING').dms.at(-1)?.text).toContain('津沽大学人事处 外出至2013年11月5日，请您代办');
    await goTo('2013-11-05T09:30');
    const claim = await desk.db.selectFrom('claim').select('id').executeTakeFirstOrThrow();
    desk.clock.moveTo(Temporal.Instant.from('2013-11-06T00:00:00+08:00'));
    await forgeClick(desk, 'U0WUQING', 'give_consent', claim.id);
    const consents = () =>
      desk.db
        .selectFrom('audit')
        .select(['outcome', 'on_behalf_of', 'details'])
        .where('act', '=', 'give_consent')
        .orderBy('id')
        .execute();
    expect(await consents()).toMatchObject([{ outcome: 'refused' }]);
    await goAway('U0HOME', { until: '2013-11-15', user: 'U0WUQING' });
    await desk.as('U0HOME').closeModal({ all: true });
    await goTo('2013-11-06T10:00');
    await press('U0WUQING', 'give_consent');
    expect((await consents()).at(-1)).toMatchObject({
      ...{ outcome: 'done', on_behalf_of: 'home_unit' },
      details: { deputy_of: 'U0HOME' },
    });
    // Back sooner than they said: whoever stood in hears that as well.
    await goAway('U0HOME', { until: '' });
    expect(desk.as('U0WUQING').dms.at(-1)?.text).toContain('您不再代 津沽大学人事处 办理事项');
  });

  test('When the deputy may not act, Then they read whom to ask and nothing of it, and the coordinators are asked', async () => {
    await claimOne();
    await goTo('2013-11-05T09:00');
    await forgeClick(desk, 'U0HOME', 'go_away', 'me');
    await desk.as('U0HOME').openHome();
    await desk.settle();
    const home = desk.as('U0HOME').home;
    if (!home) throw new Error('no Home');
    await desk.as('U0HOME').press(home, 'go_away');
    await desk.settle();
    await submit('U0HOME', { until: '2013-11-15', user: 'U0WUQING' });
    // A deputy’s deputy stands in for the deputy alone.
    await goAway('U0WUQING', { until: '2013-11-15', user: 'U0ZJ0007' });
    await goTo('2013-11-05T09:30');
    expect(lastNudge('U0ZJ0007').text).toContain('您没有办理权限，请联系滨海新区联络员');
    expect(lastNudge('U0ZJ0007').text).not.toContain('何知远');
    expect(JSON.stringify(lastNudge('U0ZJ0007').blocks)).not.toContain('give_consent');
    expect(JSON.stringify(lastNudge('U0BINHAI').blocks)).toContain('give_consent');
  });

  test('When the account is deactivated, Then the other owners are asked, else the coordinators', async () => {
    await claimOne();
    desk.workspace.addUser({ id: 'U0HOME', name: '津沽大学人事处', deleted: true });
    await desk.deps.readers.learn(desk.workspace.teamId, { id: 'U0HOME', name: 'gone', deleted: true });
    await goTo('2013-11-05T09:30');
    expect(nudgesOf('U0HOME')).toEqual([]);
    expect(lastNudge('U0BINHAI').text).toContain('何知远');
  });
});

describe('when something fails', () => {
  test('When a programme, a person or their reminder fails, Then the others are reminded all the same', async () => {
    await claimOne();
    const year = await desk.db.selectFrom('programme_year').selectAll().executeTakeFirstOrThrow();
    await desk.db
      .insertInto('programme_year')
      .values({ ...year, team_id: 'T0BROKEN', time_zone: 'Nowhere/At_All' })
      .execute();
    await publishNeed(desk, { title: '第二项需求', claim_deadline: '2013-11-12' });
    await sql`create or replace function refuse() returns trigger language plpgsql as $$
      begin raise exception 'refused'; end $$`.execute(desk.db);
    await sql`create trigger refuse_home before insert on nudge
      for each row when (new.user_id = 'U0HOME') execute function refuse()`.execute(desk.db);
    desk.clock.moveTo(Temporal.Instant.from('2013-11-05T09:30:00+08:00'));
    await sendNudges(desk.deps);
    await desk.settle();
    expect(nudgesOf('U0HOME')).toEqual([]);
    expect(await notes('U0BINHAI')).toEqual(['open_need before_5 new']);
    expect(await notes('U0HOST')).toEqual(['open_need inform new']);
    // What failed is tried again at the next look.
    await sql`drop trigger refuse_home on nudge`.execute(desk.db);
    await sendNudges(desk.deps);
    await desk.settle();
    expect(nudgesOf('U0HOME')).toHaveLength(1);
    await desk.db.deleteFrom('programme_year').where('team_id', '=', 'T0BROKEN').execute();
  });
});

describe('looking it up', () => {
  test('When the bureau looks, Then whom, what, why, when and how; others see their own', async () => {
    await claimOne();
    await goTo('2013-11-05T09:30');
    await desk.as('U0BUREAU').command('/expert', 'nudges');
    await desk.settle();
    expect(lastReply('U0BUREAU')).toContain('津沽大学人事处');
    expect(lastReply('U0BUREAU')).toContain('RL-2013-0001');
    expect(lastReply('U0BUREAU')).toContain('第 3 个工作日 · 本人经办 · 新消息');
    await desk.as('U0BUREAU').command('/expert', '提醒 @卢工');
    await desk.settle();
    expect(lastReply('U0BUREAU')).toContain('还没有提醒记录');
    await desk.as('U0HOST').command('/expert', 'nudges');
    await desk.settle();
    expect(lastReply('U0HOST')).toContain('还没有提醒记录');
    await desk.as('U0HOST').command('/expert', 'nudges <@U0HOME>');
    await desk.settle();
    expect(lastReply('U0HOST')).toContain('市局联络员');
  });

  test('When there are many, Then a page holds twenty and says how to see the next', async () => {
    const { team_id } = await desk.db
      .selectFrom('programme_year')
      .select('team_id')
      .executeTakeFirstOrThrow();
    const at = desk.clock.now();
    await desk.db
      .insertInto('nudge')
      .values(
        Array.from({ length: 45 }, (_, i) => ({
          ...{ team_id, user_id: 'U0HOST', kind: 'consent', object_kind: 'claim', object_id: `c${i}` },
          ...{ stage: 'day_3', label: `RL-2013-${String(i).padStart(4, '0')}`, via: 'owner', of_user: null },
          ...{
            due_at: at,
            noted_at: at.add({ seconds: i }),
            outcome: 'overtaken' as const,
            message_no: null,
          },
        })),
      )
      .execute();
    await desk.as('U0BUREAU').command('/expert', 'nudges');
    await desk.settle();
    expect(lastReply('U0BUREAU')).toContain('第 1 / 3 页');
    expect(lastReply('U0BUREAU')).toContain('RL-2013-0044');
    await desk.as('U0BUREAU').command('/expert', 'nudges 3');
    await desk.settle();
    expect(lastReply('U0BUREAU')).toContain('RL-2013-0000');
    expect(desk.as('U0BUREAU').ephemerals.at(-1)?.blocks.length).toBeLessThanOrEqual(50);
  });

  test('When a dry run is asked for, Then it names days and people, and writes nothing', async () => {
    await claimOne();
    await desk.as('U0BUREAU').command('/expert', '提醒 至 12月31日');
    await desk.settle();
    expect(lastReply('U0BUREAU')).toContain('提醒试算：至12月31日');
    expect(lastReply('U0BUREAU')).toContain('11月5日');
    expect(lastReply('U0BUREAU')).toContain('09:30 津沽大学人事处');
    expect(lastReply('U0BUREAU')).toContain('津沽大学人事处 1 条');
    expect(await ledger()).toEqual([]);
    // The claim that nobody answers is freed on the way, so the need is open again near its end.
    await desk.as('U0HOST').command('/expert', 'nudges until 2013-12-31');
    await desk.settle();
    expect(lastReply('U0HOST')).toContain('告知一次');
    expect(lastReply('U0HOST')).not.toContain('津沽大学人事处');
    await desk.as('U0GUEST').command('/expert', 'nudges until 2013-12-31');
    await desk.settle();
    expect(lastReply('U0GUEST')).toContain('期间没有要发的提醒');
    for (const [asked, answer] of [
      ['nudges until 改天', '没有看懂'],
      ['nudges until 2013-01-01', '今天以后'],
      ['nudges until 2020-01-01', '最多试算到'],
    ] as const) {
      await desk.as('U0BUREAU').command('/expert', asked);
      await desk.settle();
      expect(lastReply('U0BUREAU')).toContain(answer);
    }
  });
});
