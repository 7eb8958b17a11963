import { type Kysely, sql } from 'kysely';

/** What its author asks to change in an accepted report stands beside it: until it is accepted, the report counts as it was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table report
    add column amendment jsonb,
    add column amendment_reason text,
    add column amendment_at timestamptz,
    add constraint amendment_half_asked check (num_nulls(amendment, amendment_reason, amendment_at) in (0, 3)),
    add constraint amendment_of_undecided check (amendment is null or state = 'accepted')`.execute(db);
  await sql`create index report_amendment on report (team_id, year) where amendment is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index report_amendment`.execute(db);
  await sql`alter table report
    drop column amendment, drop column amendment_reason, drop column amendment_at`.execute(db);
}
