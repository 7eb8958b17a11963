import { isWorkingMoment, type Workplace } from '../programme/working-days.ts';
import { type Due, isPast } from './nudge.ts';

/** New messages, each of which raises the badge, that one person gets in a week from Monday to Sunday. */
export const BADGES_A_WEEK = 2;
/** The same with one that can't wait: the deadline's own day, a service on the next working day. */
export const URGENT_BADGES_A_WEEK = 3;

/** How one person stands with the desk's reminders. */
export interface Standing {
  /** By the reader's own clock. */
  workplace: Workplace;
  /** When each new message was told, the newest last. */
  badges: readonly Temporal.Instant[];
  /** The newest message is being sent: what comes now goes with it. */
  isUnderWay: boolean;
  /** The newest message stands in Slack and can be edited. */
  isShown: boolean;
  snoozedUntil: Temporal.Instant | undefined;
}

export type How = 'wait' | 'new' | 'edited';

/** Never outside the reader's working hours, never while they snooze; a new message while the week has room for one. */
export function howToTell(
  { badges, isUnderWay, isShown, snoozedUntil, workplace }: Standing,
  { urgent, now, programme }: { urgent: boolean; now: Temporal.Instant; programme: Workplace },
): How {
  if (!isWorkingMoment(now, workplace)) return 'wait';
  if (snoozedUntil && !isPast(snoozedUntil, now)) return 'wait';
  if (isUnderWay) return 'edited';
  const monday = mondayOf(now, programme.timeZone);
  const thisWeek = badges.filter((at) => mondayOf(at, programme.timeZone).equals(monday)).length;
  if (thisWeek < (urgent ? URGENT_BADGES_A_WEEK : BADGES_A_WEEK)) return 'new';
  // The week is used up and what stood in it is gone: it waits for the next one.
  return isShown ? 'edited' : 'wait';
}

/** What one person's turn comes to: what is told how, and what is noted with it. */
export interface Turn {
  how: How;
  dues: readonly Due[];
  /** The snooze is over, whether or not anything is left to say. */
  endsSnooze: boolean;
}

/** One person's turn; `again` when their newest message still has something to say and was never shown. */
export function planTurn(
  standing: Standing,
  { dues, isAnythingOpen, again }: { dues: readonly Due[]; isAnythingOpen: boolean; again: boolean },
  { now, programme }: { now: Temporal.Instant; programme: Workplace },
): Turn {
  const tells = dues.filter(({ verdict }) => verdict === 'tell');
  const isAwake = standing.snoozedUntil !== undefined && isPast(standing.snoozedUntil, now);
  const wakes = isAwake && isAnythingOpen;
  if (tells.length === 0 && !wakes && !again) return { how: 'wait', dues, endsSnooze: isAwake };
  const urgent = tells.some(({ stage }) => stage.urgent);
  const how = howToTell(standing, { urgent, now, programme });
  return how === 'wait' ? { how, dues: [], endsSnooze: false } : { how, dues, endsSnooze: isAwake };
}

function mondayOf(moment: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  const day = moment.toZonedDateTimeISO(timeZone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 });
}
