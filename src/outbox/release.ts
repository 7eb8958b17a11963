import type { Db } from '../db/open.ts';
import { type LeasedRow, settle } from './lease.ts';

/** Gives a row back untouched. */
export async function release(db: Db, row: LeasedRow, nextAt?: Temporal.Instant): Promise<void> {
  await settle(db, row, {
    state: 'waiting',
    attempts: row.attempts - 1,
    ...(nextAt ? { next_at: nextAt } : {}),
  });
}

/** It waits until its reader is at work, and holds up nothing. */
export async function postpone(db: Db, row: LeasedRow, until: Temporal.Instant): Promise<void> {
  await settle(db, row, { state: 'waiting', attempts: row.attempts - 1, not_before: until });
}
