import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table outgoing
      add column unprompted boolean not null default false,
      add column not_before timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outgoing drop column unprompted, drop column not_before`.execute(db);
}
