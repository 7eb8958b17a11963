import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Reports of which something is to be recorded, or recorded anew; emptied by the one who appends. */
export interface RecordDueTable {
  team_id: string;
  id: ColumnType<number, never, never>;
  report_id: string;
  due_at: Temporal.Instant;
}

/** How long a workspace's log is, and what appending to it needs. */
export interface RecordLogTable {
  team_id: string;
  /** The log's own, random: the origin of its checkpoints. */
  name: string;
  size: Generated<number>;
  root: Uint8Array;
  /** The roots of its complete subtrees, the largest first. */
  edge: ColumnType<Uint8Array[], Uint8Array[] | undefined, Uint8Array[]>;
}

/** The log itself: nothing in it tells of anybody, and nothing of it ever changes. */
export interface RecordLeafTable {
  team_id: string;
  index: number;
  previous: number | null;
  kind: 'issue' | 'correct' | 'revoke' | 'erase';
  number: string;
  at: Temporal.Instant;
  /** The older leaf to which it points. */
  prior: number | null;
  commitment: Uint8Array | null;
  by: 'expert' | 'coordinator' | null;
  hash: Uint8Array;
}

/** What a paper says, beside the log; salt and fields go when the person is erased. */
export interface ServiceRecordTable {
  team_id: string;
  leaf: number;
  number: string;
  year: number;
  no: number;
  previous: number | null;
  /** By which a browser is shown it. */
  code: string;
  report_id: string;
  expert_id: string;
  salt: Uint8Array | null;
  fields: JSONColumnType<object, object, object> | null;
}

/** What was signed, and by which key. */
export interface RecordCheckpointTable {
  team_id: string;
  size: number;
  key_id: string;
  root: Uint8Array;
  /** A signed note. */
  note: string;
  signed_at: Temporal.Instant;
}

/** Every public key that has ever signed: what an old one signed is still checked. */
export interface RecordKeyTable {
  team_id: string;
  key_id: string;
  line: string;
  since: Temporal.Instant;
}
