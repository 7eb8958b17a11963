import { type Kysely, sql } from 'kysely';

const UP = [
  sql`create table ask_round (
    team_id text not null,
    id text not null,
    demand_id text not null,
    wave_size integer not null constraint wave_without_anybody check (wave_size >= 1),
    waves integer not null default 0,
    next_wave_at timestamptz,
    ended_because text check (ended_because in ('filled', 'closed', 'nobody_left', 'stopped')),
    ended_at timestamptz,
    started_by text not null,
    started_at timestamptz not null,
    primary key (team_id, id),
    constraint round_half_ended check (
      (ended_at is null) = (ended_because is null) and (ended_at is null) = (next_wave_at is not null)
    ),
    foreign key (team_id, demand_id) references demand
  )`,
  sql`create unique index ask_round_one_per_demand on ask_round (team_id, demand_id) where ended_at is null`,
  sql`create index ask_round_due on ask_round (team_id, next_wave_at) where ended_at is null`,

  sql`create table invitation (
    team_id text not null,
    round_id text not null,
    demand_id text not null,
    expert_id text not null,
    wave integer not null,
    invited_at timestamptz not null,
    answer text check (answer in ('yes', 'no')),
    answered_at timestamptz,
    primary key (team_id, round_id, expert_id),
    constraint invitation_twice_for_one_need unique (team_id, demand_id, expert_id),
    constraint invitation_half_answered check ((answer is null) = (answered_at is null)),
    foreign key (team_id, round_id) references ask_round,
    foreign key (team_id, demand_id) references demand,
    foreign key (team_id, expert_id) references expert
  )`,
  sql`create index invitation_of_expert on invitation (team_id, expert_id, invited_at desc)`,
];

/** A coordinator asks the experts who fit best, wave by wave; each is asked once for a need. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['invitation', 'ask_round']) await db.schema.dropTable(table).execute();
}
