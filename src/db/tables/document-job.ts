import type { Generated, JSONColumnType } from 'kysely';

/** A paper that somebody asked for: what of, and how far it has come. */
export interface DocumentJobTable {
  team_id: string;
  id: string;
  /** The interaction that asked for it: the same delivery twice asks once. */
  cause: string;
  asked_by: string;
  asked_at: Temporal.Instant;
  what: string;
  /** As `documents/job.ts` reads them. */
  parameters: JSONColumnType<object, object, never>;
  state: Generated<'waiting' | 'building' | 'done' | 'failed'>;
  /** In percent. */
  progress: Generated<number>;
  /** How often it was begun. */
  tries: Generated<number>;
  /** Wall time: until then another process is at it. */
  lease_until: Temporal.Instant | null;
  /** What the paper is called, once it is known. */
  title: Generated<string>;
  /** Why there is no file, as a word of ours. */
  fault: string | null;
  ended_at: Temporal.Instant | null;
}
