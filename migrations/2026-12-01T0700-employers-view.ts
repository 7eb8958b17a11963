import { type Kysely, sql } from 'kysely';

/**
 * What an employer says in advance: yes to whoever of theirs goes until a date (`blanket`), and days on which somebody
 * can't (`blocked_dates`). A claim that passed by the first says by which.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table blanket (
    team_id text not null,
    id text not null,
    employer_id text not null,
    expert_id text,
    document_no text not null default '',
    date date not null,
    until date not null,
    recorded_by text not null,
    on_behalf boolean not null default false,
    recorded_at timestamptz not null,
    ended_at timestamptz,
    ended_by text,
    primary key (team_id, id),
    constraint blanket_of_no_unit foreign key (team_id, employer_id) references organisation (team_id, id),
    constraint blanket_of_no_expert foreign key (team_id, expert_id) references expert (team_id, id),
    constraint blanket_over_before_it_began check (until >= date),
    constraint blanket_ended_by_nobody check ((ended_at is null) = (ended_by is null))
  )`.execute(db);
  await sql`create index blanket_of_unit on blanket (team_id, employer_id) where ended_at is null`.execute(
    db,
  );
  await sql`create table blocked_dates (
    team_id text not null,
    id text not null,
    expert_id text not null,
    from_on date not null,
    until_on date not null,
    reason text not null default '',
    side text not null,
    set_by text not null,
    on_behalf boolean not null default false,
    set_at timestamptz not null,
    ended_at timestamptz,
    ended_by text,
    primary key (team_id, id),
    constraint blocked_dates_of_no_expert foreign key (team_id, expert_id) references expert (team_id, id),
    constraint blocked_dates_of_no_side check (side in ('expert', 'home_unit')),
    constraint blocked_dates_backwards check (until_on >= from_on),
    constraint blocked_dates_ended_by_nobody check ((ended_at is null) = (ended_by is null))
  )`.execute(db);
  await sql`create index blocked_dates_of_expert on blocked_dates (team_id, expert_id) where ended_at is null`.execute(
    db,
  );
  await sql`alter table consent
    add column blanket_id text,
    add constraint consent_by_no_blanket foreign key (team_id, blanket_id) references blanket (team_id, id)`.execute(
    db,
  );
  await sql`create index expert_by_home_unit_user on expert (team_id, home_unit_user)
    where home_unit_user is not null`.execute(db);
  await sql`create index consent_by_blanket on consent (team_id, blanket_id) where blanket_id is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index expert_by_home_unit_user`.execute(db);
  await sql`alter table consent drop column blanket_id`.execute(db);
  await sql`drop table blocked_dates`.execute(db);
  await sql`drop table blanket`.execute(db);
}
