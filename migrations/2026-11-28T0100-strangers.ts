import { type Kysely, sql } from 'kysely';

/** People of other workspaces, met in shared channels; who is one is learned when Slack is asked next. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table slack_user add column is_stranger boolean not null default false`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table slack_user drop column is_stranger`.execute(db);
}
