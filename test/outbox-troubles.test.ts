import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { repairViews } from '../src/outbox/refresh.ts';
import { listFailed, listHeldUp, listUnknown, settleAgain, settleArrived } from '../src/outbox/troubles.ts';
import { message, section } from '../src/slack/blocks.ts';
import { outgoing, type Queue, startQueue, TEAM } from './helpers/queue.ts';

let queue: Queue;

beforeAll(async () => {
  queue = await startQueue();
});

beforeEach(() => queue.reset());

afterAll(() => queue.close());

const callsOf = (method: string) => queue.workspace.calls.filter((call) => call.method === method).length;

const again = (id: string) => queue.db.transaction().execute((trx) => settleAgain(trx, TEAM, id));

describe('one message that fails', () => {
  test('When a renderer throws, Then the rest of its lane goes on, it is tried for a while, has failed and is told', async () => {
    queue.says = ({ text = '' }) => {
      if (text === 'poison') throw new Error('a bug');
      return text;
    };
    await queue.ask('notice', outgoing('poison'), outgoing('after'), outgoing('elsewhere', { target: 'C2' }));
    await queue.drainAt(0);
    expect([queue.textsIn('C1'), queue.textsIn('C2')]).toEqual([['after'], ['elsewhere']]);
    expect(await queue.rowOf('poison')).toMatchObject({ state: 'waiting', error: 'render_failed' });
    for (let i = 1; i <= 10; i += 1) await queue.drainAt(i * 700);
    expect(await queue.rowOf('poison')).toMatchObject({ state: 'failed', troubles: 1 });
    expect(queue.told).toEqual([TEAM]);
  });

  test('When Slack keeps failing on one message, Then its lane goes on without it after a few tries', async () => {
    await queue.ask('notice', outgoing('cursed'));
    queue.workspace.faults.respond500('chat.postMessage', 5);
    for (let i = 0; i < 5; i += 1) await queue.drainAt(i * 100);
    queue.workspace.faults.respond500('chat.postMessage', 1);
    await queue.ask('notice', outgoing('after'));
    await queue.drainAt(401);
    await queue.drainAt(2000);
    expect(queue.textsIn('C1').toSorted()).toEqual(['after', 'cursed']);
  });

  test('When the message that opens a thread fails for good, Then its replies fail too, and are told', async () => {
    queue.workspace.faults.refuse('chat.postMessage', 'invalid_blocks');
    await queue.ask('view', outgoing('card', { lane: 'card:1' }));
    await queue.ask('notice', outgoing('note', { lane: 'card:1', parentKey: 'card' }));
    await queue.drainAt(0);
    await queue.ask('notice', outgoing('other'));
    await queue.drainAt(60);
    expect(await queue.rowOf('note')).toMatchObject({ state: 'failed', error: 'no_thread' });
    expect(queue.textsIn('C1')).toEqual(['other']);
    expect((await listFailed(queue.db, TEAM)).map(({ error }) => error)).toEqual([
      'invalid_blocks',
      'no_thread',
    ]);
  });

  for (const which of [0, 1])
    test(`When ${['it', 'its reply'][which]} is sent again, Then both stand there, one under the other`, async () => {
      queue.workspace.faults.refuse('chat.postMessage', 'invalid_blocks');
      await queue.ask('view', outgoing('card', { lane: 'card:1' }));
      await queue.ask('notice', outgoing('note', { lane: 'card:1', parentKey: 'card' }));
      await queue.drainAt(0);
      await queue.drainAt(60);
      const failed = await listFailed(queue.db, TEAM);
      await again(failed[which]?.id ?? '');
      await queue.drainAt(120);
      const [card, note] = queue.workspace.messages('C1');
      expect([card?.text, note?.text, note?.thread_ts]).toEqual(['card', 'note', card?.ts]);
    });

  test('When what it belongs under can’t come any more, Then a reply that is sent again stands by itself', async () => {
    await queue.ask('notice', outgoing('note', { parentKey: 'never asked for' }));
    await queue.drainAt(0);
    const [failed] = await listFailed(queue.db, TEAM);
    await again(failed?.id ?? '');
    await queue.drainAt(60);
    expect(queue.textsIn('C1')).toEqual(['note']);
  });

  test('When Slack refuses the newest blocks, Then the plainer message takes their place, once', async () => {
    queue.says = () => ({ ...message(section('rich')), plainer: message(section('plain')) });
    queue.workspace.faults.refuse('chat.postMessage', 'invalid_blocks');
    await queue.ask('view', outgoing('card'));
    await queue.drainAt(0);
    await queue.ask('view', outgoing('card'));
    await queue.drainAt(1);
    expect([queue.textsIn('C1'), callsOf('chat.postMessage'), callsOf('chat.update')]).toEqual([
      ['plain'],
      2,
      0,
    ]);
  });

  test('When a person is gone, Then the message has failed, the room hears of it once, and so does the bureau', async () => {
    queue.workspace.addUser({ id: 'U9', name: 'nine', deleted: true });
    await queue.ask('view', outgoing('request', { target: 'U9' }));
    await queue.drainAt(0);
    expect(await queue.rowOf('request')).toMatchObject({ state: 'failed', error: 'channel_not_found' });
    await queue.ask('view', outgoing('request', { target: 'U9' }));
    await queue.drainAt(60);
    expect([queue.unreachable, (await listFailed(queue.db, TEAM)).length]).toEqual([['U9'], 1]);
  });

  test('When a card was deleted in Slack, Then it is posted again once; deleted again, it is left alone and told', async () => {
    let says = 'one';
    queue.says = () => says;
    await queue.ask('view', outgoing('card'));
    await queue.drainAt(0);
    for (says of ['two', 'three', 'four']) {
      const [card] = queue.workspace.messages('C1');
      if (card) card.deleted = true;
      await queue.ask('view', outgoing('card'));
      await queue.drainAt(1);
    }
    expect([queue.textsIn('C1'), callsOf('chat.postMessage')]).toEqual([[], 2]);
    expect(queue.told).toEqual([TEAM]);
    expect((await queue.rowOf('card')).error).toBe('deleted_twice');
  });

  test('When the card of a thread was deleted, Then it is posted again and the reply follows it', async () => {
    await queue.ask('view', outgoing('card', { lane: 'card:1' }));
    await queue.drainAt(0);
    const [old] = queue.workspace.messages('C1');
    if (old) old.deleted = true;
    await queue.ask('notice', outgoing('note', { lane: 'card:1', parentKey: 'card' }));
    for (const seconds of [1, 10, 30]) await queue.drainAt(seconds);
    const [card, note] = queue.workspace.messages('C1');
    expect([card?.text, note?.text, note?.thread_ts]).toEqual(['card', 'note', card?.ts]);
    queue.workspace.violations.length = 0;
  });
});

describe('a place that takes nothing', () => {
  for (const [name, close, open, error] of [
    ['the bot was removed', { botIsMember: false }, { botIsMember: true }, 'not_in_channel'],
    ['it is archived', { isArchived: true }, { isArchived: false }, 'is_archived'],
  ] as const) {
    test(`When ${name}, Then one message tries, the others wait, other places go on, and all arrive once it is mended`, async () => {
      await queue.workspace.updateChannel('C1', close);
      const lines = ['a', 'b', 'c'].map((key) => outgoing(key, { lane: `card:${key}` }));
      await queue.ask('notice', ...lines);
      await queue.drainAt(0);
      await queue.ask('notice', outgoing('elsewhere', { target: 'C2' }));
      const before = callsOf('chat.postMessage');
      for (const seconds of [200, 210, 215]) await queue.drainAt(seconds);
      expect(callsOf('chat.postMessage') - before).toBeLessThanOrEqual(4);
      expect(queue.textsIn('C2')).toEqual(['elsewhere']);
      expect(await listHeldUp(queue.db, TEAM)).toEqual([{ target: 'C1', error, messages: 3 }]);
      expect(queue.told.length).toBeGreaterThan(0);
      await queue.workspace.updateChannel('C1', open);
      await queue.drainAt(2000);
      expect(queue.textsIn('C1').toSorted()).toEqual(['a', 'b', 'c']);
      expect(await listHeldUp(queue.db, TEAM)).toEqual([]);
    });
  }

  test('When it stays closed for a month, Then nothing is given up', async () => {
    await queue.workspace.updateChannel('C1', { isArchived: true });
    await queue.ask('notice', outgoing('patient'));
    for (let i = 0; i < 70; i += 1) await queue.drainAt(i * 36_000);
    expect((await queue.rowOf('patient')).state).toBe('waiting');
  });

  test('When the token is refused, Then nothing of the workspace is tried until it works again', async () => {
    queue.workspace.faults.refuse('chat.postMessage', 'invalid_auth', 1);
    await queue.ask('notice', outgoing('one'));
    await queue.drainAt(0);
    await queue.ask('notice', outgoing('two', { target: 'C2' }));
    await queue.drainAt(1);
    expect(callsOf('chat.postMessage')).toBe(1);
    await queue.drainAt(60);
    expect([queue.textsIn('C1'), queue.textsIn('C2')]).toEqual([['one'], ['two']]);
  });

  test('When Slack limits one workspace, Then another’s messages go out', async () => {
    queue.workspace.faults.respond429('chat.postMessage', { retryAfter: 30 });
    await queue.ask('notice', outgoing('limited'));
    await queue.drainAt(0);
    await queue.ask(
      'notice',
      outgoing('limited too'),
      outgoing('other', { teamId: 'T0OTHER', target: 'C2' }),
    );
    await queue.drainAt(20);
    await queue.sender('T0OTHER').drain();
    expect([queue.textsIn('C1'), queue.textsIn('C2')]).toEqual([[], ['other']]);
    await queue.drainAt(31);
    expect(queue.textsIn('C1')).toEqual(['limited', 'limited too']);
  });

  test('When Slack limits the looking up of people, Then nobody asks again until it may be', async () => {
    queue.workspace.faults.respond429('users.info', { retryAfter: 30 });
    const lane = 'one after the other';
    await queue.ask(
      'notice',
      outgoing('one', { target: 'U1', lane }),
      outgoing('two', { target: 'U2', lane }),
    );
    await queue.drainAt(0);
    expect([callsOf('users.info'), callsOf('chat.postMessage')]).toEqual([1, 2]);
    await queue.ask('notice', outgoing('to one again', { target: 'U1' }));
    await queue.drainAt(29);
    expect(callsOf('users.info')).toBe(1);
    await queue.ask('notice', outgoing('to one at last', { target: 'U1' }));
    await queue.drainAt(31);
    expect(callsOf('users.info')).toBe(2);
  });
});

describe('a place that takes nothing new', () => {
  const closed = () => queue.db.selectFrom('closed_place').select(['no', 'reason']).execute();

  test('When what stands there can still be edited, Then it stays closed, once, until something new arrives', async () => {
    await queue.ask('view', outgoing('card', { lane: 'card' }));
    await queue.drainAt(0);
    queue.workspace.faults.refuse('chat.postMessage', 'restricted_action', 3);
    await queue.ask('notice', outgoing('new'));
    await queue.drainAt(1);
    for (const [i, seconds] of [700, 1400].entries()) {
      queue.says = ({ text }) => `${text}, edited ${i}`;
      await queue.ask('view', outgoing('card', { lane: 'card' }));
      await queue.drainAt(seconds);
      expect([queue.textsIn('C1'), await closed()]).toEqual([
        [`card, edited ${i}`],
        [{ no: 1, reason: 'restricted_action' }],
      ]);
    }
    await queue.drainAt(2100);
    expect([queue.textsIn('C1').length, await closed()]).toEqual([2, [{ no: 1, reason: null }]]);
  });
});

describe('a limit', () => {
  test('When Slack limits a method, Then every process heeds it, also one that starts afterwards', async () => {
    queue.workspace.faults.respond429('chat.postMessage', { retryAfter: 30 });
    await queue.ask('notice', outgoing('one'));
    await queue.drainAt(0);
    await queue.ask('notice', outgoing('two', { target: 'C2' }));
    queue.clock.ahead = 20;
    await queue.sender().drain();
    expect(callsOf('chat.postMessage')).toBe(1);
    queue.clock.ahead = 31;
    await queue.sender().drain();
    expect([queue.textsIn('C1'), queue.textsIn('C2')]).toEqual([['one'], ['two']]);
  });
});

describe('a message whose arrival is unknown', () => {
  async function lose(shape: 'view' | 'notice'): Promise<string> {
    queue.workspace.faults.dropAfterAccept('chat.postMessage');
    await queue.ask(shape, outgoing('lost'));
    await queue.drainAt(0);
    const [one] = await listUnknown(queue.db, TEAM);
    return one?.id ?? '';
  }

  const settle = (act: typeof settleAgain | typeof settleArrived, id: string) =>
    queue.db.transaction().execute((trx) => act(trx, TEAM, id, queue.later()));

  test('When it becomes unknown, Then it is told and listed with what it was, where to and when', async () => {
    const id = await lose('view');
    expect(await listUnknown(queue.db, TEAM)).toEqual([
      expect.objectContaining({ id, state: 'unknown', kind: 'line', target: 'C1', ref: { text: 'lost' } }),
    ]);
    expect(queue.told).toEqual([TEAM]);
  });

  test('When somebody says that it arrived, Then it is left as it is, and posted anew only when it changes', async () => {
    const id = await lose('view');
    expect(await settle(settleArrived, id)).toBe(true);
    await queue.ask('view', outgoing('lost'));
    await queue.drainAt(60);
    expect(queue.textsIn('C1')).toEqual(['lost']);
    queue.says = () => 'changed';
    await queue.ask('view', outgoing('lost'));
    await queue.drainAt(120);
    expect(queue.textsIn('C1')).toEqual(['lost', 'changed']);
  });

  test('When two settle it at once, Then one wins; a button of an earlier loss settles no later one', async () => {
    const id = await lose('notice');
    const won = await Promise.all([settle(settleAgain, id), settle(settleArrived, id)]);
    expect(won.filter(Boolean)).toHaveLength(1);
    queue.workspace.faults.dropAfterAccept('chat.postMessage');
    const [row] = await queue.db
      .updateTable('outgoing')
      .set({ state: 'unknown', troubles: 2 })
      .returningAll()
      .execute();
    expect([await settle(settleAgain, id), row?.troubles]).toEqual([false, 2]);
  });

  test('When it is sent again, Then it stands there once more and is known', async () => {
    const id = await lose('notice');
    const [first] = queue.workspace.messages('C1');
    if (first) first.deleted = true;
    expect(await settle(settleAgain, id)).toBe(true);
    await queue.drainAt(60);
    expect([queue.textsIn('C1'), (await queue.rowOf('lost')).state]).toEqual([['lost'], 'sent']);
  });
});

describe('repairing', () => {
  test('When a message differs from the data, Then it is repaired without a new one; when it was deleted, posted again', async () => {
    await queue.ask('view', outgoing('tampered'), outgoing('deleted', { target: 'C2' }));
    await queue.drainAt(0);
    const [tampered] = queue.workspace.messages('C1');
    const [deleted] = queue.workspace.messages('C2');
    if (tampered) tampered.text = 'something else';
    if (deleted) deleted.deleted = true;
    const from = queue.later();
    queue.quiet = { C1: 50, C2: 50 };
    const pace = { from, everySeconds: 3, unprompted: true };
    await queue.db
      .transaction()
      .execute((trx) => repairViews(trx, TEAM, ['tampered', 'deleted', 'never'], pace));
    await queue.drainAt(10);
    expect([queue.textsIn('C1'), queue.textsIn('C2')], 'a new one rings').toEqual([['tampered'], []]);
    await queue.drainAt(60);
    expect([queue.textsIn('C1'), queue.textsIn('C2')]).toEqual([['tampered'], ['deleted']]);
    expect(queue.workspace.messages('C1')[0]?.edited).toBeUndefined();
  });
});

describe('quiet hours', () => {
  test('When the desk speaks by itself, Then it waits for them to be at work, and holds up nothing behind it', async () => {
    queue.quiet = { C1: 50 };
    await queue.ask('notice', outgoing('by itself', { unprompted: true }), outgoing('by an act'));
    await queue.drainAt(10);
    expect([queue.textsIn('C1'), (await queue.rowOf('by itself')).state]).toEqual([['by an act'], 'waiting']);
    await queue.drainAt(49);
    expect(queue.textsIn('C1')).toEqual(['by an act']);
    await queue.drainAt(51);
    expect(queue.textsIn('C1')).toEqual(['by an act', 'by itself']);
  });

  test('When it stands already, Then it is edited at any time; when somebody wants it as well, it goes at once', async () => {
    await queue.ask('view', outgoing('standing', { unprompted: true }));
    await queue.drainAt(0);
    queue.quiet = { C1: 500, C2: 500 };
    queue.says = ({ text }) => `${text}, changed`;
    await queue.ask('view', outgoing('standing', { unprompted: true }));
    await queue.ask('view', outgoing('wanted', { target: 'C2', unprompted: true }));
    await queue.drainAt(10);
    expect([queue.textsIn('C1'), queue.textsIn('C2')]).toEqual([['standing, changed'], []]);
    await queue.ask('view', outgoing('wanted', { target: 'C2' }));
    await queue.drainAt(20);
    expect(queue.textsIn('C2')).toEqual(['wanted, changed']);
  });
});
