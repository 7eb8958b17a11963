import { WebClient } from '@slack/web-api';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { wallNow } from '../src/clock.ts';
import { createReaders, markUnreachable } from '../src/directory/readers.ts';
import { enqueueNotice, enqueueView, type Outgoing, refreshView } from '../src/outbox/enqueue.ts';
import { leaseDue, markSending, settle } from '../src/outbox/lease.ts';
import { createSender } from '../src/outbox/send.ts';
import { adoptMessage } from '../src/outbox/troubles.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { message, section } from '../src/slack/blocks.ts';
import type { Sender } from '../src/slack/interaction.ts';
import { databaseKind, openTestDatabase, type TestDatabase } from './helpers/database.ts';

const TEAM = 'T0EXPERTS';
let database: TestDatabase;
let workspace: Workspace;
let senders: Sender[] = [];
/** What was told to those who look after the workspace, and who could not be reached. */
let told: string[] = [];
let unreachable: string[] = [];
/** Seconds added to the wall clock of the queue and of the workspace. */
let ahead = 0;
/** What the renderer says at the moment of sending. */
let says: (ref: Record<string, string>) => string | undefined = ({ text }) => text;

const later = () => wallNow().add({ seconds: ahead });

beforeEach(async () => {
  ahead = 0;
  told = [];
  unreachable = [];
  says = ({ text }) => text;
  database = await openTestDatabase();
  workspace = await startWorkspace({
    ...{ appUrl: '', signingSecret: 'x', botToken: 'xoxb-1', manifest: buildManifest('http'), paced: false },
    ...{ now: later, wallNow: () => later().epochMilliseconds },
  });
  workspace.addUser({ id: 'U1', name: 'one' });
  workspace.addUser({ id: 'U2', name: 'two' });
  workspace.addChannel({ id: 'C1', name: 'needs', members: ['U1'], botIsMember: true });
  workspace.addChannel({ id: 'C2', name: 'other', members: ['U1'], botIsMember: true });
});

afterEach(async () => {
  for (const sender of senders) await sender.stop();
  senders = [];
  await workspace.close();
  await database.close();
});

function sender(): Sender {
  const options = {
    slackApiUrl: workspace.apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: 5000,
  };
  const client = new WebClient('xoxb-1', options);
  const made = createSender({
    ...{
      db: database.db,
      client,
      readers: createReaders(database.db, client, later),
      now: later,
      wallNow: later,
    },
    findTeam: async () => TEAM,
    ...{ pace: { perTargetMs: 0 }, log: pino({ level: 'silent' }) },
    hooks: {
      tellTrouble: async (_, teamId) => void told.push(teamId),
      tellRefused: () => undefined,
      markUnreachable,
      onUnreachable: { line: async (_, { target }) => void unreachable.push(target) },
    },
    quietUntil: async () => undefined,
    renderers: {
      line: async (_, { ref }) => {
        const text = says(ref);
        return text === undefined ? undefined : message(section(text));
      },
    },
  });
  senders.push(made);
  return made;
}

function outgoing(key: string, more: Partial<Outgoing> = {}): Outgoing {
  return { teamId: TEAM, key, kind: 'line', target: 'C1', ref: { text: key }, ...more };
}

async function ask(kind: 'view' | 'notice', ...rows: Outgoing[]): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    for (const row of rows) await (kind === 'view' ? enqueueView(trx, row) : enqueueNotice(trx, row));
  });
}

async function stateOf(key: string): Promise<string | undefined> {
  const row = await database.db
    .selectFrom('outgoing')
    .select('state')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.state;
}

const textsIn = (channel: string) => workspace.messages(channel).map(({ text }) => text);

describe('the outgoing queue', () => {
  test('When the same thing is asked twice, Then it is said once', async () => {
    await ask('notice', outgoing('hello'));
    await sender().drain();
    await ask('notice', outgoing('hello'));
    await sender().drain();
    expect(textsIn('C1')).toEqual(['hello']);
  });

  test('When a card changes often, Then it is one message, showing the newest state', async () => {
    let state = 'first';
    says = () => state;
    await ask('view', outgoing('card'));
    await sender().drain();
    state = 'last';
    await ask('view', outgoing('card'), outgoing('card'), outgoing('card'));
    await sender().drain();
    expect(textsIn('C1')).toEqual(['last']);
    expect(workspace.calls.filter(({ method }) => method === 'chat.update')).toHaveLength(1);
  });

  test('When nothing changed, Then Slack is not called again', async () => {
    await ask('view', outgoing('card'));
    await sender().drain();
    await ask('view', outgoing('card'));
    await sender().drain();
    expect(workspace.calls.filter(({ method }) => method.startsWith('chat.'))).toHaveLength(1);
  });

  test('When it is shown anew while it is being sent, Then it is sent, and shown once more', async () => {
    let state = 'first';
    says = () => state;
    await ask('view', outgoing('card'));
    const [row] = await leaseDue(
      database.db,
      TEAM,
      { now: later(), wallNow: later() },
      { 'chat.postMessage': 10 },
    );
    state = 'second';
    await database.db.transaction().execute((trx) => refreshView(trx, TEAM, 'card'));
    expect(row && (await markSending(database.db, row, later()))).toBe(true);
    if (row) await settle(database.db, row, { state: 'sent', channel_id: 'C1', ts: null });
    await sender().drain();
    expect([textsIn('C1'), await stateOf('card')]).toEqual([['second'], 'sent']);
  });

  test('When there is nothing to say any more, Then nothing is said', async () => {
    says = () => undefined;
    await ask('notice', outgoing('gone'));
    await sender().drain();
    expect(textsIn('C1')).toEqual([]);
    expect(await stateOf('gone')).toBe('dropped');
  });

  test('When Slack limits posting, Then posts wait as long as it says, updates do not', async () => {
    await ask('view', outgoing('card', { target: 'C2' }));
    await sender().drain();
    workspace.faults.respond429('chat.postMessage', { retryAfter: 30 });
    says = ({ text }) => `${text}!`;
    await ask('notice', outgoing('one'), outgoing('two'));
    await ask('view', outgoing('card', { target: 'C2' }));
    const queue = sender();
    await queue.drain();
    expect(textsIn('C1')).toEqual([]);
    expect(textsIn('C2')).toEqual(['card!']);
    ahead = 31;
    await queue.drain();
    expect(textsIn('C1')).toEqual(['one!', 'two!']);
  });

  test('When Slack answers 500, Then the message arrives later, once', async () => {
    workspace.faults.respond500('chat.postMessage', 2);
    const queue = sender();
    await ask('notice', outgoing('hello'));
    for (const seconds of [0, 10, 60]) {
      ahead = seconds;
      await queue.drain();
    }
    expect(textsIn('C1')).toEqual(['hello']);
  });

  test('When Slack took a post and its answer was lost, Then it is unknown and never posted again', async () => {
    workspace.faults.dropAfterAccept('chat.postMessage');
    const queue = sender();
    await ask('view', outgoing('card'));
    await queue.drain();
    expect(await stateOf('card')).toBe('unknown');
    ahead = 3600;
    await ask('view', outgoing('card'));
    await queue.drain();
    expect(textsIn('C1')).toEqual(['card']);
    expect(await stateOf('card')).toBe('unknown');
  });

  test('When somebody clicks on a message whose arrival was unknown, Then it is known and updated again', async () => {
    workspace.faults.dropAfterAccept('chat.postMessage');
    const queue = sender();
    await ask('view', outgoing('card'));
    await queue.drain();
    const [card] = workspace.messages('C1');
    says = () => 'newer';
    await adoptMessage(database.db, { teamId: TEAM, key: 'card', channel: 'C1', ts: card?.ts ?? '' });
    await queue.drain();
    expect(textsIn('C1')).toEqual(['newer']);
  });

  test('When the answer to an update was lost, Then it is simply repeated', async () => {
    const queue = sender();
    await ask('view', outgoing('card'));
    await queue.drain();
    workspace.faults.dropAfterAccept('chat.update');
    says = () => 'newer';
    await ask('view', outgoing('card'));
    await queue.drain();
    ahead = 30;
    await queue.drain();
    expect(textsIn('C1')).toEqual(['newer']);
    expect(await stateOf('card')).toBe('sent');
  });

  test('When the bot is not in the channel, Then the message waits until somebody invites it', async () => {
    await workspace.updateChannel('C1', { botIsMember: false });
    const queue = sender();
    await ask('notice', outgoing('hello'), outgoing('elsewhere', { target: 'C2' }));
    await queue.drain();
    expect([await stateOf('hello'), textsIn('C2')]).toEqual(['waiting', ['elsewhere']]);
    await workspace.updateChannel('C1', { botIsMember: true });
    ahead = 30;
    await queue.drain();
    expect(textsIn('C1')).toEqual(['hello']);
  });

  test('When a note belongs in a thread, Then it waits for the message that opens it', async () => {
    workspace.faults.respond429('chat.postMessage', { retryAfter: 5 });
    const queue = sender();
    const lane = 'card:1';
    await ask('view', outgoing('card', { lane }));
    await ask('notice', outgoing('note', { lane, parentKey: 'card' }));
    await queue.drain();
    expect(textsIn('C1')).toEqual([]);
    ahead = 6;
    await queue.drain();
    const [card, note] = workspace.messages('C1');
    expect([card?.text, note?.text, note?.thread_ts]).toEqual(['card', 'note', card?.ts]);
  });

  test('When a process died before the call, Then it is sent; during a post, Then it is unknown', async () => {
    await ask('notice', outgoing('before'), outgoing('during', { target: 'C2' }));
    const rows = await leaseDue(
      database.db,
      TEAM,
      { now: later(), wallNow: later() },
      { 'chat.postMessage': 10 },
    );
    const during = rows.find(({ key }) => key === 'during');
    if (during) await markSending(database.db, during, later());
    ahead = 600;
    await sender().drain();
    expect([textsIn('C1'), await stateOf('during')]).toEqual([['before'], 'unknown']);
  });

  test('When a message goes to a person, Then their language is known to the renderer', async () => {
    await ask('notice', outgoing('dm', { target: 'U2' }));
    await sender().drain();
    expect(workspace.as('U2').dms.map(({ text }) => text)).toEqual(['dm']);
    expect(workspace.as('U1').dms).toEqual([]);
  });

  if (databaseKind === 'postgres') {
    test('When three processes share the queue, Then each message is sent once, in order of its lane', async () => {
      const keys = Array.from({ length: 30 }, (_, i) => `m${String(i).padStart(2, '0')}`);
      await ask('notice', ...keys.map((key, i) => outgoing(key, { target: i % 2 ? 'C1' : 'C2' })));
      await Promise.all([sender().drain(), sender().drain(), sender().drain()]);
      await sender().drain();
      expect(textsIn('C1')).toEqual(keys.filter((_, i) => i % 2));
      expect(textsIn('C2')).toEqual(keys.filter((_, i) => !(i % 2)));
    });
  }
});
