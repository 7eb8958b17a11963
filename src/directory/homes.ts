import type { Trx } from '../db/open.ts';
import { enqueueViewOnce, homeOf } from '../outbox/enqueue.ts';
import { type Marks, markChanged } from '../outbox/marks.ts';
import { listRemindersOf } from './reminders.ts';

/**
 * Marks that the Home tab of these people is to be published anew, and that the reminders are to be edited which stand
 * in their messages and in those of others who are asked about the same objects.
 */
export async function enqueueHomes(
  trx: Trx,
  teamId: string,
  userIds: readonly (string | null | undefined)[],
  about: readonly string[] = [],
): Promise<void> {
  const people = new Set(userIds.filter((id) => id !== null && id !== undefined));
  await markChanged(trx, { teamId, people: [...people], about });
}

/**
 * The Homes of those of the people marked who have ever opened theirs, and of nobody else; and the reminders: what is
 * done leaves those of all whom it concerns at once, whoever did it for whom.
 */
export async function listHomesAndReminders(trx: Trx, teamId: string, marks: Marks): Promise<string[]> {
  const homes = await listOpenedHomes(trx, teamId, marks.people);
  return [...homes, ...(await listRemindersOf(trx, teamId, marks.people, marks.about))];
}

async function listOpenedHomes(trx: Trx, teamId: string, people: readonly string[]): Promise<string[]> {
  if (people.length === 0) return [];
  const opened = await trx
    .selectFrom('slack_user')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('user_id', 'in', people)
    .where('home_opened_at', 'is not', null)
    .execute();
  const homes = opened.map(({ user_id }) => homeOf(teamId, user_id));
  await enqueueViewOnce(trx, ...homes);
  return homes.map(({ key }) => key);
}
