import { type Kysely, sql } from 'kysely';

const UP = [
  sql`alter table answer_link
    add column organisation_id text,
    add column until date,
    drop constraint answer_link_asks_check,
    drop constraint answer_link_about_one_thing,
    add constraint answer_link_asks_what check (asks in ('consent', 'host', 'report', 'blanket')),
    add constraint answer_link_about_one_thing check (
      (claim_id is null) = (asks in ('report', 'blanket')) and (report_id is null) = (asks <> 'report')
      and (version is null) = (report_id is null) and (organisation_id is null) = (asks <> 'blanket')
      and (until is null) = (organisation_id is null)
    ),
    add constraint answer_link_blanket_of_no_date check (asks <> 'blanket' or answer <> 'other_date'),
    add constraint answer_link_of_no_unit foreign key (team_id, organisation_id) references organisation (team_id, id)`,
  sql`drop index answer_link_one_open`,
  sql`create unique index answer_link_one_open
    on answer_link (team_id, asks, coalesce(claim_id, report_id, organisation_id))
    where answered_at is null and ended_at is null`,
];

const DOWN = [
  sql`delete from answer_link where asks = 'blanket'`,
  sql`drop index answer_link_one_open`,
  sql`alter table answer_link
    drop constraint answer_link_asks_what,
    drop constraint answer_link_about_one_thing,
    drop column until,
    drop column organisation_id,
    add constraint answer_link_asks_check check (asks in ('consent', 'host', 'report')),
    add constraint answer_link_about_one_thing check (
      (claim_id is null) = (asks = 'report') and (report_id is null) = (asks <> 'report')
      and (version is null) = (report_id is null)
    )`,
  sql`create unique index answer_link_one_open on answer_link (team_id, asks, coalesce(claim_id, report_id))
    where answered_at is null and ended_at is null`,
];

/** A home unit may say yes in advance by an address as well: to all its experts, for services that end by `until`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await statement.execute(db);
}
