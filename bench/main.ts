/**
 * Product and yardstick in turn, in one run; what counts are the ratios. `npm run bench` measures everything,
 * `npm run bench -- queue history` what has one of these words in its name; `--json` prints a line of JSON for each.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateToLatest } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { runOnServer, startPostgres, urlOf } from '../test/helpers/postgres.ts';
import { CLAIMING } from './claims.ts';
import { type Contest, type Figure, type Ground, median } from './contest.ts';
import { measureHistories, seedHistories } from './histories.ts';
import { HTTP } from './http.ts';
import { IMPORTING, importOnce } from './import.ts';
import { importWhileClaiming } from './import-claims.ts';
import { killAmongActs } from './kills.ts';
import { QUEUEING } from './queue.ts';
import { RECORDS } from './records.ts';
import { reportOnce } from './report.ts';
import { holdAfterActs, startAgain, startFresh } from './start.ts';
import { TWO } from './two.ts';

const ROUNDS = 3;

const folder = mkdtempSync(join(tmpdir(), 'expert-desk-bench-'));
const server = await startPostgres(folder);
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isWanted = (name: string) => words.length === 0 || words.some((word) => name.includes(word));

/** The medians of product and yardstick, each time on a fresh database. */
async function compare({ name, unit, goal, yardstick, ours, usual }: Contest): Promise<Figure> {
  const values: number[] = [];
  const yardsticks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    values.push(await onFreshDatabase(ours));
    yardsticks.push(await onFreshDatabase(usual));
  }
  const [value, usually] = [median(values), median(yardsticks)];
  return {
    name,
    value,
    unit,
    yardstickName: yardstick,
    yardstick: usually,
    ratio: value / usually,
    ...(goal && { goal }),
  };
}

async function onFreshDatabase<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const name = `expert_desk_bench_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(server.url, `create database ${name}`);
  const url = urlOf(server.url, name);
  const { db, close } = await openDatabase({ databaseUrl: url, dataDir: '', poolSize: 16 });
  try {
    await migrateToLatest(db);
    return await work({ db, url, folder: join(folder, name) });
  } finally {
    await close();
    await runOnServer(server.url, `drop database ${name} with (force)`);
  }
}

/** Three digits are as many as mean anything. */
const round = (value: number) => Number(value.toPrecision(3));

function print(figure: Figure): void {
  const { name, value, unit, yardstickName, yardstick, ratio, goal } = figure;
  const line = `${name}: ${round(value)} ${unit}, ${yardstickName} ${round(yardstick)}; ratio ${ratio.toFixed(2)}`;
  say(figure, `${line}${goal ? ` (goal ${goal})` : ''}`);
}

function say(figures: object, line: string): void {
  process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify(figures) : line}\n`);
}

async function measureStarts(): Promise<void> {
  for (const [name, start] of [
    ['first start', startFresh],
    ['restart', startAgain],
  ] as const) {
    const figure = await start();
    const { pageMs, readyMs } = figure;
    say(
      { name, ...figure },
      `${name}: page ${round(pageMs / 1000)} s, season ready ${round(readyMs / 1000)} s`,
    );
  }
}

async function measureMemory(): Promise<void> {
  const figure = await holdAfterActs(1000);
  say(
    { name: 'memory', ...figure },
    `memory of the playground after ${figure.acts} acts: ${round(figure.residentMb)} MB`,
  );
}

/** Whoever looks back on ten years, and on a province, should hardly notice. */
async function measurePast(): Promise<void> {
  const figures = await onFreshDatabase(({ db: city }) =>
    onFreshDatabase(({ db: tenYears }) =>
      onFreshDatabase(async ({ db: province }) => {
        await seedHistories({ city, tenYears, province });
        return measureHistories({ city, tenYears, province });
      }),
    ),
  );
  const yardstickName = 'a city of one year';
  for (const { name, city: yardstick, tenYears, province } of figures) {
    const usual = { unit: 'ms', yardstickName, yardstick };
    const [longer, larger] = [tenYears / yardstick, province / yardstick];
    print({ ...usual, name: `history: ${name}, ten years`, value: tenYears, ratio: longer, goal: '≤ 1.1' });
    print({ ...usual, name: `history: ${name}, province`, value: province, ratio: larger, goal: '≤ 1.5' });
  }
}

/** The database that is made where none is given: in this process, as in the product. */
async function onEmbeddedDatabase<T>(work: (ground: Pick<Ground, 'db'>) => Promise<T>): Promise<T> {
  const dataDir = join(folder, randomUUID());
  const { db, close } = await openDatabase({ dataDir, isMadeMigrated: true });
  try {
    return await work({ db });
  } finally {
    await close();
  }
}

/** Whoever is answered meanwhile should hardly notice. */
async function measureImport(name: string, on: typeof onEmbeddedDatabase): Promise<void> {
  const figures = await on(importOnce);
  const { seconds, memoryMb, keptMb, heldMs } = figures;
  say(
    { name, ...figures },
    `${name} of 5,000 rows: ${round(seconds)} s, ${round(memoryMb)} MB over the rest (goal ≤ 256), of which ${round(keptMb)} MB stay, nobody else answered for ${round(heldMs)} ms at most (goal ≤ 50)`,
  );
}

/** And whoever claims meanwhile. */
async function measureClaimsMeanwhile(name: string, on: typeof onEmbeddedDatabase): Promise<void> {
  const figures = await on(importWhileClaiming);
  const { seconds, claims, longestMs, medianMs } = figures;
  say(
    { name: `${name}, while people claim`, ...figures },
    `${name} of 5,000 rows in ${round(seconds)} s while people claim, four a second: of ${claims} claims the longest took ${round(longestMs)} ms, half of them at most ${round(medianMs)} ms`,
  );
}

/** The same for whoever asks for the report of a long year. */
async function measureReport(): Promise<void> {
  const figures = await onFreshDatabase(reportOnce);
  const { services, readSeconds, docxSeconds, xlsxSeconds, memoryMb, heldMs } = figures;
  say(
    { name: 'report', ...figures },
    `report of 10,000 services (${services} rows): read ${round(readSeconds)} s, DOCX ${round(docxSeconds)} s, XLSX ${round(xlsxSeconds)} s, ${round(memoryMb)} MB over the rest (goal ≤ 256), nobody else answered for ${round(heldMs)} ms at most (goal ≤ 50)`,
  );
}

async function measureKills(): Promise<void> {
  const killed = await onFreshDatabase(killAmongActs);
  const { acknowledged, lost, doubled, unknown, secondsUntilOut } = killed;
  say(
    { name: 'kills', ...killed },
    `20 kills among 200 acts: ${acknowledged} acknowledged, ${lost} lost, ${doubled} messages doubled, ${unknown} unknown, all out after ${round(secondsUntilOut)} s`,
  );
}

try {
  // Their memory is looked at while this process holds nothing else.
  for (const [name, on] of [
    ['import, embedded', onEmbeddedDatabase],
    ['import, PostgreSQL', onFreshDatabase],
  ] as const)
    if (isWanted(name)) {
      await measureImport(name, on);
      await measureClaimsMeanwhile(name, on);
    }
  if (isWanted('report')) await measureReport();
  for (const contest of [...HTTP, TWO, ...CLAIMING, ...RECORDS, ...QUEUEING, IMPORTING])
    if (isWanted(contest.name)) print(await compare(contest));
  if (isWanted('kills')) await measureKills();
  if (isWanted('start')) await measureStarts();
  if (isWanted('memory')) await measureMemory();
  if (isWanted('history')) await measurePast();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
