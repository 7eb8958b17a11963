import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Trx } from '../db/open.ts';
import { toJson } from '../db/values.ts';
import type { Reference, Replacement } from '../people.ts';

/** What one reference came to: what names the rows that followed, and whole rows that went, as there was one already. */
export interface Moved {
  table: string;
  column: string;
  within: string;
  rows: Record<string, unknown>[];
  dropped: Record<string, unknown>[];
}

const row = z.record(z.string(), z.unknown());

/** As the audit trail keeps it. */
export const movedRows = z.array(
  z.object({
    table: z.string(),
    column: z.string(),
    within: z.string(),
    rows: z.array(row),
    dropped: z.array(row),
  }),
);

/** Marks wait for seconds, and are gone when anything is taken back. */
const KEPT: readonly string[] = ['alone', 'json', 'key'];

/** Wherever the one stands, the other stands from now on; a row that would say the same twice goes. */
export async function replace(trx: Trx, reference: Reference, one: Replacement): Promise<Moved> {
  const { table, column, within = 'alone', once, ends } = reference;
  const dropped = [
    ...(once ? await dropSecond(trx, reference, one) : []),
    ...(ends ? await dropEnded(trx, reference, one, ends(one)) : []),
  ];
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    update ${sql.table(table)} set ${sql.ref(column)} = ${valueWith(reference, one.from, one.into)}
    where team_id = ${one.teamId} and ${standsIn(reference, one)} returning ${nameOf(reference)} as row`.execute(
    trx,
  );
  return {
    table,
    column,
    within,
    rows: KEPT.includes(within) ? rows.map((found) => found.row) : [],
    dropped,
  };
}

/** The same backwards for the rows that followed; false when one of them is not as it was left. */
export async function takeBack(
  trx: Trx,
  reference: Reference,
  { teamId, from, into }: Replacement,
  moved: Moved,
): Promise<boolean> {
  const { table, column } = reference;
  const back = { teamId, from: into, into: from };
  if (moved.rows.length > 0) {
    const { numAffectedRows = 0n } = await sql`
      update ${sql.table(table)} set ${sql.ref(column)} = ${valueWith(reference, into, from)}
      where team_id = ${teamId} and ${standsIn({ ...reference, follows: () => sql`true` }, back)}
        and ${nameOf(reference)} in (select jsonb_array_elements(${toJson(moved.rows)}))`.execute(trx);
    if (numAffectedRows < BigInt(moved.rows.length)) return false;
  }
  if (moved.dropped.length > 0)
    await sql`insert into ${sql.table(table)}
      select * from jsonb_populate_recordset(null::${sql.table(table)}, ${toJson(moved.dropped)})
      on conflict do nothing`.execute(trx);
  return true;
}

/** Where there is one of the other already. */
async function dropSecond(
  trx: Trx,
  { table, column, row: names = ['id'] }: Reference,
  { teamId, from, into }: Replacement,
): Promise<Record<string, unknown>[]> {
  const alike = names.map((name) => sql<SqlBool>`other.${sql.ref(name)} = second.${sql.ref(name)}`);
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    delete from ${sql.table(table)} second where second.team_id = ${teamId} and second.${sql.ref(column)} = ${from}
      and exists (
        select 1 from ${sql.table(table)} other
        where other.team_id = second.team_id and other.${sql.ref(column)} = ${into} and ${sql.join(alike, sql` and `)})
    returning to_jsonb(second) as row`.execute(trx);
  return rows.map((one) => one.row);
}

async function dropEnded(
  trx: Trx,
  { table, column }: Reference,
  { teamId, from }: Replacement,
  isOver: RawBuilder<SqlBool>,
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    delete from ${sql.table(table)} one where one.team_id = ${teamId} and one.${sql.ref(column)} = ${from} and ${isOver}
    returning to_jsonb(one) as row`.execute(trx);
  return rows.map((one) => one.row);
}

/** What names a row, as json. */
function nameOf({ row: names = ['id'] }: Reference): RawBuilder<Record<string, unknown>> {
  const pairs = names.map((name) => sql`${name}::text, ${sql.ref(name)}`);
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

/** For the statement around it: the one stands in this row, and the row follows. */
export function standsIn(
  { column, within, follows = () => sql`true` }: Reference,
  one: Replacement,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${stands(sql.ref(column), within, one.from)}) and (${follows(one)})`;
}

function stands(column: RawBuilder<unknown>, within: Reference['within'], from: string): RawBuilder<SqlBool> {
  switch (within) {
    case undefined:
      return sql`${column} = ${from}`;
    case 'list':
      return sql`${from} = any(${column})`;
    case 'json':
      return sql`position(${JSON.stringify(from)} in ${column}::text) > 0`;
    case 'key':
      return sql`${from} = any(string_to_array(${column}, ':'))`;
    case 'keys':
      return sql`${from} = any(string_to_array(array_to_string(${column}, ':'), ':'))`;
  }
}

function valueWith({ column: name, within }: Reference, from: string, into: string): RawBuilder<unknown> {
  const column = sql.ref(name);
  const renamed = (key: RawBuilder<unknown>) =>
    sql`array_to_string(array_replace(string_to_array(${key}, ':'), ${from}, ${into}), ':')`;
  switch (within) {
    case undefined:
      return sql`${into}`;
    case 'list':
      return sql`array_replace(${column}, ${from}, ${into})`;
    case 'json':
      return sql`replace(${column}::text, ${JSON.stringify(from)}, ${JSON.stringify(into)})::jsonb`;
    case 'key':
      return renamed(column);
    case 'keys':
      return sql`array(select ${renamed(sql`one`)} from unnest(${column}) one)`;
  }
}
