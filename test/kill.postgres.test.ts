import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { wallNow } from '../src/clock.ts';
import { type OpenDatabase, openDatabase } from '../src/db/open.ts';
import { prepareDesk } from '../src/desk.ts';
import { enqueueNotice, enqueueView } from '../src/outbox/enqueue.ts';
import { listUnknown } from '../src/outbox/troubles.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { PATIENCE_MS } from '../src/slack/acknowledge.ts';
import { createPostgresDatabase } from './helpers/database.ts';
import { freePort } from './helpers/free-port.ts';
import { type Program, startProgram } from './helpers/program.ts';

const TEAM = 'T0EXPERTS';

/** What lies between the program and Slack: it may swallow a post, or keep its answer back. */
type Wire = 'open' | 'swallow' | 'keep_answer';

let database: OpenDatabase & { url: string };
let workspace: Workspace;
let wire: Wire;
/** Resolves when a post is caught on the wire, with what lets its answer go. */
let caught: { promise: Promise<() => void>; resolve(letGo: () => void): void };
let proxyUrl: string;
let ends: (() => unknown)[] = [];

beforeEach(async () => {
  const { url, drop } = await createPostgresDatabase(inject('templateDatabase'));
  const opened = await openDatabase({ databaseUrl: url, dataDir: '' });
  database = { ...opened, url };
  workspace = await startWorkspace({
    ...{ appUrl: '', signingSecret: 'a-signing-secret', botToken: 'xoxb-1', manifest: buildManifest('http') },
    ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds, paced: false },
  });
  for (let i = 0; i < 40; i += 1)
    workspace.addChannel({ id: `C${i}`, name: `c${i}`, members: [], botIsMember: true });
  await insertProgramme();
  wire = 'open';
  caught = Promise.withResolvers();
  const proxy = createServer(pass);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  ends = [
    drop,
    database.close,
    workspace.close,
    () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  ];
});

afterEach(async () => {
  for (const end of ends.reverse()) await end();
});

/** Hands a call on to the workspace; what is caught belongs to the one post that is looked at. */
function pass(request: IncomingMessage, response: ServerResponse): void {
  const isCaught = request.url?.endsWith('chat.postMessage') && wire !== 'open';
  const kind = wire;
  if (isCaught) wire = 'open';
  if (isCaught && kind === 'swallow') return void request.on('end', () => caught.resolve(() => {})).resume();
  const { method, headers, url } = request;
  const onward = sendRequest(new URL(url ?? '/', workspace.url), { method, headers }, (answer) => {
    const letGo = () => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    };
    if (isCaught) caught.resolve(letGo);
    else letGo();
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

async function insertProgramme(): Promise<void> {
  await database.db
    .insertInto('programme_year')
    .values({
      ...{ team_id: TEAM, year: 2026, name: '行动', target_experts: 300, opens_on: '2026-01-01' },
      ...{ deadline: wallNow(), time_zone: 'Asia/Shanghai', channel_id: 'C0', language: 'zh' },
      ...{ published_by: 'district', catalogue: CATALOGUE, created_by: 'U0', created_at: wallNow() },
    })
    .execute();
}

/** One need with one slot, and an expert who may take it. */
async function insertNeed(): Promise<void> {
  const of = { team_id: TEAM, created_at: wallNow(), name: '单位' };
  await database.db
    .insertInto('organisation')
    .values([
      { ...of, id: 'home', kind: 'home_unit', name_key: 'home' },
      { ...of, id: 'host', kind: 'host_unit', name_key: 'host' },
    ])
    .execute();
  await database.db
    .insertInto('expert')
    .values({
      ...{ team_id: TEAM, id: 'e1', user_id: 'U0EXPERT', name: '何知远', employer_id: 'home' },
      ...{ system: 'education', title: 'professor', field: 'newmat', max_active_claims: 3 },
      ...{ state: 'verified', verified_at: wallNow(), registered_at: wallNow() },
    })
    .execute();
  await database.db
    .insertInto('demand')
    .values({
      ...{ team_id: TEAM, id: 'd1', number: 'XQ-2026-0001', year: 2026, state: 'published' },
      ...{ host_unit_id: 'host', poster: 'U0', district: 'binhai', districts: ['binhai'], unit_name: '单位' },
      ...{ action_line: 'other', title: '需求', expert_slots: 1, time_text: '长期' },
      ...{ submitted_at: wallNow(), published_at: wallNow(), changed_at: wallNow() },
    })
    .execute();
  await database.db.insertInto('slot').values({ team_id: TEAM, demand_id: 'd1', no: 1 }).execute();
  workspace.addUser({ id: 'U0EXPERT', name: '何知远' });
}

/** The expert's press on a card, as Slack sends it. */
function pressOf(actionId: string, value: string): object {
  return {
    type: 'block_actions',
    user: { id: 'U0EXPERT', team_id: TEAM },
    ...{ team: { id: TEAM }, api_app_id: workspace.appId, token: 'x', trigger_id: '1.2.pressed' },
    container: { type: 'message', channel_id: 'C0', message_ts: '1.1', is_ephemeral: false },
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1.1' }],
  };
}

/** The program, with the workspace's presses reaching it. */
async function startInReach(): Promise<Program> {
  const port = await freePort();
  const program = await start(port);
  workspace.connect(`http://127.0.0.1:${port}`);
  return program;
}

const TOKENS = { botToken: 'xoxb-1', signingSecret: 'a-signing-secret', appToken: undefined };

/** The program as `npm start` runs it, in front of the wire. */
async function start(port = '0'): Promise<Program> {
  const program = startProgram({
    DATABASE_URL: database.url,
    HOST: '127.0.0.1',
    PORT: port,
    SLACK_BOT_TOKEN: TOKENS.botToken,
    SLACK_SIGNING_SECRET: TOKENS.signingSecret,
    SLACK_API_URL: `${proxyUrl}/api/`,
  });
  ends.push(program.kill);
  await program.line(/"ready"/);
  return program;
}

/** What the program starts, in this process: whoever goes on where another was killed need not be killed itself. */
async function goOn(): Promise<void> {
  const opened = await openDatabase({ databaseUrl: database.url, dataDir: '' });
  const premises = await prepareDesk(opened);
  const desk = premises.startDesk(
    { ...TOKENS, apiUrl: `${proxyUrl}/api/` },
    {
      now: wallNow,
      pace: { perTargetMs: 1000 },
      publicUrl: undefined,
      recordKey: undefined,
      log: pino({ level: 'silent' }),
    },
  );
  await desk.start();
  ends.push(premises.close, desk.stop);
}

const keyOf = (i: number) => `welcome:${i}`;

/** One line for each of these channels. */
async function askLines(count: number): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    for (let i = 0; i < count; i += 1)
      await enqueueNotice(trx, {
        teamId: TEAM,
        key: keyOf(i),
        kind: 'welcome',
        target: `C${i}`,
        ref: { by: 'U0' },
      });
  });
}

async function states(): Promise<Record<string, number>> {
  const rows = await database.db
    .selectFrom('outgoing')
    .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** Looks at the rows until they are as wanted; they change in another process, which tells nobody here. */
async function untilRows(isThere: (now: Record<string, number>) => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const now = await states();
    if (isThere(now)) return;
    if (performance.now() > deadline) throw new Error(`rows stay ${JSON.stringify(now)}`);
    await sql`select pg_sleep(0.05)`.execute(database.db);
  }
}

/** Until a statement waits for a lock: the answer is being written down. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);
    if (rows.length > 0) return;
    await sql`select pg_sleep(0.05)`.execute(database.db);
  }
}

/** The leases of a dead process end; in this test at once. */
async function endLeases(): Promise<void> {
  await sql`update outgoing set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
    database.db,
  );
}

/** The next process finds what the dead one left; then every line stands there once, or is unknown and listed. */
async function account(count: number): Promise<{ arrived: number[]; unknown: number }> {
  await endLeases();
  await goOn();
  return accountWithOthers(count);
}

/** The same for those that were at work beside it. */
async function accountWithOthers(count: number): Promise<{ arrived: number[]; unknown: number }> {
  await untilRows(({ waiting = 0, leased = 0, sending = 0 }) => waiting + leased + sending === 0);
  const arrived = Array.from({ length: count }, (_, i) => workspace.messages(`C${i}`).length);
  const { sent = 0, unknown = 0 } = await states();
  expect(sent + unknown).toBe(count);
  expect(await listUnknown(database.db, TEAM)).toHaveLength(unknown);
  return { arrived, unknown };
}

describe('a process that is killed', () => {
  test('When before it took anything, Then the next one sends everything once', async () => {
    await askLines(3);
    await database.db.transaction().execute(async (trx) => {
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
      await sql`lock table outgoing in exclusive mode`.execute(trx);
      const program = await start();
      await program.kill();
    });
    expect(await account(3)).toEqual({ arrived: [1, 1, 1], unknown: 0 });
  }, 120_000);

  test('When it has taken them and not yet called, Then the next one sends everything once', async () => {
    // It knows whose messages are its own, and looks for more within half a minute.
    const program = await start();
    await database.db.transaction().execute(async (trx) => {
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
      // Rendering waits for the programme.
      await sql`lock table programme_year in access exclusive mode`.execute(trx);
      await askLines(3);
      await untilRows(({ leased = 0 }) => leased === 3);
      await program.kill();
    });
    expect(await account(3)).toEqual({ arrived: [1, 1, 1], unknown: 0 });
  }, 120_000);

  test('When the call left and Slack never saw it, Then it is unknown and listed, and nothing else is held up', async () => {
    wire = 'swallow';
    await askLines(3);
    const program = await start();
    await caught.promise;
    await untilRows(({ sent = 0 }) => sent === 2);
    await program.kill();
    const { arrived, unknown } = await account(3);
    expect([arrived.toSorted(), unknown]).toEqual([[0, 1, 1], 1]);
  }, 120_000);

  test('When Slack took it and the answer is on its way, Then it stands there once and is unknown', async () => {
    wire = 'keep_answer';
    await askLines(3);
    const program = await start();
    await caught.promise;
    await untilRows(({ sent = 0 }) => sent === 2);
    await program.kill();
    expect(await account(3)).toEqual({ arrived: [1, 1, 1], unknown: 1 });
  }, 120_000);

  test('When it has the answer and could not write it down, Then it stands there once and is unknown', async () => {
    wire = 'keep_answer';
    await askLines(1);
    const program = await start();
    const letGo = await caught.promise;
    await database.db.transaction().execute(async (trx) => {
      await sql`select 1 from outgoing for update`.execute(trx);
      letGo();
      await untilRows(() => workspace.messages('C0').length === 1);
      await untilWaiting();
      await program.kill();
      // The server would still finish the statement of a client that is gone; here both end at once.
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        trx,
      );
    });
    expect(await account(1)).toEqual({ arrived: [1], unknown: 1 });
  }, 120_000);

  test('When it has written it down, Then nothing is sent again', async () => {
    await askLines(3);
    const program = await start();
    await untilRows(({ sent = 0 }) => sent === 3);
    await program.kill();
    expect(await account(3)).toEqual({ arrived: [1, 1, 1], unknown: 0 });
  }, 120_000);

  test('When it changes a message, Then the next one simply repeats the change', async () => {
    const view = { teamId: TEAM, key: 'card', kind: 'welcome', target: 'C0', ref: { by: 'U0' } };
    const ask = () => database.db.transaction().execute((trx) => enqueueView(trx, view));
    await ask();
    const program = await start();
    await untilRows(({ sent = 0 }) => sent === 1);
    workspace.faults.delay('chat.update', 60_000);
    await database.db.updateTable('programme_year').set({ name: '新行动' }).execute();
    await ask();
    await untilRows(({ sending = 0 }) => sending === 1);
    await program.kill();
    expect(await account(1)).toEqual({ arrived: [1], unknown: 0 });
    expect(workspace.messages('C0')[0]?.text).toContain('新行动');
  }, 120_000);

  test('When three share a burst that Slack limits and one is killed, Then nothing is lost and nothing doubled', async () => {
    workspace.faults.respond429('chat.postMessage', { retryAfter: 1, times: 3 });
    const programs = await Promise.all([start(), start(), start()]);
    await askLines(40);
    await untilRows(({ sent = 0 }) => sent >= 10);
    await programs[0]?.kill();
    const { arrived, unknown } = await accountWithOthers(40);
    expect(arrived.filter((n) => n > 1)).toEqual([]);
    expect(arrived.filter((n) => n === 0).length).toBeLessThanOrEqual(unknown);
  }, 120_000);

  test('When it is killed as soon as it has acknowledged a press, Then what was pressed for is done', async () => {
    await insertNeed();
    const program = await startInReach();
    const delivery = await workspace.deliver('block_actions', pressOf('claim_slot', 'd1'));
    await program.kill();
    expect(delivery).toMatchObject({ status: 200 });
    const claims = await database.db.selectFrom('claim').select('state').execute();
    // On a machine that is busy for so long it is acknowledged before anything is known.
    if (delivery.ms < PATIENCE_MS) expect(claims).toEqual([{ state: 'home_unit_pending' }]);
  }, 120_000);

  test('When it is killed before a press has had its effect, Then Slack sees no answer, and nothing is done', async () => {
    await insertNeed();
    const program = await startInReach();
    await database.db.transaction().execute(async (trx) => {
      // At the first thing that is asked. A statement that has reached the server is done there, whoever waits for it.
      await sql`lock table slack_user in access exclusive mode`.execute(trx);
      const delivery = workspace.deliver('block_actions', pressOf('claim_slot', 'd1'));
      await untilWaiting();
      await program.kill();
      expect(await delivery).toMatchObject({ status: 0, error: 'connection_failed' });
    });
    expect(await database.db.selectFrom('claim').select('state').execute()).toEqual([]);
  }, 120_000);
});
