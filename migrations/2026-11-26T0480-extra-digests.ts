import { type Kysely, sql } from 'kysely';

/** An issue besides the week's is known by its day, and not as a week's: on a Monday the two days are the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table digest_issue
    alter column slot type text using to_char(slot, 'YYYY-MM-DD'),
    add constraint digest_slot_no_slot check (slot ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(:extra)?$')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from digest_issue where slot like '%:extra'`.execute(db);
  await sql`alter table digest_issue
    drop constraint digest_slot_no_slot,
    alter column slot type date using slot::date`.execute(db);
}
