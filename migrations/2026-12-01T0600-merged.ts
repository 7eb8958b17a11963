import { type Kysely, sql } from 'kysely';

/** What is kept twice, and the other tables' rows that may speak of it. */
const REGISTER = ['expert', 'organisation'];

/**
 * One of two that were kept twice stays, the other points to it. That it points to one that stays is held by the key, of
 * which each side brings a half: so there is neither a chain nor a circle, whoever merges at the same moment.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of REGISTER) {
    const table = sql.table(name);
    const constraint = (what: string) => sql.ref(`${name}_${what}`);
    await sql`alter table ${table}
      add column merged_into text constraint ${constraint('merged_into_itself')} check (merged_into <> id),
      add column stays boolean not null default true
        constraint ${constraint('stays_and_goes')} check (stays = (merged_into is null)),
      add column into_one_that_stays boolean constraint ${constraint('merged_into_nothing')}
        check (into_one_that_stays and merged_into is not null or into_one_that_stays is null and merged_into is null),
      add constraint ${constraint('stays_once')} unique (team_id, id, stays),
      add constraint ${constraint('merged_into_merged')} foreign key (team_id, merged_into, into_one_that_stays)
        references ${table} (team_id, id, stays)`.execute(db);
    await sql`create index ${constraint('merged')} on ${table} (team_id, merged_into)
      where merged_into is not null`.execute(db);
  }
  await sql`alter table expert add constraint expert_merged_and_at_work
    check (merged_into is null or (state = 'returned' and user_id is null))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table expert drop constraint expert_merged_and_at_work`.execute(db);
  for (const name of REGISTER)
    await sql`alter table ${sql.table(name)} drop column into_one_that_stays, drop column stays, drop column merged_into`.execute(
      db,
    );
}
