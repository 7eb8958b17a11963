import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { buildManifest } from '../manifest/manifest.ts';
import { createClock, wallNow } from '../src/clock.ts';
import { readConfig } from '../src/config.ts';
import { keepWriting, readKept } from '../src/playground/keep.ts';
import type { WorkspaceOptions } from '../src/playground/team.ts';
import { attachWindow } from '../src/playground/window-protocol.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function open(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const clock = createClock(Temporal.Instant.from('2013-10-31T10:00:00+08:00'));
  const workspace = await startWorkspace({
    appUrl: '',
    signingSecret: 'a-signing-secret',
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    manifest: buildManifest('http'),
    now: clock.now,
    wallNow: () => wallNow().epochMilliseconds,
    ...options,
  });
  ends.push(() => workspace.close());
  workspace.addUser({ id: 'ULI', name: 'Li' });
  attachWindow(workspace, { clock: { now: clock.now, move: clock.moveTo } });
  return workspace;
}

/** The first line of what comes back for these bytes; empty when the connection is closed without a word. */
async function send({ url }: Workspace, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
    // A refused request keeps its connection: it was answered.
    if (answer.includes('\r\n\r\n')) socket.end();
  });
  socket.on('error', () => {});
  socket.write(bytes);
  const late = AbortSignal.timeout(2000);
  const isClosed = await once(socket, 'close', { signal: late }).then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isClosed ? (answer.split('\r\n')[0] ?? '') : 'neither answered nor closed';
}

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

const ODD_TARGETS = ['//', '///', '//:0', '/\\', '/%', '/link/?ticket=%', '//[', '*'];

describe('what anybody can send to the playground', () => {
  test.each(ODD_TARGETS)(
    'When a request or a socket from any website asks for %s, Then it is refused and the playground goes on',
    async (target) => {
      const workspace = await open();
      const host = new URL(workspace.url).host;
      for (const origin of [
        '',
        'Origin: https://evil.example\r\n',
        'Origin: null\r\n',
        'Origin: http://[\r\n',
      ])
        for (const named of [host, 'evil.example', '['])
          for (const more of ['Connection: close', UPGRADE]) {
            const answer = await send(
              workspace,
              `GET ${target} HTTP/1.1\r\nHost: ${named}\r\n${origin}${more}\r\n\r\n`,
            );
            expect(answer, `${named} ${origin}${more}`).toMatch(/^HTTP\/1.1 40[034] |^$/);
          }
      expect((await fetch(`${workspace.url}/nothing`)).status).toBe(404);
    },
  );

  test('When a connection is cut in the middle of becoming a socket, Then nothing else ends', async () => {
    const workspace = await open();
    const socket = connect(Number(new URL(workspace.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET /elsewhere HTTP/1.1\r\nHost: x\r\n${UPGRADE}\r\n\r\n`);
    socket.resetAndDestroy();
    expect((await fetch(`${workspace.url}/nothing`)).status).toBe(404);
  });

  test.each(['{', 'null', '1', '{"envelope_id":{}}'])(
    'When an app says %s through its socket, Then only that is lost',
    async (words) => {
      const workspace = await open({ delivery: 'socket' });
      const { url } = await new WebClient('xapp-1', { slackApiUrl: workspace.apiUrl }).apps.connections.open(
        {},
      );
      const socket = new WebSocket(String(url));
      ends.push(() => socket.terminate());
      await once(socket, 'message');
      socket.send(words);
      socket.ping();
      await once(socket, 'pong');
      expect((await fetch(`${workspace.url}/nothing`)).status).toBe(404);
      expect(workspace.sockets.open).toBe(1);
    },
  );
});

describe('a manifest that says little', () => {
  const BARE = { display_information: { name: 'Somebody else’s app' } };

  test('When optional parts are missing, Then every call is answered, and what wasn’t asked for is missing', async () => {
    const workspace = await open({ manifest: BARE });
    const client = new WebClient('xoxb-1', { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } });
    expect(await client.auth.test()).toMatchObject({ ok: true, team_id: workspace.teamId });
    await expect(client.chat.postMessage({ channel: 'ULI', text: 'hello' })).rejects.toMatchObject({
      data: { ok: false, error: 'missing_scope', needed: 'chat:write', provided: '' },
    });
    await expect(
      client.views.publish({ user_id: 'ULI', view: { type: 'home', blocks: [] } }),
    ).rejects.toMatchObject({ data: { error: 'not_enabled' } });
    await expect(workspace.as('ULI').command('/expert')).rejects.toThrow('not a valid command');
    await workspace.updateUser('ULI', { name: 'Li Ming' });
    expect(workspace.deliveries).toEqual([]);
  });

  test('When only the optional scopes are missing, Then the others are granted', async () => {
    const { bot_optional, ...scopes } = buildManifest('http').oauth_config.scopes;
    expect(bot_optional.length).toBeGreaterThan(0);
    const workspace = await open({ manifest: { ...buildManifest('http'), oauth_config: { scopes } } });
    const client = new WebClient('xoxb-1', { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } });
    expect(await client.chat.postMessage({ channel: 'ULI', text: 'hello' })).toMatchObject({ ok: true });
  });

  test('When a method breaks, Then its caller is told, and the director sees it', async () => {
    const workspace = await open();
    const answer = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-1', 'content-type': 'application/json; charset=utf-8' },
      // Far too deep for anything that walks it.
      body: `{"channel":"ULI","text":"x","blocks":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    });
    expect(await answer.json()).toMatchObject({ ok: false });
    expect(workspace.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', ok: false });
  });
});

describe('what the playground keeps', () => {
  const moment = () => ({
    now: '2013-10-31T02:00:00Z',
    season: { state: 'none' as const, done: 0, total: 0 },
    delivery: 'http' as const,
  });

  test('When the disk does not take it, Then that is told once, and the next change is written', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-keep-'));
    ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
    // A folder stands where the file is to be written.
    mkdirSync(join(dataDir, 'playground.bin.new'));
    const workspace = await open({ filesDir: join(dataDir, 'files') });
    const told: Error[] = [];
    const stop = keepWriting(workspace, dataDir, moment, (error) => told.push(error));
    ends.push(stop);
    workspace.team.changed();
    await expect.poll(() => told.length).toBe(1);
    rmSync(join(dataDir, 'playground.bin.new'), { recursive: true });
    workspace.team.changed();
    await expect.poll(() => readKept(dataDir)).toMatchObject({ now: '2013-10-31T02:00:00Z' });
    expect(told).toHaveLength(1);
  });

  test.skipIf(process.platform === 'win32')(
    'When it writes, Then nobody else on the machine can read it',
    async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-keep-'));
      ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
      for (const name of ['playground.bin', 'playground.bin.new'])
        writeFileSync(join(dataDir, name), 'before');
      chmodSync(dataDir, 0o755);
      const workspace = await open({ filesDir: join(dataDir, 'files') });
      const stop = keepWriting(workspace, dataDir, moment, (error) => expect(error).toBeUndefined());
      stop();
      workspace.team.bytes.put('F01', Buffer.from('a picture'));
      const modeOf = (name: string) => (statSync(join(dataDir, name)).mode & 0o077).toString(8);
      for (const name of ['playground.bin', 'files']) expect(modeOf(name), name).toBe('0');
    },
  );

  test('When the environment isn’t one for trying things, Then it doesn’t open, and says which are', () => {
    for (const NODE_ENV of ['prod', 'production', 'staging', 'Production']) {
      const outcome = readConfig({ NODE_ENV });
      expect(outcome.ok ? [] : outcome.mistakes, NODE_ENV).toEqual([
        expect.stringMatching(/^NODE_ENV .*\p{Script=Han}.*development.*test/u),
      ]);
    }
    for (const NODE_ENV of ['', 'development', 'test'])
      expect(readConfig({ NODE_ENV }).ok, NODE_ENV).toBe(true);
    const SECRETS = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a-signing-secret' };
    expect(readConfig({ NODE_ENV: 'prod', ...SECRETS }).ok).toBe(true);
  });
});
