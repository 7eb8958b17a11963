import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import type { TableName } from '../db/tables.ts';
import type { Person, PersonalRows } from '../people.ts';
import { cleanRecords, eraseRecords } from '../records/erase.ts';
import type { Eraser } from '../records/leaf.ts';
import type { Room } from '../room.ts';

/** What was erased, and the id that stands in the person's place. */
export interface Erased {
  opaque: string;
  /** Service records that have lost their fields. */
  records: number;
}

/** Tells of nobody, and is no id of Slack's: those begin otherwise. */
export function newOpaque(): string {
  return `X${randomBytes(6).toString('hex').toUpperCase()}`;
}

/**
 * Whatever is kept of somebody goes, in the transaction of whoever erases: the rows that are their own as the rooms say
 * it, then name, number and account wherever else they stand. What figures count by stays, with an id that says nothing.
 */
export async function erasePerson(
  trx: Trx,
  rooms: readonly Room[],
  person: Person,
  { by, now }: { by: Eraser; now: Temporal.Instant },
): Promise<Erased> {
  const { teamId, expertIds, pattern } = person;
  const opaque = newOpaque();
  const records = await eraseRecords(trx, { teamId, expertIds, by, now });
  for (const { people } of rooms)
    for (const { table, rows = [] } of people?.personal ?? [])
      for (const { of, becomes } of rows)
        if (of && becomes) await eraseRows(trx, table, { teamId, where: of(person), becomes, opaque });
  await sql`update expert set erased_at = ${now}::timestamptz
    where team_id = ${teamId} and id = any(${[...expertIds]}::text[])`.execute(trx);
  if (pattern !== undefined) {
    await replaceWords(trx, rooms, { teamId, pattern, opaque });
    await cleanRecords(trx, { teamId, pattern, by, now });
  }
  return { opaque, records };
}

/** Some rows lose what they say, or go. Returns how many. */
export async function eraseRows(
  trx: Trx,
  table: TableName,
  {
    teamId,
    where,
    becomes,
    opaque,
  }: {
    teamId: string;
    where: RawBuilder<unknown>;
    becomes: NonNullable<PersonalRows['becomes']>;
    opaque: string;
  },
): Promise<number> {
  const condition = sql`${sql.ref(`${table}.team_id`)} = ${teamId} and (${where})`;
  const { numAffectedRows = 0n } = await (becomes === 'nothing'
    ? sql`delete from ${sql.table(table)} where ${condition}`
    : sql`update ${sql.table(table)} set ${setOf(becomes(opaque))} where ${condition}`
  ).execute(trx);
  return Number(numAffectedRows);
}

export function setOf(values: Readonly<Record<string, RawBuilder<unknown>>>): RawBuilder<unknown> {
  return sql.join(Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
}

/** Among others' words and wherever an account stands, one statement a table. */
async function replaceWords(
  trx: Trx,
  rooms: readonly Room[],
  { teamId, pattern, opaque }: { teamId: string; pattern: string; opaque: string },
): Promise<void> {
  const types = await readTypes(trx);
  for (const [table, columns] of listWords(rooms)) {
    const replaced = columns.map((column) => {
      const type = sql.raw(types.get(`${table}.${column}`) ?? 'text');
      return sql`${sql.ref(column)} = regexp_replace(${sql.ref(column)}::text, ${pattern}, ${opaque}, 'g')::${type}`;
    });
    const speaks = columns.map((column) => sql`${sql.ref(column)}::text ~ ${pattern}`);
    await sql`update ${sql.table(table)} set ${sql.join(replaced)}
      where team_id = ${teamId} and (${sql.join(speaks, sql` or `)})`.execute(trx);
  }
}

/** By table: where words stand, and accounts. */
export function listWords(rooms: readonly Room[]): Map<TableName, string[]> {
  const found = new Map<TableName, Set<string>>();
  const add = (table: TableName, columns: readonly string[]) =>
    found.set(table, new Set([...(found.get(table) ?? []), ...columns]));
  for (const { people } of rooms) {
    for (const { table, words = [] } of people?.personal ?? []) if (words.length > 0) add(table, words);
    for (const { to, table, column } of people?.refers ?? [])
      if (to.includes('account')) add(table, [column]);
  }
  return new Map([...found].map(([table, columns]) => [table, [...columns]]));
}

/** How each column's text is read again: lists and json are, as the opaque id needs no quotes. */
async function readTypes(trx: Trx): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`
    select c.table_name || '.' || c.column_name as name, c.udt_name as type
    from information_schema.columns c where c.table_schema = 'public'`.execute(trx);
  return new Map(
    rows.map(({ name, type }) => [name, type === '_text' ? 'text[]' : type === 'jsonb' ? 'jsonb' : 'text']),
  );
}
