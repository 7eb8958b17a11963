import { type Kysely, sql } from 'kysely';

const BEFORE = ['submitted', 'objected', 'host_confirmed', 'returned', 'accepted'];

/** An accepted report that should never have counted keeps its number and its words, and says why (designs 3). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table report
    drop constraint report_state_check,
    add constraint report_state_check check (state in (${list([...BEFORE, 'voided'])})),
    add column duplicate_of text,
    add constraint report_duplicate_of_none foreign key (team_id, duplicate_of) references report (team_id, id),
    add constraint report_duplicate_of_itself check (duplicate_of <> id)`.execute(db);
}

/** An older release knows reports that came back. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update report set state = 'returned' where state = 'voided'`.execute(db);
  await sql`alter table report
    drop constraint report_duplicate_of_itself,
    drop constraint report_duplicate_of_none,
    drop column duplicate_of,
    drop constraint report_state_check,
    add constraint report_state_check check (state in (${list(BEFORE)}))`.execute(db);
}

function list(names: string[]) {
  return sql.raw(names.map((name) => `'${name}'`).join(', '));
}
