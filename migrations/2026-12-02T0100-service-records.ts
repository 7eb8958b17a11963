import { type Kysely, sql } from 'kysely';

/**
 * Service records: a log of leaves that tell of nobody, and beside it what the papers say. No number and no leaf is
 * missing or there twice, and each leaf has one successor at most. What was accepted before is due to be recorded.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table record_due (
    team_id text not null,
    id bigint generated always as identity,
    report_id text not null,
    due_at timestamptz not null,
    primary key (team_id, id)
  )`.execute(db);
  await sql`create table record_log (
    team_id text primary key,
    name text not null,
    size bigint not null default 0 constraint record_log_size check (size >= 0),
    root bytea not null,
    edge bytea[] not null default '{}'
  )`.execute(db);
  await sql`create table record_leaf (
    team_id text not null,
    index bigint not null,
    previous bigint,
    kind text not null constraint record_leaf_kind check (kind in ('issue', 'correct', 'revoke', 'erase')),
    number text not null,
    at timestamptz not null,
    prior bigint,
    commitment bytea,
    by text constraint record_leaf_by check (by in ('expert', 'coordinator')),
    hash bytea not null,
    primary key (team_id, index),
    constraint record_leaf_counts_on check (previous is not distinct from nullif(index, 0) - 1),
    constraint record_leaf_leaves_no_gap foreign key (team_id, previous) references record_leaf (team_id, index),
    constraint record_leaf_points_back check (prior < index),
    constraint record_leaf_points_to_one foreign key (team_id, prior) references record_leaf (team_id, index),
    constraint record_leaf_alone_is_issued check (prior is not null or kind = 'issue'),
    constraint record_leaf_commits check ((commitment is not null) = (kind in ('issue', 'correct'))),
    constraint record_leaf_erased_by check ((by is not null) = (kind = 'erase'))
  )`.execute(db);
  await sql`create unique index record_leaf_one_successor on record_leaf (team_id, prior) where kind <> 'erase'`.execute(
    db,
  );
  await sql`create unique index record_leaf_erased_once on record_leaf (team_id, prior) where kind = 'erase'`.execute(
    db,
  );
  await sql`create table service_record (
    team_id text not null,
    leaf bigint not null,
    number text not null,
    year integer not null,
    no integer not null constraint record_no check (no >= 1),
    previous integer,
    code text not null,
    report_id text not null,
    expert_id text not null,
    salt bytea,
    fields jsonb,
    primary key (team_id, leaf),
    constraint record_has_its_leaf foreign key (team_id, leaf) references record_leaf (team_id, index),
    constraint record_one_per_number unique (team_id, year, no),
    constraint record_counts_on check (previous is not distinct from nullif(no, 1) - 1),
    constraint record_leaves_no_gap foreign key (team_id, year, previous) references service_record (team_id, year, no),
    constraint record_called_by_its_no check (number = 'FW-' || year || '-' || lpad(no::text, greatest(6, length(no::text)), '0')),
    constraint record_one_per_code unique (team_id, code),
    constraint record_salted check ((salt is null) = (fields is null))
  )`.execute(db);
  await sql`create index record_by_report on service_record (team_id, report_id)`.execute(db);
  await sql`create index record_by_expert on service_record (team_id, expert_id, year)`.execute(db);
  await sql`create table record_checkpoint (
    team_id text not null,
    size bigint not null,
    key_id text not null,
    root bytea not null,
    note text not null,
    signed_at timestamptz not null,
    primary key (team_id, size, key_id)
  )`.execute(db);
  await sql`create table record_key (
    team_id text not null,
    key_id text not null,
    line text not null,
    since timestamptz not null,
    primary key (team_id, key_id)
  )`.execute(db);
  await sql`insert into record_due (team_id, report_id, due_at)
    select team_id, id, coalesce(accepted_at, changed_at) from report where state = 'accepted'
    order by team_id, coalesce(accepted_at, changed_at), number`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    'record_key',
    'record_checkpoint',
    'service_record',
    'record_leaf',
    'record_log',
    'record_due',
  ])
    await sql`drop table ${sql.table(table)}`.execute(db);
}
