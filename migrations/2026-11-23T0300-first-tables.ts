import { type Kysely, sql } from 'kysely';

/**
 * Every row belongs to a workspace: `team_id` leads each key and index, so the schema can be sharded by it.
 * Capacity, uniqueness and "once" stand here as constraints; each is named for what it forbids.
 */
const UP = [
  sql`create table programme_year (
    team_id text not null,
    year integer not null,
    name text not null,
    document_no text not null default '',
    target_experts integer not null constraint target_below_one check (target_experts >= 1),
    opens_on date not null,
    deadline timestamptz not null,
    time_zone text not null,
    channel_id text not null,
    language text not null check (language in ('zh', 'en')),
    published_by text not null check (published_by in ('district', 'bureau')),
    catalogue jsonb not null,
    current boolean not null default true,
    created_by text not null,
    created_at timestamptz not null,
    primary key (team_id, year)
  )`,
  sql`create unique index programme_year_one_current on programme_year (team_id) where current`,

  sql`create table counter (
    team_id text not null,
    year integer not null,
    kind text not null check (kind in ('XQ', 'RL', 'BG')),
    last integer not null,
    primary key (team_id, year, kind)
  )`,

  sql`create table slack_user (
    team_id text not null,
    user_id text not null,
    name text not null,
    locale text not null,
    tz text not null,
    is_admin boolean not null,
    is_guest boolean not null,
    is_bot boolean not null,
    deleted boolean not null,
    read_at timestamptz not null,
    home_opened_at timestamptz,
    primary key (team_id, user_id)
  )`,

  sql`create table draft (
    team_id text not null,
    id text not null,
    kind text not null,
    user_id text not null,
    object_id text,
    typed jsonb not null default '{}',
    updated_at timestamptz not null,
    used_at timestamptz,
    primary key (team_id, id)
  )`,
  sql`create index draft_of_user on draft (team_id, user_id, kind, updated_at desc) where used_at is null`,

  sql`create table audit (
    team_id text not null,
    id bigint generated always as identity,
    act text not null,
    actor text not null,
    on_behalf_of text,
    object_kind text not null,
    object_id text not null,
    at timestamptz not null,
    cause text,
    outcome text not null default 'done' check (outcome in ('done', 'refused')),
    details jsonb not null default '{}',
    primary key (team_id, id)
  )`,
  sql`create unique index audit_one_per_cause on audit (team_id, cause) where cause is not null`,
  sql`create index audit_of_object on audit (team_id, object_kind, object_id, id)`,

  sql`create table role_grant (
    team_id text not null,
    user_id text not null,
    role text not null check (role in ('bureau', 'district', 'system')),
    scope text not null default '' constraint scope_missing check ((role = 'bureau') = (scope = '')),
    granted_by text not null,
    granted_at timestamptz not null,
    primary key (team_id, role, scope, user_id)
  )`,
  sql`create index role_grant_of_user on role_grant (team_id, user_id)`,

  sql`create table organisation (
    team_id text not null,
    id text not null,
    kind text not null check (kind in ('home_unit', 'host_unit')),
    name text not null,
    name_key text not null,
    unit_type text,
    district text not null default '',
    system text,
    created_at timestamptz not null,
    primary key (team_id, id),
    constraint organisation_one_per_name unique (team_id, kind, district, name_key)
  )`,

  sql`create table organisation_contact (
    team_id text not null,
    organisation_id text not null,
    user_id text not null,
    added_by text not null,
    added_at timestamptz not null,
    primary key (team_id, organisation_id, user_id),
    foreign key (team_id, organisation_id) references organisation
  )`,
  sql`create index organisation_contact_of_user on organisation_contact (team_id, user_id)`,

  sql`create table expert (
    team_id text not null,
    id text not null,
    user_id text,
    name text not null,
    employer_id text not null,
    system text not null,
    title text not null,
    categories text[] not null default '{}',
    field text not null,
    specialty text not null default '',
    services text[] not null default '{}',
    max_active_claims integer not null constraint limit_negative check (max_active_claims >= 0),
    phone text not null default '',
    home_unit_contact text not null default '',
    home_unit_user text constraint expert_consents_for_himself check (home_unit_user <> user_id),
    state text not null check (state in ('registered', 'verified', 'returned')),
    return_reason text,
    verified_by text,
    verified_at timestamptz,
    registered_at timestamptz not null,
    primary key (team_id, id),
    constraint expert_one_per_user unique (team_id, user_id),
    foreign key (team_id, employer_id) references organisation
  )`,
  sql`create index expert_by_state on expert (team_id, state, system)`,
  sql`create index expert_of_employer on expert (team_id, employer_id)`,

  sql`create table demand (
    team_id text not null,
    id text not null,
    number text not null,
    year integer not null,
    state text not null check (state in ('submitted', 'returned', 'rejected', 'bureau_review', 'published', 'cancelled', 'closed')),
    host_unit_id text not null,
    poster text not null,
    contact_user text,
    recorded_by text,
    district text not null,
    districts text[] not null,
    unit_name text not null,
    unit_type text,
    contact_name text not null default '',
    contact_phone text not null default '',
    action_line text not null,
    form text,
    modes text[] not null default '{}',
    field text,
    need_types text[] not null default '{}',
    title text not null,
    description text not null default '',
    expert_slots integer not null constraint slots_below_one check (expert_slots >= 1),
    expert_requirement text not null default '',
    time_text text not null,
    service_start date,
    service_end date constraint end_before_start check (service_end >= service_start),
    claim_deadline date,
    place text not null default '',
    expected_outcome text not null default '',
    conditions_offered text not null default '',
    expected_beneficiaries integer,
    urgency text not null default 'normal',
    confidential boolean not null default false,
    reason text,
    submitted_at timestamptz not null,
    published_at timestamptz,
    changed_at timestamptz not null,
    primary key (team_id, id),
    constraint demand_one_per_number unique (team_id, number),
    constraint deadline_after_service check (claim_deadline <= service_end),
    foreign key (team_id, year) references programme_year,
    foreign key (team_id, host_unit_id) references organisation
  )`,
  sql`create index demand_open on demand (team_id, year, state, district, number)`,
  sql`create index demand_of_poster on demand (team_id, poster, state)`,
  sql`create index demand_of_contact on demand (team_id, contact_user, state)`,

  sql`create table claim (
    team_id text not null,
    id text not null,
    number text not null,
    demand_id text not null,
    expert_id text not null,
    slot_no integer not null,
    state text not null check (state in ('home_unit_pending', 'home_unit_declined', 'host_pending', 'host_declined', 'confirmed', 'withdrawn', 'cancelled')),
    live_no integer,
    reason text,
    claimed_at timestamptz not null,
    consented_at timestamptz,
    confirmed_at timestamptz,
    ended_at timestamptz,
    primary key (team_id, id),
    constraint claim_one_per_number unique (team_id, number),
    constraint live_claim_without_seat check (
      (state in ('home_unit_declined', 'host_declined', 'withdrawn', 'cancelled')) = (ended_at is not null)
      and (ended_at is null or live_no is null)
    ),
    foreign key (team_id, demand_id) references demand,
    foreign key (team_id, expert_id) references expert
  )`,
  sql`create unique index claim_one_live_per_demand on claim (team_id, demand_id, expert_id) where ended_at is null`,
  sql`create unique index claim_over_the_limit on claim (team_id, expert_id, live_no) where live_no is not null`,
  sql`create index claim_of_expert on claim (team_id, expert_id, claimed_at desc)`,
  sql`create index claim_of_demand on claim (team_id, demand_id, claimed_at)`,
  sql`create index claim_waiting on claim (team_id, state) where state in ('home_unit_pending', 'host_pending')`,

  sql`create table slot (
    team_id text not null,
    demand_id text not null,
    no integer not null,
    expert_id text,
    claim_id text,
    primary key (team_id, demand_id, no),
    constraint slot_one_per_expert unique (team_id, demand_id, expert_id),
    constraint slot_half_taken check ((expert_id is null) = (claim_id is null)),
    foreign key (team_id, demand_id) references demand
  )`,
  sql`create index slot_free on slot (team_id, demand_id, no) where expert_id is null`,

  sql`create table consent (
    team_id text not null,
    id text not null,
    expert_id text not null,
    claim_id text not null,
    kind text not null check (kind in ('letter', 'phone', 'online', 'blanket')),
    document_no text not null default '',
    date date not null,
    until date constraint blanket_without_term check (kind <> 'blanket' or until >= date),
    given_by text not null,
    on_behalf boolean not null,
    recorded_at timestamptz not null,
    primary key (team_id, id),
    constraint consent_one_per_claim unique (team_id, claim_id),
    foreign key (team_id, claim_id) references claim,
    foreign key (team_id, expert_id) references expert
  )`,
  sql`create index consent_blanket on consent (team_id, expert_id, until) where kind = 'blanket'`,

  sql`create table report (
    team_id text not null,
    id text not null,
    number text not null,
    year integer not null,
    demand_id text,
    state text not null check (state in ('submitted', 'objected', 'host_confirmed', 'returned', 'accepted')),
    author text not null,
    recorded_by text,
    version integer not null default 1,
    title text not null,
    action_line text not null,
    form text,
    districts text[] not null,
    service_start date not null,
    service_end date not null constraint report_end_before_start check (service_end >= service_start),
    days numeric(6, 1),
    place text not null default '',
    metrics jsonb not null default '{}',
    summary text not null default '',
    typical_story text not null default '',
    next_steps text not null default '',
    news text not null default '',
    reason text,
    host_confirmed_by text,
    host_confirmed_at timestamptz,
    override_reason text,
    accepted_by text,
    accepted_at timestamptz,
    submitted_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (team_id, id),
    constraint report_one_per_number unique (team_id, number),
    constraint accepted_without_host_or_reason check (
      state <> 'accepted' or demand_id is null or host_confirmed_at is not null or override_reason is not null
    ),
    foreign key (team_id, year) references programme_year,
    foreign key (team_id, demand_id) references demand
  )`,
  sql`create index report_by_state on report (team_id, year, state, service_end)`,
  sql`create index report_of_demand on report (team_id, demand_id)`,
  sql`create index report_of_author on report (team_id, author, state)`,

  sql`create table report_expert (
    team_id text not null,
    report_id text not null,
    expert_id text not null,
    primary key (team_id, report_id, expert_id),
    foreign key (team_id, report_id) references report,
    foreign key (team_id, expert_id) references expert
  )`,
  sql`create index report_expert_of_expert on report_expert (team_id, expert_id)`,

  sql`create table report_version (
    team_id text not null,
    report_id text not null,
    version integer not null,
    content jsonb not null,
    outcome text not null,
    reason text,
    kept_at timestamptz not null,
    primary key (team_id, report_id, version),
    foreign key (team_id, report_id) references report
  )`,

  sql`create table outgoing (
    team_id text not null,
    key text collate "C" not null,
    seq bigint generated always as identity,
    shape text not null check (shape in ('view', 'notice')),
    kind text not null,
    target text not null,
    lane text not null,
    parent_key text,
    ref jsonb not null default '{}',
    state text not null default 'waiting' check (state in ('waiting', 'leased', 'sending', 'sent', 'unknown', 'failed', 'dropped')),
    wanted integer not null default 1,
    shown integer not null default 0,
    attempts integer not null default 0,
    next_at timestamptz not null default 'epoch',
    lease_until timestamptz,
    channel_id text,
    ts text,
    content_hash text,
    error text,
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    primary key (team_id, key)
  )`,
  sql`create index outgoing_due on outgoing (team_id, next_at, seq) where state in ('waiting', 'leased', 'sending')`,
  sql`create index outgoing_lane on outgoing (team_id, lane, seq) where state in ('waiting', 'leased', 'sending')`,
];

const TABLES = [
  'outgoing',
  'report_version',
  'report_expert',
  'report',
  'consent',
  'slot',
  'claim',
  'demand',
  'expert',
  'organisation_contact',
  'organisation',
  'role_grant',
  'audit',
  'draft',
  'slack_user',
  'counter',
  'programme_year',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of TABLES) await db.schema.dropTable(table).execute();
}
