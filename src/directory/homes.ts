import type { Trx } from '../db/open.ts';
import { enqueueView, homeOf, refreshKeys } from '../outbox/enqueue.ts';
import { lockRemindersOf } from './reminders.ts';

/**
 * Publishes the Home tab anew for those of these people who have ever opened it, and for nobody else; and edits the
 * reminders that stand in their messages and in those of others who are asked about the same objects.
 */
export async function enqueueHomes(
  trx: Trx,
  teamId: string,
  userIds: readonly (string | null | undefined)[],
  about: readonly string[] = [],
): Promise<void> {
  const wanted = [...new Set(userIds.filter((id) => id !== null && id !== undefined))];
  if (wanted.length > 0) await showHomes(trx, teamId, wanted);
  await refreshReminders(trx, teamId, wanted, about);
}

async function showHomes(trx: Trx, teamId: string, wanted: readonly string[]): Promise<void> {
  const opened = await trx
    .selectFrom('slack_user')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('user_id', 'in', wanted)
    .where('home_opened_at', 'is not', null)
    .execute();
  await enqueueView(trx, ...opened.map(({ user_id }) => homeOf(teamId, user_id)));
}

/** What is done leaves the reminders of all whom it concerns at once, whoever did it for whom. */
export async function refreshReminders(
  trx: Trx,
  teamId: string,
  userIds: readonly string[],
  about: readonly string[],
): Promise<void> {
  await refreshKeys(trx, teamId, await lockRemindersOf(trx, teamId, userIds, about));
}
