import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { turnDay } from '../src/home/turn-day.ts';
import type { Message } from '../src/playground/records.ts';
import { watchAcknowledgements } from './helpers/acknowledgements.ts';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';

/**
 * One need of the sample season, from request to digest, as the people concerned live through it: needs XQ-2013-0001
 * and report BG-2013-0001 of the sample, with the experts of the cast. Each test goes on where the one before ended.
 */
let desk: Desk;
let demandId = '';
const heard = watchAcknowledgements();

const NEED = {
  unit_name: '津滨锐驰传动科技有限公司',
  unit_type: 'tech_sme',
  districts: ['binhai'],
  action_line: 'tech_sme',
  title: 'RV减速器样机噪声超标问题诊断',
  description: '公司研制的工业机器人用RV减速器样机在额定转速下噪声达到78分贝,高于客户要求的72分贝。',
  expert_slots: '两名',
  expert_requirement: '精密传动或机械振动方向,副高级及以上',
  time_text: '2013年9月中旬',
  place: '滨海高新区公司测试车间',
  expected_outcome: '确定噪声来源,形成整改试验方案',
  contact_name: '卢工',
  contact_phone: '022-0000-1001',
};

const REPORT = {
  service_start: '2013-09-12',
  service_end: '2013-09-13',
  days: '1天半',
  service_persons: '12',
  problems_solved: '1',
  suggestions: '六条',
  trained_persons: '12人次',
  agreements_signed: '1份',
  economic_benefit_wan: '80万元',
  summary: '专家查看了摆线轮修形曲线和装配记录,现场拆检样机,噪声降到71.5分贝。',
};

beforeAll(async () => {
  desk = await startDesk({ now: '2013-08-30T14:00:00+08:00', putBetween: heard.putBetween });
  heard.look(desk.db);
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006', { field: 'equipment', home_unit_user: 'U0HOME' });
  await registerVerified(desk, 'U0ZJ0007', {
    name: '田若川',
    employer: '海河理工大学',
    field: 'equipment',
    phone: '022-0000-3007',
  });
  for (const id of ['U0BUREAU', 'U0BINHAI', 'U0HOST', 'U0HOME', 'U0ZJ0006', 'U0ZJ0007', 'U0ALICE'])
    await desk.as(id).openHome();
  await desk.settle();
});

afterAll(async () => {
  // A strict Slack found nothing to fault in the whole season, and nobody waited a second for an answer.
  expect(desk.workspace.violations).toEqual([]);
  expect(desk.workspace.calls.filter(({ ok }) => !ok)).toEqual([]);
  expect(desk.workspace.deliveries.length).toBeGreaterThan(0);
  for (const { kind, ms } of desk.workspace.deliveries) expect(ms, kind).toBeLessThan(1000);
  await desk.close();
});

const shownTo = (user: string) => desk.as(user).ephemerals.at(-1) ?? missing('answer');
const homeOf = (user: string) => JSON.stringify(desk.as(user).home?.blocks ?? []);

/** The newest direct message to this person that holds the button. */
function dmWith(user: string, actionId: string): Message {
  const found = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  return found ?? missing(`${actionId} for ${user}`);
}

async function press(
  user: string,
  where: Parameters<ReturnType<Desk['as']>['press']>[0],
  actionId: string,
): Promise<void> {
  await desk.as(user).press(where, actionId);
  await desk.settle();
}

/** Fills in the windows one after the other, and closes what remains. */
async function fill(user: string, ...steps: Record<string, string | string[]>[]): Promise<void> {
  for (const step of steps) {
    await desk.as(user).submit(step);
    await desk.settle();
    expect(desk.as(user).errors).toEqual({});
  }
  await desk.as(user).closeModal();
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}

describe('a season', () => {
  test('When a host unit posts a need, Then the district is asked, and everything is in one number', async () => {
    await desk.as('U0HOST').command('/expert-demand');
    await desk.settle();
    await fill('U0HOST', NEED, {});
    const row = await desk.db.selectFrom('demand').selectAll().executeTakeFirstOrThrow();
    demandId = row.id;
    expect([row.number, row.state, row.expert_slots, row.service_start, row.service_end]).toEqual([
      ...['XQ-2013-0001', 'submitted', 2, '2013-09-11', '2013-09-20'],
    ]);
    expect(dmWith('U0BINHAI', 'publish_demand').text).toContain('RV减速器样机噪声超标问题诊断');
    expect(homeOf('U0BINHAI')).toContain('XQ-2013-0001');
    expect(homeOf('U0HOST')).toContain('XQ-2013-0001');
  });

  test('When the coordinator publishes it, Then a card with two free slots stands in the channel, and the host hears', async () => {
    await press('U0BINHAI', dmWith('U0BINHAI', 'publish_demand'), 'publish_demand');
    const card = desk.lastCard();
    for (const fact of [
      'XQ-2013-0001',
      '津滨锐驰传动科技有限公司',
      '滨海新区',
      '2013年9月中旬',
      '滨海高新区公司测试车间',
      '2',
    ])
      expect(card.text).toContain(fact);
    expect(card.text).not.toContain('022-0000-1001');
    expect(JSON.stringify(card.blocks)).toContain('claim_slot');
    expect(desk.as('U0HOST').dms.at(-1)?.text).toContain('XQ-2013-0001');
  });

  test('When two experts claim, Then each holds a slot, a third reads why not, and no name is public yet', async () => {
    for (const expert of ['U0ZJ0006', 'U0ZJ0007']) await press(expert, desk.lastCard(), 'claim_slot');
    expect(shownTo('U0ZJ0006').text).toContain('RL-2013-');
    const slots = await desk.db
      .selectFrom('slot')
      .select('expert_id')
      .where('demand_id', '=', demandId)
      .execute();
    expect(new Set(slots.map(({ expert_id }) => expert_id)).size).toBe(2);
    expect(slots.every(({ expert_id }) => expert_id)).toBe(true);
    expect(desk.lastCard().text).not.toMatch(/何知远|田若川/);
    expect(JSON.stringify(desk.lastCard().blocks)).not.toContain('claim_slot');
    await desk.as('U0ALICE').command('/expert-claim');
    await desk.settle();
    expect(shownTo('U0ALICE').text).toMatch(/regist/i);
  });

  test('When the home unit consents by button and the other by telephone, Then the host is asked for both', async () => {
    await press('U0HOME', dmWith('U0HOME', 'give_consent'), 'give_consent');
    await press('U0BINHAI', dmWith('U0BINHAI', 'record_consent'), 'record_consent');
    await fill('U0BINHAI', { kind: 'phone', date: '2013-08-30' });
    const consents = await desk.db
      .selectFrom('consent')
      .select(['kind', 'on_behalf'])
      .orderBy('kind')
      .execute();
    expect(consents).toEqual([
      { kind: 'online', on_behalf: false },
      { kind: 'phone', on_behalf: true },
    ]);
    const requests = desk
      .as('U0HOST')
      .dms.filter(({ blocks }) => JSON.stringify(blocks).includes('accept_expert'));
    expect(requests).toHaveLength(2);
    expect(requests.map(({ text }) => text).join()).not.toContain('022-0000-300');
  });

  test('When the host accepts, Then the names are on the card, in its thread, and the phones with those who need them', async () => {
    const requests = desk
      .as('U0HOST')
      .dms.filter(({ blocks }) => JSON.stringify(blocks).includes('accept_expert'));
    expect(requests).toHaveLength(2);
    for (const request of requests) await press('U0HOST', request, 'accept_expert');
    const card = desk.lastCard();
    expect(card.text).toContain('何知远');
    expect(card.text).toContain('田若川');
    expect(
      desk.workspace.messages(CHANNEL).filter(({ thread_ts }) => thread_ts === card.ts && thread_ts).length,
    ).toBeGreaterThan(0);
    expect(desk.as('U0ZJ0006').dms.at(-1)?.text).toContain('022-0000-1001');
    expect(desk.workspace.messages(CHANNEL).length).toBeGreaterThan(0);
    for (const message of desk.workspace.messages(CHANNEL)) expect(message.text).not.toContain('022-0000');
  });

  test('When the days pass, Then the card shows it without anybody acting', async () => {
    desk.clock.moveTo(Temporal.Instant.from('2013-09-12T08:00:00+08:00'));
    for (let tick = 0; tick < 3; tick += 1) await turnDay(desk.deps);
    await desk.settle();
    expect(desk.lastCard().text).toContain('服务中');
    expect(JSON.stringify(desk.lastCard().blocks)).toContain('file_report');
    const top = desk.workspace
      .messages(CHANNEL)
      .filter(({ thread_ts, ts }) => !thread_ts || thread_ts === ts);
    expect(top).toHaveLength(2);
  });

  test('When the service is over, Then an expert files the report with figures as people write them', async () => {
    desk.clock.moveTo(Temporal.Instant.from('2013-09-16T16:30:00+08:00'));
    await desk.as('U0ZJ0006').command('/expert-report');
    await desk.settle();
    await press('U0ZJ0006', shownTo('U0ZJ0006'), 'file_report');
    await fill('U0ZJ0006', REPORT, { typical_story: '专家到车间和年轻工程师一起拆样机。' });
    const row = await desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
    expect([row.number, row.state, row.days]).toEqual(['BG-2013-0001', 'submitted', 1.5]);
    expect(row.metrics).toMatchObject({ suggestions: 6, trained_persons: 12, economic_benefit_wan: 80 });
    expect(await desk.db.selectFrom('report_expert').selectAll().execute()).toHaveLength(2);
  });

  test('When host and coordinator confirm it, Then it counts', async () => {
    await press('U0HOST', dmWith('U0HOST', 'confirm_report'), 'confirm_report');
    await press('U0BINHAI', dmWith('U0BINHAI', 'accept_report'), 'accept_report');
    const { state } = await desk.db.selectFrom('report').select('state').executeTakeFirstOrThrow();
    expect(state).toBe('accepted');
    expect(desk.as('U0ZJ0006').dms.at(-1)?.text).toContain('BG-2013-0001');
  });

  test('When more days pass, Then what can not change any more is left alone', async () => {
    const wanted = async (key: string) =>
      (
        await desk.db
          .selectFrom('outgoing')
          .select(['wanted', 'key'])
          .where('key', 'like', key)
          .orderBy('key')
          .execute()
      ).map((row) => row.wanted);
    async function turn(day: string): Promise<void> {
      desk.clock.moveTo(Temporal.Instant.from(`${day}T08:00:00+08:00`));
      await turnDay(desk.deps);
      await desk.settle();
    }
    await turn('2013-09-21');
    const [cards, homes] = [await wanted('demand_card:%'), await wanted('home:%')];
    await turn('2013-09-22');
    expect(await wanted('demand_card:%')).toEqual(cards);
    expect(await wanted('home:%')).toEqual(homes.map((n) => n + 1));
    expect(cards).toHaveLength(1);
    desk.clock.moveTo(Temporal.Instant.from('2013-09-16T17:00:00+08:00'));
  });

  test('When the service is reported, Then the claim to it can not be given back', async () => {
    await desk.as('U0ZJ0006').openHome();
    await desk.settle();
    const { id } = await desk.db
      .selectFrom('claim')
      .innerJoin('expert', 'expert.id', 'claim.expert_id')
      .select('claim.id')
      .where('expert.user_id', '=', 'U0ZJ0006')
      .executeTakeFirstOrThrow();
    const { text } = await forgePress(desk, 'U0ZJ0006', 'withdraw_claim', id);
    expect(text).toContain('已有报告');
  });

  test('When somebody asks for the digest, Then two distinct experts of 300 stand there, in the reader’s language', async () => {
    await desk.as('U0HOST').command('/expert-digest');
    await desk.settle();
    expect(shownTo('U0HOST').text).toContain('服务专家 2 人');
    expect(shownTo('U0HOST').text).toContain('12');
    await desk.as('U0ALICE').command('/expert-digest');
    await desk.settle();
    expect(shownTo('U0ALICE').text).toMatch(/300/);
    expect(shownTo('U0ALICE').text).not.toMatch(/服务专家|人次/);
    expect(homeOf('U0BUREAU')).toContain('2 / 300');
  });

  test('When it is all over, Then every act is on record once, and every message arrived once', async () => {
    const acts = await desk.db
      .selectFrom('audit')
      .select(['act'])
      .where('outcome', '=', 'done')
      .orderBy('id')
      .execute();
    const counted = Object.groupBy(
      acts.map(({ act }) => act),
      (act) => act,
    );
    expect(Object.fromEntries(Object.entries(counted).map(([act, all]) => [act, all?.length]))).toMatchObject(
      {
        ...{
          set_up_programme: 1,
          post_demand: 1,
          publish_demand: 1,
          claim_slot: 2,
          give_consent: 1,
          record_consent: 1,
        },
        ...{ accept_expert: 2, file_report: 1, confirm_report: 1, accept_report: 1 },
      },
    );
    const open = await desk.db
      .selectFrom('outgoing')
      .select(['key', 'state'])
      .where('state', 'not in', ['sent', 'dropped'])
      .execute();
    expect(open).toEqual([]);
    for (const user of ['U0HOST', 'U0BINHAI', 'U0ZJ0006']) {
      const texts = desk.as(user).dms.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test('When something was done, Then it was done before Slack heard that the press or the form had arrived', async () => {
    const all = await heard.list();
    expect(all.filter(({ wasDone }) => !wasDone)).toEqual([]);
    const doors = all.map(({ door }) => door);
    for (const act of ['verify_expert', 'publish_demand', 'claim_slot', 'give_consent', 'accept_expert'])
      expect(doors).toContain(`block_actions ${act}`);
    for (const act of ['confirm_report', 'accept_report']) expect(doors).toContain(`block_actions ${act}`);
    for (const form of ['post_demand', 'record_consent', 'file_report'])
      expect(doors).toContain(`view_submission ${form}`);
  });
});
