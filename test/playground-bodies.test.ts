import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { buildManifest } from '../manifest/manifest.ts';
import { createClock, wallNow } from '../src/clock.ts';
import { attachWindow } from '../src/playground/window-protocol.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { createHearing } from './helpers/hear.ts';

/** What a page anywhere may post without asking first: its content type counts as plain text. */
const FROM_ANY_PAGE = 'text/plain; as=application/json';
const TOO_DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

let workspace: Workspace;
let isClockBroken: boolean;
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  const clock = createClock(Temporal.Instant.from('2013-10-31T10:00:00+08:00'));
  workspace = await startWorkspace({
    appUrl: '',
    signingSecret: 'a-signing-secret',
    botToken: 'xoxb-1',
    manifest: buildManifest('http'),
    now: clock.now,
    wallNow: () => wallNow().epochMilliseconds,
  });
  ends.push(() => workspace.close());
  workspace.addUser({ id: 'ULI', name: 'Li' });
  isClockBroken = false;
  function now(): Temporal.Instant {
    if (isClockBroken) throw new Error('no clock');
    return clock.now();
  }
  attachWindow(workspace, { clock: { now, move: clock.moveTo } });
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${workspace.url}${path}`, { method: 'POST', body, headers });
}

interface World {
  type: string;
  director: { log: { name: string; status: string; body: string }[] } | null;
}

/** A window that watches the line; resolves with what it is shown once the condition holds. */
async function watch(isThere: (log: NonNullable<World['director']>['log']) => boolean): Promise<World> {
  const socket = new WebSocket(`${workspace.url.replace('http', 'ws')}/window?as=ULI`);
  ends.push(() => socket.terminate());
  const hear = createHearing();
  socket.on('open', () => socket.send(JSON.stringify({ id: 1, type: 'director', watch: true })));
  return new Promise((resolve, reject) => {
    socket.on('close', () => reject(new Error('the window was closed')));
    socket.on('message', (data) => {
      const world = hear(data) as World;
      if (world.type === 'world' && world.director && isThere(world.director.log)) resolve(world);
    });
  });
}

describe('a body that no app would send', () => {
  test.each([
    ['/api/auth.test', '{"user":{"toString":1}}'],
    ['/api/auth.test', `{"user":${TOO_DEEP}}`],
    ['/api/api.test', `{"user":${TOO_DEEP}}`],
    ['/response/T/1/x', '{"user_id":{"toString":1}}'],
    ['/response/T/1/x', `{"user_id":${TOO_DEEP}}`],
  ])('When it comes to %s, Then it is answered and the director sees it', async (path, body) => {
    const answer = await post(path, body, { 'content-type': FROM_ANY_PAGE });
    expect(await answer.json()).toMatchObject({ ok: expect.any(Boolean) });
    const name = path.startsWith('/api/') ? path.slice('/api/'.length) : 'response_url';
    const { director } = await watch((log) => log.length > 0);
    expect(director?.log).toEqual([expect.objectContaining({ name })]);
  });
});

describe('a call of the Web API that comes to nothing', () => {
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'When the method is called %s, Then it is unknown',
    async (method) => {
      for (const authorization of ['', 'Bearer xoxb-1']) {
        const answer = await post(`/api/${method}`, '', { authorization });
        expect(await answer.json()).toEqual({ ok: false, error: 'unknown_method', req_method: method });
      }
      expect(workspace.calls.map((call) => call.error)).toEqual(['unknown_method', 'unknown_method']);
    },
  );

  test('When its body is larger than 4 MB, Then it is told so, and the director sees it', async () => {
    const answer = await post(
      '/api/chat.postMessage',
      JSON.stringify({ text: 'x'.repeat(5 * 1024 * 1024) }),
      {
        authorization: 'Bearer xoxb-1',
        'content-type': 'application/json',
      },
    );
    expect(await answer.json()).toMatchObject({ ok: false, error: 'request_too_large' });
    expect(workspace.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', error: 'request_too_large' });
  });

  test('When the answer itself can’t be made, Then it says so', async () => {
    const manifest = buildManifest('http');
    workspace.team.options.manifest = { ...manifest, oauth_config: { scopes: { bot: ['聊天'] } } };
    const answer = await post('/api/auth.test', '', { authorization: 'Bearer xoxb-1' });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ ok: false, error: 'fatal_error' });
    expect(workspace.violations.at(-1)).toMatch(/^POST \/api\/auth.test: the playground broke on it/);
  });

  test('When the caller hangs up before it has said all, Then that is nobody’s breach', async () => {
    const socket = connect(Number(new URL(workspace.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /api/auth.test HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    const left = new Promise((resolve) => {
      workspace.server.once('request', (request) => request.socket.once('close', resolve));
    });
    await new Promise((resolve) => socket.write('"', resolve));
    socket.destroy();
    await left;
    expect((await fetch(`${workspace.url}/nothing`)).status).toBe(404);
    expect(workspace.violations).toEqual([]);
  });
});

describe('a window on which something breaks', () => {
  function open(query = ''): WebSocket {
    const socket = new WebSocket(`${workspace.url.replace('http', 'ws')}/window?as=ULI${query}`);
    ends.push(() => socket.terminate());
    return socket;
  }

  test.each(['before', 'after'])(
    'When it breaks %s it opened, Then only that window is closed',
    async (when) => {
      isClockBroken = when === 'before';
      const socket = open();
      const closed = once(socket, 'close');
      await once(socket, when === 'before' ? 'close' : 'message');
      isClockBroken = true;
      workspace.team.changed();
      await closed;
      isClockBroken = false;
      await once(open(), 'message');
      expect(workspace.violations).toContain('a window: the playground broke on it: no clock');
    },
  );
});
