import type { Db, Trx } from './open.ts';

/**
 * All that is read in it is of one moment, whatever is written meanwhile. It only reads, so nothing is ever done again;
 * on the embedded engine everybody waits until it ends: sums, never long lists.
 */
export function readAtOneMoment<T>(db: Db, read: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').execute(read);
}
