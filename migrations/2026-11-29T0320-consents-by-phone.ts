import { type Kysely, sql } from 'kysely';

/** A letter is asked for after a call: those of the last years are looked up, never all that were ever given. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index consent_by_phone on consent (team_id, recorded_at) where kind = 'phone'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('consent_by_phone').execute();
}
