import { earliest } from '../clock.ts';
import { isWorkingMoment, nextWorkingMoment } from '../programme/working-days.ts';
import { isAfter, isInTime, isMutedAt, LATE_FOR, type Schedule, type Slot, slotsAround } from './slots.ts';

/** What became of a slot; 'previewed' is still open, the others settle it. */
export type IssueState = 'previewed' | 'posted' | 'skipped' | 'too_old' | 'nothing_new';

/** What the ledger holds, by slot. */
export type Ledger = ReadonlyMap<string, IssueState>;

export interface Due {
  /** To be posted now. */
  post?: Slot;
  /** To be shown to whoever looks after it. */
  preview?: Slot;
  /** Missed for good. */
  tooOld: Slot[];
}

/** What comes later than this says so. */
const LATE_AFTER = { hours: 1 } as const;

/**
 * What is due, from the plan, the ledger and `now` alone, so that ticks may come late, twice or from several
 * processes. A slot on a day off is on the next working day. A missed one is posted late, at most 72 hours and while
 * people are at work; older ones are skipped, and of several only the newest counts. The preview comes at 15:00 of the working day before, or later
 * while people are at work.
 */
export function digestsDue(schedule: Schedule, ledger: Ledger, now: Temporal.Instant): Due {
  if (!schedule.enabled || isMutedAt(schedule, now)) return { tooOld: [] };
  const slots = slotsAround(schedule, now);
  const isOpen = ({ key }: Slot) => (ledger.get(key) ?? 'previewed') === 'previewed';
  const missed = slots.filter((slot) => !isAfter(slot.at, now) && isOpen(slot) && isOfPlan(schedule, slot));
  const newest = missed.at(-1);
  const isWanted = newest && isInTime(newest, now) && !hasNewer(newest, slots, ledger, now);
  const post = isWanted && (!isLate(newest.at, now) || isWorkingMoment(now, schedule)) ? newest : undefined;
  const next = slots.find(({ at }) => isAfter(at, now));
  const isToPreview =
    next !== undefined &&
    !ledger.has(next.key) &&
    isOfPlan(schedule, next) &&
    !isAfter(next.previewAt, now) &&
    isWorkingMoment(now, schedule);
  return {
    ...(post ? { post } : {}),
    ...(isToPreview ? { preview: next } : {}),
    tooOld: missed.filter((slot) => slot !== newest || !isWanted),
  };
}

/** The first moment after this one at which something may be due that isn't yet, while nobody changes anything. */
export function nextChange(schedule: Schedule, now: Temporal.Instant): Temporal.Instant | undefined {
  if (!schedule.enabled) return undefined;
  const moments = slotsAround(schedule, now).flatMap(({ at, previewAt }) => [
    ...[previewAt, at, at.add(LATE_AFTER), at.add(LATE_FOR).add({ milliseconds: 1 })],
  ]);
  const later = [...moments, schedule.mutedUntil].filter((at) => at !== undefined && isAfter(at, now));
  return earliest(...later, isWorkingMoment(now, schedule) ? undefined : nextWorkingMoment(now, schedule));
}

/** How a slot stands to those who read of it: what waits for its time may be muted, or missed and not yet noted. */
export function standingOf(
  schedule: Schedule,
  { at }: Pick<Slot, 'at'>,
  state: IssueState,
  now: Temporal.Instant,
): IssueState | 'muted' {
  if (state !== 'previewed') return state;
  const isMuted = isMutedAt(schedule, at) || (isAfter(now, at) && isMutedAt(schedule, now));
  if (!schedule.enabled || isMuted || !isAfter(at, schedule.runsSince)) return 'muted';
  return isInTime({ at }, now) ? 'previewed' : 'too_old';
}

/** So late that the post says it. */
export function isLate(slotAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return isAfter(now, slotAt.add(LATE_AFTER));
}

function isOfPlan(schedule: Schedule, { at }: Slot): boolean {
  const isOver = schedule.until !== undefined && isAfter(at, schedule.until);
  return isAfter(at, schedule.runsSince) && !isOver && !isMutedAt(schedule, at);
}

/** A later week's turn has come, or was taken before its time: what is older would only repeat it. */
function hasNewer(slot: Slot, slots: Slot[], ledger: Ledger, now: Temporal.Instant): boolean {
  return slots.some(({ key, at }) => {
    const state = ledger.get(key);
    return key > slot.key && (!isAfter(at, now) || (state !== undefined && state !== 'previewed'));
  });
}
