import { type Kysely, sql } from 'kysely';

const UP = [
  sql`alter table outgoing
    add column troubles integer not null default 0,
    add column troubled_at timestamptz,
    add column sending_hash text,
    add column reposts integer not null default 0 constraint posted_again_twice check (reposts between 0 and 1),
    add constraint outgoing_one_per_seq unique (team_id, seq)`,
  sql`create index outgoing_troubled on outgoing (team_id, troubled_at)
    where state in ('unknown', 'failed') or (state = 'waiting' and error is not null)`,
  sql`create index outgoing_of_target on outgoing (team_id, target) where state in ('waiting', 'leased', 'sending')`,

  sql`create table slack_hold (
    team_id text not null,
    method text not null,
    until timestamptz not null,
    primary key (team_id, method)
  )`,

  sql`create table stopped_workspace (
    team_id text not null primary key,
    reason text not null check (reason in ('app_uninstalled', 'tokens_revoked')),
    stopped_at timestamptz not null,
    empty_at timestamptz not null constraint emptied_before_stopped check (empty_at > stopped_at)
  )`,

  sql`alter table programme_year add column repaired_week date`,
];

const DOWN = [
  sql`alter table programme_year drop column repaired_week`,
  sql`drop table stopped_workspace`,
  sql`drop table slack_hold`,
  sql`drop index outgoing_of_target`,
  sql`drop index outgoing_troubled`,
  sql`alter table outgoing drop constraint outgoing_one_per_seq,
    drop column troubles, drop column troubled_at, drop column sending_hash, drop column reposts`,
];

/** What became of a message that didn't arrive, until when Slack wants no more calls, and which workspaces left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await statement.execute(db);
}
