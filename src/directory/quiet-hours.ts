import type { Db } from '../db/open.ts';
import { isPerson } from '../outbox/refusals.ts';
import type { QuietUntil } from '../outbox/send-row.ts';
import { workplaceOf } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import { nextWorkingMoment } from '../programme/working-days.ts';
import type { Readers } from '../slack/reader.ts';

/**
 * When the desk may speak of itself: in the working hours of the person it speaks to, by their own clock; in a
 * channel, by the programme's. Rest days are the programme's for everybody.
 */
export function createQuietHours(db: Db, readers: Readers): QuietUntil {
  return async (teamId, target, now) => {
    const programme = await findProgramme(db, teamId);
    if (!programme) return undefined;
    const zone = isPerson(target) ? (await readers.find(teamId, target)).tz : undefined;
    const next = nextWorkingMoment(now, workplaceOf(zone, programme));
    return next.equals(now) ? undefined : next;
  };
}
