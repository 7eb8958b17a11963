import { type Kysely, sql } from 'kysely';

/** Several years may be open or closing at once; a closed one isn't the year for new things. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table programme_year
    add column state text not null default 'open' check (state in ('open', 'closing', 'closed')),
    add constraint programme_year_new_things_in_closed check (not (current and state = 'closed'))`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table programme_year drop constraint programme_year_new_things_in_closed, drop column state`.execute(
    db,
  );
}
