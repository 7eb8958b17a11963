import { type Kysely, sql } from 'kysely';

const NEED_BEFORE = [
  'submitted',
  'returned',
  'rejected',
  'bureau_review',
  'published',
  'cancelled',
  'closed',
];
const CLAIM_BEFORE = [
  'home_unit_pending',
  'home_unit_declined',
  'host_pending',
  'host_declined',
  'confirmed',
  'withdrawn',
  'cancelled',
  'expired',
];

/**
 * A published need can be changed, postponed, closed, reopened and followed up (designs 3), and instant service is
 * granted by a coordinator (decision 31): so far that was what publication meant for those that asked for it. A claim
 * whose date moved waits for the expert's own yes; a consent that was given to the old date is kept, but beside the claim.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table demand
    drop constraint demand_state_check,
    add constraint demand_state_check check (state in (${list([...NEED_BEFORE, 'postponed'])})),
    add column instant boolean not null default false,
    add column moved_at timestamptz,
    add column follows text,
    add constraint demand_follows_nothing foreign key (team_id, follows) references demand,
    add constraint postponed_with_a_date check (
      state <> 'postponed' or coalesce(service_start, service_end, claim_deadline) is null
    )`.execute(db);
  await sql`update demand set instant = true where published_at is not null and 'instant' = any(modes)`.execute(
    db,
  );
  await sql`alter table claim
    drop constraint claim_state_check,
    add constraint claim_state_check check (state in (${list([...CLAIM_BEFORE, 'expert_pending'])})),
    add column moved_at timestamptz,
    add column kept_at timestamptz,
    add constraint claim_to_a_date_nobody_asked_about check (
      state not in ('home_unit_pending', 'host_pending', 'confirmed') or moved_at is null or kept_at is not null
    )`.execute(db);
  await sql`alter table consent
    alter column claim_id drop not null,
    add column former_claim_id text,
    add constraint consent_to_no_claim check (claim_id is not null or former_claim_id is not null),
    add constraint consent_of_no_former_claim foreign key (team_id, former_claim_id) references claim`.execute(
    db,
  );
  await reindex(db, ['home_unit_pending', 'host_pending', 'expert_pending']);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await reindex(db, ['home_unit_pending', 'host_pending']);
  await sql`delete from consent where claim_id is null`.execute(db);
  await sql`alter table consent drop column former_claim_id, alter column claim_id set not null`.execute(db);
  await sql`update claim set state = case when confirmed_at is not null then 'confirmed' else 'home_unit_pending' end,
    kept_at = moved_at where state = 'expert_pending'`.execute(db);
  await sql`alter table claim
    drop constraint claim_state_check,
    add constraint claim_state_check check (state in (${list(CLAIM_BEFORE)})),
    drop column moved_at,
    drop column kept_at`.execute(db);
  await sql`update demand set state = 'published' where state = 'postponed'`.execute(db);
  await sql`alter table demand
    drop constraint postponed_with_a_date,
    drop constraint demand_state_check,
    add constraint demand_state_check check (state in (${list(NEED_BEFORE)})),
    drop column instant,
    drop column moved_at,
    drop column follows`.execute(db);
}

/** Waiting claims are looked up by these. */
async function reindex(db: Kysely<unknown>, states: string[]): Promise<void> {
  await sql`drop index claim_waiting`.execute(db);
  await sql`drop index claim_unanswered`.execute(db);
  await sql`create index claim_waiting on claim (team_id, state) where state in (${list(states)})`.execute(
    db,
  );
  await sql`create index claim_unanswered on claim (team_id, claimed_at) where state in (${list(states)})`.execute(
    db,
  );
}

function list(names: string[]) {
  return sql.raw(names.map((name) => `'${name}'`).join(', '));
}
