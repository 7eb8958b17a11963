import { type Kysely, sql } from 'kysely';

const UP = [
  sql`create table workspace_due (
    team_id text not null primary key,
    changes bigint not null default 0,
    looked_at timestamptz not null default 'epoch',
    looks_at timestamptz not null default 'epoch'
  )`,
  sql`create index outgoing_reply on outgoing (team_id) where state = 'waiting' and parent_key is not null`,
];

const DOWN = [sql`drop index outgoing_reply`, sql`drop table workspace_due`];

/** When a workspace has something due next: a minute in which nothing is costs next to nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await statement.execute(db);
}
