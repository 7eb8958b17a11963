import { type Kysely, sql } from 'kysely';

/** When somebody is back is a moment: what a deputy may do ends with it. What was done alone is counted by its year. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table absence add column ends_at timestamptz`.execute(db);
  await sql`update absence set ends_at = (until + 1)::timestamp at time zone coalesce((
    select p.time_zone from programme_year p where p.team_id = absence.team_id order by p.year desc limit 1), 'Asia/Shanghai')`.execute(
    db,
  );
  await sql`alter table absence alter column ends_at set not null`.execute(db);
  await sql`create index absence_of_deputy on absence (team_id, deputy) where deputy is not null`.execute(db);
  await sql`create index audit_alone on audit (team_id, (details ->> 'alone')) where details ->> 'alone' is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index audit_alone`.execute(db);
  await sql`drop index absence_of_deputy`.execute(db);
  await sql`alter table absence drop column ends_at`.execute(db);
}
