import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../src/playground/records.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

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

const goTo = (moment: string) => desk.look(`${moment}+08:00`);

/** The reminder that stands in the person's messages, as it reads now. */
function standing(userId: string): Message {
  const reminder = desk
    .as(userId)
    .dms.findLast(({ text }) => /^您有 \d+ 项待办|^\d+ things? waits? for you|^全部办完了/.test(text));
  if (!reminder) throw new Error(`${userId} has no reminder`);
  return reminder;
}

async function submit(userId: string, values: Record<string, string | string[]>): Promise<void> {
  await desk.as(userId).submit(values);
  await desk.settle();
  expect(desk.as(userId).errors).toEqual({});
}

/** In their newest message that has this button. */
async function press(userId: string, actionId: string): Promise<void> {
  const place = desk
    .as(userId)
    .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!place) throw new Error(`${userId} sees no ${actionId}`);
  await desk.as(userId).press(place, actionId);
  await desk.settle();
}

async function goAway(userId: string, values: { until: string; user?: string }): Promise<void> {
  await desk.as(userId).openHome();
  await desk.settle();
  const { home } = desk.as(userId);
  if (!home) throw new Error('no Home');
  await desk.as(userId).press(home, 'go_away');
  await desk.settle();
  await submit(userId, values);
  await desk.as(userId).closeModal({ all: true });
}

async function claim(userId = 'U0ZJ0006'): Promise<string> {
  await walkOnce(desk, `claim ${userId}`, async () => {
    await desk.as(userId).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
  });
  const { id } = await desk.db
    .selectFrom('claim')
    .select('id')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}

/** 何知远 claims on Thursday 31 October, 10:00; U0HOME consents for the university. */
async function claimOne(need: Record<string, string | string[]> = {}): Promise<string> {
  await publishNeed(desk, need);
  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
  return claim();
}

describe('what is done leaves every reminder that names it, at once', () => {
  test('When the person who is away does it after all, Then it is gone from the deputy’s reminder', async () => {
    await claimOne();
    await goAway('U0HOME', { until: '2013-11-15', user: 'U0BUREAU' });
    await desk.look();
    expect(standing('U0BUREAU').text).toContain('何知远');
    await press('U0HOME', 'give_consent');
    expect(standing('U0BUREAU').text).toContain('全部办完了');
    expect(JSON.stringify(standing('U0BUREAU').blocks)).not.toContain('give_consent');
  });

  test('When somebody else does it, Then it is gone from the reminder of whoever was named', async () => {
    await claimOne();
    await goTo('2013-11-05T09:30');
    await press('U0HOME', 'not_mine');
    await submit('U0HOME', { user: 'U0BUREAU' });
    await desk.look();
    expect(standing('U0BUREAU').text).toContain('津沽大学人事处说应由您办理');
    await press('U0HOME', 'give_consent');
    expect(standing('U0BUREAU').text).toContain('全部办完了');
  });

  test('When it stood in a reminder without a rung of its own, Then it is gone all the same, and the other stays', async () => {
    await claimOne();
    await goAway('U0HOME', { until: '2013-11-15' });
    await goAway('U0BINHAI', { until: '2013-11-15' });
    await goTo('2013-11-04T10:00');
    await registerVerified(desk, 'U0ZJ0007', { name: '田若川', home_unit_user: 'U0HOME' });
    await claim('U0ZJ0007');
    await goTo('2013-11-05T09:30');
    expect(standing('U0BUREAU').text).toContain('您有 2 项待办');
    await press('U0HOME', 'give_consent');
    expect(standing('U0BUREAU').text).toContain('您有 1 项待办');
    expect(standing('U0BUREAU').text).not.toContain('田若川');
  });

  test('When a need is claimed at last, Then it is gone from the reminder of the coordinator’s deputy', async () => {
    const last = { service_start: '2013-11-18', service_end: '2013-11-20', claim_deadline: '2013-11-11' };
    await publishNeed(desk, last);
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    await goAway('U0BINHAI', { until: '2013-11-15', user: 'U0BUREAU' });
    await goTo('2013-11-04T09:30');
    expect(standing('U0BUREAU').text).toContain('临近截止');
    await claim();
    expect(standing('U0BUREAU').text).toContain('全部办完了');
  });

  test('When the need is cancelled, Then every duty about it is gone from the deputies’ reminders', async () => {
    await claimOne();
    await goAway('U0HOME', { until: '2013-11-15', user: 'U0BUREAU' });
    await desk.look();
    await desk.as('U0HOST').openHome();
    await desk.settle();
    const { home } = desk.as('U0HOST');
    if (!home) throw new Error('no Home');
    await desk.as('U0HOST').press(home, 'cancel_demand');
    await desk.settle();
    await submit('U0HOST', { reason: '项目取消' });
    expect(standing('U0BUREAU').text).toContain('全部办完了');
  });

  test('When the report is handed in and confirmed, Then each is gone from the deputy’s reminder', async () => {
    const need = { service_start: '2013-11-11', service_end: '2013-11-12', claim_deadline: '2013-11-08' };
    await claimOne(need);
    await press('U0HOME', 'give_consent');
    await press('U0HOST', 'accept_expert');
    await goTo('2013-11-13T09:00');
    await goAway('U0ZJ0006', { until: '2013-12-15', user: 'U0BUREAU' });
    await goAway('U0HOST', { until: '2013-12-15', user: 'U0BUREAU' });
    await desk.look();
    expect(standing('U0BUREAU').text).toContain('请填写报告');
    const { id } = await desk.db.selectFrom('demand').select('id').executeTakeFirstOrThrow();
    await desk.as('U0ZJ0006').command('/expert-report');
    await desk.settle();
    const list = desk.as('U0ZJ0006').ephemerals.at(-1);
    if (!list) throw new Error('no list of reports');
    await desk.as('U0ZJ0006').press(list, 'file_report');
    await desk.settle();
    await submit('U0ZJ0006', { demand: id, summary: '查明噪声来源', service_persons: '12' });
    await submit('U0ZJ0006', {});
    expect(standing('U0BUREAU').text).not.toContain('请填写报告');
    await desk.look();
    expect(standing('U0BUREAU').text).toContain('请确认服务报告');
    await press('U0HOST', 'confirm_report');
    expect(standing('U0BUREAU').text).toContain('全部办完了');
  });
});

describe('who is told without owing anything', () => {
  const need = { service_start: '2013-11-18', service_end: '2013-11-20', claim_deadline: '2013-11-11' };
  const ofHost = () =>
    desk.db.selectFrom('nudge').select(['stage', 'outcome']).where('user_id', '=', 'U0HOST').execute();
  const asked = () =>
    desk.db.selectFrom('outgoing').select('wanted').where('key', '^@', 'nudge:U0HOST:').execute();

  test('When the poster is away, Then nothing is asked for or noted, and it is told on the first day back', async () => {
    await publishNeed(desk, need);
    await goAway('U0HOST', { until: '2013-11-05' });
    for (const time of ['09:30', '09:31', '09:32', '17:59']) await goTo(`2013-11-04T${time}`);
    expect(await ofHost()).toEqual([]);
    expect(await asked()).toEqual([]);
    await goTo('2013-11-06T09:00');
    await desk.look();
    expect(await ofHost()).toEqual([{ stage: 'inform', outcome: 'new' }]);
    expect(standing('U0HOST').text).toContain('区县联络员已收到提醒');
  });

  test('When the poster is back too late, Then it is never told', async () => {
    await publishNeed(desk, need);
    await goAway('U0HOST', { until: '2013-11-12' });
    for (const day of ['2013-11-04', '2013-11-08', '2013-11-13']) await goTo(`${day}T09:30`);
    expect(await ofHost()).toEqual([]);
    expect(await asked()).toEqual([]);
  });
});

describe('not mine', () => {
  test('When a reason is given, Then it is read, as written, where the suggestion is, in the reader’s language', async () => {
    await claimOne();
    await giveRole(desk, 'U0ALICE', { role: 'system', systems: ['education'] });
    await goTo('2013-11-05T17:30');
    await press('U0HOME', 'not_mine');
    await submit('U0HOME', { user: 'U0WUQING', reason: '<!channel> *该*由 <@U0WUQING> & 区里管' });
    await desk.look();
    const escaped = '&lt;!channel&gt; *该*由 &lt;@U0WUQING&gt; &amp; 区里管';
    expect(standing('U0BINHAI').text).toContain('建议找武清区联络员');
    expect(standing('U0BINHAI').text).toContain(`说明：${escaped}`);
    expect(standing('U0ALICE').text).toContain('suggests 武清区联络员');
    expect(standing('U0ALICE').text).toContain(`Reason: ${escaped}`);
    expect(JSON.stringify(standing('U0ALICE').blocks)).toContain('Reason: <!channel> *该*由');
  });

  test('When no reason is given, Then none is spoken of', async () => {
    await claimOne();
    await goTo('2013-11-05T09:30');
    await press('U0HOME', 'not_mine');
    await submit('U0HOME', { user: 'U0WUQING' });
    await desk.look();
    expect(standing('U0BINHAI').text).toContain('建议找武清区联络员');
    expect(standing('U0BINHAI').text).not.toContain('说明');
  });
});

describe('how often', () => {
  test('When a reminder says how many come, Then it speaks of the third that can’t wait', async () => {
    await publishNeed(desk, {
      service_start: '2013-11-18',
      service_end: '2013-11-20',
      claim_deadline: '2013-11-11',
    });
    await giveRole(desk, 'U0ALICE', { role: 'district', districts: ['binhai'] });
    await goTo('2013-11-04T17:30');
    expect(standing('U0BINHAI').text).toContain('每周最多 2 条新消息，有不能等的事项时最多 3 条');
    expect(standing('U0ALICE').text).toContain('at most 2 new messages a week, or 3 when one can’t wait');
  });
});

describe('a report that came back', () => {
  const toldTo = async (userId: string) =>
    (
      await desk.db
        .selectFrom('nudge')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('noted_at')
        .execute()
    )
      .filter(({ kind }) => kind === 'report')
      .map(({ stage, outcome }) => `${stage} ${outcome}`);

  /** Steps of the form, each with what is changed in it. */
  async function handIn(changes: Record<string, string> = {}): Promise<void> {
    await submit('U0ZJ0006', changes);
    await submit('U0ZJ0006', {});
    await desk.as('U0ZJ0006').closeModal({ all: true });
  }

  test('When host or coordinator return it, Then its author is reminded from that day until it is handed in again', async () => {
    await claimOne({ service_start: '2013-11-11', service_end: '2013-11-12', claim_deadline: '2013-11-08' });
    await press('U0HOME', 'give_consent');
    await press('U0HOST', 'accept_expert');
    await goTo('2013-11-13T09:30');
    expect(standing('U0ZJ0006').text).toContain('请填写报告');
    await press('U0ZJ0006', 'file_report');
    await handIn({ summary: '查明噪声来源', service_persons: '12' });
    expect(standing('U0ZJ0006').text).toContain('全部办完了');

    await press('U0HOST', 'object_report');
    await submit('U0HOST', { reason: '人数不对' });
    expect(standing('U0ZJ0006').text).toContain('BG-2013-0001');
    expect(standing('U0ZJ0006').text).toContain('人数不对');
    await goTo('2013-11-14T09:30');
    expect(await toldTo('U0ZJ0006')).toEqual(['day_1 new', 'day_1:objected_1 new']);
    await press('U0ZJ0006', 'file_report');
    await handIn({ service_persons: '10' });
    expect(standing('U0ZJ0006').text).toContain('全部办完了');

    await press('U0HOST', 'confirm_report');
    await press('U0BINHAI', 'return_report');
    await submit('U0BINHAI', { reason: '请补充典型案例' });
    expect(standing('U0ZJ0006').text).toContain('请补充典型案例');
    for (const day of ['2013-11-15', '2013-11-21', '2013-11-28', '2013-12-05']) await goTo(`${day}T09:30`);
    // Two new messages came this week already.
    expect((await toldTo('U0ZJ0006')).slice(2)).toEqual([
      ...['day_1:returned_2 edited', 'day_5:returned_2 new', 'day_10:returned_2 new'],
    ]);
    expect(await toldTo('U0BINHAI')).toEqual(['day_15:returned_2 new']);
    expect(standing('U0BINHAI').text).toContain('请修改后重新提交');
    // The coordinator mends it for the author, and nobody is reminded any more.
    await press('U0BINHAI', 'file_report');
    await submit('U0BINHAI', {});
    await submit('U0BINHAI', { typical_story: '某企业样机噪声下降。' });
    expect(standing('U0ZJ0006').text).toContain('全部办完了');
    expect(standing('U0BINHAI').text).not.toContain('BG-2013-0001');
    await goTo('2013-12-12T09:30');
    expect(await toldTo('U0ZJ0006')).toHaveLength(5);
  });
});
