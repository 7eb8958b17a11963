import { type Kysely, sql } from 'kysely';

/** Papers that somebody asked for, from the question to the file; what was handed over lies in `handed_file`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table document_job (
    team_id text not null,
    id text not null,
    cause text not null,
    asked_by text not null,
    asked_at timestamptz not null,
    what text not null,
    parameters jsonb not null,
    state text not null default 'waiting' constraint document_job_state
      check (state in ('waiting', 'building', 'done', 'failed')),
    progress integer not null default 0 constraint document_job_progress check (progress between 0 and 100),
    tries integer not null default 0,
    lease_until timestamptz,
    title text not null default '',
    fault text,
    ended_at timestamptz,
    primary key (team_id, id),
    constraint document_job_once_per_cause unique (team_id, cause),
    constraint document_job_ends_once check ((ended_at is not null) = (state in ('done', 'failed')))
  )`.execute(db);
  await sql`create index document_job_going_on on document_job (team_id) where state in ('waiting', 'building')`.execute(
    db,
  );
  await sql`create index document_job_by_end on document_job (team_id, ended_at) where ended_at is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table document_job`.execute(db);
}
