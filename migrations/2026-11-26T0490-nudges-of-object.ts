import { type Kysely, sql } from 'kysely';

/** Every act asks who was reminded of its object. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index nudge_of_object on nudge (team_id, object_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index nudge_of_object`.execute(db);
}
