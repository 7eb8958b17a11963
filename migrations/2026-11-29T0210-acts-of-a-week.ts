import { type Kysely, sql } from 'kysely';

/** A digest reads what was done since the one before: by the act and its moment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index audit_of_act on audit (team_id, act, at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index audit_of_act`.execute(db);
}
