import { actOnce, recordAct, recordRefusal } from '../db/audit.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { refreshView } from '../outbox/enqueue.ts';
import { workplaceOf } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { nextWorkingMoment } from '../programme/working-days.ts';
import { message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { findMessage, messageKey } from './messages.ts';
import { endSnooze, putSnooze } from './repository.ts';
import { say } from './words.ts';

/**
 * `snooze_nudge` and its like: nothing for this person for so many days, until the first working moment after them; the
 * message itself says so, and takes it back with no days. The value is the message's id.
 */
export async function snooze(deps: Deps, click: Click, days: number): Promise<void> {
  const { teamId, userId, locale, reader, now, cause, value } = click;
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const nudge = await findMessage(deps.db, teamId, value);
  if (!nudge) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const object = { objectKind: 'nudge_message', objectId: nudge.id };
  if (nudge.user_id !== userId) {
    await recordRefusal(deps.db, {
      ...{ teamId, act: 'snooze_nudge', actor: userId, ...object, now, cause },
      details: { reason: 'not_theirs' },
    });
    return click.reply(message(section(say(locale, 'snooze_not_yours'))));
  }
  const workplace = workplaceOf(reader.tz, programme);
  const then = now.toZonedDateTimeISO(workplace.timeZone).add({ days }).toInstant();
  await actOnce(deps.db, async (trx) => {
    if (days === 0) await endSnooze(trx, teamId, userId);
    else await putSnooze(trx, { teamId, userId, until: nextWorkingMoment(then, workplace), now });
    await recordAct(trx, {
      ...{ teamId, act: 'snooze_nudge', actor: userId, ...object, now, cause },
      details: { days },
    });
    await refreshView(trx, teamId, messageKey(userId, nudge.no));
  });
}
