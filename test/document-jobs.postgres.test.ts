import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { wallNow } from '../src/clock.ts';
import { type OpenDatabase, openDatabase } from '../src/db/open.ts';
import { insertJob } from '../src/documents/sql.ts';
import { messageOf } from '../src/documents/tell.ts';
import { enqueueView } from '../src/outbox/enqueue.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { createPostgresDatabase } from './helpers/database.ts';
import { startProgram } from './helpers/program.ts';

/** A paper that was asked for, and processes that are killed while they make it. */
const [TEAM, ASKER] = ['T0EXPERTS', 'U0BUREAU'];
const FOUR_MINUTES = 240_000;

let database: OpenDatabase & { url: string };
let workspace: Workspace;
let ends: (() => unknown)[] = [];

beforeEach(async () => {
  const { url, drop } = await createPostgresDatabase(inject('templateDatabase'));
  database = { ...(await openDatabase({ databaseUrl: url, dataDir: '' })), url };
  workspace = await startWorkspace({
    ...{ appUrl: '', signingSecret: 'a-signing-secret', botToken: 'xoxb-1', manifest: buildManifest('http') },
    ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds, paced: false },
  });
  workspace.addUser({ id: ASKER, name: '市局专技处' });
  workspace.addChannel({ id: 'C0', name: 'c0', members: [], botIsMember: true });
  ends = [drop, database.close, workspace.close];
  await insertWorld();
});

afterEach(async () => {
  for (const end of ends.reverse()) await end();
});

/** A year, a coordinator, a need, and the paper about it that the coordinator has asked for. */
async function insertWorld(): Promise<void> {
  const { db } = database;
  await db
    .insertInto('programme_year')
    .values({
      ...{ team_id: TEAM, year: 2026, name: '行动', target_experts: 300, opens_on: '2026-01-01' },
      ...{ deadline: wallNow(), time_zone: 'Asia/Shanghai', channel_id: 'C0', language: 'zh', current: true },
      ...{ published_by: 'district', catalogue: CATALOGUE, created_by: ASKER, created_at: wallNow() },
    })
    .execute();
  await db
    .insertInto('role_grant')
    .values({ team_id: TEAM, user_id: ASKER, role: 'bureau', granted_by: ASKER, granted_at: wallNow() })
    .execute();
  await db
    .insertInto('organisation')
    .values({
      ...{
        team_id: TEAM,
        id: 'host',
        kind: 'host_unit',
        name: '单位',
        name_key: 'host',
        created_at: wallNow(),
      },
    })
    .execute();
  await db
    .insertInto('demand')
    .values({
      ...{ team_id: TEAM, id: 'd1', number: 'XQ-2026-0001', year: 2026, state: 'published' },
      ...{ host_unit_id: 'host', poster: 'U0', district: 'binhai', districts: ['binhai'], unit_name: '单位' },
      ...{ action_line: 'other', title: '需求', expert_slots: 1, time_text: '长期' },
      ...{ submitted_at: wallNow(), published_at: wallNow(), changed_at: wallNow() },
    })
    .execute();
  // As the submission leaves it that is killed right after its commit.
  await db.transaction().execute(async (trx) => {
    await insertJob(trx, {
      ...{ teamId: TEAM, id: 'job', cause: 'press', askedBy: ASKER, now: wallNow(), what: 'needs' },
      parameters: {
        ...{ year: 2026, format: 'csv', language: 'zh' },
        reach: { all: true, districts: [], systems: [] },
      },
    });
    await enqueueView(trx, messageOf(TEAM, { id: 'job', askedBy: ASKER }));
  });
}

/** The program as `npm start` runs it. */
async function start(): Promise<() => Promise<void>> {
  const program = startProgram({
    DATABASE_URL: database.url,
    HOST: '127.0.0.1',
    PORT: '0',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'a-signing-secret',
    SLACK_API_URL: workspace.apiUrl,
  });
  ends.push(program.kill);
  await program.line(/"ready"/);
  return program.kill;
}

const theJob = () => database.db.selectFrom('document_job').selectAll().executeTakeFirstOrThrow();

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sql`select pg_sleep(0.05)`.execute(database.db);
}

/** The job's own statement waits where it is held up. */
const untilHeldUp = () =>
  until(async () => {
    const { rows } =
      await sql`select 1 from pg_locks where locktype = 'advisory' and objid = 42 and not granted`.execute(
        database.db,
      );
    return rows.length > 0;
  });

/** The server would still finish the statement of a client that is gone. */
const endWaiting = () =>
  sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);

/** What the next process finds once the lease of the dead one has run out; in this test at once. */
async function finish(): Promise<void> {
  await sql`update document_job set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
    database.db,
  );
  await sql`update outgoing set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
    database.db,
  );
  await start();
  await expectOne();
}

/** One file, one message that tells of it, and one that says how it went. */
async function expectOne(): Promise<void> {
  await until(async () => workspace.as(ASKER).dms.some(({ text }) => text.includes('已生成')));
  expect((await theJob()).state).toBe('done');
  const unsent = () =>
    database.db
      .selectFrom('outgoing')
      .select('key')
      .where('state', '!=', 'sent')
      .where('kind', '!=', 'home')
      .execute();
  await until(async () => (await unsent()).length === 0);
  expect(await database.db.selectFrom('handed_file').select('user_id').execute()).toEqual([
    { user_id: ASKER },
  ]);
  const texts = workspace.as(ASKER).dms.map(({ text }) => text);
  expect(texts.filter((text) => text.includes('这是您要的文件'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('已生成'))).toHaveLength(1);
  expect(texts.filter((text) => /正在/.test(text))).toEqual([]);
}

test(
  'When the process is killed before it begins and two others find it at once, Then one file comes',
  async () => {
    await Promise.all([start(), start()]);
    await expectOne();
  },
  FOUR_MINUTES,
);

/** A process makes it and is killed at this step, which it has not written down yet. */
async function killAt(step: string): Promise<void> {
  const { db } = database;
  await sql`create function hold_up() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(42); return new; end $$`.execute(db);
  await sql`create trigger hold_up before update on document_job for each row when (${sql.raw(step)})
    execute function hold_up()`.execute(db);
  await db.transaction().execute(async (trx) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
    await sql`select pg_advisory_xact_lock(42)`.execute(trx);
    const kill = await start();
    await untilHeldUp();
    await kill();
    await endWaiting();
  });
  await sql`drop trigger hold_up on document_job`.execute(db);
  expect(await theJob()).toMatchObject({ state: 'building', tries: 1 });
}

test(
  'When it is killed while it builds, Then the next one begins again and one file comes',
  async () => {
    await killAt('new.progress = 60');
    expect(await database.db.selectFrom('handed_file').select('id').execute()).toEqual([]);
    await finish();
    expect((await theJob()).tries).toBe(2);
  },
  FOUR_MINUTES,
);

test(
  'When it is killed after it handed the file over and before it said so, Then no second one comes',
  async () => {
    await killAt("new.state = 'done'");
    expect(await database.db.selectFrom('handed_file').select('id').execute()).toHaveLength(1);
    await finish();
  },
  FOUR_MINUTES,
);

test(
  'When it was begun three times and never came to an end, Then it is given up and says so',
  async () => {
    await database.db.updateTable('document_job').set({ state: 'building', tries: 3 }).execute();
    await start();
    await until(async () => (await theJob()).state === 'failed');
    await until(async () => workspace.as(ASKER).dms.some(({ text }) => text.includes('中途中断了几次')));
    expect(await database.db.selectFrom('handed_file').select('id').execute()).toEqual([]);
  },
  FOUR_MINUTES,
);
