import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type KyselyPlugin, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendDue } from '../src/records/append.ts';
import { verifyLog } from '../src/records/verify-log.ts';
import { changeReport, insertAccepted } from './helpers/accepted.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertYear, NOW, TEAM } from './helpers/rows.ts';

/** Several appenders on one log: never a gap, never two of one number, whoever is killed in between. */
let pools: Pools;
const recordKey = generateKeyPairSync('ed25519').privateKey;
const reports: string[] = [];

beforeAll(async () => {
  pools = await openPools([1, 3, 7]);
  await insertYear(pools.db);
});
afterAll(() => pools.close());

const deps = (i: number) => ({ db: pools.dbOf(i), now: () => NOW, recordKey: undefined });

async function accept(n: number): Promise<void> {
  for (let i = 0; i < n; i += 1) reports.push((await insertAccepted(pools.db, { experts: 1 + (i % 2) })).id);
}

/** Every number once and none left out, as many papers as there are services, and nothing that differs. */
async function expectWhole(): Promise<void> {
  const { db } = pools;
  expect((await verifyLog(db, TEAM, []))?.fault).toBe(undefined);
  const records = await db.selectFrom('service_record').select('no').orderBy('no').execute();
  expect(records.map(({ no }) => no)).toEqual(records.map((_, i) => i + 1));
  const services = await db.selectFrom('report_expert').select('expert_id').execute();
  const issued = await db.selectFrom('record_leaf').select('index').where('kind', '=', 'issue').execute();
  expect(issued).toHaveLength(services.length);
  expect(await db.selectFrom('record_due').select('id').execute()).toEqual([]);
}

test('When three processes record what many accept at one moment, Then each service has one record', async () => {
  await accept(6);
  await Promise.all([accept(20), ...[0, 1, 2, 0, 1, 2].map((i) => appendDue(deps(i), TEAM))]);
  await Promise.all([0, 1, 2].map((i) => appendDue(deps(i), TEAM)));
  await expectWhole();
});

/** How the appender ends: its own program fails, or its connection is gone, as when its process is killed. */
const ENDS = ['it fails', 'it is cut off'] as const;

test.each(ENDS)(
  'When appending ends at any of its statements, as %s, Then all of it is there or nothing, and the next one goes on',
  async (how) => {
    for (let last = 1; ; last += 1) {
      await accept(1);
      await changeReport(pools.db, reports.at(-2) ?? '', { days: 0.5 + (last % 2) });
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(pools.dbOf(0));
      let sent = 0;
      const ending: KyselyPlugin = {
        transformQuery({ node }) {
          sent += 1;
          if (how === 'it fails' && sent > last) throw new Error('it ends here');
          return node;
        },
        async transformResult({ result }) {
          if (how === 'it is cut off' && sent === last)
            await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(pools.dbOf(2));
          return result;
        },
      };
      const cut = { ...deps(0), db: pools.dbOf(0).withPlugin(ending), recordKey };
      await appendDue(cut, TEAM).catch(() => undefined);
      await appendDue({ ...deps(2), recordKey }, TEAM);
      await expectWhole();
      // The last step was the one before.
      if (sent < last) return expect(last).toBeGreaterThan(8);
    }
  },
);

const PROGRAM = `
  import { openDatabase } from './src/db/open.ts';
  import { appendDue } from './src/records/append.ts';
  const { db } = await openDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir: '', poolSize: 2 });
  console.log('ready');
  for (;;) {
    await appendDue({ db, now: () => Temporal.Instant.from('${NOW}'), recordKey: undefined }, '${TEAM}');
    await new Promise((done) => setTimeout(done, 1));
  }`;

function start(): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '-e', PROGRAM];
  const env = { ...process.env, DATABASE_URL: pools.url ?? '' };
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

const readSize = async () =>
  (await pools.db.selectFrom('record_log').select('size').executeTakeFirstOrThrow()).size;

/** Somebody has just committed, and is at the next one. */
async function untilLongerThan(size: number): Promise<void> {
  while ((await readSize()) <= size);
}

test('When the processes that append are killed in the midst of it, again and again, Then nothing is lost or twice', async () => {
  const killed: Promise<unknown>[] = [];
  for (const rounds of [1, 2]) {
    const children = [start(), start()];
    await Promise.all(children.map((child) => (child.stdout ? once(child.stdout, 'data') : undefined)));
    const accepting = accept(20 * rounds);
    for (const child of children) {
      await untilLongerThan(await readSize());
      killed.push(once(child, 'exit'));
      child.kill('SIGKILL');
    }
    await accepting;
  }
  await Promise.all(killed);
  await appendDue(deps(2), TEAM);
  await expectWhole();
});

/** `npm run verify-records`, as an administrator runs it: how it ends, and what it says. */
async function runVerify(): Promise<[code: number, said: string]> {
  const args = ['--disable-warning=ExperimentalWarning', 'src/verify-records.ts'];
  const child = spawn(process.execPath, args, {
    env: { DATABASE_URL: pools.url ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (some: string) => {
    said += some;
  });
  const [code] = await once(child, 'close');
  return [code, said];
}

test('When the program checks the log, Then it says that all is in order, or names the first record that differs', async () => {
  const [fine, said] = await runVerify();
  expect([fine, said]).toEqual([0, expect.stringMatching(/^T0RACE: \d+ 条无误 · \d+ entries in order/)]);
  await pools.db.updateTable('service_record').set({ code: 'x' }).where('no', '=', 3).execute();
  const [wrong, named] = await runVerify();
  expect([wrong, named]).toEqual([1, expect.stringContaining('FW-2013-000003')]);
});
