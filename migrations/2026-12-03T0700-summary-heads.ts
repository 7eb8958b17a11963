import { type Kysely, sql } from 'kysely';

/** How the log of service records stood when a yearly summary was handed in: who reads it is a witness. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table yearly_summary_version
    add column log_size bigint,
    add column log_root bytea,
    add constraint yearly_summary_version_head check ((log_size is null) = (log_root is null))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table yearly_summary_version drop column log_size, drop column log_root`.execute(db);
}
