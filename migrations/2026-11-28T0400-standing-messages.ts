import { type Kysely, sql } from 'kysely';

/** A press names the message by its channel and timestamp. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index outgoing_standing on outgoing (team_id, ts) where ts is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index outgoing_standing`.execute(db);
}
