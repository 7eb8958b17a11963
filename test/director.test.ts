import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { buildManifest } from '../manifest/manifest.ts';
import { createClock, wallNow } from '../src/clock.ts';
import { furnish } from '../src/playground/cast.ts';
import type { LogEntry } from '../src/playground/log.ts';
import { createStage, type Season, type Stage } from '../src/playground/stage.ts';
import { attachWindow } from '../src/playground/window-protocol.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { createHearing } from './helpers/hear.ts';

const TOKENS = { botToken: 'xoxb-test', appToken: 'xapp-test', signingSecret: 'secret' };

let workspace: Workspace;
let app: Server;
let stage: Stage;
let resets: number;
let troubles: Error[];
const paces: boolean[] = [];
const sockets: WebSocket[] = [];

beforeEach(async () => {
  app = createServer((request, response) => {
    request.resume();
    response.end();
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const clock = createClock(Temporal.Instant.from('2013-10-31T10:00:00+08:00'));
  workspace = await startWorkspace({
    ...{ ...TOKENS, appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}` },
    ...{
      manifest: buildManifest('http'),
      now: clock.now,
      wallNow: () => wallNow().epochMilliseconds,
      keep: 5,
    },
  });
  furnish(workspace);
  [resets, troubles] = [0, []];
  stage = createStage({
    ...{ workspace, clock, wallNow, season: { state: 'done', done: 1, total: 1 } },
    look: async () => undefined,
    setHurried: async () => undefined,
    async reset(makeReady) {
      resets += 1;
      await makeReady();
    },
    loadSample: async () => undefined,
    setPacing: (on) => void paces.push(on),
    onTrouble: (error) => void troubles.push(error),
  });
  attachWindow(workspace, { clock: { now: clock.now, move: clock.moveTo }, stage });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  stage.stop();
  await workspace.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});

interface World {
  type: 'world';
  users: { id: string; badge: number }[];
  channels: { id: string; messages: unknown[] }[];
  clock: { now: string };
  season: Season;
  pacing: boolean;
  director: { log: LogEntry[]; faults: { method: string; kind: string; left: number }[] } | null;
}

/** A window: asks, and looks at the worlds as they come. */
async function sitDown(userId: string, language?: string) {
  const reads = language ? `&language=${language}` : '';
  const socket = new WebSocket(`${workspace.url.replace('http', 'ws')}/window?as=${userId}${reads}`);
  sockets.push(socket);
  let latest: { type: string } | undefined;
  let asked = 0;
  const done = new Map<number, (answer: { ok: boolean; error?: string }) => void>();
  const lookers = new Set<() => void>();
  const hear = createHearing();
  socket.on('message', (data) => {
    const said = hear(data) as { type: string; id: number; ok: boolean };
    if (said.type === 'done') done.get(said.id)?.(said);
    else latest = said;
    for (const look of [...lookers]) look();
  });
  await new Promise((resolve) => socket.once('message', resolve));
  return {
    ask(request: object): Promise<{ ok: boolean; error?: string }> {
      asked += 1;
      const id = asked;
      socket.send(JSON.stringify({ id, ...request }));
      return new Promise((resolve) => done.set(id, resolve));
    },
    sees: <T extends { type: string } = World>(isThere: (world: T) => boolean): Promise<T> =>
      new Promise((resolve) => {
        function look(): void {
          if (!latest || !isThere(latest as T)) return;
          lookers.delete(look);
          resolve(latest as T);
        }
        lookers.add(look);
        look();
      }),
  };
}

/** A message of the app. */
async function post(channel: string, text: string): Promise<Response> {
  const body = new URLSearchParams({ channel, text });
  const headers = { authorization: `Bearer ${TOKENS.botToken}` };
  return fetch(`${workspace.apiUrl}chat.postMessage`, { method: 'POST', headers, body });
}

const hasMessage = (world: World) => world.channels.some(({ messages }) => messages.length > 0);

test('When somebody has unread direct messages and mentions, Then everybody’s switch shows how many', async () => {
  await post('U0HOST', 'for you');
  await post('C0NEEDS', 'a card for all');
  const { sees } = await sitDown('U0BUREAU');
  const { users } = await sees(() => true);
  expect(Object.fromEntries(users.map(({ id, badge }) => [id, badge]))).toMatchObject({
    U0HOST: 1,
    U0BUREAU: 0,
  });
});

test('When a window uses a shortcut on a message, Then the app gets that message', async () => {
  const ts = workspace.as('U0HOST').say('C0GENERAL', '谁会修减速器？').ts;
  const { ask } = await sitDown('U0BUREAU');
  const shortcut = { type: 'messageShortcut', callbackId: 'demand_from_message', channel: 'C0GENERAL' };
  expect(await ask({ ...shortcut, ts })).toMatchObject({ ok: true });
  expect(workspace.deliveries.at(-1)).toMatchObject({
    kind: 'message_action',
    body: { callback_id: 'demand_from_message', message: { text: '谁会修减速器？' } },
  });
  expect(await ask({ ...shortcut, ts: '1.1' })).toMatchObject({ ok: false, error: 'message_not_found' });
});

test('When a language is chosen at the window, Then the app hears of each whom it changes, and it outlives starting again', async () => {
  const told = () =>
    workspace.deliveries
      .map(({ body }) => (body as { event?: { type: string; user: { id: string; locale: string } } }).event)
      .filter((event) => event?.type === 'user_change')
      .map((event) => `${event?.user.id} ${event?.user.locale}`);
  const english = await sitDown('U0HOST', 'en-US');
  const locales = () => ['U0HOST', 'U0BUREAU', 'U0ALICE'].map((id) => workspace.team.users.get(id)?.locale);
  expect(locales()).toEqual(['en-US', 'en-US', 'en-GB']);
  await workspace.settled();
  expect(told()).toContain('U0ZJ0007 en-US');
  expect(told()).not.toContain('U0ALICE en-GB');
  expect(await english.ask({ type: 'language', language: 'zh-CN' })).toMatchObject({ ok: true });
  expect(told()).toContain('U0ALICE zh-CN');
  expect(await english.ask({ type: 'restart', season: 'empty' })).toMatchObject({ ok: true });
  expect(locales()).toEqual(['zh-CN', 'zh-CN', 'zh-CN']);
  expect(await english.ask({ type: 'language', language: 'en-US' })).toMatchObject({ ok: true });
  expect(locales()).toEqual(['en-US', 'en-US', 'en-GB']);
  expect(await english.ask({ type: 'language', language: 'klingon' })).toMatchObject({ ok: false });
});

test('When the director watches, Then both directions stand in the log, for that window alone', async () => {
  const watching = await sitDown('U0BUREAU');
  const other = await sitDown('U0HOST');
  expect((await watching.sees(() => true)).director).toBeNull();
  await watching.ask({ type: 'director', watch: true });
  await other.ask({ type: 'command', command: '/expert', text: '', channel: 'C0NEEDS' });
  await post('C0NOWHERE', 'lost');
  const { director } = await watching.sees((world) => world.director?.log.length === 2);
  expect(director?.log).toMatchObject([
    { n: 2, direction: 'from_app', name: 'chat.postMessage', status: 'channel_not_found' },
    { n: 1, direction: 'to_app', name: '/expert', user: 'U0HOST', status: 'ok' },
  ]);
  expect(director?.log[1]?.body).toContain('"command": "/expert"');
  expect((await other.sees(() => true)).director).toBeNull();
  await watching.ask({ type: 'director', watch: false });
  await watching.sees((world) => world.director === null);
});

test('When the app answers over a response_url, Then the director sees that too', async () => {
  const { ask, sees } = await sitDown('U0BUREAU');
  await ask({ type: 'director', watch: true });
  await ask({ type: 'command', command: '/expert', text: '', channel: 'C0NEEDS' });
  const [sent] = workspace.deliveries.slice(-1) as { body: { response_url: string } }[];
  await fetch(sent?.body.response_url ?? '', { method: 'POST', body: JSON.stringify({ text: 'help' }) });
  const { director } = await sees((world) => world.director?.log[0]?.name === 'response_url');
  expect(director?.log[0]).toMatchObject({ direction: 'from_app', user: 'U0BUREAU', status: 'ok' });
});

test('When a body is long, Then the log shows its beginning; and the memory keeps the newest', async () => {
  for (let i = 0; i < 3; i += 1) await post('C0NOWHERE', 'x'.repeat(5000));
  for (let i = 0; i < 310; i += 1) await post('C0NOWHERE', String(i));
  expect(workspace.calls.map(({ args }) => args.text)).toEqual(['305', '306', '307', '308', '309']);
  expect(workspace.team.log).toHaveLength(300);
  const { ask, sees } = await sitDown('U0BUREAU');
  await post('C0NOWHERE', 'y'.repeat(5000));
  await ask({ type: 'director', watch: true });
  const { director } = await sees((world) => world.director !== null);
  expect(director?.log).toHaveLength(100);
  expect(director?.log[0]?.body).toHaveLength(4000);
});

test.each([
  ['429', { retryAfter: 7 }, 429, 'ratelimited'],
  ['500', {}, 500, 'internal_error'],
  ['drop_before', {}, undefined, 'dropped'],
  ['drop_after_accept', {}, undefined, 'answer_lost'],
  ['delay', { ms: 1 }, 200, 'ok'],
])('When the director orders %s, Then it strikes as often as ordered', async (kind, extra, status, inLog) => {
  const { ask, sees } = await sitDown('U0BUREAU');
  await ask({ type: 'director', watch: true });
  expect(await ask({ type: 'fault', fault: { method: '*', kind, times: 2, ...extra } })).toMatchObject({
    ok: true,
  });
  await sees(({ director }) => director?.faults[0]?.kind === kind && director.faults[0].left === 2);
  const answer = await post('C0NEEDS', 'x').catch(() => undefined);
  expect(answer?.status).toBe(status);
  if (kind === '429') expect(answer?.headers.get('retry-after')).toBe('7');
  const { director } = await sees(({ director }) => director?.faults[0]?.left === 1);
  expect(director?.log[0]?.status).toBe(inLog);
  await ask({ type: 'clearFaults' });
  await sees(({ director }) => director?.faults.length === 0);
});

test('When a window asks for what is not there, Then it is told so', async () => {
  const { ask } = await sitDown('U0BUREAU');
  expect(await ask({ type: 'dropSocket' })).toMatchObject({ ok: false, error: 'no_socket' });
  expect(await ask({ type: 'fault', fault: { method: '*', kind: 'sparks', times: 1 } })).toMatchObject({
    ok: false,
  });
  expect(await ask({ type: 'restart', season: 'monsoon' })).toMatchObject({ ok: false });
  expect(resets).toBe(0);
});

test('When the pace is let go, Then on both ends, and every window shows it', async () => {
  const { ask, sees } = await sitDown('U0BUREAU');
  expect((await sees(() => true)).pacing).toBe(true);
  await ask({ type: 'pacing', on: false });
  await sees(({ pacing }) => !pacing);
  expect([workspace.team.options.paced, paces.at(-1)]).toEqual([false, false]);
  expect([(await post('C0NEEDS', 'one')).status, (await post('C0NEEDS', 'two')).status]).toEqual([200, 200]);
});

test('When it starts again empty, Then only the people are left, on today’s date', async () => {
  await post('C0NEEDS', 'from before');
  await post('U0GUEST', 'never seen');
  workspace.addUser({ id: 'U0GUEST', name: 'guest' });
  const { ask, sees } = await sitDown('U0BUREAU');
  const guest = await sitDown('U0GUEST');
  await sees(hasMessage);
  expect(await ask({ type: 'restart', season: 'empty' })).toMatchObject({ ok: true });
  const world = await sees((one) => !hasMessage(one) && one.season.state === 'none');
  expect(world.users.map(({ id }) => id)).toContain('U0ZJ0006');
  expect(world.clock.now.slice(0, 4)).toBe(String(wallNow()).slice(0, 4));
  expect(await guest.sees(({ type }: { type: string }) => type === 'gone')).toEqual({ type: 'gone' });
  expect(resets).toBe(1);
});

test('When a season can’t be played in, Then it is said, the window stays usable, and the pace is back', async () => {
  workspace.connect('http://127.0.0.1:1');
  const { ask, sees } = await sitDown('U0BUREAU');
  expect(await ask({ type: 'restart', season: 'sample' })).toMatchObject({ ok: true });
  await sees(({ season }) => season.state === 'failed');
  await workspace.until(() => troubles.length > 0 && workspace.team.options.paced);
  expect(paces.slice(-2)).toEqual([false, true]);
  expect(await ask({ type: 'openHome' })).toMatchObject({ ok: false, error: 'connection_failed' });
});

test('When a season is played on and stops on the way, Then it is said, and nothing of what there was is lost', async () => {
  workspace.connect('http://127.0.0.1:1');
  const { ask, sees } = await sitDown('U0BUREAU');
  expect(await Promise.all([ask({ type: 'playOn' }), ask({ type: 'playOn' })])).toMatchObject([
    { ok: true },
    { ok: false, error: 'season_playing' },
  ]);
  await sees(({ season }) => season.state === 'failed');
  expect(stage.kept.state).toBe('done');
  expect(resets).toBe(0);
  expect(await ask({ type: 'restart', season: 'empty' })).toMatchObject({ ok: true });
  expect(stage.kept.state).toBe('none');
  expect(await ask({ type: 'playOn' })).toMatchObject({ ok: false, error: 'nothing_to_play' });
});
