import { earliest } from '../clock.ts';
import { actOnce } from '../db/audit.ts';
import { listDoubtful } from '../directory/readers.ts';
import { refreshByDay } from '../outbox/refresh.ts';
import { today } from '../programme/programme.ts';
import { listProgrammes, turnTo } from '../programme/repository.ts';
import { startOfNextDay } from '../programme/working-days.ts';
import type { Deps } from '../slack/interaction.ts';

type Tools = Pick<Deps, 'db' | 'now' | 'readers' | 'findTeam'>;

/**
 * Deadlines and services pass without anybody acting: once a day, in each programme's zone, its cards, Homes, reminders
 * and invitations are shown anew, but for those that rest: each is compared with what it should say, and Slack is called only where they differ.
 * Often looked at, done once: a restart or a second process changes nothing. Slack is asked about people whom a message
 * could not reach, as the one who stands in should not have it for longer than needed.
 */
export async function turnDay({ db, now, readers, findTeam }: Tools): Promise<Temporal.Instant | undefined> {
  const next: Temporal.Instant[] = [];
  for (const programme of await listProgrammes(db, await findTeam())) {
    const day = today(programme, now()).toString();
    const isNewDay = await actOnce(db, async (trx) => {
      if (!(await turnTo(trx, programme, day))) return false;
      await refreshByDay(trx, programme.teamId, 'demand_card:');
      await refreshByDay(trx, programme.teamId, 'home:');
      await refreshByDay(trx, programme.teamId, 'nudge:');
      await refreshByDay(trx, programme.teamId, 'invitation:');
      return true;
    });
    if (isNewDay === true)
      for (const userId of await listDoubtful(db, programme.teamId))
        await readers.find(programme.teamId, userId);
    next.push(startOfNextDay(now(), programme));
  }
  return earliest(...next);
}
