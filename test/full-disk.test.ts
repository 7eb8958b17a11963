import { tmpdir } from 'node:os';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { watchDisk } from '../src/db/disk.ts';
import { type Desk, startDesk } from './helpers/desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk({ setUp: false });
});
afterEach(() => sql`drop trigger if exists refuse on disk_probe`.execute(desk.db));
afterAll(() => desk.close());

/** Every write is refused as PostgreSQL does it in this state. */
async function refuseWrites(sqlState: string): Promise<void> {
  await sql`create or replace function refuse() returns trigger language plpgsql as ${sql.lit(
    `begin raise exception 'refused' using errcode = '${sqlState}'; end`,
  )}`.execute(desk.db);
  await sql`create trigger refuse before insert or update on disk_probe
    for each row execute function refuse()`.execute(desk.db);
}

const readiness = async () => {
  const answer = await fetch(`${desk.appUrl}/readyz`);
  return { status: answer.status, ...((await answer.json()) as object) };
};

const fine = { status: 200, ready: true, database: true, slack: 'yes', records: 'unsigned' };

test('When the disk of the database is full, Then readiness says so, and recovers with it', async () => {
  expect(await readiness()).toEqual(fine);
  await refuseWrites('53100');
  const full = { status: 503, ready: false, database: true, slack: 'yes', disk: 'full', records: 'unsigned' };
  expect(await readiness()).toEqual(full);
  await sql`drop trigger refuse on disk_probe`.execute(desk.db);
  expect(await readiness()).toEqual(fine);
});

test('When the database refuses to write for another reason, Then it is the database that is not ready', async () => {
  await refuseWrites('25006');
  expect(await readiness()).toEqual({
    status: 503,
    ready: false,
    database: false,
    slack: 'yes',
    records: 'unsigned',
  });
});

test('When the embedded database’s disk is nearly full, Then it is full before a commit fails', async () => {
  const watch = (leastFree: number) =>
    watchDisk({ db: desk.db, teamId: () => undefined, dataDir: tmpdir(), leastFree })();
  expect([await watch(1), await watch(Number.MAX_SAFE_INTEGER)]).toEqual(['yes', 'full']);
});
