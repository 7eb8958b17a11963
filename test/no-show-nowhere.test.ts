import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/**
 * Two experts were confirmed for one service; one came, of the other it is said that they didn't (designs 3): whatever
 * reminds, lists or counts is looked at through the front door.
 */
const ABSENT = 'U0ZJ0006';
const CAME = 'U0ZJ0007';
const HOST = 'U0HOST';
const HOME = 'U0HOME';
const COORDINATOR = 'U0BINHAI';

let desk: Desk;
let need = '';
let absentId = '';
let cameId = '';

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  absentId = await registerVerified(desk, ABSENT, { home_unit_user: HOME });
  cameId = await registerVerified(desk, CAME, { name: '田若川', home_unit_user: HOME });
  need = await publishNeed(desk, {
    service_start: '2013-11-05',
    service_end: '2013-11-06',
    need_types: ['tech_problem'],
  });
  // The first digest of the year is out before anybody is confirmed.
  for (const moment of ['01T10:00', '04T09:00', '04T10:00']) await at(moment);
  await walkOnce(desk, 'two confirmed', async () => {
    for (const user of [ABSENT, CAME]) {
      await desk.as(user).press(card(), 'claim_slot');
      await desk.settle();
      await press(HOME, 'give_consent');
      await press(HOST, 'accept_expert');
    }
  });
  await at('07T09:00');
  await act(HOST, 'report_no_show', { reason: '等了一上午' });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const textOf = (thing: unknown) => JSON.stringify(thing ?? {});
const at = (moment: string) => desk.look(`2013-11-${moment}:00+08:00`);
const inChannel = () =>
  desk.workspace.messages(CHANNEL).filter(({ thread_ts, ts }) => !thread_ts || thread_ts === ts);
const isCard = ({ text }: { text: string }) => text.includes('XQ-2013-0001') && text.includes('空缺');
const card = () => {
  const found = inChannel().find(isCard);
  if (!found) throw new Error('no card');
  return found;
};

async function press(user: string, actionId: string): Promise<void> {
  const dm = desk.as(user).dms.findLast(({ blocks }) => textOf(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(dm, actionId);
  await desk.settle();
}

async function claimOf(expertId: string) {
  const { id } = await desk.db
    .selectFrom('claim')
    .select('id')
    .where('expert_id', '=', expertId)
    .executeTakeFirstOrThrow();
  return id;
}

/** On the absent expert's claim, with the reason where a modal asks for one. */
async function act(user: string, actionId: string, values?: Record<string, string>): Promise<void> {
  await forgePress(desk, user, actionId, await claimOf(absentId));
  if (!values) return;
  await desk.as(user).submit(values);
  await desk.settle();
  await desk.as(user).closeModal({ all: true });
}

async function homeOf(user: string): Promise<string> {
  await desk.as(user).openHome();
  await desk.settle();
  return textOf(desk.as(user).home);
}

async function digestOf(user: string): Promise<string> {
  await desk.as(user).command('/expert-digest');
  await desk.settle();
  return textOf(desk.as(user).ephemerals.at(-1)?.blocks);
}

async function fileReport(experts: string[]): Promise<string> {
  await forgePress(desk, CAME, 'file_report', need);
  const form = desk.as(CAME).views.at(-1);
  if (form) await desk.as(CAME).suggest(form, { blockId: 'experts', query: '何知远' });
  await desk.as(CAME).submit({ experts, summary: '诊断一次' });
  await desk.settle();
  await desk.as(CAME).submit({});
  await desk.settle();
  const said = textOf(desk.as(CAME).views.at(-1));
  await desk.as(CAME).closeModal({ all: true });
  return said;
}

describe('while it is not decided', () => {
  test('Then nobody is told by the card, the expert owes nothing, and finds in Home what they can say', async () => {
    expect(card().text).toMatch(/已确认 2/);
    const home = await homeOf(ABSENT);
    expect(home).toContain('object_no_show');
    expect(home).not.toContain('withdraw_claim');
    await desk.as(ABSENT).command('/expert-claim');
    await desk.settle();
    expect(textOf(desk.as(ABSENT).ephemerals.at(-1)?.blocks)).toContain('object_no_show');
    const before = desk.as(ABSENT).dms.length;
    for (const day of ['08', '14', '15', '22', '28']) await at(`${day}T10:00`);
    expect(desk.as(ABSENT).dms.slice(before)).toEqual([]);
    const late = await digestOf(COORDINATOR);
    expect(late).toContain('田若川 尚未填报');
    expect(late).not.toContain('何知远 尚未填报');
    for (const user of ['U0ALICE', HOME, CAME]) expect(await digestOf(user)).not.toMatch(/没有到场|show up/);
    expect(inChannel().map(textOf).join()).not.toContain('没有到场');
  });
});

describe('when a coordinator has found that they did not come', () => {
  beforeEach(async () => {
    await act(COORDINATOR, 'uphold_no_show');
  });

  test('Then no reminder, no Home and no list of what is late names them; who came is reminded as ever', async () => {
    const before = desk.as(ABSENT).dms.length;
    for (const day of ['07', '08', '14', '15', '22', '28']) await at(`${day}T10:00`);
    expect(desk.as(ABSENT).dms.slice(before)).toEqual([]);
    expect(textOf(desk.as(CAME).dms.at(-1))).toContain('file_report');
    expect(await homeOf(ABSENT)).not.toMatch(/RL-2013-0001|object_no_show/);
    for (const user of [HOST, HOME, COORDINATOR, 'U0BUREAU'])
      expect(await homeOf(user)).not.toContain('RL-2013-0001');
    for (const user of [COORDINATOR, 'U0BUREAU']) {
      const late = await digestOf(user);
      expect(late).toContain('田若川 尚未填报');
      expect(late).not.toContain('何知远');
    }
    await desk.as(ABSENT).command('/expert-claim');
    await desk.settle();
    const list = textOf(desk.as(ABSENT).ephemerals.at(-1)?.blocks);
    expect(list).not.toContain('RL-2013-0001');
  });

  test('Then neither the card nor a digest counts their claim, and nobody’s report their service', async () => {
    expect(card().text).toMatch(/已确认 1/);
    expect(textOf(card().blocks)).not.toContain('何知远');
    expect(await fileReport([cameId, absentId])).toContain('没有到场');
    expect(await desk.db.selectFrom('report').select('id').execute()).toEqual([]);
    await fileReport([cameId]);
    await press(HOST, 'confirm_report');
    await press(COORDINATOR, 'accept_report');
    const served = await digestOf(COORDINATOR);
    expect(served).toMatch(/服务专家 1 人[\s\S]*专家服务 1 人次/);
    await at('11T09:00');
    const week = inChannel()
      .filter(({ text }) => !isCard({ text }))
      .map(textOf);
    expect(week.join()).toContain('新确认认领 1 项');
    expect(week.join()).not.toMatch(/没有到场|何知远/);
  });

  test('Then who came is asked first for the next visit, and they as anybody else', async () => {
    // Both fit alike, and by name the absent one would come first.
    await forgePress(desk, HOST, 'follow_up', need);
    await desk
      .as(HOST)
      .submit({ service_start: '2013-12-10', service_end: '2013-12-10', reason: '看看效果' });
    await desk.settle();
    await desk.as(HOST).closeModal({ all: true });
    await press(COORDINATOR, 'publish_demand');
    const { id } = await desk.db
      .selectFrom('demand')
      .select('id')
      .where('follows', '=', need)
      .executeTakeFirstOrThrow();
    await forgePress(desk, COORDINATOR, 'ask_experts', id);
    expect(textOf(desk.as(COORDINATOR).views.at(-1))).toMatch(/田若川[\s\S]*何知远/);
  });
});
