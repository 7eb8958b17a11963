import type { ColumnType, Generated } from 'kysely';

/** A message to somebody without an account, which a coordinator tells by telephone. */
export interface TelephoneLineTable {
  team_id: string;
  id: ColumnType<number, never, never>;
  key: string;
  shape: 'view' | 'notice';
  kind: string;
  person: 'expert' | 'contact';
  /** The expert's id; of a host unit's contact, the need's. */
  person_id: string;
  /** The id of what it speaks of: a later notice to the same person about the same thing takes its place. */
  about: string;
  ref: ColumnType<Record<string, string>, Record<string, string>, never>;
  /** When a look has first shown it, in programme time. */
  seen_at: Temporal.Instant | null;
  /** It matters no more, or something newer takes its place. */
  over: Generated<boolean>;
  told_by: string | null;
  told_at: Temporal.Instant | null;
}
