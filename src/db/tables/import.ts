import type { ColumnType, Generated } from 'kysely';

type Instant = Temporal.Instant;
type Json<T extends object> = ColumnType<T, T | undefined, T>;

/** A spreadsheet that somebody put in. */
export interface ImportTable {
  team_id: string;
  id: string;
  kind: 'units' | 'experts' | 'demands' | 'reports';
  state: Generated<'reading' | 'refused' | 'checked' | 'applied' | 'dropped' | 'undone'>;
  uploaded_by: string;
  uploaded_at: Instant;
  /** In which its refusals are written. */
  language: 'zh' | 'en';
  file_id: string;
  file_name: string;
  /** SHA-256 of the file; null until it was fetched. */
  file_hash: string | null;
  /** How often it was begun to be read. */
  tries: Generated<number>;
  /** Wall time: until then another process is reading it. */
  lease_until: Instant | null;
  rows: Generated<number>;
  good: Generated<number>;
  refused: Generated<number>;
  likely: Generated<number>;
  answered: Generated<number>;
  /** Grows with each answer about a row: what was prepared from an older one is prepared anew. */
  revision: Generated<number>;
  /** 'district:binhai', 'system:health': whose things its rows are. */
  scopes: ColumnType<string[], readonly string[] | undefined, readonly string[]>;
  /** Headings that mean nothing here, as written. */
  unread: ColumnType<string[], readonly string[] | undefined, readonly string[]>;
  /** Why it was refused: a word of ours with its values. */
  fault: ColumnType<object | null, object | null | undefined, object | null>;
  applied_by: string | null;
  applied_at: Instant | null;
  applied_rows: Generated<number>;
  /** Who dropped it, or took it back. */
  ended_by: string | null;
  ended_at: Instant | null;
}

/** A row of it, until it is dropped; of one that was applied only what became of each. */
export interface ImportRowTable {
  team_id: string;
  import_id: string;
  /** As the spreadsheet counts. */
  no: number;
  state: 'good' | 'refused' | 'likely';
  /** As written, by field. */
  cells: Json<object>;
  faults: Json<object>;
  /** As it will be kept. */
  form: ColumnType<object | null, object | null, object | null>;
  /** Who or what it looks like. */
  likely: ColumnType<object | null, object | null, object | null>;
  answer: 'same' | 'another' | null;
  /** What was made of it. */
  object_id: string | null;
}
