import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { repairCards } from '../src/home/repair-cards.ts';
import { sayKind } from '../src/home/trouble-blocks.ts';
import { enqueueNotice } from '../src/outbox/enqueue.ts';
import { emptyStopped } from '../src/outbox/left-workspaces.ts';
import { listUnknown } from '../src/outbox/troubles.ts';
import { buildEvent } from '../src/playground/payloads.ts';
import { ROOMS } from '../src/rooms.ts';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';

const NEED = {
  ...{ unit_name: '津滨锐驰传动科技有限公司', districts: ['binhai'], action_line: 'tech_sme' },
  ...{ title: 'RV减速器样机噪声超标问题诊断', expert_slots: '2', time_text: '11月中旬' },
  ...{ expert_requirement: '精密传动方向', place: '公司测试车间', description: '样机噪声达到78分贝。' },
  ...{ expected_outcome: '确定噪声来源', contact_name: '卢工', contact_phone: '022-0000-1001' },
};

let desk: Desk;
let asked = 0;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'bureau' });
  for (const userId of ['U0BUREAU', 'U0BINHAI']) await desk.as(userId).openHome();
  await desk.settle();
});

beforeEach(() => desk.workspace.faults.clear());

afterAll(() => desk.close());

/** Asks for a line in the channel, as an act would. */
async function askLine(target = CHANNEL): Promise<string> {
  asked += 1;
  const key = `welcome:test:${asked}`;
  const { teamId } = desk.workspace;
  await desk.db
    .transaction()
    .execute((trx) =>
      enqueueNotice(trx, { teamId, key, kind: 'welcome', target, lane: key, ref: { by: 'U0BUREAU' } }),
    );
  return key;
}

/** Slack takes the line, and its answer is lost. */
async function loseLine(): Promise<string> {
  desk.workspace.faults.dropAfterAccept('chat.postMessage');
  await askLine();
  await desk.settle();
  const [lost] = await listUnknown(desk.db, desk.workspace.teamId);
  return lost?.id ?? '';
}

const homeOf = (userId: string) => JSON.stringify(desk.as(userId).home?.blocks ?? []);
const posts = () => desk.workspace.messages(CHANNEL).length;
const acts = async () =>
  (
    await desk.db
      .selectFrom('audit')
      .select(['act', 'outcome'])
      .where('object_kind', '=', 'message')
      .orderBy('id')
      .execute()
  ).map(({ act, outcome }) => `${act} ${outcome}`);

async function pressHome(userId: string, actionId: string): Promise<void> {
  const { home } = desk.as(userId);
  if (!home) throw new Error('no Home');
  await desk.as(userId).press(home, actionId);
  await desk.settle();
}

async function tellEvent(event: { type: string; [field: string]: unknown }): Promise<void> {
  const { workspace } = desk;
  const delivery = await workspace.deliver(
    'event',
    buildEvent(workspace.team, { event_ts: '1.1', ...event }),
  );
  expect(delivery.status).toBe(200);
  await desk.settle();
}

describe('a message of which nobody knows whether it arrived', () => {
  test('When it is there, Then “it arrived” in the bureau’s Home settles it, on record, and nothing is sent', async () => {
    await loseLine();
    for (const userId of ['U0BUREAU', 'U0BINHAI']) {
      expect(homeOf(userId)).toContain('不知道是否送达');
      expect(homeOf(userId)).toContain(`"channel_id":"${CHANNEL}"`);
      expect(homeOf(userId)).toContain('10月31日');
    }
    const before = posts();
    await pressHome('U0BUREAU', 'message_arrived');
    expect(homeOf('U0BINHAI')).not.toContain('不知道是否送达');
    expect([posts(), await acts()]).toEqual([before, ['message_arrived done']]);
  });

  test('When it is not there, Then “send again” sends it once; who comes later reads what was done', async () => {
    const id = await loseLine();
    const [lost] = desk.workspace.messages(CHANNEL).slice(-1);
    if (lost) lost.deleted = true;
    const before = posts();
    await pressHome('U0BINHAI', 'send_again');
    expect(posts()).toBe(before + 1);
    const { text } = await forgePress(desk, 'U0BUREAU', 'message_arrived', id);
    expect(text).toContain('滨海新区联络员');
    expect(text).toContain('再发一次');
    expect(posts()).toBe(before + 1);
  });

  test('When two coordinators press different buttons at once, Then one wins and the other reads it', async () => {
    const id = await loseLine();
    const before = (await acts()).length;
    const told = await Promise.all([
      forgePress(desk, 'U0BUREAU', 'message_arrived', id),
      forgePress(desk, 'U0BINHAI', 'send_again', id),
    ]);
    expect((await acts()).length).toBe(before + 1);
    expect(told.map(({ text }) => text).join()).toContain('处理');
  });

  test('When somebody else presses, or invents a message, Then nothing happens, on record', async () => {
    const id = await loseLine();
    expect((await forgePress(desk, 'U0HOST', 'send_again', id)).text).toContain('市局');
    await forgePress(desk, 'U0BUREAU', 'send_again', '999999-1');
    await forgePress(desk, 'U0BUREAU', 'message_arrived', "1-1' or true");
    expect((await listUnknown(desk.db, desk.workspace.teamId)).map((one) => one.id)).toEqual([id]);
    expect((await acts()).at(-1)).toBe('settle_message refused');
    await pressHome('U0BUREAU', 'message_arrived');
  });

  test('When a message failed for good, Then Home says why, and it may be left or sent again', async () => {
    desk.workspace.faults.refuse('chat.postMessage', 'invalid_blocks');
    await askLine();
    await desk.settle();
    expect(homeOf('U0BUREAU')).toContain('invalid_blocks');
    const before = posts();
    await pressHome('U0BUREAU', 'message_arrived');
    expect([posts(), homeOf('U0BUREAU').includes('invalid_blocks')]).toEqual([before, false]);
    expect((await acts()).at(-1)).toBe('leave_message done');
  });
});

describe('what people call a message', () => {
  test('When a renderer speaks, Then its kind of message has a name of its own room, in both languages', () => {
    // A Home is nobody's message: it is published anew when it is next opened.
    const kinds = ROOMS.flatMap(({ renderers = {} }) => Object.keys(renderers)).filter(
      (kind) => kind !== 'home',
    );
    for (const locale of ['zh', 'en'] as const)
      expect(kinds.filter((kind) => sayKind(kind, locale) === sayKind('unheard_of', locale))).toEqual([]);
  });

  test('When a message that failed is about a summary, Then Home says about which', async () => {
    const { teamId } = desk.workspace;
    const { id: summaryId } = await desk.db
      .selectFrom('yearly_summary')
      .select('id')
      .where('unit', '=', 'wuqing')
      .executeTakeFirstOrThrow();
    const row = { teamId, key: 'summary_notice:test', kind: 'summary_review', target: 'U0BINHAI' };
    await desk.db
      .transaction()
      .execute((trx) => enqueueNotice(trx, { ...row, ref: { summaryId, version: '1' } }));
    await desk.db.updateTable('outgoing').set({ state: 'failed' }).where('key', '=', row.key).execute();
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(homeOf('U0BUREAU')).toContain('待接收的年度总结 武清区');
    await desk.db.deleteFrom('outgoing').where('key', '=', row.key).execute();
  });
});

describe('places and people', () => {
  describe('told to those who can mend it', () => {
    const told = (userId: string) =>
      desk.as(userId).dms.filter(({ blocks }) => /收不到消息|又能收到消息/.test(JSON.stringify(blocks)));

    test('When a channel closes, Then the bureau is written to once, with channel and cure; mended, the message says so', async () => {
      const before = told('U0BUREAU').length;
      await desk.workspace.updateChannel(CHANNEL, { isArchived: true });
      for (let i = 0; i < 3; i += 1) await askLine();
      await desk.settle();
      for (const userId of ['U0BUREAU', 'U0BINHAI']) {
        const [one] = told(userId).slice(-1);
        expect(JSON.stringify(one?.blocks)).toContain(`"channel_id":"${CHANNEL}"`);
        expect(JSON.stringify(one?.blocks)).toContain('取消归档');
      }
      expect(told('U0BUREAU')).toHaveLength(before + 1);
      await desk.workspace.updateChannel(CHANNEL, { isArchived: false });
      await desk.settle();
      expect(told('U0BUREAU')).toHaveLength(before + 1);
      expect(told('U0BUREAU').at(-1)?.text).toContain('又能收到消息');
      await desk.workspace.updateChannel(CHANNEL, { isArchived: true });
      await desk.settle();
      expect(told('U0BUREAU'), 'closed again, told again').toHaveLength(before + 2);
      await desk.workspace.updateChannel(CHANNEL, { isArchived: false });
      await desk.settle();
      expect(told('U0BUREAU').map(({ text }) => text.includes('又能收到消息'))).not.toContain(false);
    });

    test('When Slack’s events are missing, Then the message that is refused tells, and the one that arrives mends', async () => {
      const { options } = desk.workspace.team;
      options.grantedOptional = [];
      const before = told('U0BUREAU').length;
      await desk.workspace.updateChannel(CHANNEL, { isArchived: true });
      await desk.settle();
      expect(told('U0BUREAU')).toHaveLength(before);
      await askLine();
      await desk.settle();
      expect(told('U0BUREAU')).toHaveLength(before + 1);
      expect(told('U0BUREAU').at(-1)?.text).toContain('取消归档');
      await desk.workspace.updateChannel(CHANNEL, { isArchived: false });
      await desk.db
        .updateTable('outgoing')
        .set({ next_at: desk.deps.wallNow() })
        .where('state', '=', 'waiting')
        .execute();
      await desk.settle();
      expect(told('U0BUREAU')).toHaveLength(before + 1);
      expect(told('U0BUREAU').at(-1)?.text).toContain('又能收到消息');
      delete options.grantedOptional;
    });

    test('When it closes at night, Then nobody is woken; mended by morning, nobody hears of it', async () => {
      const before = told('U0BUREAU').length;
      desk.clock.moveTo(Temporal.Instant.from('2013-10-31T22:00:00+08:00'));
      await desk.workspace.updateChannel(CHANNEL, { isArchived: true });
      await desk.settle();
      expect(told('U0BUREAU')).toHaveLength(before);
      await desk.workspace.updateChannel(CHANNEL, { isArchived: false });
      await desk.settle();
      await desk.look('2013-11-01T10:00:00+08:00');
      expect(told('U0BUREAU')).toHaveLength(before);
    });

    test('When those who can mend it can’t be written to, Then each is tried once, and the queue comes to rest', async () => {
      const before = told('U0BUREAU').length;
      desk.workspace.faults.refuse('chat.postMessage', 'msg_too_long', 40);
      await desk.workspace.updateChannel(CHANNEL, { isArchived: true });
      await desk.settle();
      await desk.workspace.updateChannel(CHANNEL, { isArchived: false });
      await desk.settle();
      expect(desk.workspace.faults.pending.map(({ times }) => times)).toEqual([38]);
      expect(told('U0BUREAU')).toHaveLength(before);
    });

    test('When a channel closes that the desk has nothing for, Then nobody is told', async () => {
      const before = told('U0BUREAU').length;
      desk.workspace.addChannel({ id: 'C0LUNCH', name: 'lunch', members: ['U0BUREAU'], botIsMember: true });
      await desk.workspace.updateChannel('C0LUNCH', { isArchived: true });
      await desk.settle();
      expect(told('U0BUREAU')).toHaveLength(before);
    });
  });

  test('When what waits is for a person, Then Home names the person and the cure, not a channel', async () => {
    desk.workspace.faults.refuse('chat.postMessage', 'messages_tab_disabled');
    await askLine('U0HOST');
    await desk.settle();
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(homeOf('U0BUREAU')).toContain('Messages Tab');
    expect(homeOf('U0BUREAU')).not.toContain('"channel_id":"U0HOST"');
    expect(homeOf('U0BUREAU')).toContain('卢工');
    await desk.db.deleteFrom('outgoing').where('state', '=', 'waiting').execute();
  });

  for (const [close, open, cure] of [
    [{ isArchived: true }, { isArchived: false }, '取消归档'],
    [{ botIsMember: false }, { botIsMember: true }, '/invite'],
  ] as const) {
    test(`When the channel ${JSON.stringify(close)}, Then Home says the cure; mended, what waits goes at once`, async () => {
      await desk.workspace.updateChannel(CHANNEL, close);
      await askLine();
      await desk.settle();
      expect(homeOf('U0BUREAU')).toContain(cure);
      const before = posts();
      await desk.workspace.updateChannel(CHANNEL, open);
      await desk.settle();
      expect([posts(), homeOf('U0BUREAU').includes(cure)]).toEqual([before + 1, false]);
    });
  }

  test('When the optional scopes are missing, Then the next message that fails or arrives tells the same', async () => {
    const { options } = desk.workspace.team;
    options.grantedOptional = [];
    await desk.workspace.updateChannel(CHANNEL, { isArchived: true });
    for (let i = 0; i < 3; i += 1) await askLine();
    await desk.settle();
    expect(homeOf('U0BUREAU')).toContain('取消归档');
    const before = posts();
    await desk.workspace.updateChannel(CHANNEL, { isArchived: false });
    await desk.db
      .updateTable('outgoing')
      .set({ next_at: desk.deps.wallNow() })
      .where('seq', '=', ({ selectFrom }) =>
        selectFrom('outgoing')
          .select(({ fn }) => fn.min('seq').as('seq'))
          .where('state', '=', 'waiting'),
      )
      .execute();
    await desk.settle();
    expect([posts(), homeOf('U0BUREAU').includes('取消归档')]).toEqual([before + 3, false]);
    delete options.grantedOptional;
  });

  test('When the bot is brought into another channel, Then it says hello once, concisely, with one button', async () => {
    desk.workspace.addChannel({ id: 'C0OTHER', name: 'other', members: ['U0BUREAU'] });
    for (const botIsMember of [true, false, true]) {
      await desk.workspace.updateChannel('C0OTHER', { botIsMember });
      await desk.settle();
    }
    const hellos = desk.workspace.messages('C0OTHER');
    expect(hellos.map(({ text }) => text)).toEqual([expect.stringContaining(`<#${CHANNEL}>`)]);
    expect(JSON.stringify(hellos[0]?.blocks)).toContain('open_settings');
  });

  test('When whoever must consent is deactivated, Then the stand-in is asked, before or after the request was sent', async () => {
    const host = desk.as('U0HOST');
    await host.command('/expert-demand');
    await desk.settle();
    await host.submit(NEED);
    await desk.settle();
    await host.submit({});
    await desk.settle();
    await host.closeModal({ all: true });
    const review = desk
      .as('U0BUREAU')
      .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes('publish_demand'));
    if (review) await desk.as('U0BUREAU').press(review, 'publish_demand');
    await desk.settle();
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    const requests = (userId: string) =>
      desk.as(userId).dms.filter(({ blocks }) => JSON.stringify(blocks).includes('give_consent')).length;
    expect([requests('U0HOME'), requests('U0BUREAU')]).toEqual([1, 0]);
    await desk.workspace.updateUser('U0HOME', { deleted: true });
    await desk.settle();
    expect(requests('U0BUREAU')).toBe(1);
  });
});

describe('repairing cards', () => {
  const look = () => repairCards(desk.deps).then(desk.settle);

  test('When the week begins, Then cards are repaired once, outside working hours; a deleted one comes back', async () => {
    const card = desk.lastCard();
    const said = card.text;
    const updates = () => desk.workspace.calls.filter(({ method }) => method === 'chat.update').length;
    card.text = 'tampered';
    const before = updates();
    await look();
    expect(updates()).toBe(before);
    desk.clock.moveTo(Temporal.Instant.from('2013-11-04T00:05:00+08:00'));
    await look();
    expect([desk.lastCard().text, desk.lastCard().ts]).toEqual([said, card.ts]);
    expect(desk.lastCard().edited).toBeUndefined();
    card.text = 'tampered';
    await look();
    expect(desk.lastCard().text).toBe('tampered');
    card.deleted = true;
    desk.clock.moveTo(Temporal.Instant.from('2013-11-11T20:00:00+08:00'));
    await look();
    const posted = posts();
    desk.clock.moveTo(Temporal.Instant.from('2013-11-12T08:59:00+08:00'));
    await look();
    expect(posts(), 'nothing new at night').toBe(posted);
    desk.clock.moveTo(Temporal.Instant.from('2013-11-12T09:00:00+08:00'));
    await look();
    expect([desk.lastCard().text, desk.lastCard().ts === card.ts]).toEqual([said, false]);
  });

  test('When a button on an ancient card is pressed, Then it acts on today’s state', async () => {
    const card = JSON.stringify(desk.lastCard().blocks);
    const value = card.match(/"action_id":"claim_slot"[^}]*\}[^}]*"value":"([^"]+)"/)?.[1] ?? '';
    expect((await forgePress(desk, 'U0ZJ0006', 'claim_slot', value)).text).toContain('RL-2013-0001');
  });
});

describe('a workspace that takes the app out', () => {
  const later = (minutes: number) => ({ ...desk.deps, wallNow: () => desk.deps.wallNow().add({ minutes }) });

  test('When a person’s own token is revoked, Then the queue goes on', async () => {
    await tellEvent({ type: 'tokens_revoked', tokens: { oauth: ['U0HOST'] } });
    expect(await desk.db.selectFrom('stopped_workspace').selectAll().execute()).toEqual([]);
  });

  for (const events of [
    ['app_uninstalled', 'tokens_revoked'],
    ['tokens_revoked', 'app_uninstalled'],
  ]) {
    test(`When it tells ${events.join(', then ')}, Then nothing is sent, all is kept, and an act takes it back`, async () => {
      for (const type of events) await tellEvent({ type, tokens: { bot: ['U0EXPERTDESK'] } });
      const before = posts();
      await askLine(CHANNEL);
      await desk.settle();
      await emptyStopped(later(13 * 24 * 60));
      expect([posts(), (await desk.db.selectFrom('stopped_workspace').selectAll().execute()).length]).toEqual(
        [before, 1],
      );
      const longAgo = desk.deps.wallNow().subtract({ minutes: 5 });
      await desk.db.updateTable('stopped_workspace').set({ stopped_at: longAgo }).execute();
      await desk.as('U0BUREAU').command('/expert', 'help');
      await desk.settle();
      expect([posts(), (await desk.db.selectFrom('stopped_workspace').selectAll().execute()).length]).toEqual(
        [before + (before === posts() ? 0 : 1), 0],
      );
      expect(posts()).toBeGreaterThan(before);
    });
  }
});

/** The process heeds the limit for half a minute: what comes after has nothing to post. */
describe('a burst', () => {
  test('When sixty posts wait and Slack limits posting for 30 s, Then a window opens within a second', async () => {
    desk.workspace.faults.respond429('chat.postMessage', { retryAfter: 30, times: 100 });
    for (let i = 0; i < 60; i += 1) await askLine();
    desk.deps.sender.wake();
    await desk.workspace.until(() => desk.workspace.calls.at(-1)?.method === 'chat.postMessage');
    const delivery = await desk.as('U0BUREAU').command('/expert', 'settings');
    const opened = await desk.workspace.until(() =>
      desk.workspace.calls.findLast(({ method }) => method === 'views.open'),
    );
    expect(opened.at - delivery.at).toBeLessThan(1000);
    await desk.as('U0BUREAU').closeModal();
    await desk.db.deleteFrom('slack_hold').execute();
    await desk.db.deleteFrom('outgoing').where('state', '=', 'waiting').execute();
  }, 60_000);
});

describe('a workspace that is gone', () => {
  const later = (minutes: number) => ({ ...desk.deps, wallNow: () => desk.deps.wallNow().add({ minutes }) });

  test('When two weeks passed, Then it is emptied', async () => {
    await tellEvent({ type: 'app_uninstalled' });
    await emptyStopped(later(14 * 24 * 60 + 1));
    for (const table of ['outgoing', 'programme_year', 'audit', 'stopped_workspace'] as const)
      expect(await desk.db.selectFrom(table).selectAll().execute(), table).toEqual([]);
  });
});
