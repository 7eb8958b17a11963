/** Presses over HTTP, from the signed payload to the answer that the person reads. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { migrateToLatest } from '../src/db/migrate.ts';
import { type Db, openDatabase } from '../src/db/open.ts';
import type { Contest, Ground } from './contest.ts';
import { seedLivedIn } from './lived-in.ts';
import { type Load, pressAll } from './presses.ts';
import { type Server, type Storage, startBare, startProduct } from './server.ts';
import { startSlack, TEAM } from './slack.ts';

/** What a claim by hand is like: 100 handlers are registered, one of them is meant. */
const LISTENERS = 100;
const WARM_UP = 40;

interface Scene {
  presses: number;
  connections: number;
  /** All on one need. */
  hot: boolean;
}

const needOf = (hot: boolean, no: number) => (hot ? 'd1' : `d${no}`);

/** Claims per second: some to warm up, then those that count; every one of them must be there at the end. */
async function claimAll(servers: readonly Server[], db: Db, apiSlack: Slack, scene: Scene): Promise<number> {
  const urls = servers.map(({ url }) => url);
  const load = (from: number, presses: number): Load => ({
    presses,
    connections: scene.connections,
    press: (n) => ({ userId: `U${from + n}`, actionId: 'claim_slot', value: needOf(scene.hot, from + n) }),
    until: 'answered',
  });
  await pressAll(urls, apiSlack, load(0, WARM_UP));
  const perSecond = await pressAll(urls, apiSlack, load(WARM_UP, scene.presses));
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from claim where team_id = ${TEAM}`.execute(db);
  if (rows[0]?.n !== WARM_UP + scene.presses) throw new Error(`${rows[0]?.n} claims are there`);
  return perSecond;
}

type Slack = Awaited<ReturnType<typeof startSlack>>;

function sizeOf({ presses, hot }: Scene) {
  const experts = presses + WARM_UP;
  return { experts, demands: hot ? 1 : experts, slots: hot ? experts : 2 };
}

type Start = (storage: Storage, slack: Slack) => Promise<Server>;
const product: Start = (storage, slack) => startProduct(storage, slack.apiUrl);
const bare: Start = (storage) => startBare({ listeners: LISTENERS, claims: true, storage });

/** On PostgreSQL. */
async function onServer({ db, url }: Ground, start: Start, scene: Scene): Promise<number> {
  await seedLivedIn(db, sizeOf(scene));
  return beforeSlack((slack) =>
    withServer(start({ databaseUrl: url }, slack), (server) => claimAll([server], db, slack, scene)),
  );
}

/** On the embedded database, which one process opens at a time: this one seeds and counts, the server works. */
async function onFolder({ folder }: Ground, start: Start, scene: Scene): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const dataDir = join(folder, String(performance.now()));
  const before = await openDatabase({ dataDir });
  await migrateToLatest(before.db);
  await seedLivedIn(before.db, sizeOf(scene));
  await before.close();
  return beforeSlack((slack) =>
    withServer(start({ dataDir }, slack), (server) => pressed(server, slack, scene)),
  );
}

async function pressed(server: Server, slack: Slack, { presses, connections, hot }: Scene): Promise<number> {
  return pressAll([server.url], slack, {
    presses,
    connections,
    press: (n) => ({ userId: `U${n}`, actionId: 'claim_slot', value: needOf(hot, n) }),
    until: 'answered',
  });
}

async function beforeSlack<T>(work: (slack: Slack) => Promise<T>): Promise<T> {
  const slack = await startSlack();
  try {
    return await work(slack);
  } finally {
    await slack.close();
  }
}

async function withServer<T>(starting: Promise<Server>, work: (server: Server) => Promise<T>): Promise<T> {
  const server = await starting;
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

function claiming(connections: number, goal: Contest['goal']): Contest {
  const scene = { presses: connections === 1 ? 200 : 400, connections, hot: false };
  return {
    name: `claim over HTTP with its answer, ${connections} connection${connections === 1 ? '' : 's'}`,
    unit: 'claims/s',
    yardstick: 'bare Bolt, 100 listeners, one statement, the answer',
    goal,
    ours: (ground) => onServer(ground, product, scene),
    usual: (ground) => onServer(ground, bare, scene),
  };
}

function hot(connections: number): Contest {
  const scene = { presses: 400, connections };
  return {
    name: `one hot need, ${connections} connections`,
    unit: 'claims/s',
    yardstick: 'the product, as many needs as experts',
    goal: '≥ 0.8',
    ours: (ground) => onServer(ground, product, { ...scene, hot: true }),
    usual: (ground) => onServer(ground, product, { ...scene, hot: false }),
  };
}

/** A button that no release has: checked, acknowledged, and nothing more to do, on either side. */
async function acknowledge(starting: Promise<Server>, slack: Slack): Promise<number> {
  const load = (presses: number): Load => ({
    presses,
    connections: 16,
    press: (n) => ({ userId: `U${n}`, actionId: 'gone', value: 'd1' }),
    until: 'acknowledged',
  });
  // The load is heavier than what it loads: what counts is what the server's own process needs.
  return withServer(starting, async ({ url, cpuMs }) => {
    await pressAll([url], slack, load(1500));
    const before = cpuMs();
    await pressAll([url], slack, load(5000));
    return 5000 / ((cpuMs() - before) / 1000);
  });
}

const embedded = { presses: 200, connections: 8, hot: false };

const acknowledging: Contest = {
  name: 'acknowledgement of a press, 16 connections',
  unit: 'presses per second of processor time',
  yardstick: 'bare Bolt with one listener',
  goal: '≥ 0.6',
  ours: ({ url }) =>
    beforeSlack((slack) => acknowledge(startProduct({ databaseUrl: url }, slack.apiUrl), slack)),
  usual: () => beforeSlack((slack) => acknowledge(startBare({ listeners: 1, claims: false }), slack)),
};

export const HTTP: readonly Contest[] = [
  acknowledging,
  claiming(1, '≥ 0.45'),
  claiming(8, '≥ 0.6'),
  claiming(32, '≥ 0.6'),
  hot(8),
  hot(32),
  {
    name: 'claim over HTTP with its answer, embedded database, 8 connections',
    unit: 'claims/s',
    yardstick: 'bare Bolt with one statement on the same database',
    goal: '≥ 0.5',
    ours: (ground) => onFolder(ground, product, embedded),
    usual: (ground) => onFolder(ground, bare, embedded),
  },
];
