import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table closed_place (
    team_id text not null,
    target text not null,
    no integer not null check (no > 0),
    reason text,
    closed_at timestamptz not null,
    primary key (team_id, target)
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table closed_place`.execute(db);
}
