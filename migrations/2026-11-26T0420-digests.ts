import { type Kysely, sql } from 'kysely';

/** A channel's own digest, and the ledger in which each slot of it is used at most once. */
const UP = [
  sql`create table digest_channel (
    team_id text not null,
    id text not null,
    channel_id text not null,
    year integer not null,
    enabled boolean not null,
    weekday integer not null constraint digest_weekday_no_day check (weekday between 1 and 7),
    time text not null constraint digest_time_no_time check (time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    language text not null check (language in ('zh', 'en')),
    threads boolean not null,
    content text[] not null constraint digest_without_content check (cardinality(content) > 0),
    district text,
    line text,
    set_by text not null,
    set_at timestamptz not null,
    runs_since timestamptz not null,
    muted_at timestamptz,
    muted_until timestamptz constraint digest_unmuted_before_muted check (muted_until > muted_at),
    primary key (team_id, id),
    constraint digest_one_per_channel unique (team_id, year, channel_id),
    foreign key (team_id, year) references programme_year
  )`,
  sql`create table digest_issue (
    team_id text not null,
    digest_id text not null,
    slot date not null,
    slot_at timestamptz not null,
    state text not null check (state in ('previewed', 'posted', 'skipped', 'too_old', 'nothing_new')),
    by_user text,
    at timestamptz not null,
    figures jsonb not null default '{}',
    story_id text,
    primary key (team_id, digest_id, slot),
    foreign key (team_id, digest_id) references digest_channel
  )`,
  sql`create unique index digest_story_once on digest_issue (team_id, digest_id, story_id) where story_id is not null`,
  sql`create index digest_issue_posted on digest_issue (team_id, digest_id, at desc) where state = 'posted'`,

  sql`create index demand_published on demand (team_id, published_at) where published_at is not null`,
  sql`create index claim_confirmed on claim (team_id, confirmed_at) where confirmed_at is not null`,
  sql`create index report_accepted on report (team_id, accepted_at) where accepted_at is not null`,
];

const INDEXES = ['demand_published', 'claim_confirmed', 'report_accepted'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of INDEXES) await db.schema.dropIndex(index).execute();
  for (const table of ['digest_issue', 'digest_channel']) await db.schema.dropTable(table).execute();
}
