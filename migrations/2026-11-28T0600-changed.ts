import { type Kysely, sql } from 'kysely';

/** What an act changed on others' screens, as one row that nobody waits for; the queue takes it in and strikes it off. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table changed (
    team_id text not null,
    id bigint generated always as identity,
    views text[] not null default '{}',
    people text[] not null default '{}',
    about text[] not null default '{}',
    primary key (team_id, id)
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table changed`.execute(db);
}
