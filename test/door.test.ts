import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { wallNow } from '../src/clock.ts';
import { listTeams } from '../src/directory/teams.ts';
import { createBolt } from '../src/slack/bolt.ts';
import { createRoutes, listenTo } from '../src/web/server.ts';
import { CHANNEL, closeServer, type Desk, listen, SECRETS, startDesk } from './helpers/desk.ts';

/** What stands between the network and Bolt: who is read, how much, and what shape it has. */
interface Line {
  level: number;
  msg: string;
  kind?: string;
  path?: string;
  seconds?: number;
}

const lines: Line[] = [];
const log = pino({ level: 'info' }, { write: (text: string) => void lines.push(JSON.parse(text) as Line) });
/** By how many seconds our clock differs from Slack's. */
let off = 0;
const ourClock = () => wallNow().add({ seconds: off });

let desk: Desk;
let url: string;
const ends: (() => unknown)[] = [];
const sockets: Socket[] = [];

beforeAll(async () => {
  desk = await startDesk({ log });
  const bolt = createBolt({
    ...{ ...SECRETS, appToken: undefined, apiUrl: desk.workspace.apiUrl, wallNow: ourClock, log },
    listTeams: () => listTeams(desk.db),
  });
  const server = createServer(
    listenTo(createRoutes({ deps: desk.deps, bolt, isWritable: async () => 'yes' })),
  );
  url = await listen(server);
  ends.push(() => closeServer(server));
});

afterEach(() => {
  vi.useRealTimers();
  for (const socket of sockets.splice(0)) socket.destroy();
  off = 0;
  lines.length = 0;
});

afterAll(async () => {
  for (const end of ends) await end();
  await desk.close();
});

const FORM = 'application/x-www-form-urlencoded';

function sealOf(body: string, { ago = 0, secret = SECRETS.signingSecret } = {}) {
  const stamp = Math.floor(Date.now() / 1000) - ago;
  const hash = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(stamp), 'x-slack-signature': `v0=${hash}` };
}

async function post(body: string, { type = FORM, to = desk.appUrl, headers = sealOf(body) } = {}) {
  return fetch(`${to}/slack/events`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
}

/** A connection of its own, without a client's help: what is sent goes as it is. */
async function open(headers: Record<string, string>, start = ''): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST /slack/events HTTP/1.1\r\nhost: x\r\n${lines.join('')}\r\n${start}`);
  return socket;
}

async function statusOn(socket: Socket): Promise<number> {
  const [data] = (await once(socket, 'data')) as [Buffer];
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(String(data))?.[1]);
}

/** However it ends: a reset is one way. */
function closed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

async function auditSize(): Promise<number> {
  return (await desk.db.selectFrom('audit').select('id').orderBy('id').execute()).length;
}

describe('the shape of a payload', () => {
  const user = { id: 'U0HOST', team_id: 'T0EXPERTS' };
  const envelope = () => ({ user, team: { id: desk.workspace.teamId }, trigger_id: '1.2.x' });
  const click = () => ({
    ...{ ...envelope(), type: 'block_actions', container: { type: 'view', view_id: 'V1' } },
    actions: [{ type: 'button', action_id: 'post_demand', block_id: 'b', value: 'new' }],
  });
  const submission = () => ({
    ...{ ...envelope(), type: 'view_submission' },
    view: {
      ...{ id: 'V1', callback_id: 'post_demand', private_metadata: '', title: { text: 'x' }, blocks: [] },
      state: { values: { secret_id: { secret_action: { value: 5 } } } },
    },
  });
  const event = (event: unknown) => ({ type: 'event_callback', team_id: desk.workspace.teamId, event });
  const nested = () => {
    let deep: unknown = 1;
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    return deep;
  };

  const BAD: [string, () => unknown, { kind: string; path: string }][] = [
    ['no payload', () => null, { kind: 'unknown', path: '.' }],
    ['a list', () => [], { kind: 'unknown', path: '.' }],
    ['no kind', () => ({ user }), { kind: 'unknown', path: 'type' }],
    ['a kind like a word of JavaScript', () => ({ type: '__proto__' }), { kind: 'unknown', path: 'type' }],
    ['user: null', () => ({ ...click(), user: null }), { kind: 'block_actions', path: 'user' }],
    [
      'no account’s id',
      () => ({ ...click(), user: { ...user, id: 'null' } }),
      { kind: 'block_actions', path: 'user.id' },
    ],
    ['no team', () => ({ ...click(), team: undefined }), { kind: 'block_actions', path: 'team' }],
    [
      'nobody’s team',
      () => ({ ...click(), team: null, user: { id: 'U0HOST' } }),
      { kind: 'block_actions', path: 'team' },
    ],
    ['actions: null', () => ({ ...click(), actions: null }), { kind: 'block_actions', path: 'actions' }],
    ['no action', () => ({ ...click(), actions: [] }), { kind: 'block_actions', path: 'actions' }],
    [
      'an action: null',
      () => ({ ...click(), actions: [null] }),
      { kind: 'block_actions', path: 'actions.0' },
    ],
    [
      'no container',
      () => ({ ...click(), container: undefined }),
      { kind: 'block_actions', path: 'container' },
    ],
    ['view: null', () => ({ ...click(), view: null }), { kind: 'block_actions', path: 'view' }],
    ['an event in it', () => ({ ...click(), event: null }), { kind: 'block_actions', path: 'event' }],
    ['a channel: null', () => ({ ...click(), channel: null }), { kind: 'block_actions', path: 'channel' }],
    ['too deep', () => ({ ...click(), more: nested() }), { kind: 'block_actions', path: '.' }],
    ['a window: null', () => ({ ...submission(), view: null }), { kind: 'view_submission', path: 'view' }],
    ['a number typed', submission, { kind: 'view_submission', path: 'view.state.values.*.*.value' }],
    [
      'no addresses',
      () => ({ ...submission(), response_urls: null }),
      { kind: 'view_submission', path: 'response_urls' },
    ],
    [
      'a closed nothing',
      () => ({ ...envelope(), type: 'view_closed' }),
      { kind: 'view_closed', path: 'view' },
    ],
    [
      'a shortcut without its name',
      () => ({ ...envelope(), type: 'shortcut' }),
      { kind: 'shortcut', path: 'callback_id' },
    ],
    [
      'a message: null',
      () => ({ ...envelope(), type: 'message_action', callback_id: 'x', message: null }),
      { kind: 'message_action', path: 'message' },
    ],
    [
      'a search for a number',
      () => ({ ...envelope(), type: 'block_suggestion', action_id: 'a', block_id: 'b', value: 5 }),
      { kind: 'block_suggestion', path: 'value' },
    ],
    ['event: "x"', () => event('x'), { kind: 'event_callback', path: 'event' }],
    [
      'nobody’s event',
      () => event({ type: 'team_join', user: null }),
      { kind: 'event_callback', path: 'event.user' },
    ],
    [
      'nobody changed',
      () => event({ type: 'user_change', user: { id: 5 } }),
      { kind: 'user_change', path: 'event.user.id' },
    ],
    [
      'a changed account that can be none',
      () => event({ type: 'user_change', user: { id: 'null' } }),
      { kind: 'user_change', path: 'event.user.id' },
    ],
    [
      'nobody’s mention',
      () => event({ type: 'app_mention', channel: CHANNEL, user: null }),
      { kind: 'app_mention', path: 'event.user' },
    ],
    ['no home', () => event({ type: 'app_home_opened' }), { kind: 'app_home_opened', path: 'event.user' }],
    ['no tokens', () => event({ type: 'tokens_revoked' }), { kind: 'tokens_revoked', path: 'event.tokens' }],
    ['no challenge', () => ({ type: 'url_verification' }), { kind: 'url_verification', path: 'challenge' }],
  ];

  test.each(BAD)(
    'When a signed payload has %s, Then it is refused, and the log names the path',
    async (_, build, wrong) => {
      const before = await auditSize();
      const json = JSON.stringify(build());
      const answers = [
        await post(json, { type: 'application/json' }),
        await post(`a=1&payload=${encodeURIComponent(json)}`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([400, 400]);
      expect(lines.map(({ level, kind, path }) => ({ level, kind, path }))).toEqual([
        { level: 40, ...wrong },
        { level: 40, ...wrong },
      ]);
      expect(JSON.stringify(lines)).not.toContain('secret');
      expect(await auditSize()).toBe(before);
    },
  );

  test.each([
    ['nothing', ''],
    ['a command without a sender', 'command=%2Fexpert&text=help'],
    ['a sender twice', `${command()}&user_id=U0ALICE`],
    ['two payloads', 'payload=%7B%7D&payload=%7B%7D'],
    ['half a payload', 'payload=%7B%22type'],
  ])('When a signed form holds %s, Then it is refused', async (_, body) => {
    expect((await post(body)).status).toBe(400);
    expect(lines).toMatchObject([{ level: 40, msg: 'a payload without its right shape was turned away' }]);
  });

  function command(name = '/expert'): string {
    const of = { team_id: 'T0EXPERTS', user_id: 'U0HOST', channel_id: 'C0NEEDS', trigger_id: '1.2.y' };
    return new URLSearchParams({
      ...of,
      command: name,
      text: '',
      response_url: 'http://127.0.0.1:9/',
    }).toString();
  }

  test('When a kind comes that nobody listens to, Then it is acknowledged at once, and Slack’s own checks are answered', async () => {
    const unheard = [
      { ...envelope(), type: 'view_closed', view: { id: 'V1', callback_id: 'post_demand' } },
      { ...envelope(), type: 'shortcut', callback_id: 'of_an_older_version' },
      { ...click(), actions: [{ type: 'users_select', action_id: 'of_an_older_version', block_id: 'b' }] },
      event({ type: 'team_join', user: { id: 'U0HOST' } }),
    ];
    for (const body of unheard) {
      expect((await post(`payload=${encodeURIComponent(JSON.stringify(body))}`)).status, body.type).toBe(200);
    }
    expect((await post('ssl_check=1&token=x')).status).toBe(200);
    const asked = await post(JSON.stringify({ type: 'url_verification', challenge: 'abc' }), {
      type: 'application/json',
    });
    expect(await asked.json()).toEqual({ challenge: 'abc' });
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
  });
});

describe('what is read', () => {
  const body = 'ssl_check=1';
  const half = { 'content-type': FORM, 'content-length': String(body.length) };

  test('When there is no signature, or the stamp is old, Then it is refused before the body comes', async () => {
    const { 'x-slack-signature': _, ...unsigned } = sealOf(body);
    for (const seal of [{}, unsigned, { ...unsigned, 'x-slack-signature': '' }, sealOf(body, { ago: 310 })])
      expect(await statusOn(await open({ ...half, ...seal }))).toBe(401);
    expect(await statusOn(await open({ ...half, ...sealOf(body, { ago: 290 }) }, body))).toBe(200);
  });

  test('When a body is larger than 1 MB, Then it is refused, said beforehand or not', async () => {
    const large = String(1024 * 1024 + 1);
    expect(await statusOn(await open({ ...half, ...sealOf(body), 'content-length': large }))).toBe(413);
    const endless = await open({ ...sealOf(body), 'transfer-encoding': 'chunked' });
    const answered = statusOn(endless);
    const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
    for (let sent = 0; sent < 17; sent += 1) endless.write(chunk);
    expect(await answered).toBe(413);
    // Whoever goes on all the same is cut off.
    const gone = closed(endless);
    for (let sent = 0; sent < 40; sent += 1) endless.write(chunk);
    await gone;

    const largest = `ssl_check=1&x=${'x'.repeat(1024 * 1024 - 14)}`;
    expect((await post(largest, { to: url })).status).toBe(200);
  });

  test('When 64 bodies are being read, Then the next is told to come later, until one is through', async () => {
    const slow = await Promise.all(
      Array.from({ length: 64 }, () => open({ ...half, ...sealOf(body) }, body.slice(0, 5))),
    );
    // All have been taken in when one that came after them is refused.
    await vi.waitUntil(async () => (await statusOn(await open({ ...half, ...sealOf(body) }))) === 503, 5000);
    const [first] = slow as [Socket];
    const answered = statusOn(first);
    first.write(body.slice(5));
    expect(await answered).toBe(200);
    expect((await post(body, { to: url })).status).toBe(200);
  });

  test('When a body hasn’t come after ten seconds, Then the connection is closed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const socket = await open({ ...half, ...sealOf(body) }, body.slice(0, 5));
    const gone = closed(socket);
    let status: number | undefined;
    void statusOn(socket).then((told) => {
      status = told;
    });
    while (status === undefined) {
      vi.advanceTimersByTime(10_000);
      await new Promise(setImmediate);
    }
    expect(status).toBe(408);
    await gone;
  });

  test('When the signature is wrong, Then it is refused', async () => {
    expect((await post(body, { to: url, headers: sealOf(body, { secret: 'x' }) })).status).toBe(401);
    expect((await post(body, { to: url, headers: sealOf(`${body}x`) })).status).toBe(401);
    const said = { level: 40, msg: 'a request to Slack’s door with a wrong signature' };
    expect(lines).toMatchObject([said, said]);
  });
});

describe('a clock that is behind Slack’s', () => {
  const readiness = async () => {
    const answer = await fetch(`${url}/readyz`);
    return { status: answer.status, state: (await answer.json()) as object };
  };

  test('When a well-signed request comes from the future, Then it is refused, and log and /readyz say by how much', async () => {
    off = -65;
    const forged = await post('ssl_check=1', { to: url, headers: sealOf('ssl_check=1', { secret: 'x' }) });
    expect(forged.status).toBe(401);
    expect(lines).toEqual([]);
    expect((await readiness()).status).toBe(200);

    for (let time = 0; time < 3; time += 1) expect((await post('ssl_check=1', { to: url })).status).toBe(401);
    expect(lines).toMatchObject([{ level: 50, msg: expect.stringContaining('clock') as string }]);
    expect(Math.abs((lines[0]?.seconds ?? 0) - 65)).toBeLessThanOrEqual(1);
    const { status, state } = await readiness();
    expect(status).toBe(503);
    expect(state).toMatchObject({ ready: false, clock: 'behind' });
    expect([64, 65, 66]).toContain((state as { clockSeconds: number }).clockSeconds);

    off = 0;
    expect((await post('ssl_check=1', { to: url })).status).toBe(200);
    expect(await readiness()).toMatchObject({ status: 200, state: { ready: true } });
    expect((await readiness()).state).not.toHaveProperty('clock');
  });
});
