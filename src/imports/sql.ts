import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { type Import, type Kind, storedFault } from './import.ts';

export interface NewImport {
  teamId: string;
  id: string;
  kind: Kind;
  by: string;
  language: 'zh' | 'en';
  file: { id: string; name: string };
  now: Temporal.Instant;
}

export async function insertImport(
  trx: Trx,
  { teamId, id, kind, by, language, file, now }: NewImport,
): Promise<void> {
  await trx
    .insertInto('import')
    .values({
      team_id: teamId,
      id,
      kind,
      uploaded_by: by,
      uploaded_at: now,
      language,
      file_id: file.id,
      file_name: file.name,
      file_hash: null,
      lease_until: null,
      applied_by: null,
      applied_at: null,
      ended_by: null,
      ended_at: null,
    })
    .execute();
}

export async function findImport(db: Db, teamId: string, id: string): Promise<Import | undefined> {
  const row = await db
    .selectFrom('import')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && importOf(row);
}

/** Takes the reading of a list on, for so long; undefined when somebody else has it, or it was read. */
export async function takeReading(
  db: Db,
  {
    teamId,
    id,
    wallNow,
    seconds,
  }: { teamId: string; id: string; wallNow: Temporal.Instant; seconds: number },
): Promise<(Import & { tries: number }) | undefined> {
  const row = await db
    .updateTable('import')
    .set({ lease_until: wallNow.add({ seconds }), tries: sql<number>`tries + 1` })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .where(({ eb, or }) => or([eb('lease_until', 'is', null), eb('lease_until', '<', wallNow)]))
    .returningAll()
    .executeTakeFirst();
  return row && { ...importOf(row), tries: row.tries };
}

/** All that go on, the oldest first. */
export async function listGoingOn(
  db: Db,
  teamId: string,
): Promise<(Import & { leaseUntil: Temporal.Instant | undefined })[]> {
  const rows = await db
    .selectFrom('import')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('state', 'in', ['reading', 'checked'])
    .orderBy('uploaded_at')
    .execute();
  return rows.map((row) => ({ ...importOf(row), leaseUntil: row.lease_until ?? undefined }));
}

/** Lists that wait to be applied, the oldest first. */
export async function listOpen(db: Db, teamId: string): Promise<Import[]> {
  const rows = await db
    .selectFrom('import')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('state', '=', 'checked')
    .orderBy('uploaded_at')
    .limit(50)
    .execute();
  return rows.map(importOf);
}

/** The list that this very file became, where one stands. */
export async function findApplied(
  db: Db,
  { teamId, kind, hash }: { teamId: string; kind: Kind; hash: string },
): Promise<Import | undefined> {
  const row = await db
    .selectFrom('import')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('kind', '=', kind)
    .where('file_hash', '=', hash)
    .where('state', '=', 'applied')
    .executeTakeFirst();
  return row && importOf(row);
}

function importOf(row: Selectable<Tables['import']>): Import {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at,
    language: row.language,
    fileId: row.file_id,
    fileName: row.file_name,
    fileHash: row.file_hash ?? undefined,
    rows: row.rows,
    good: row.good,
    refused: row.refused,
    likely: row.likely,
    answered: row.answered,
    revision: row.revision,
    scopes: row.scopes,
    unread: row.unread,
    fault: storedFault.safeParse(row.fault).data,
    appliedBy: row.applied_by ?? undefined,
    appliedAt: row.applied_at ?? undefined,
    appliedRows: row.applied_rows,
    endedBy: row.ended_by ?? undefined,
  };
}
