import { earliest } from '../clock.ts';
import { actOnce } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { repairViews } from '../outbox/refresh.ts';
import { type Programme, today } from '../programme/programme.ts';
import { beginRepair, listProgrammes } from '../programme/repository.ts';
import { endOfWorkingHours, isWorkingMoment, startOfNextDay } from '../programme/working-days.ts';
import type { Deps } from '../slack/interaction.ts';

/** Slack takes some fifty updates a minute; most of them are left to those who act. */
const EVERY_SECONDS = 3;

type Tools = Pick<Deps, 'db' | 'now' | 'wallNow' | 'findTeam'>;

/**
 * Once a week, in the first moment outside working hours (the night to Monday, or the next evening after a standstill),
 * the cards of all published needs of the open years are shown anew though nothing changed in the data: one that differs in Slack is
 * repaired, one that was deleted is found out and posted again, once. Rewriting a card makes no badge and no
 * "(edited)". What the data changed is shown at once, and every day `turnDay` compares each card with what it
 * should say, without a call.
 */
export async function repairCards({
  db,
  now,
  wallNow,
  findTeam,
}: Tools): Promise<Temporal.Instant | undefined> {
  const next: Temporal.Instant[] = [];
  for (const programme of await listProgrammes(db, await findTeam())) {
    if (isWorkingMoment(now(), programme)) {
      next.push(endOfWorkingHours(now(), programme));
      continue;
    }
    const day = today(programme, now());
    const monday = day.subtract({ days: day.dayOfWeek - 1 }).toString();
    await actOnce(db, async (trx) => {
      if (!(await beginRepair(trx, programme, monday))) return;
      const keys = await listCardKeys(trx, programme);
      const pace = { from: wallNow(), everySeconds: EVERY_SECONDS };
      await repairViews(trx, programme.teamId, keys, { ...pace, unprompted: true });
    });
    // It may be Monday.
    next.push(startOfNextDay(now(), programme));
  }
  return earliest(...next);
}

async function listCardKeys(trx: Trx, { teamId, liveYears }: Programme): Promise<string[]> {
  const rows = await trx
    .selectFrom('demand')
    .select('id')
    .where('team_id', '=', teamId)
    .where('year', 'in', [...liveYears])
    .where('state', '=', 'published')
    .execute();
  return rows.map(({ id }) => `demand_card:${id}`);
}
