import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { buildManifest } from '../manifest/manifest.ts';
import { registerRooms } from '../src/app.ts';
import { wallNow } from '../src/clock.ts';
import type { Db } from '../src/db/open.ts';
import { listTeams } from '../src/directory/teams.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { type Bolt, createBolt } from '../src/slack/bolt.ts';
import { createPostgresDatabase, databaseKind, openTestDatabase } from './helpers/database.ts';
import { CHANNEL, YEAR } from './helpers/desk.ts';
import { putMadeDatabase } from './helpers/made-folder.ts';
import { type Program, startProgram } from './helpers/program.ts';

// A first start makes its database, which takes ten seconds beside other work.
vi.setConfig({ testTimeout: 120_000 });

const TOKENS = { botToken: 'xoxb-test', appToken: 'xapp-test' };
const ADMIN = 'U0BUREAU';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function slack(): Promise<Workspace> {
  const workspace = await startWorkspace({
    ...{ ...TOKENS, delivery: 'socket', appUrl: '', signingSecret: '', manifest: buildManifest('socket') },
    ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds },
  });
  ends.push(() => workspace.close());
  workspace.addUser({ id: ADMIN, name: '市局专技处', isAdmin: true });
  workspace.addChannel({ id: CHANNEL, name: '专家需求', members: [ADMIN], botIsMember: true });
  return workspace;
}

interface Envelope {
  type: string;
  envelope_id: string;
  payload: Record<string, unknown>;
  retry_attempt: number;
  retry_reason: string;
  accepts_response_payload: boolean;
  reason?: string;
}

async function openConnections(workspace: Workspace, token = TOKENS.appToken) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${workspace.apiUrl}apps.connections.open`, { method: 'POST', headers });
  return (await answer.json()) as { ok: boolean; url: string; error?: string };
}

/** A socket as an app opens it, without any SDK. */
async function connect(workspace: Workspace) {
  const socket = new WebSocket((await openConnections(workspace)).url);
  const heard: Envelope[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)) as Envelope);
    for (const look of [...waiting]) look();
  });
  const hears = (count: number) =>
    new Promise<Envelope>((resolve) => {
      const look = () => {
        const last = heard[count - 1];
        if (!last) return;
        waiting.delete(look);
        resolve(last);
      };
      waiting.add(look);
      look();
    });
  await hears(1);
  const ack = ({ envelope_id }: Envelope, payload?: object | string) =>
    socket.send(JSON.stringify({ envelope_id, ...(payload === undefined ? {} : { payload }) }));
  return { socket, heard, hears, ack };
}

describe('the workspace, over sockets', () => {
  test('When an app connects, Then its token opens one socket per address, and Slack says hello', async () => {
    const workspace = await slack();
    expect(await openConnections(workspace, TOKENS.botToken)).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await openConnections(workspace, 'xapp-other')).toMatchObject({ error: 'invalid_auth' });
    const asApp = { method: 'POST', headers: { authorization: `Bearer ${TOKENS.appToken}` } };
    expect(await (await fetch(`${workspace.apiUrl}auth.test`, asApp)).json()).toMatchObject({
      error: 'not_allowed_token_type',
    });
    const { url } = await openConnections(workspace);
    const [message] = await once(new WebSocket(url), 'message');
    expect(JSON.parse(String(message))).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: workspace.appId },
      debug_info: { approximate_connection_time: 18_060 },
    });
    const [refusal] = (await once(new WebSocket(url), 'error')) as [Error];
    expect(refusal.message).toContain('403');
  });

  test('When several sockets are open, Then each envelope goes to one of them in turn', async () => {
    const workspace = await slack();
    const [one, two] = [await connect(workspace), await connect(workspace)];
    const command = workspace.as(ADMIN).command('/expert', 'help', CHANNEL);
    const first = await one.hears(2);
    expect(first).toMatchObject({
      ...{ type: 'slash_commands', accepts_response_payload: true, retry_attempt: 0, retry_reason: '' },
      payload: { command: '/expert', text: 'help' },
    });
    one.ack(first, { text: 'Here is help' });
    expect(await command).toMatchObject({ status: 200, response: { text: 'Here is help' } });
    expect(workspace.as(ADMIN).ephemerals.map(({ text }) => text)).toEqual(['Here is help']);

    const opened = workspace.as(ADMIN).openHome();
    const second = await two.hears(2);
    expect(second).toMatchObject({ type: 'events_api', accepts_response_payload: false });
    two.ack(second);
    expect(await opened).toMatchObject({ status: 200, response: '' });
    expect([one.heard, two.heard].map(({ length }) => length)).toEqual([2, 2]);
    expect(workspace.violations).toEqual([]);
  });

  test('When a socket dies before the acknowledgement, Then another gets the same envelope', async () => {
    const workspace = await slack();
    const [one, two] = [await connect(workspace), await connect(workspace)];
    const used = workspace.as(ADMIN).globalShortcut('post_demand');
    const first = await one.hears(2);
    expect(workspace.sockets.drop()).toBe(true);
    const again = await two.hears(2);
    expect(again).toEqual({ ...first, retry_attempt: 1, retry_reason: 'connection_failed' });
    two.ack(again);
    expect(await used).toMatchObject({ status: 200, retryNum: 1 });
    expect(workspace.sockets.open).toBe(1);
  });

  test.each(['warning', 'refresh_requested', 'link_disabled'] as const)(
    'When Slack says %s, Then nothing more goes there, and what was under way may still be acknowledged',
    async (reason) => {
      const workspace = await slack();
      const old = await connect(workspace);
      const used = workspace.as(ADMIN).globalShortcut('post_demand');
      const envelope = await old.hears(2);
      workspace.refreshSockets(reason);
      expect(await old.hears(3)).toMatchObject({ type: 'disconnect', reason });
      expect(workspace.sockets.open).toBe(0);
      const fresh = await connect(workspace);
      old.ack(envelope);
      expect((await used).status).toBe(200);
      const next = workspace.as(ADMIN).globalShortcut('post_demand');
      fresh.ack(await fresh.hears(2));
      expect((await next).status).toBe(200);
    },
  );

  test('When no socket is open, Then the person is told at once', async () => {
    const workspace = await slack();
    expect((await workspace.as(ADMIN).command('/expert', '', CHANNEL)).error).toBe('connection_failed');
    expect(workspace.as(ADMIN).notice).toBe('dispatch_failed');
  });
});

interface SocketDesk {
  workspace: Workspace;
  db: Db;
  bolt: Bolt;
  settle(): Promise<void>;
}

/** The product as it runs, on a real database, behind the sockets that it opens itself. */
async function startDesk(): Promise<SocketDesk> {
  const workspace = await slack();
  const { db, close } = await openTestDatabase();
  ends.push(close);
  const log = pino({ level: process.env.LOG_LEVEL ?? 'fatal' });
  const bolt = createBolt({
    ...TOKENS,
    signingSecret: undefined,
    apiUrl: workspace.apiUrl,
    wallNow,
    listTeams: () => listTeams(db),
    log,
  });
  const deps = registerRooms({ bolt, db, now: wallNow, wallNow, pace: { perTargetMs: 0 }, log });
  async function settle(): Promise<void> {
    for (;;) {
      const before = workspace.calls.length + workspace.deliveries.length;
      await workspace.settled();
      await bolt.idle();
      await deps.sender.drain();
      if (workspace.calls.length + workspace.deliveries.length === before) return;
    }
  }
  await bolt.start();
  ends.push(async () => {
    await settle();
    await bolt.stop();
    await deps.sender.stop();
  });
  await workspace.until(() => workspace.sockets.open === 2);
  return { workspace, db, bolt, settle };
}

/** How often the year was set up, on record. */
async function countSetUps(db: Db): Promise<number> {
  const acts = await db
    .selectFrom('audit')
    .select('act')
    .where('act', '=', 'set_up_programme')
    .orderBy('id')
    .execute();
  return acts.length;
}

describe('the desk, over sockets', () => {
  test('When the year is set up, Then it goes as over HTTP', async () => {
    const { workspace, db, bolt, settle } = await startDesk();
    const admin = workspace.as(ADMIN);
    await admin.command('/expert', 'setup');
    await settle();
    await admin.submit({ ...YEAR, target_experts: 'none' });
    expect(Object.keys(admin.errors)).toEqual(['target_experts']);
    await admin.submit(YEAR);
    await settle();
    expect(await countSetUps(db)).toBe(1);
    expect(admin.views).toHaveLength(1);
    expect(bolt.reached()).toBe('yes');
    await admin.openHome();
    await settle();
    expect(JSON.stringify(admin.home?.blocks)).toContain('代为报送 和平区');
    expect(workspace.violations).toEqual([]);
  });

  test('When both sockets die in the middle of a submission, Then it is delivered again and done once', async () => {
    const { workspace, db, settle } = await startDesk();
    const admin = workspace.as(ADMIN);
    await admin.command('/expert', 'setup');
    await settle();
    const submitted = admin.submit(YEAR);
    await Promise.resolve();
    while (workspace.sockets.drop());
    expect(await submitted).toMatchObject({ status: 200, retryNum: 1 });
    await workspace.until(() => workspace.sockets.open === 2);
    await settle();
    expect(await countSetUps(db)).toBe(1);
    expect([admin.notice, admin.errors]).toEqual([undefined, {}]);
    const said = [...workspace.messages(CHANNEL), ...admin.dms].map(({ text }) => text);
    expect(said).toEqual([...new Set(said)]);
    expect(workspace.violations).toEqual([]);
  });

  test('When Slack renews all sockets, Then they are open again at once and every command is answered once', async () => {
    const { workspace, settle } = await startDesk();
    const admin = workspace.as(ADMIN);
    await admin.command('/expert', 'help');
    await settle();
    const typed = admin.command('/expert', 'help');
    workspace.refreshSockets();
    expect((await typed).status).toBe(200);
    await workspace.until(() => workspace.sockets.open === 2);
    await admin.command('/expert', 'help');
    await settle();
    expect(admin.ephemerals).toHaveLength(3);
    expect(workspace.violations).toEqual([]);
  });

  test('When opening a socket fails for a while, Then it is tried again', async () => {
    const { workspace, bolt } = await startDesk();
    workspace.faults.respond500('apps.connections.open', 2);
    workspace.refreshSockets('link_disabled');
    await workspace.until(() => workspace.sockets.open === 0 && bolt.reached() === 'no');
    await workspace.until(() => workspace.sockets.open === 2);
    await workspace.until(() => bolt.reached() === 'yes');
  });

  test('When Slack refuses the token, Then the start fails', async () => {
    const workspace = await slack();
    const log = pino({ level: 'silent' });
    const { db, close } = await openTestDatabase();
    ends.push(close);
    const tokens = { botToken: 'xoxb-test', appToken: 'xapp-wrong', signingSecret: undefined };
    const bolt = createBolt({
      ...tokens,
      apiUrl: workspace.apiUrl,
      wallNow,
      listTeams: () => listTeams(db),
      log,
    });
    await expect(bolt.start()).rejects.toThrow('invalid_auth');
    await bolt.stop();
  });
});

/** The program as `npm start` runs it, in Socket Mode. */
async function startOverSockets(workspace: Workspace): Promise<Program> {
  const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const storage: Record<string, string> = { DATA_DIR: dataDir };
  if (databaseKind === 'postgres') {
    const { url, drop } = await createPostgresDatabase();
    ends.push(drop);
    storage.DATABASE_URL = url;
  } else await putMadeDatabase(dataDir);
  const program = startProgram({
    ...storage,
    HOST: '127.0.0.1',
    PORT: '0',
    SLACK_BOT_TOKEN: TOKENS.botToken,
    SLACK_APP_TOKEN: TOKENS.appToken,
    SLACK_API_URL: workspace.apiUrl,
  });
  ends.push(() => program.process.kill('SIGKILL'));
  await program.line(/"ready"/);
  return program;
}

describe('the program, over sockets', () => {
  test('When SIGTERM comes, Then what was taken is answered and it ends with 0 within ten seconds', async () => {
    const workspace = await slack();
    const program = await startOverSockets(workspace);
    const admin = workspace.as(ADMIN);
    workspace.faults.delay('views.open', 1000);
    expect((await admin.command('/expert', 'setup')).status).toBe(200);
    const since = performance.now();
    program.process.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(admin.views).toHaveLength(1);
  });

  test('When the sockets were cut without a farewell, Then SIGTERM ends it in time all the same', async () => {
    const workspace = await slack();
    const program = await startOverSockets(workspace);
    workspace.faults.respond500('apps.connections.open', 100);
    while (workspace.sockets.drop());
    await workspace.until(() => workspace.calls.some(({ status }) => status === 500));
    const since = performance.now();
    program.process.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(performance.now() - since).toBeLessThan(10_000);
  });
});
