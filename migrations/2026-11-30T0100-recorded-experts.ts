import { type Kysely, sql } from 'kysely';

/** Who recorded an expert in their place, and on what evidence: that person never verifies them (mission: decision 30). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table expert
    add column recorded_by text,
    add column evidence text not null default '',
    add constraint expert_records_himself check (recorded_by <> user_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table expert drop constraint expert_records_himself, drop column evidence, drop column recorded_by`.execute(
    db,
  );
}
