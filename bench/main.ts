import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateToLatest } from '../src/db/migrate.ts';
import { type Db, openDatabase } from '../src/db/open.ts';
import { runOnServer, startPostgres, urlOf } from '../test/helpers/postgres.ts';
import { claimAsProduct, claimAsUsual, measure, seed } from './claims.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
  yardstick: number;
  ratio: number;
}

const ROUNDS = 3;
const CLICKS = 400;

/** Runs product and yardstick in turns on one server, each on a fresh database; the medians are compared. */
async function compare(name: string, atOnce: number, hot: boolean, server: string): Promise<Figure> {
  const ours: number[] = [];
  const usual: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [claim, into] of [
      [claimAsProduct, ours],
      [claimAsUsual, usual],
    ] as const) {
      await onFreshDatabase(server, async (db) => {
        await seed(db, { experts: CLICKS, demands: hot ? 1 : CLICKS, slots: hot ? CLICKS : 2 });
        into.push(await measure(claim, db, { clicks: CLICKS, atOnce, hot }));
      });
    }
  }
  const [value, yardstick] = [median(ours), median(usual)];
  return {
    name,
    value: Math.round(value),
    unit: 'claims/s',
    yardstick: Math.round(yardstick),
    ratio: round2(value / yardstick),
  };
}

async function onFreshDatabase(server: string, work: (db: Db) => Promise<void>): Promise<void> {
  const name = `expert_desk_bench_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(server, `create database ${name}`);
  const { db, close } = await openDatabase({ databaseUrl: urlOf(server, name), dataDir: '', poolSize: 16 });
  try {
    await migrateToLatest(db);
    await work(db);
  } finally {
    await close();
    await runOnServer(server, `drop database ${name} with (force)`);
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

const folder = mkdtempSync(join(tmpdir(), 'expert-desk-bench-'));
const server = await startPostgres(folder);
try {
  for (const [name, atOnce, hot] of [
    ['claim, 400 needs, 1 click at a time', 1, false],
    ['claim, 400 needs, 8 clicks at once', 8, false],
    ['claim, one need with 400 slots, 8 clicks at once', 8, true],
  ] as const) {
    const figure = await compare(name, atOnce, hot, server.url);
    const line = process.argv.includes('--json')
      ? JSON.stringify(figure)
      : `${name}: ${figure.value} ${figure.unit}, the usual FOR UPDATE transaction ${figure.yardstick}; ratio ${figure.ratio}`;
    process.stdout.write(`${line}\n`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
