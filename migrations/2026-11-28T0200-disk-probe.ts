import { type Kysely, sql } from 'kysely';

/** What is written to find out whether anything can be. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table disk_probe (
    team_id text primary key,
    written_at timestamptz not null
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table disk_probe`.execute(db);
}
