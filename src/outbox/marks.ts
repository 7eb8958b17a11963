import type { Trx } from '../db/open.ts';

/** What an act changed on people's screens. */
export interface Marks {
  /** Keys of views that are shown again if they were ever asked for; one that ends in ':' is all whose keys begin so. */
  views: readonly string[];
  /** Whose Home is shown again, if they ever opened it, and the reminder that stands in their messages. */
  people: readonly string[];
  /** Ids of the objects it was done to (need, claim, report, …): also others' reminders may name them. */
  about: readonly string[];
}

/** Which more views show what was marked, by their keys: a room further on than the act says it of its own. */
export type OnMarked = (trx: Trx, teamId: string, marks: Marks) => Promise<string[]>;

/**
 * Writes down what the act changed: one row of its own (table `changed`, whose columns are the fields of `Marks`, each
 * empty by default), so that acts wait for nobody else's. The queue folds all marks into the outgoing rows before it
 * looks for what is due.
 */
export async function markChanged(
  trx: Trx,
  { teamId, views = [], people = [], about = [] }: { teamId: string } & Partial<Marks>,
): Promise<void> {
  if (views.length + people.length + about.length === 0) return;
  await trx.insertInto('changed').values({ team_id: teamId, views, people, about }).execute();
}
