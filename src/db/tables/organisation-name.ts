/** Every name by which a unit is found: of host units within each of their districts, of home units in the whole city. */
export interface OrganisationNameTable {
  team_id: string;
  kind: 'home_unit' | 'host_unit';
  district: string;
  name_key: string;
  organisation_id: string;
  name: string;
  /** The last programme year in which it was the unit's name; null for today's and for other names. */
  until_year: number | null;
  added_at: Temporal.Instant;
}
