/** A closed year whose personal data are kept no longer: the bureau was told, and so long it can still say otherwise. */
export interface YearRetentionTable {
  team_id: string;
  year: number;
  /** Programme time, all three. */
  told_at: Temporal.Instant;
  erases_at: Temporal.Instant;
  erased_at: Temporal.Instant | null;
}
