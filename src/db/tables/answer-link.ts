import type { Generated } from 'kysely';

type Instant = Temporal.Instant;

/** An address by which somebody without an account answers one request, once. */
export interface AnswerLinkTable {
  team_id: string;
  id: string;
  /** SHA-256 of what stands in the address, which is kept nowhere. */
  secret_hash: string;
  asks: 'consent' | 'host' | 'report' | 'blanket';
  claim_id: string | null;
  report_id: string | null;
  /** The home unit that is asked about all its experts. */
  organisation_id: string | null;
  /** The date that was asked about, as the claim has it: once it moves, the link is about nothing. */
  moved_at: Instant | null;
  /** The same for a report. */
  version: number | null;
  /** 'YYYY-MM-DD' in the programme's zone: until when the unit is asked, and once it has said yes, until when it is. */
  until: string | null;
  /** The coordinator, who counts as whoever answers (mission: decision 30). */
  made_by: string;
  made_at: Instant;
  expires_at: Instant;
  /** Taken back, or another took its place. */
  ended_at: Instant | null;
  answer: 'yes' | 'no' | 'other_date' | null;
  reason: Generated<string>;
  answered_at: Instant | null;
}
