import { type Kysely, sql } from 'kysely';

/**
 * What would have been a message, had its person an account: once each, for a coordinator to tell by telephone. Ids
 * only, as in the queue: name, number and words are read when it is shown.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table telephone_line (
      team_id text not null,
      id bigint generated always as identity,
      key text not null,
      shape text not null check (shape in ('view', 'notice')),
      kind text not null,
      person text not null check (person in ('expert', 'contact')),
      person_id text not null,
      about text not null,
      ref jsonb not null,
      seen_at timestamptz,
      over boolean not null default false,
      told_by text,
      told_at timestamptz,
      constraint telephone_line_pkey primary key (team_id, id),
      constraint telephone_line_once unique (team_id, key),
      constraint telephone_line_told_by_somebody check ((told_by is null) = (told_at is null))
    )`.execute(db);
  await sql`create index telephone_line_open on telephone_line (team_id, id) where told_at is null and not over`.execute(
    db,
  );
  await sql`create index telephone_line_of_person on telephone_line (team_id, person, person_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table telephone_line`.execute(db);
}
