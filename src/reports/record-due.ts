import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';

/**
 * What these reports give a record of has changed: one row each, in the transaction of the act. It is recorded later,
 * by one after the other; an act that appended to the log itself would wait for everybody else's.
 */
export async function makeRecordDue(
  trx: Trx,
  teamId: string,
  reportIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`insert into record_due (team_id, report_id, due_at)
    select ${teamId}, id, ${now}::timestamptz from unnest(${[...reportIds]}::text[]) id`.execute(trx);
}

/** The same of the report that people call by this number, if there is one. */
export async function makeNumberedDue(
  trx: Trx,
  teamId: string,
  number: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`insert into record_due (team_id, report_id, due_at)
    select r.team_id, r.id, ${now}::timestamptz from report r
    where r.team_id = ${teamId} and r.number = ${number}`.execute(trx);
}
