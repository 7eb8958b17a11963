import { type Kysely, sql } from 'kysely';

/**
 * What a year is run by beyond its first form, what closing it keeps, what the bureau grants a unit about its summary, and
 * corrections: the only change that a closed year takes (decision 28).
 */
const UP = [
  sql`alter table programme_year
    add column rules jsonb not null default '{}',
    add column closed_at timestamptz,
    add column closed_by text,
    add column frozen jsonb,
    add constraint programme_year_closed_without_figures check ((state = 'closed') = (frozen is not null))`,
  sql`alter table yearly_summary
    add column extended_until timestamptz,
    add column waived_at timestamptz,
    add column waived_by text,
    add column waive_reason text,
    add constraint yearly_summary_waived_without_reason check ((waived_at is null) = (waive_reason is null))`,
  sql`create table year_correction (
    team_id text not null,
    year integer not null,
    no integer not null constraint year_correction_from_one check (no >= 1),
    object text not null,
    metric text not null,
    was numeric not null,
    value numeric not null,
    reason text not null,
    made_by text not null,
    made_at timestamptz not null,
    primary key (team_id, year, no),
    foreign key (team_id, year) references programme_year
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table year_correction`.execute(db);
  await sql`alter table yearly_summary drop constraint yearly_summary_waived_without_reason, drop column extended_until,
    drop column waived_at, drop column waived_by, drop column waive_reason`.execute(db);
  await sql`alter table programme_year drop constraint programme_year_closed_without_figures, drop column rules,
    drop column closed_at, drop column closed_by, drop column frozen`.execute(db);
}
