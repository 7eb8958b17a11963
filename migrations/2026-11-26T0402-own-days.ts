import { type Kysely, sql } from 'kysely';

/** A programme year may fix working and rest days itself, before or against the national calendar. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table programme_year add column own_days jsonb not null default '{}'
    constraint own_days_no_object check (jsonb_typeof(own_days) = 'object')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table programme_year drop column own_days`.execute(db);
}
