import { type Kysely, sql } from 'kysely';

/** Files that are handed to one person: shared in Slack where the workspace allows it, else fetched once by address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table handed_file (
    team_id text not null,
    id text not null,
    cause text not null,
    user_id text not null,
    way text not null constraint handed_file_way check (way in ('upload', 'link', 'rows')),
    name text not null,
    title text not null,
    type text not null,
    bytes bytea not null,
    rows jsonb not null default '[]',
    page integer not null default 1 constraint handed_file_page check (page >= 1),
    address text constraint handed_file_address_for_links check ((address is not null) = (way = 'link')),
    secret text,
    made_at timestamptz not null,
    taken_at timestamptz,
    primary key (team_id, id),
    constraint handed_file_secret_once unique (team_id, secret),
    constraint handed_file_once_per_cause unique (team_id, cause)
  )`.execute(db);
  await sql`create index handed_file_by_age on handed_file (team_id, made_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table handed_file`.execute(db);
}
