import { type Kysely, sql } from 'kysely';

/**
 * Of an expert who was erased stay an id that says nothing, and by what figures count: whatever else would be written
 * there again, the row refuses. And when the bureau was told that a year's personal data will go, and when they went.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table expert add column erased_at timestamptz,
    add constraint expert_erased_and_known check (erased_at is null or (
      user_id is null and phone = '' and specialty = '' and evidence = '' and home_unit_contact = ''
      and home_unit_user is null and second_home_unit_user is null and assistant_user is null
      and return_reason is null and state = 'returned' and max_active_claims = 0))`.execute(db);
  await sql`create table year_retention (
    team_id text not null,
    year integer not null,
    told_at timestamptz not null,
    erases_at timestamptz not null,
    erased_at timestamptz,
    primary key (team_id, year),
    foreign key (team_id, year) references programme_year (team_id, year),
    constraint year_retention_untold check (erases_at > told_at)
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table year_retention`.execute(db);
  await sql`alter table expert drop constraint expert_erased_and_known, drop column erased_at`.execute(db);
}
