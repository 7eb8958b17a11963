import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { loadRows, type PackedRows, readPacked } from '../src/db/load.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { type Db, openDatabase } from '../src/db/open.ts';
import { listTeams } from '../src/directory/teams.ts';
import { appendDue } from '../src/records/append.ts';
import { verifyLog } from '../src/records/verify-log.ts';
import { createPostgresDatabase, databaseKind } from './helpers/database.ts';

/**
 * Databases as earlier releases left them (`test/data/<release>/`, made by `make-database.test.ts`). Each is migrated
 * to today, and every figure, state, number and word of it is found again: read here by plain SQL, from the packed rows
 * by plain code.
 */
const KEPT = readdirSync('test/data', { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .flatMap(({ name }) => readdirSync(join('test/data', name)).map((file) => join('test/data', name, file)));

const scratch = mkdtempSync(join(tmpdir(), 'expert-desk-kept-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A database of that release: its migrations, its rows. */
async function openAsItWas(packed: PackedRows): Promise<{ db: Db; close(): Promise<void> }> {
  const folder = mkdtempSync(join(scratch, 'migrations-'));
  for (const name of packed.migrations)
    symlinkSync(resolve('migrations', `${name}.ts`), join(folder, `${name}.ts`));
  const server = databaseKind === 'postgres' ? await createPostgresDatabase() : undefined;
  const dataDir = mkdtempSync(join(scratch, 'data-'));
  const { db, close } = await openDatabase({ databaseUrl: server?.url, dataDir });
  const applied = await migrateToLatest(db, pathToFileURL(`${folder}/`));
  expect(applied).toEqual(packed.migrations);
  await loadRows(db, packed);
  return {
    db,
    async close() {
      await close();
      await server?.drop();
    },
  };
}

type Row = Record<string, unknown>;

function rowsOf({ tables }: PackedRows, table: string): Row[] {
  return (tables.find(({ name }) => name === table)?.rows ?? []) as Row[];
}

/** What a release may never lose or change of a row, whatever its tables are called by then. */
const LASTING: Record<string, readonly string[]> = {
  programme_year: ['year', 'name', 'document_no', 'target_experts', 'deadline', 'time_zone', 'own_days'],
  demand: [
    'number',
    'year',
    'state',
    'title',
    'description',
    'poster',
    'time_text',
    'district',
    'expert_slots',
  ],
  slot: ['demand_id', 'no', 'expert_id', 'claim_id'],
  claim: ['number', 'state', 'expert_id', 'demand_id'],
  consent: ['claim_id', 'kind', 'document_no', 'date'],
  report: ['number', 'year', 'state', 'title', 'metrics', 'action_line', 'service_end', 'summary'],
  report_expert: ['report_id', 'expert_id'],
  expert: ['name', 'user_id', 'state', 'phone', 'specialty'],
  organisation: ['kind', 'name'],
  role_grant: ['user_id', 'role', 'scope'],
  audit: ['id', 'act', 'actor', 'object_id', 'on_behalf_of', 'outcome', 'details'],
  draft: ['kind', 'user_id', 'typed'],
  yearly_summary: ['unit', 'year'],
  yearly_summary_version: ['summary_id', 'version', 'narrative', 'outcome', 'figures'],
  ask_round: ['demand_id'],
  invitation: ['expert_id', 'answer'],
  absence: ['user_id', 'until', 'deputy'],
  digest_issue: ['digest_id', 'slot', 'state', 'figures'],
  nudge: ['kind', 'object_id', 'user_id', 'stage', 'outcome'],
  outgoing: ['key', 'kind', 'target', 'ts'],
};

async function readLasting(db: Db, table: string, columns: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ row: Row }>`select to_jsonb(one) as row from ${sql.table(table)} one`.execute(
    db,
  );
  return pick(
    rows.map(({ row }) => row),
    columns,
  );
}

function pick(rows: readonly Row[], columns: readonly string[]): string[] {
  for (const column of columns) expect(rows[0] ?? { [column]: '' }).toHaveProperty(column);
  return rows.map((row) => JSON.stringify(columns.map((column) => sorted(row[column])))).toSorted();
}

/** PostgreSQL's jsonb knows no order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value ?? null;
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Decision 1 of the mission, over rows as they are packed: distinct experts, person-times, people served. */
function figuresOf(packed: PackedRows) {
  const accepted = rowsOf(packed, 'report').filter(({ state }) => state === 'accepted');
  const ids = new Set(accepted.map(({ id }) => id));
  const pairs = rowsOf(packed, 'report_expert').filter(({ report_id }) => ids.has(report_id));
  const served = accepted.map(({ metrics }) => Number((metrics as Row).service_persons ?? 0));
  return {
    experts: new Set(pairs.map(({ expert_id }) => expert_id)).size,
    personTimes: pairs.length,
    served: served.reduce((sum, n) => sum + n, 0),
  };
}

/** What was accepted before there were records is recorded by the first look, once, in the order of acceptance. */
async function expectRecorded(db: Db, services: number): Promise<void> {
  const teams = await listTeams(db);
  const countRecords = async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from service_record`.execute(db);
    return rows[0]?.n;
  };
  expect(await countRecords()).toBe(0);
  for (const teamId of [...teams, ...teams]) {
    await appendDue({ db, now: () => Temporal.Now.instant(), recordKey: undefined }, teamId);
    expect(await countRecords()).toBe(services);
    expect(await verifyLog(db, teamId, [])).toMatchObject({ size: services, fault: undefined });
  }
  const { rows } = await sql`
    select r.number from service_record s join report r on r.team_id = s.team_id and r.id = s.report_id
    where exists (select 1 from service_record b join report e on e.team_id = b.team_id and e.id = b.report_id
      where b.team_id = s.team_id and b.leaf < s.leaf and e.accepted_at > r.accepted_at)`.execute(db);
  expect(rows).toEqual([]);
}

describe('a database that an earlier release left', () => {
  test('When the kept ones are looked for, Then there are some', () => {
    expect(KEPT).toContain('test/data/0.1/season.json.gz');
    expect(KEPT).toContain('test/data/0.1/december.json.gz');
    const season = figuresOf(readPacked('test/data/0.1/season.json.gz'));
    expect(season).toEqual({ experts: 21, personTimes: 25, served: 1820 });
  });

  test.each(KEPT)('When %s is migrated, Then every figure of it is there again', async (path) => {
    const packed = readPacked(path);
    const { db, close } = await openAsItWas(packed);
    await migrateToLatest(db);
    for (const [table, columns] of Object.entries(LASTING)) {
      const before = pick(rowsOf(packed, table), columns);
      expect(await readLasting(db, table, columns), table).toEqual(before);
    }
    const { rows } = await sql`
      select count(distinct re.expert_id)::integer as experts, count(*)::integer as "personTimes",
        (select sum((metrics ->> 'service_persons')::integer)::integer from report where state = 'accepted') as served
      from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
      where r.state = 'accepted'`.execute(db);
    expect(rows).toEqual([figuresOf(packed)]);
    await expectRecorded(db, figuresOf(packed).personTimes);
    await close();
  });
});
