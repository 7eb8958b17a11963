import { type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { type Likely, type Row, type RowFault, stateOf, storedFaults, storedLikely } from './import.ts';

/** As many rows as go into one statement: few enough that nobody waits for it to be made. */
export const ROWS_AT_ONCE = 100;

export interface Of {
  teamId: string;
  importId: string;
}

/** A row as it is kept. */
export interface KeptRow {
  no: number;
  cells: Record<string, string>;
  faults: RowFault[];
  form: object | null;
  likely: Likely | undefined;
  answer: 'same' | 'another' | null;
}

/** Hundreds in one statement. */
export async function insertRows(trx: Trx, { teamId, importId }: Of, rows: readonly Row[]): Promise<void> {
  for (const part of inParts(rows)) {
    const listed = part.map((row) => ({
      no: row.no,
      state: stateOf(row),
      cells: row.cells,
      faults: row.faults,
      form: row.form ?? null,
      likely: row.form ? (row.likely ?? null) : null,
      // There can't be two of it: that needs no answer.
      answer: row.form && row.likely?.isCertain ? 'same' : null,
    }));
    await sql`insert into import_row (team_id, import_id, no, state, cells, faults, form, likely, answer)
      select ${teamId}, ${importId}, r.no, r.state, r.cells, r.faults, r.form, r.likely, r.answer
      from jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) as r (no integer, state text, cells jsonb,
        faults jsonb, form jsonb, likely jsonb, answer text)`.execute(trx);
  }
}

/** Rows to be shown or applied, in their order, after this one. */
export async function listRows(
  db: Db,
  { teamId, importId }: Of,
  { which, after, limit }: { which: 'refused' | 'unanswered' | 'applicable'; after: number; limit: number },
): Promise<KeptRow[]> {
  const rows = await db
    .selectFrom('import_row')
    .select(['no', 'cells', 'faults', 'form', 'likely', 'answer'])
    .where('team_id', '=', teamId)
    .where('import_id', '=', importId)
    .where(conditionOf(which))
    .where('no', '>', after)
    .orderBy('no')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    no: row.no,
    cells: textsIn(row.cells),
    faults: storedFaults.safeParse(row.faults).data ?? [],
    form: row.form,
    likely: storedLikely.safeParse(row.likely).data,
    answer: row.answer,
  }));
}

function conditionOf(which: 'refused' | 'unanswered' | 'applicable') {
  switch (which) {
    case 'refused':
      return sql<SqlBool>`import_row.state = 'refused'`;
    case 'unanswered':
      return sql<SqlBool>`import_row.state = 'likely' and import_row.answer is null`;
    case 'applicable':
      return sql<SqlBool>`(import_row.state = 'good' or import_row.answer = 'another')`;
  }
}

function textsIn(cells: object): Record<string, string> {
  return Object.fromEntries(Object.entries(cells).filter(([, text]) => typeof text === 'string'));
}

/** Keeps what somebody says of these rows, or of all that are left; the list counts anew. False when it is decided. */
export async function answerRows(
  trx: Trx,
  { teamId, importId }: Of,
  answers: readonly { no: number; answer: 'same' | 'another' }[],
  rest: 'same' | undefined,
): Promise<boolean> {
  const held = await sql<{ id: string }>`select id from import
    where team_id = ${teamId} and id = ${importId} and state = 'checked' for update`.execute(trx);
  if (held.rows.length === 0) return false;
  await sql`update import_row set answer = r.answer
    from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as r (no integer, answer text)
    where import_row.team_id = ${teamId} and import_row.import_id = ${importId} and import_row.no = r.no
      and import_row.state = 'likely'`.execute(trx);
  if (rest)
    await trx
      .updateTable('import_row')
      .set({ answer: rest })
      .where('team_id', '=', teamId)
      .where('import_id', '=', importId)
      .where('state', '=', 'likely')
      .where('answer', 'is', null)
      .execute();
  await countAnew(trx, { teamId, importId });
  return true;
}

/** Rows that came to look like something that is there since they were read; they are asked about before anything is applied. */
export async function markLikely(
  trx: Trx,
  { teamId, importId }: Of,
  rows: ReadonlyMap<number, Likely>,
): Promise<void> {
  const listed = [...rows].map(([no, likely]) => ({
    no,
    likely,
    answer: likely.isCertain ? 'same' : null,
  }));
  await sql`update import_row set state = 'likely', likely = r.likely, answer = r.answer
    from jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) as r (no integer, likely jsonb, answer text)
    where import_row.team_id = ${teamId} and import_row.import_id = ${importId} and import_row.no = r.no`.execute(
    trx,
  );
  await countAnew(trx, { teamId, importId });
}

async function countAnew(trx: Trx, { teamId, importId }: Of): Promise<void> {
  await sql`update import set revision = revision + 1, good = c.good, likely = c.likely, answered = c.answered
    from (
      select count(*) filter (where state = 'good') as good, count(*) filter (where state = 'likely') as likely,
        count(*) filter (where answer is not null) as answered
      from import_row where team_id = ${teamId} and import_id = ${importId}
    ) c
    where import.team_id = ${teamId} and import.id = ${importId}`.execute(trx);
}

/** Which thing each row became; what stood in it is kept by that thing, and nowhere else. */
export async function keepObjects(
  trx: Trx,
  { teamId, importId }: Of,
  objects: readonly { no: number; id: string }[],
): Promise<void> {
  for (const part of inParts(objects))
    await sql`update import_row set object_id = r.id
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r (no integer, id text)
      where import_row.team_id = ${teamId} and import_row.import_id = ${importId} and import_row.no = r.no`.execute(
      trx,
    );
}

/** Forgets what people wrote in rows that are kept elsewhere by now, or nowhere: some at a time, so that nobody waits. */
export async function forgetRows(trx: Trx, { teamId, importId }: Of): Promise<void> {
  for (let after: number | null = 0; after !== null; ) {
    const { rows }: { rows: { last: number | null }[] } = await sql<{ last: number | null }>`with part as (
        select no, object_id from import_row where team_id = ${teamId} and import_id = ${importId} and no > ${after}
        order by no limit ${ROWS_AT_ONCE}
      ), gone as (
        delete from import_row r using part
        where r.team_id = ${teamId} and r.import_id = ${importId} and r.no = part.no and part.object_id is null
      ), emptied as (
        update import_row r set cells = '{}', faults = '[]', form = '{}', likely = null from part
        where r.team_id = ${teamId} and r.import_id = ${importId} and r.no = part.no and part.object_id is not null
      )
      select max(no)::integer as last from part`.execute(trx);
    after = rows[0]?.last ?? null;
  }
}

/** What the list became. */
export async function listObjects(db: Db, { teamId, importId }: Of): Promise<string[]> {
  const rows = await db
    .selectFrom('import_row')
    .select('object_id')
    .where('team_id', '=', teamId)
    .where('import_id', '=', importId)
    .where('object_id', 'is not', null)
    .orderBy('no')
    .execute();
  return rows.flatMap(({ object_id }) => object_id ?? []);
}

export function inParts<T>(all: readonly T[], size = ROWS_AT_ONCE): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
