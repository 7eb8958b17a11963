import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateToLatest } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { runOnServer, startPostgres, urlOf } from '../test/helpers/postgres.ts';
import { claimAsProduct, claimAsUsual, measure, seed } from './claims.ts';
import type { Contest, Ground } from './contest.ts';
import { HTTP } from './http.ts';
import { measureQueue, seedQueue, takeAsProduct, takeAsUsual } from './queue.ts';

interface Figure {
  name: string;
  goal?: Contest['goal'];
  value: number;
  unit: string;
  yardstick: number;
  ratio: number;
}

const ROUNDS = 3;
const CLICKS = 400;

function claiming(name: string, atOnce: number, hot: boolean): Contest {
  const run =
    (claim: typeof claimAsProduct) =>
    async ({ db }: Ground) => {
      await seed(db, { experts: CLICKS, demands: hot ? 1 : CLICKS, slots: hot ? CLICKS : 2 });
      return measure(claim, db, { clicks: CLICKS, atOnce, hot });
    };
  return {
    ...{ name, unit: 'claims/s', yardstick: 'the usual FOR UPDATE transaction' },
    ...{ ours: run(claimAsProduct), usual: run(claimAsUsual) },
  };
}

function queueing(name: string, waiting: number, sent: number): Contest {
  const run =
    (take: typeof takeAsProduct) =>
    async ({ db }: Ground) => {
      await seedQueue(db, { sent, waiting, people: 200 });
      return measureQueue(take, db, waiting);
    };
  return {
    ...{ name, unit: 'messages/s', yardstick: 'the usual queue in a table, without lanes' },
    ...{ ours: run(takeAsProduct), usual: run(takeAsUsual) },
  };
}

const CONTESTS: readonly Contest[] = [
  ...HTTP,
  claiming('claim, 400 needs, 1 click at a time', 1, false),
  claiming('claim, 400 needs, 8 clicks at once', 8, false),
  claiming('claim, one need with 400 slots, 8 clicks at once', 8, true),
  queueing('queue, 400 messages wait, 500 were sent', 400, 500),
  queueing('queue, 400 messages wait, 50,000 were sent', 400, 50_000),
  queueing('queue, 4,000 messages wait, 50,000 were sent', 4000, 50_000),
];

/** Runs product and yardstick in turns on one server, each on a fresh database; the medians are compared. */
async function compare(contest: Contest, server: string): Promise<Figure> {
  const { name, unit, goal, ours, usual, rounds = ROUNDS } = contest;
  const values: number[] = [];
  const yardsticks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await onFreshDatabase(server, ours));
    yardsticks.push(await onFreshDatabase(server, usual));
  }
  const [value, yardstick] = [median(values), median(yardsticks)];
  return {
    name,
    value: round(value),
    unit,
    yardstick: round(yardstick),
    ...(goal === undefined ? {} : { goal }),
    ratio: round2(value / yardstick),
  };
}

async function onFreshDatabase(server: string, work: (ground: Ground) => Promise<number>): Promise<number> {
  const name = `expert_desk_bench_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(server, `create database ${name}`);
  const url = urlOf(server, name);
  const { db, close } = await openDatabase({ databaseUrl: url, dataDir: '', poolSize: 16 });
  try {
    await migrateToLatest(db);
    return await work({ db, url, folder: join(folder, name) });
  } finally {
    await close();
    await runOnServer(server, `drop database ${name} with (force)`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Three digits are as many as mean anything. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

const folder = mkdtempSync(join(tmpdir(), 'expert-desk-bench-'));
const server = await startPostgres(folder);
try {
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  for (const contest of CONTESTS) {
    if (wanted.length > 0 && !wanted.some((word) => contest.name.includes(word))) continue;
    const figure = await compare(contest, server.url);
    const { name, value, unit, yardstick, ratio, goal } = figure;
    const line = process.argv.includes('--json')
      ? JSON.stringify(figure)
      : `${name}: ${value} ${unit}, ${contest.yardstick} ${yardstick}; ratio ${ratio}${goal ? ` (goal ${goal})` : ''}`;
    process.stdout.write(`${line}\n`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
