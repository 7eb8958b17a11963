import { type Kysely, sql } from 'kysely';

/** Spreadsheets that came in, and what stands in their rows until they are applied or dropped. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table import (
    team_id text not null,
    id text not null,
    kind text not null check (kind in ('units', 'experts', 'demands', 'reports')),
    state text not null default 'reading'
      check (state in ('reading', 'refused', 'checked', 'applied', 'dropped', 'undone')),
    uploaded_by text not null,
    uploaded_at timestamptz not null,
    language text not null check (language in ('zh', 'en')),
    file_id text not null,
    file_name text not null,
    file_hash text,
    tries integer not null default 0,
    lease_until timestamptz,
    rows integer not null default 0,
    good integer not null default 0,
    refused integer not null default 0,
    likely integer not null default 0,
    answered integer not null default 0,
    revision integer not null default 0,
    scopes text[] not null default '{}',
    unread text[] not null default '{}',
    fault jsonb,
    applied_by text,
    applied_at timestamptz,
    applied_rows integer not null default 0,
    ended_by text,
    ended_at timestamptz,
    primary key (team_id, id),
    constraint applied_by_nobody check (state not in ('applied', 'undone') or applied_by is not null)
  )`.execute(db);
  await sql`create unique index import_applied_once on import (team_id, kind, file_hash) where state = 'applied'`.execute(
    db,
  );
  await sql`create index import_going_on on import (team_id, state) where state in ('reading', 'checked')`.execute(
    db,
  );
  await sql`create table import_row (
    team_id text not null,
    import_id text not null,
    no integer not null,
    state text not null check (state in ('good', 'refused', 'likely')),
    cells jsonb not null,
    faults jsonb not null default '[]',
    form jsonb,
    likely jsonb,
    answer text check (answer in ('same', 'another')),
    object_id text,
    primary key (team_id, import_id, no),
    constraint row_without_content check ((state = 'refused') = (form is null)),
    foreign key (team_id, import_id) references import
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table import_row`.execute(db);
  await sql`drop table import`.execute(db);
}
