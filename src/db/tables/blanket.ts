/** A home unit's yes in advance: to one of its experts, or to all of them, for services that end by `until`. */
export interface BlanketTable {
  team_id: string;
  id: string;
  employer_id: string;
  /** Null for all of the unit. */
  expert_id: string | null;
  document_no: string;
  /** 'YYYY-MM-DD' in the programme's zone, as is `until`. */
  date: string;
  until: string;
  recorded_by: string;
  /** A coordinator recorded it for the unit. */
  on_behalf: boolean;
  recorded_at: Temporal.Instant;
  /** Before its date. */
  ended_at: Temporal.Instant | null;
  ended_by: string | null;
}
