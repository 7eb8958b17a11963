import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { wallNow } from '../src/clock.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { createPostgresDatabase, databaseKind } from './helpers/database.ts';
import { freePort } from './helpers/free-port.ts';
import { createHearing } from './helpers/hear.ts';
import { putMadeDatabase } from './helpers/made-folder.ts';
import { type Program, startProgram } from './helpers/program.ts';

// A first start makes its database, which takes ten seconds beside other work.
vi.setConfig({ testTimeout: 120_000 });

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The program as `npm start` runs it, with this environment and nothing else of ours. */
function start(env: Record<string, string>): Program {
  const program = startProgram(env);
  ends.push(() => program.process.kill('SIGKILL'));
  return program;
}

/** Where a first start finds nothing; or where one was, for what isn't about it. */
async function storage(isUsed = true): Promise<Record<string, string>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  if (databaseKind === 'embedded') {
    if (isUsed) await putMadeDatabase(dataDir);
    return { DATA_DIR: dataDir };
  }
  const { url, drop } = await createPostgresDatabase();
  ends.push(drop);
  return { DATA_DIR: dataDir, DATABASE_URL: url };
}

async function slack(): Promise<Workspace> {
  const workspace = await startWorkspace({
    ...{ appUrl: '', signingSecret: 'a-signing-secret', botToken: 'xoxb-1', manifest: buildManifest('http') },
    ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds },
  });
  ends.push(() => workspace.close());
  workspace.addUser({ id: 'U0ADMIN', name: 'admin', isAdmin: true });
  workspace.addChannel({ id: 'C0NEEDS', name: 'needs', members: ['U0ADMIN'], botIsMember: true });
  return workspace;
}

describe('the program', () => {
  test('When the configuration is wrong, Then every mistake is printed at once and it exits with 1', async () => {
    const program = start({ PORT: 'x', SLACK_SIGNING_SECRET: 'a-signing-secret' });
    expect(await program.exit).toBe(1);
    expect(program.errors.join()).toContain('PORT');
    expect(program.errors.join()).toContain('SLACK_BOT_TOKEN');
    expect(program.errors).toHaveLength(3);
  });

  test('When the port is taken or the database can not be reached, Then it says which variable to change', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    ends.push(() => taken.close());
    const { port } = taken.address() as { port: number };
    const busy = start({ ...(await storage()), PORT: String(port) });
    expect(await busy.exit).toBe(1);
    expect(busy.errors.join()).toContain(`PORT ${port}`);
    const lost = start({ DATABASE_URL: 'postgresql://user:geheim@127.0.0.1:1/none' });
    expect(await lost.exit).toBe(1);
    expect(lost.errors.join()).toContain('DATABASE_URL');
    expect(lost.errors.join()).not.toContain('geheim');
  });

  test('When credentials are given, Then it serves Slack, says that it is ready, and SIGTERM ends it with 0', async () => {
    const workspace = await slack();
    const port = await freePort();
    const program = start({
      ...(await storage()),
      ...{
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_SIGNING_SECRET: 'a-signing-secret',
        SLACK_API_URL: workspace.apiUrl,
      },
      ...{ PORT: port, HOST: '127.0.0.1' },
    });
    await program.line(/"ready"/);
    const url = `http://127.0.0.1:${port}`;
    workspace.connect(url);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
      ready: true,
      database: true,
      slack: 'yes',
      records: 'unsigned',
    });
    expect((await fetch(`${url}/nothing`)).status).toBe(404);

    const admin = workspace.as('U0ADMIN');
    await admin.command('/expert', 'setup');
    await workspace.until(() => admin.views.at(-1));
    expect((await workspace.deliver('command', { command: '/expert' }, { badSignature: true })).status).toBe(
      401,
    );
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    expect((await workspace.deliver('command', { command: '/expert' }, { timestamp: inAnHour })).status).toBe(
      401,
    );

    // A signed body without an object in it must not end the program.
    for (const body of ['null', 'payload=null', '[]', ' '])
      expect((await workspace.deliver('event', body)).status, body).toBe(400);
    expect((await fetch(`${url}/livez`)).status).toBe(200);

    program.process.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(program.lines.length).toBeGreaterThan(0);
    for (const line of program.lines) expect(() => JSON.parse(line)).not.toThrow();
    expect(program.errors).toEqual([]);
    expect(workspace.violations).toEqual([]);
  });

  test('When Slack is away at the start, Then asking whether it is ready makes the program ask Slack again', async () => {
    const workspace = await slack();
    workspace.faults.respond500('auth.test');
    const port = await freePort();
    const program = start({
      ...(await storage()),
      ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a-signing-secret' },
      ...{ SLACK_API_URL: workspace.apiUrl, PORT: port, HOST: '127.0.0.1' },
    });
    await program.line(/"ready"/);
    const ready = () => fetch(`http://127.0.0.1:${port}/readyz`);
    const first = await ready();
    const said = { ready: false, database: true, slack: 'no', records: 'unsigned' };
    expect([first.status, await first.json()]).toEqual([503, said]);
    await expect.poll(async () => (await ready()).status).toBe(200);
    const asked = workspace.calls.filter(({ method }) => method === 'auth.test');
    expect(asked.map(({ ok }) => ok)).toEqual([false, true]);
  });

  test('When nothing is given, Then the playground opens with the season in it, plays it anew when asked, and keeps it', async () => {
    const env = { ...(await storage(false)), PORT: await freePort() };
    const first = start(env);
    const url = (await first.line(/http:/)).match(/http:\S+/)?.[0] ?? '';
    expect(first.lines.join()).toContain('this machine only');
    const page = await fetch(url);
    expect(await page.text()).toContain('<!doctype html>');
    // The page is there before the database; who sits down meanwhile is told how far it is.
    expect(await firstWordTo(url)).toMatchObject({ type: 'starting' });
    const known = { 'if-none-match': page.headers.get('etag') ?? '' };
    expect((await fetch(url, { headers: known })).status).toBe(304);
    const there = await worldOf(url, () => true);
    expect(there.season.state).toBe('done');
    expect(there.clock.now).toMatch(/^2013-10-31T02/);
    expect(JSON.stringify(there.channels)).toContain('claim_slot');
    expect(await askWindow(url, { type: 'restart', season: 'played' })).toEqual(DONE);
    await worldOf(url, ({ season }) => season.state === 'playing' && season.done > 10);
    first.process.kill('SIGTERM');
    expect(await first.exit).toBe(0);

    // Half a season is no beginning: the whole one takes its place.
    const second = start(env);
    await second.line(/http:/);
    const whole = await worldOf(url, () => true);
    expect(whole.season).toMatchObject({ state: 'done' });
    expect(whole.clock.now).toMatch(/^2013-10-31T02/);
    expect(JSON.stringify(whole.channels)).toContain('claim_slot');
    second.process.kill('SIGTERM');
    expect(await second.exit).toBe(0);

    const third = start(env);
    await third.line(/http:/);
    const kept = await worldOf(url, () => true);
    expect(kept.season.state).toBe('done');
    expect(JSON.stringify(kept.channels)).toContain('claim_slot');
    await sendsLittle(url);

    // Started again empty: nothing is left on either side, and whoever comes is told to set the year up.
    expect(await askWindow(url, { type: 'restart', season: 'empty' })).toEqual(DONE);
    const empty = await worldOf(url, ({ season }) => season.state === 'none');
    expect(JSON.stringify(empty.channels)).not.toContain('claim_slot');
    expect(empty.clock.now.slice(0, 4)).toBe(String(wallNow()).slice(0, 4));
    await askWindow(url, { type: 'command', command: '/expert-claim', text: '', channel: 'C0NEEDS' });
    const told = await worldOf(url, ({ ephemerals }) => ephemerals.length > 0);
    expect(told.ephemerals[0]?.text).toContain('/expert setup');
    third.process.kill('SIGTERM');
    expect(await third.exit).toBe(0);
  }, 240_000);

  test('When the playground goes over to Socket Mode, Then people are answered there, a cut socket costs nothing, and a restart keeps it', async () => {
    const env = { ...(await storage()), PORT: await freePort() };
    const program = start(env);
    const url = (await program.line(/http:/)).match(/http:\S+/)?.[0] ?? '';
    const overSockets = { type: 'delivery', mode: 'socket' };
    expect(await askWindow(url, { type: 'restart', season: 'played' })).toEqual(DONE);
    expect(await askWindow(url, overSockets)).toMatchObject({ ok: false, error: 'season_playing' });
    expect(await askWindow(url, { type: 'restart', season: 'empty' })).toEqual(DONE);
    expect(await lineOf(url)).toEqual({ mode: 'http', connections: 0 });
    expect(await askWindow(url, { type: 'dropSocket' })).toMatchObject({ ok: false, error: 'no_socket' });

    expect(await askWindow(url, overSockets)).toEqual(DONE);
    await lineOf(url, 2);
    expect((await fetch(`${url}/slack/events`, { method: 'POST' })).status).toBe(404);
    await asksForHelp(url, 1);
    expect(await askWindow(url, { type: 'dropSocket' })).toEqual(DONE);
    await asksForHelp(url, 2);
    await lineOf(url, 2);
    expect(await askWindow(url, { type: 'refreshSockets' })).toEqual(DONE);
    await lineOf(url, 2);
    await asksForHelp(url, 3);
    expect(await askWindow(url, { type: 'restart', season: 'empty' })).toEqual(DONE);
    expect(await lineOf(url, 2)).toMatchObject({ mode: 'socket' });
    program.process.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(program.errors).toEqual([]);

    const again = start(env);
    await again.line(/http:/);
    expect(await lineOf(url, 2)).toMatchObject({ mode: 'socket' });
    await asksForHelp(url, 1);
    expect(await askWindow(url, { type: 'delivery', mode: 'http' })).toEqual(DONE);
    expect(await lineOf(url)).toEqual({ mode: 'http', connections: 0 });
    await asksForHelp(url, 2);
    again.process.kill('SIGTERM');
    expect(await again.exit).toBe(0);
  }, 240_000);

  test('When the playground would be open to others or to production, Then it does not start', async () => {
    const program = start({ ...(await storage()), HOST: '0.0.0.0', NODE_ENV: 'production' });
    expect(await program.exit).toBe(1);
    expect(program.errors.join()).toContain('HOST');
    expect(program.errors.join()).toContain('SLACK_BOT_TOKEN');
  });

  if (databaseKind === 'embedded') {
    test('When a second program wants the same folder, Then it is told so and ends', async () => {
      const env = await storage();
      const first = start({ ...env, PORT: await freePort() });
      await first.line(/http:/);
      const second = start({ ...env, PORT: await freePort() });
      expect(await second.exit).toBe(1);
      expect(second.errors.join()).toContain(env.DATA_DIR);
    }, 60_000);
  }
});

/** What the window answers when it is done; otherwise the error stands beside it. */
const DONE = { type: 'done', id: 1, ok: true };

interface World {
  clock: { now: string };
  season: { state: string; done: number };
  ephemerals: { text: string }[];
  channels: { id: string; messages: (Shown & { ts: string })[] }[];
  director: { line: Line } | null;
}

interface Line {
  mode: string;
  connections: number;
}

/** That expert asks for help, and is answered for the n-th time. */
async function asksForHelp(url: string, n: number): Promise<void> {
  const help = { type: 'command', command: '/expert', text: 'help', channel: 'C0NEEDS' };
  expect(await askWindow(url, help)).toEqual(DONE);
  const { ephemerals } = await worldOf(url, (world) => world.ephemerals.length >= n);
  expect(ephemerals).toHaveLength(n);
}

/** How the app is reached, as soon as it holds this many connections. */
async function lineOf(url: string, connections = 0): Promise<Line | undefined> {
  const { director } = await worldOf(url, ({ director }) => director?.line.connections === connections);
  return director?.line;
}

/** Does something as that expert; resolves with how it went. */
function askWindow(url: string, request: object): Promise<unknown> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/window?as=U0ZJ0006`);
  socket.onopen = () => socket.send(JSON.stringify({ id: 1, ...request }));
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error('the window does not answer'));
    socket.onmessage = ({ data }) => {
      const said = JSON.parse(String(data)) as { type: string };
      if (said.type !== 'done') return;
      socket.close();
      resolve(said);
    };
  });
}

/** What a window is told first. */
async function firstWordTo(url: string): Promise<unknown> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/window?as=U0ZJ0006`);
  const [{ data }] = await once(socket, 'message');
  socket.close();
  return JSON.parse(String(data));
}

interface Shown {
  blocks?: { block_id?: string; elements?: { action_id?: string; value?: string }[] }[];
}

/** A claim, and fifty clicks, send an expert and the bureau little beside the world that they had at first. */
async function sendsLittle(url: string): Promise<void> {
  const [expert, bureau] = [await sitDown(url, 'U0ZJ0006'), await sitDown(url, 'U0BUREAU')];
  const seats = [expert, bureau];
  const needsIn = ({ channels }: World) => channels.find(({ id }) => id === 'C0NEEDS')?.messages ?? [];
  const shown = seats.map(({ world }) => JSON.stringify(needsIn(world)));
  const cards = needsIn(expert.world).flatMap(({ ts, blocks = [] }) =>
    blocks.flatMap(({ block_id: blockId, elements = [] }) =>
      elements
        .filter(({ action_id }) => action_id === 'claim_slot')
        .map(({ value }) => ({ in: { message: { channel: 'C0NEEDS', ts } }, blockId, value })),
    ),
  );
  const press = { type: 'press', actionId: 'claim_slot', ...cards.at(-1) };
  const before = seats.map(({ bytes }) => bytes());
  const sent = () => seats.map(({ bytes }, index) => bytes() - (before[index] ?? 0));
  expect(Math.min(...before)).toBeGreaterThan(200_000);
  expect(await expert.ask(press)).toEqual({ ...DONE, id: expect.any(Number) });
  await Promise.all(
    seats.map(({ sees }, index) => sees((world) => JSON.stringify(needsIn(world)) !== shown[index])),
  );
  expect(Math.max(...sent())).toBeLessThan(60_000);
  // Whoever is no expert is told so: the card they press stays as it is, and so does its button.
  const other = { ...press, ...cards.at(-2) };
  for (let click = 2; click <= 50; click += 1)
    expect(await bureau.ask(other)).toEqual({ ...DONE, id: expect.any(Number) });
  expect(Math.max(...sent())).toBeLessThan(400_000);
  for (const { close } of seats) close();
}

/** A window that stays open: what it shows, and how much it was sent. */
async function sitDown(url: string, as: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/window?as=${as}`);
  const hear = createHearing();
  const lookers = new Set<() => void>();
  const done = new Map<number, (answer: unknown) => void>();
  let [bytes, asked] = [0, 0];
  let latest: World | undefined;
  socket.onmessage = ({ data }) => {
    bytes += Buffer.byteLength(String(data));
    const said = hear(data) as World & { type: string; id: number };
    if (said.type === 'world') latest = said;
    if (said.type === 'done') done.get(said.id)?.(said);
    for (const look of [...lookers]) look();
  };
  function sees(isThere: (world: World) => boolean): Promise<World> {
    return new Promise((resolve) => {
      function look(): void {
        if (!latest || !isThere(latest)) return;
        lookers.delete(look);
        resolve(latest);
      }
      lookers.add(look);
      look();
    });
  }
  const world = await sees(() => true);
  return {
    ...{ sees, world },
    bytes: () => bytes,
    ask(request: object): Promise<unknown> {
      asked += 1;
      const id = asked;
      socket.send(JSON.stringify({ id, ...request }));
      return new Promise((resolve) => done.set(id, resolve));
    },
    close: () => socket.close(),
  };
}

/** What an expert sees in the window, once it shows what is looked for. */
function worldOf(url: string, isThere: (world: World) => boolean): Promise<World> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/window?as=U0ZJ0006`);
  const hear = createHearing();
  socket.onopen = () => socket.send(JSON.stringify({ id: 1, type: 'director', watch: true }));
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error('the window does not answer'));
    socket.onmessage = ({ data }) => {
      const said = hear(data) as World & { type: string };
      if (said.type !== 'world' || !isThere(said)) return;
      socket.close();
      resolve(said);
    };
  });
}
