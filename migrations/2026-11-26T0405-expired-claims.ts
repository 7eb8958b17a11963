import { type Kysely, sql } from 'kysely';

const BEFORE = [
  ...['home_unit_pending', 'home_unit_declined', 'host_pending', 'host_declined'],
  ...['confirmed', 'withdrawn', 'cancelled'],
];
const ENDED_BEFORE = ['home_unit_declined', 'host_declined', 'withdrawn', 'cancelled'];

/** A claim that nobody answers in five working days ends by itself (mission: decision 2). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await constrain(db, [...BEFORE, 'expired'], [...ENDED_BEFORE, 'expired']);
  await sql`create index claim_unanswered on claim (team_id, claimed_at)
    where state in ('home_unit_pending', 'host_pending')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index claim_unanswered`.execute(db);
  await sql`update claim set state = 'withdrawn' where state = 'expired'`.execute(db);
  await constrain(db, BEFORE, ENDED_BEFORE);
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
