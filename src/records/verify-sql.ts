import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { StoredLeaf } from './leaf-check.ts';
import { leafOf } from './log-sql.ts';

/** Of whom it was issued: since then they may have turned out to be another, into whom they were merged. */
const AS_ISSUED = sql<string | null>`case when exists (
  select 1 from expert e where e.team_id = r.team_id and e.id = r.fields ->> 'expertId' and e.merged_into = r.expert_id
) then r.fields ->> 'expertId' else r.expert_id end`.as('expert_id');

/** So many leaves are read at once. */
const CHUNK = 1000;

export async function readLog(db: Db, teamId: string) {
  const row = await db
    .selectFrom('record_log')
    .select(['name', 'size', 'root', 'edge'])
    .where('team_id', '=', teamId)
    .executeTakeFirst();
  return row && { name: row.name, size: row.size, root: row.root, hashes: row.edge };
}

/** The next leaves from this one on, with the paper that belongs to each. */
export async function readChunk(db: Db, teamId: string, from: number): Promise<StoredLeaf[]> {
  const rows = await db
    .selectFrom('record_leaf as l')
    .leftJoin('service_record as r', (join) =>
      join.onRef('r.team_id', '=', 'l.team_id').onRef('r.leaf', '=', 'l.index'),
    )
    .select([
      'l.index',
      'l.previous',
      'l.kind',
      'l.number',
      'l.at',
      'l.prior',
      'l.commitment',
      'l.by',
      'l.hash',
    ])
    .select(['r.leaf', 'r.number as record_number', 'r.year', 'r.no', 'r.previous as record_previous'])
    .select(['r.code', 'r.report_id', AS_ISSUED, 'r.salt', 'r.fields'])
    .where('l.team_id', '=', teamId)
    .where('l.index', '>=', from)
    .orderBy('l.index')
    .limit(CHUNK)
    .execute();
  return rows.map((row) => ({
    index: row.index,
    previous: row.previous,
    leaf: leafOf(row),
    hash: row.hash,
    record:
      row.leaf === null
        ? undefined
        : {
            number: row.record_number ?? '',
            year: row.year ?? 0,
            no: row.no ?? 0,
            previous: row.record_previous,
            code: row.code ?? '',
            reportId: row.report_id ?? '',
            expertId: row.expert_id ?? '',
            salt: row.salt ?? undefined,
            fields: row.fields ?? undefined,
          },
  }));
}

/** Papers of leaves beyond this size, or of none at all. */
export async function countRecords(db: Db, teamId: string, size: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from service_record r where r.team_id = ${teamId} and (r.leaf >= ${size} or not exists (
      select 1 from record_leaf l where l.team_id = ${teamId} and l.index = r.leaf))`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function listKeyLines(db: Db, teamId: string): Promise<{ id: string; line: string }[]> {
  return db
    .selectFrom('record_key')
    .select(['key_id as id', 'line'])
    .where('team_id', '=', teamId)
    .orderBy('since')
    .execute();
}

export async function listCheckpoints(db: Db, teamId: string) {
  return db
    .selectFrom('record_checkpoint')
    .select(['size', 'root', 'key_id as keyId', 'note'])
    .where('team_id', '=', teamId)
    .orderBy('size')
    .execute();
}
