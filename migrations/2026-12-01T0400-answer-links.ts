import { type Kysely, sql } from 'kysely';

const UP = [
  sql`create table answer_link (
    team_id text not null,
    id text not null,
    secret_hash text not null constraint answer_link_keeps_no_secret check (secret_hash ~ '^[0-9a-f]{64}$'),
    asks text not null check (asks in ('consent', 'host', 'report')),
    claim_id text,
    report_id text,
    moved_at timestamptz,
    version integer,
    made_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    answer text check (answer in ('yes', 'no', 'other_date')),
    reason text not null default '',
    answered_at timestamptz,
    primary key (team_id, id),
    constraint answer_link_one_secret unique (team_id, secret_hash),
    constraint answer_link_about_one_thing check (
      (claim_id is null) = (asks = 'report') and (report_id is null) = (asks <> 'report')
      and (version is null) = (report_id is null)
    ),
    constraint answer_link_for_ever check (expires_at <= made_at + interval '336 hours'),
    constraint answer_link_half_answered check ((answer is null) = (answered_at is null)),
    constraint answer_link_after_its_end check (answered_at is null or ended_at is null),
    constraint answer_link_without_reason check (answer is null or answer = 'yes' or reason <> ''),
    foreign key (team_id, claim_id) references claim,
    foreign key (team_id, report_id) references report
  )`,
  sql`create unique index answer_link_one_open on answer_link (team_id, asks, coalesce(claim_id, report_id))
    where answered_at is null and ended_at is null`,
  sql`alter table claim
    add column other_date text,
    add column other_date_at timestamptz,
    add column other_date_to text,
    add constraint claim_other_date_half_kept check (
      (other_date is null) = (other_date_at is null) and (other_date is null) = (other_date_to is null)
    )`,
];

/**
 * Addresses by which somebody without an account answers one request, once (designs 2); only their hash is kept. Which
 * other date would suit stands with the claim, and which coordinator was told.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table claim
    drop constraint claim_other_date_half_kept, drop column other_date_to, drop column other_date_at,
    drop column other_date`.execute(db);
  await db.schema.dropTable('answer_link').execute();
}
