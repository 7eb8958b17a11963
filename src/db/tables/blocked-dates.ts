/** Days on which an expert can't go; both ends belong to them, 'YYYY-MM-DD' in the programme's zone. */
export interface BlockedDatesTable {
  team_id: string;
  id: string;
  expert_id: string;
  from_on: string;
  until_on: string;
  reason: string;
  /** Whose word it is. */
  side: 'expert' | 'home_unit';
  set_by: string;
  /** A coordinator wrote it down for that side. */
  on_behalf: boolean;
  set_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
  ended_by: string | null;
}
