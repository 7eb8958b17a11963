import type { ColumnType, Generated } from 'kysely';

/** What was made for one person, until they have it or an hour has passed. */
export interface HandedFileTable {
  team_id: string;
  id: string;
  /** The interaction that asked for it: the same delivery twice makes one file. */
  cause: string;
  user_id: string;
  way: 'upload' | 'link' | 'rows';
  name: string;
  title: string;
  /** Its media type. */
  type: string;
  bytes: ColumnType<Uint8Array, Uint8Array, never>;
  /** What of a table stands in the message itself. */
  rows: ColumnType<string[][], string, never>;
  /** Which page of them is shown. */
  page: Generated<number>;
  /** Where it is fetched, with its secret; for links alone. */
  address: string | null;
  secret: string | null;
  made_at: Temporal.Instant;
  taken_at: Temporal.Instant | null;
}
