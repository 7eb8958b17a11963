import { type Kysely, sql } from 'kysely';

/**
 * The ledger of reminders with its permanent keys, each person's messages, and what holds reminders back or sends them
 * elsewhere: a snooze, "not mine", an absence. All of it is read anew at every look, so a restart forgets nothing.
 */
const UP = [
  sql`create table nudge (
    team_id text not null,
    user_id text not null,
    kind text not null,
    object_kind text not null,
    object_id text not null,
    stage text not null,
    label text not null,
    via text not null,
    of_user text,
    due_at timestamptz not null,
    noted_at timestamptz not null,
    outcome text not null check (outcome in ('new', 'edited', 'overtaken', 'too_old')),
    message_no integer constraint told_without_message check ((outcome in ('new', 'edited')) = (message_no is not null)),
    constraint nudge_told_twice primary key (team_id, user_id, kind, object_id, stage)
  )`,
  sql`create index nudge_newest on nudge (team_id, noted_at desc)`,
  sql`create index nudge_newest_of_user on nudge (team_id, user_id, noted_at desc)`,

  sql`create table nudge_message (
    team_id text not null,
    user_id text not null,
    no integer not null,
    id text not null,
    told_at timestamptz not null,
    primary key (team_id, user_id, no),
    constraint nudge_message_one_per_id unique (team_id, id)
  )`,

  sql`create table nudge_snooze (
    team_id text not null,
    user_id text not null,
    until timestamptz not null,
    set_at timestamptz not null,
    constraint snooze_one_per_person primary key (team_id, user_id),
    constraint snooze_over_before_it_began check (until > set_at)
  )`,

  sql`create table nudge_handover (
    team_id text not null,
    kind text not null,
    object_id text not null,
    from_user text not null,
    to_user text not null constraint handed_to_oneself check (to_user <> from_user),
    reason text not null default '',
    at timestamptz not null,
    constraint handover_one_per_duty primary key (team_id, kind, object_id, from_user)
  )`,

  sql`create table absence (
    team_id text not null,
    user_id text not null,
    from_at timestamptz not null,
    until date not null,
    deputy text constraint deputy_of_oneself check (deputy <> user_id),
    constraint absence_one_per_person primary key (team_id, user_id)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['absence', 'nudge_handover', 'nudge_snooze', 'nudge_message', 'nudge'])
    await db.schema.dropTable(table).execute();
}
