import { type Kysely, sql } from 'kysely';

/** Pictures and papers with a report: Slack keeps them, we keep which ones belong to which version. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table report_file (
    team_id text not null,
    report_id text not null,
    version integer not null constraint report_file_version_below_one check (version >= 1),
    no integer not null constraint report_file_more_than_ten check (no between 1 and 10),
    file_id text not null constraint report_file_without_id check (file_id <> ''),
    name text not null,
    type text not null,
    size bigint not null constraint report_file_size_negative check (size >= 0),
    link text not null default '',
    primary key (team_id, report_id, version, no),
    constraint report_file_twice unique (team_id, report_id, version, file_id),
    constraint report_file_of_no_report foreign key (team_id, report_id) references report (team_id, id)
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table report_file`.execute(db);
}
