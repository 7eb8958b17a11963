import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../src/playground/records.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { postNeed, publishNeed } from './helpers/need.ts';
import { openYear, pressOn } from './helpers/next-year.ts';
import { pressAtHome, pressNewest, submitTo, textOf, undoLast, type Values } from './helpers/published.ts';

/** What is done to published needs, as the digests of the needs channel and of a district’s private channel tell it. */
const COORDINATOR = 'U0BINHAI';
const PRIVATE = 'C0BINHAI';

/** Of a need that is confidential: none of it may stand in a digest. */
const SECRETS = ['保密配方', '隐名膜业', '三号实验室', '022-0000-1001', '换了实验室'];

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00' });
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  desk.workspace.addChannel({
    id: PRIVATE,
    name: '滨海联络',
    members: ['U0BUREAU', COORDINATOR],
    botIsMember: true,
    isPrivate: true,
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const submit = (user: string, values: Values) => submitTo(desk, user, values);
const digestsIn = (channel: string) =>
  desk.workspace.messages(channel).filter(({ blocks }) => textOf(blocks).includes('"mute_digest"'));
const lastDigest = (channel: string) => digestsIn(channel).at(-1)?.text ?? '';

/** Both channels have a digest in this language on Mondays, and the first has been posted. */
async function startDigests(language: 'zh' | 'en'): Promise<void> {
  for (const [user, channel, district] of [
    ['U0BUREAU', CHANNEL, ''],
    [COORDINATOR, PRIVATE, 'binhai'],
  ] as const) {
    await desk.as(user).command('/expert-digest', '', channel);
    await desk.settle();
    await desk.as(user).press(desk.as(user).ephemerals.at(-1) as unknown as Message, 'digest_settings');
    await desk.settle();
    await submit(user, district ? { language, district } : { language });
    await desk.as(user).closeModal({ all: true });
  }
  await desk.look('2013-11-11T09:00:00+08:00');
}

/** Presses the button, and fills in what it opens; done for good, or taken back. */
async function act(
  actionId: string,
  values: Values = {},
  { user = COORDINATOR, undo = false } = {},
): Promise<void> {
  await pressAtHome(desk, user, actionId);
  const isModal = desk.as(user).views.length > 0;
  if (isModal) await submit(user, { reason: '换了实验室', ...values });
  expect(desk.as(user).errors).toEqual({});
  if (undo) await undoLast(desk, user);
  if (isModal) await desk.as(user).closeModal({ all: true });
}

const UNDO = { undo: true };
const AGAIN = { service_start: '2013-12-10', service_end: '2013-12-10' };
const NEW_DATES = { service_start: '2013-12-03', service_end: '2013-12-04' };

describe.each([
  {
    language: 'zh' as const,
    said: '上期以来  变更需求 1 条 · 延期 1 条 · 重新开放 1 条 · 办结 1 条 · 定为即时服务 1 条 · 回头帮 1 条\n',
    only: '上期以来  延期 1 条\n',
  },
  {
    language: 'en' as const,
    said: 'Since the last digest  1 need changed · 1 need postponed · 1 need open again · 1 need closed · 1 need made instant · 1 follow-up visit asked for\n',
    only: 'Since the last digest  1 need postponed\n',
  },
])('When the week’s digests come ($language)', ({ language, said, only }) => {
  beforeEach(async () => {
    await publishNeed(desk, {
      ...{ title: '保密配方', unit_name: '隐名膜业', place: '三号实验室', confidential: ['yes'] },
      ...{ time_text: '11月28日至29日', claim_deadline: '2013-11-27' },
    });
    await startDigests(language);
  });

  test('Then each act since the last has its line, in the channel, in the district’s and in its preview, and nothing more is told', async () => {
    await act('grant_instant');
    await act('edit_demand', { place: '四号实验室' });
    await act('postpone_demand');
    await act('reopen_demand', NEW_DATES);
    await act('close_demand');
    await act('follow_up', AGAIN);
    await desk.look('2013-11-15T15:00:00+08:00');
    await desk.look('2013-11-18T09:00:00+08:00');
    const preview = desk
      .as(COORDINATOR)
      .dms.findLast(({ blocks }) => textOf(blocks).includes('digest_settings'));
    expect(preview).toBeDefined();
    for (const channel of [CHANNEL, PRIVATE]) {
      expect(digestsIn(channel)).toHaveLength(2);
      expect(lastDigest(channel)).toContain(said);
      const told = preview + textOf(desk.workspace.messages(channel));
      for (const secret of SECRETS) expect(told).not.toContain(secret);
    }
  });

  test('Then what was taken back has none', async () => {
    await act('grant_instant', {}, UNDO);
    await act('edit_demand', { place: '四号实验室' }, UNDO);
    await act('close_demand', {}, UNDO);
    await act('postpone_demand');
    await act('reopen_demand', NEW_DATES, UNDO);
    await desk.look('2013-11-18T09:00:00+08:00');
    for (const channel of [CHANNEL, PRIVATE]) expect(lastDigest(channel)).toContain(only);
  });
});

test('When a follow-up visit is taken back, Then the next digest says nothing of it', async () => {
  await publishNeed(desk, { time_text: '11月12日至13日' });
  await startDigests('zh');
  await desk.look('2013-11-14T10:00:00+08:00');
  await act('follow_up', AGAIN, { user: 'U0HOST', undo: true });
  await act('close_demand');
  await desk.look('2013-11-18T09:00:00+08:00');
  for (const channel of [CHANNEL, PRIVATE]) expect(lastDigest(channel)).toContain('上期以来  办结 1 条\n');
});

test('When it is January, Then what is done to a need or a summary of the year before stands in the new year’s digest', async () => {
  await publishNeed(desk, {
    title: '跨年驻点',
    time_text: '2013年12月30日至2014年1月30日',
    claim_deadline: '2014-01-28',
  });
  await postNeed(desk, { title: '还没有审核' });
  await startDigests('zh');
  desk.clock.moveTo(Temporal.Instant.from('2014-01-06T10:00:00+08:00'));
  await openYear(desk);
  await desk.look('2014-01-13T09:00:00+08:00');
  expect(lastDigest(CHANNEL)).toContain('2013 年度尚未办结');
  await pressNewest(desk, COORDINATOR, 'publish_demand');
  await act('edit_demand', { place: '二号车间' });
  const { id } = await desk.db
    .selectFrom('yearly_summary')
    .select('id')
    .where('year', '=', 2013)
    .where('unit', '=', 'binhai')
    .executeTakeFirstOrThrow();
  await desk.as('U0BUREAU').command('/expert', 'summary');
  await desk.settle();
  await pressOn(desk, 'U0BUREAU', 'open_summary', id);
  await desk.as('U0BUREAU').press(desk.as('U0BUREAU').views.at(-1) as never, 'extend_summary');
  await desk.settle();
  await submit('U0BUREAU', { until: '2014-02-10', reason: '资料未齐' });
  await desk.as('U0BUREAU').closeModal({ all: true });
  await desk.look('2014-01-20T09:00:00+08:00');
  for (const channel of [CHANNEL, PRIVATE])
    expect(lastDigest(channel)).toContain(
      '上期以来  新发布需求 1 条 · 变更需求 1 条 · 1 个单位的年度总结延期\n',
    );
});
