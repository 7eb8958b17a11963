import { type Kysely, sql } from 'kysely';

/** A single role is taken away by its own id, which says nothing of whose it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table role_grant add column id text not null default gen_random_uuid()::text`.execute(db);
  await sql`alter table role_grant add constraint role_grant_one_per_id unique (team_id, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table role_grant drop constraint role_grant_one_per_id, drop column id`.execute(db);
}
