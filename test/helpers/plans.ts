import { sql } from 'kysely';
import { Client } from 'pg';
import { vi } from 'vitest';
import type { Db } from '../../src/db/open.ts';

export interface Recorded {
  text: string;
  values: readonly unknown[];
}

/** Every statement that is sent to PostgreSQL while this works, in order, also those of transactions. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Recorded[]> {
  const spy = vi.spyOn(Client.prototype, 'query');
  try {
    await work();
    return (spy.mock.calls as unknown[][]).flatMap(([query, given]) => {
      const { text, values } = typeof query === 'string' ? { text: query } : (query as Partial<Recorded>);
      return text ? [{ text, values: values ?? (Array.isArray(given) ? given : []) }] : [];
    });
  } finally {
    spy.mockRestore();
  }
}

/** How one table was read in a statement. */
export interface Scan {
  table: string;
  how: string;
  index: string | undefined;
  /** Rows that were looked at, over all loops, whether or not a filter let them through. */
  rows: number;
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/**
 * How PostgreSQL reads the tables for a statement, from running it once more with everything in memory; `whole` is
 * false where it may not go through a whole table, though a small one takes no longer that way.
 */
export async function explain(db: Db, { text, values }: Recorded, whole: boolean): Promise<Scan[]> {
  const parts = text.split(/\$(\d+)/);
  const query = sql.join(
    parts.map((part, i) => (i % 2 === 0 ? sql.raw(part) : sql`${values[Number(part) - 1]}`)),
    sql``,
  );
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('random_page_cost', '1.1', true),
      set_config('enable_seqscan', ${whole ? 'on' : 'off'}, true)`.execute(trx);
    const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>`
      explain (analyze, timing off, format json) ${query}`.execute(trx);
    return rows.flatMap((row) => scansIn(row['QUERY PLAN'][0].Plan));
  });
}

function scansIn(node: PlanNode): Scan[] {
  const { 'Node Type': how, 'Relation Name': table, 'Index Name': index, Plans = [] } = node;
  const below = Plans.flatMap(scansIn);
  if (!table) return below;
  const each =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return [{ table, how, index, rows: Math.round(each * node['Actual Loops']) }, ...below];
}
