import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';

interface Kept {
  /** The rows as they stood when it was worked out. */
  rows: string;
  sum: Promise<unknown>;
}

/** More questions than all years of a workspace are asked. */
const MOST_KEPT = 500;

const keptFor = new WeakMap<Db, Map<string, Kept>>();

/**
 * What the year's reports add up to, worked out once for as long as none of them changes: Homes and digests ask again
 * and again, and a province has thousands. `what` names the question. Only those who read may keep an answer: inside a
 * transaction, which may change a report again, it is worked out each time.
 */
export async function addedUp<T>(
  db: Db,
  { teamId, year }: Pick<Programme, 'teamId' | 'year'>,
  what: string,
  workOut: () => Promise<T>,
): Promise<T> {
  if (db.isTransaction) return workOut();
  const kept = keptFor.get(db) ?? new Map<string, Kept>();
  keptFor.set(db, kept);
  const key = `${teamId}\n${year}\n${what}`;
  const rows = await readRows(db, teamId, year);
  const known = kept.get(key);
  if (known?.rows === rows) return known.sum as Promise<T>;
  // Worked out after its rows were looked at: it may be newer than they are, and never older.
  const sum = workOut();
  kept.delete(key);
  kept.set(key, { rows, sum });
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(oldest);
  sum.catch(() => kept.delete(key));
  return sum;
}

/** Says something else whenever a report of the year or an expert was changed by anybody: PostgreSQL marks each row. */
async function readRows(db: Db, teamId: string, year: number): Promise<string> {
  const marks = sql`count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0)`;
  const { rows } = await sql<{ rows: string }>`/* name: rows_of_year */
    select concat_ws(' ',
      (select ${marks} from report where team_id = ${teamId} and year = ${year}),
      (select ${marks} from report_expert where team_id = ${teamId} and year = ${year}),
      (select ${marks} from expert where team_id = ${teamId})) as rows`.execute(db);
  return rows[0]?.rows ?? '';
}
