import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOMS } from '../src/rooms.ts';
import { openTestDatabase, type TestDatabase } from './helpers/database.ts';

/**
 * Merging, handing over, and later giving out and erasing what is kept of somebody know no table by name: they go through
 * what the rooms declare. So every column in which an expert, a unit or an account may stand is declared, or stands here.
 */
const SPEAKS_OF_NOBODY: readonly string[] = [
  // What happened stays as it was told then.
  'audit.details',
  'audit.object_id',
  'audit.object_kind',
  'audit.on_behalf_of',
  // Lists, rules and figures.
  'programme_year.catalogue',
  'programme_year.frozen',
  'programme_year.own_days',
  'programme_year.published_by',
  'programme_year.rules',
  'digest_channel.content',
  'digest_issue.figures',
  'yearly_summary_version.figures',
  'report.metrics',
  // Words of the year's lists, and places.
  'yearly_summary.unit',
  'expert.categories',
  'expert.services',
  'demand.districts',
  'demand.modes',
  'demand.need_types',
  'report.districts',
  // Whom people name in their own words, without an account: it is text.
  'demand.contact_name',
  'demand.contact_phone',
  'expert.home_unit_contact',
  'organisation.districts',
  // What of a file stands in a message, and which side of a need a line is for.
  'handed_file.rows',
  // A need, a claim or a report, and places.
  'document_job.parameters',
  // What was committed to stays as it was, whoever it is now.
  'service_record.fields',
  'import.scopes',
  'import.unread',
  'import.fault',
  'import_row.cells',
  'import_row.faults',
  'telephone_line.person',
  // Beside `merged_into`, for the key.
  'expert.into_one_that_stays',
  'organisation.into_one_that_stays',
  // Which process has a message under way.
  'outgoing.leased_by',
];

const HOW = `say where it stands, in the room's refers.ts (see src/room.ts, Reference):
  { to: ['expert'], table: '…', column: '…' }            an expert's id; 'unit' for an organisation's
  { to: ['account'], table: '…', column: '…', say }      an account that holds something: it is handed over
  { to: ['account'], table: '…', column: '…', stays: true }  who did something, or who somebody is
with \`row\` unless the table has an \`id\`, \`within\` in lists, json and keys, \`once\` where a second row would say the same
twice, and a clash in \`listClashes\` where two can't become one. What speaks of nobody stands in this test.`;

/** Names that people, units and things in general go by. */
const SOUNDS_LIKE =
  /(^|_)(user|users|people|person|actor|author|poster|deputy|account|assistant|target|object_id|about|expert|unit|employer|merged_into)(_id)?$|_by$|_user(_id)?$|^user_id$|_users$|contact/;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Column {
  name: string;
  column: string;
  type: string;
  refers: boolean;
}

async function listColumns(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.table_name as name, c.column_name as column, c.udt_name as type, exists (
      select 1 from pg_constraint k
      join pg_class t on t.oid = k.conrelid
      join pg_class of on of.oid = k.confrelid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = any(k.conkey) and a.attname = c.column_name
      where k.contype = 'f' and t.relname = c.table_name and of.relname in ('expert', 'organisation')
        and a.attname <> 'team_id'
    ) as refers
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not like 'kysely%'
      and c.is_generated = 'NEVER'`.execute(database.db);
  return rows;
}

const declared = ROOMS.flatMap(({ people }) => people?.refers ?? []);

test('When a column may speak of an expert, a unit or an account, Then its room says so', async () => {
  const known = new Set([...declared.map(({ table, column }) => `${table}.${column}`), ...SPEAKS_OF_NOBODY]);
  const columns = await listColumns();
  const speaking = columns.filter(
    ({ column, type, refers }) =>
      refers || ['json', 'jsonb', '_text'].includes(type) || (type === 'text' && SOUNDS_LIKE.test(column)),
  );
  expect(speaking.length).toBeGreaterThan(50);
  const missing = speaking.map(({ name, column }) => `${name}.${column}`).filter((one) => !known.has(one));
  expect(missing, HOW).toEqual([]);
});

test('When a room says where people stand, Then there is such a column, it is of its own table, and its row can be named', async () => {
  const columns = await listColumns();
  const all = new Set(columns.map(({ name, column }) => `${name}.${column}`));
  for (const { name, tables = [], people } of ROOMS)
    for (const { table, column, row = ['id'], within } of people?.refers ?? []) {
      expect([name, tables.includes(table)]).toEqual([name, true]);
      const needed = within === 'list' || within === 'keys' ? [column] : [column, ...row];
      for (const one of needed) expect(all).toContain(`${table}.${one}`);
    }
  for (const one of SPEAKS_OF_NOBODY) expect(all).toContain(one);
});
