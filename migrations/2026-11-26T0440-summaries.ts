import { type Kysely, sql } from 'kysely';

/**
 * The yearly summary that each district and system owes (notice 5(1)): one row per unit and year, and a frozen copy
 * of each version handed in. Where a summary stands is the outcome of its newest version.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table yearly_summary (
    team_id text not null,
    id text not null,
    year integer not null,
    unit_kind text not null check (unit_kind in ('district', 'system')),
    unit text not null,
    primary key (team_id, id),
    constraint summary_one_per_unit unique (team_id, year, unit_kind, unit),
    foreign key (team_id, year) references programme_year
  )`.execute(db);
  await sql`create table yearly_summary_version (
    team_id text not null,
    summary_id text not null,
    version integer not null check (version > 0),
    figures jsonb not null,
    narrative text not null default '',
    stories text not null default '',
    news text not null default '',
    nil boolean not null,
    submitted_by text not null,
    on_behalf boolean not null,
    submitted_at timestamptz not null,
    outcome text check (outcome in ('returned', 'accepted')),
    reason text,
    decided_by text,
    decided_at timestamptz,
    primary key (team_id, summary_id, version),
    constraint summary_of_nothing check (nil or narrative <> ''),
    constraint summary_half_decided check (num_nulls(outcome, decided_by, decided_at) in (0, 3)),
    constraint summary_returned_without_reason check (outcome is distinct from 'returned' or reason is not null),
    foreign key (team_id, summary_id) references yearly_summary
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table yearly_summary_version`.execute(db);
  await sql`drop table yearly_summary`.execute(db);
}
