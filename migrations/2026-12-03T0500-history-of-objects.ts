import { type Kysely, sql } from 'kysely';

/** What was written down beside a thing is found by the thing: links, rounds, calls, and what was said in advance. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index ask_round_of_demand on ask_round (team_id, demand_id)`.execute(db);
  await sql`create index answer_link_of_claim on answer_link (team_id, claim_id) where claim_id is not null`.execute(
    db,
  );
  await sql`create index answer_link_of_report on answer_link (team_id, report_id) where report_id is not null`.execute(
    db,
  );
  await sql`create index blanket_of_expert on blanket (team_id, expert_id) where expert_id is not null`.execute(
    db,
  );
  await sql`create index blanket_of_employer on blanket (team_id, employer_id)`.execute(db);
  await sql`create index blocked_dates_of_person on blocked_dates (team_id, expert_id)`.execute(db);
  await sql`create index telephone_line_about on telephone_line (team_id, about)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of [
    ...['ask_round_of_demand', 'answer_link_of_claim', 'answer_link_of_report', 'blanket_of_expert'],
    ...['blanket_of_employer', 'blocked_dates_of_person', 'telephone_line_about'],
  ])
    await sql`drop index ${sql.id(name)}`.execute(db);
}
