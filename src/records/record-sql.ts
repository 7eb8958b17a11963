import { randomBytes } from 'node:crypto';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { CODE_BYTES, type RecordState, readFields, type ServiceRecord, writeCode } from './record.ts';

export function newCode(): string {
  return writeCode(randomBytes(CODE_BYTES));
}

export function newSalt(): Uint8Array {
  return randomBytes(32);
}

/** A record, and the leaf that came after it. */
interface Row {
  leaf: number;
  number: string;
  year: number;
  code: string;
  report_id: string;
  expert_id: string;
  salt: Uint8Array | null;
  fields: object | null;
  at: Temporal.Instant;
  next: { kind: string; index: number; at: string; number: string; code: string | null } | null;
  again: { number: string; code: string } | null;
  erased: Temporal.Instant | null;
}

/** A record with what belongs to it in the log. */
export interface KeptRecord extends ServiceRecord {
  reportId: string;
  expertId: string;
  salt: Uint8Array | undefined;
  /** The leaf that revoked it. */
  revokedBy: number | undefined;
}

async function select(db: Db, teamId: string, condition: RawBuilder<SqlBool>): Promise<KeptRecord[]> {
  const { rows } = await sql<Row>`/* name: list_records */
    select r.leaf, r.number, r.year, r.code, r.report_id, r.expert_id, r.salt, r.fields, l.at,
      case when n.index is not null then jsonb_build_object(
        'kind', n.kind, 'index', n.index, 'at', n.at, 'number', n.number, 'code', nr.code) end as next,
      (select jsonb_build_object('number', a.number, 'code', a.code)
        from record_leaf al join service_record a on a.team_id = al.team_id and a.leaf = al.index
        where al.team_id = r.team_id and al.prior = n.index and al.kind = 'issue') as again,
      (select e.at from record_leaf e
        where e.team_id = r.team_id and e.prior = r.leaf and e.kind = 'erase') as erased
    from service_record r
    join record_leaf l on l.team_id = r.team_id and l.index = r.leaf
    left join record_leaf n on n.team_id = r.team_id and n.prior = r.leaf and n.kind <> 'erase'
    left join service_record nr on nr.team_id = n.team_id and nr.leaf = n.index
    where r.team_id = ${teamId} and ${condition}
    order by r.leaf`.execute(db);
  return rows.map(recordOf);
}

function recordOf(row: Row): KeptRecord {
  return {
    leaf: row.leaf,
    number: row.number,
    year: row.year,
    code: row.code,
    reportId: row.report_id,
    expertId: row.expert_id,
    issuedAt: row.at,
    salt: row.salt ?? undefined,
    fields: readFields(row.fields),
    state: stateOf(row),
    revokedBy: row.next?.kind === 'revoke' ? row.next.index : undefined,
  };
}

function stateOf({ next, again, erased }: Row): RecordState {
  if (erased) return { kind: 'erased', at: erased };
  if (!next) return { kind: 'valid' };
  const at = Temporal.Instant.from(next.at);
  if (next.kind === 'revoke') return { kind: 'revoked', at, by: again ?? undefined };
  return { kind: 'corrected', at, by: { number: next.number, code: next.code ?? '' } };
}

/** What is guessed costs one look into an index; only what is there is read. */
export async function findByCode(db: Db, teamId: string, code: string): Promise<KeptRecord | undefined> {
  const { rows } = await sql<{ leaf: number }>`/* name: find_record */
    select leaf from service_record where team_id = ${teamId} and code = ${code}`.execute(db);
  const [row] = rows;
  return row && (await select(db, teamId, sql<SqlBool>`r.leaf = ${row.leaf}`))[0];
}

/** All that was ever issued about these reports, the oldest first. */
export async function listOfReports(
  db: Db,
  teamId: string,
  reportIds: readonly string[],
): Promise<KeptRecord[]> {
  return select(db, teamId, sql<SqlBool>`r.report_id = any(${[...reportIds]}::text[])`);
}

/** All that was issued to these experts in a year, the oldest first. */
export async function listOfExperts(
  db: Db,
  teamId: string,
  { expertIds, year }: { expertIds: readonly string[]; year: number },
): Promise<KeptRecord[]> {
  return select(db, teamId, sql<SqlBool>`r.expert_id = any(${[...expertIds]}::text[]) and r.year = ${year}`);
}

/** The years in which any of these experts has a record, the newest first. */
export async function listYears(db: Db, teamId: string, expertIds: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct year from service_record where team_id = ${teamId} and expert_id = any(${[...expertIds]}::text[])
    order by year desc`.execute(db);
  return rows.map(({ year }) => year);
}

/** By the index of the leaf; what is erased has none. */
export async function listSalts(
  db: Db,
  teamId: string,
  leaves: readonly number[],
): Promise<Map<number, Uint8Array>> {
  const { rows } = await sql<{ leaf: number; salt: Uint8Array }>`
    select leaf, salt from service_record
    where team_id = ${teamId} and leaf = any(${[...leaves]}::bigint[]) and salt is not null`.execute(db);
  return new Map(rows.map(({ leaf, salt }) => [leaf, salt]));
}
