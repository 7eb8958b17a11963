import { type Kysely, sql } from 'kysely';

const BEFORE = [
  'expert_pending',
  'home_unit_pending',
  'home_unit_declined',
  'host_pending',
  'host_declined',
  'confirmed',
  'withdrawn',
  'cancelled',
  'expired',
];
const ENDED_BEFORE = ['home_unit_declined', 'host_declined', 'withdrawn', 'cancelled', 'expired'];
const ENDED = [...ENDED_BEFORE, 'no_show', 'recalled', 'report_waived'];
const STATES = [...BEFORE, 'no_show_reported', 'no_show_objected', 'no_show', 'recalled', 'report_waived'];

/** Nobody came, the home unit calls its person back, or the report will never come (designs 3 and 5). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await constrain(db, STATES, ENDED);
  await sql`alter table claim add column objection text`.execute(db);
  await waitingOver(db, [
    'expert_pending',
    'home_unit_pending',
    'host_pending',
    'no_show_reported',
    'no_show_objected',
  ]);
}

/** An older release knows a service without a report, or a claim that was given back. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update claim set state = 'confirmed' where state in ('no_show_reported', 'no_show_objected')`.execute(
    db,
  );
  await sql`update claim set state = 'withdrawn' where state in ('no_show', 'recalled', 'report_waived')`.execute(
    db,
  );
  await sql`alter table claim drop column objection`.execute(db);
  await waitingOver(db, ['expert_pending', 'home_unit_pending', 'host_pending']);
  await constrain(db, BEFORE, ENDED_BEFORE);
}

/** What waits for somebody's decision is found without reading what is decided. */
async function waitingOver(db: Kysely<unknown>, states: string[]): Promise<void> {
  const list = sql.raw(states.map((name) => `'${name}'`).join(', '));
  await sql`drop index claim_waiting`.execute(db);
  await sql`create index claim_waiting on claim (team_id, state) where state in (${list})`.execute(db);
}

async function constrain(db: Kysely<unknown>, states: string[], ended: string[]): Promise<void> {
  const list = (names: string[]) => sql.raw(names.map((name) => `'${name}'`).join(', '));
  await sql`alter table claim
    drop constraint claim_state_check,
    drop constraint live_claim_without_seat,
    add constraint claim_state_check check (state in (${list(states)})),
    add constraint live_claim_without_seat check (
      (state in (${list(ended)})) = (ended_at is not null) and (ended_at is null or live_no is null)
    )`.execute(db);
}
