import type { DutyFrame } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { showMoment } from '../programme/programme.ts';
import { say } from './words.ts';

/** Working days after the question; two working days later the slot is free again. */
export const ANSWER_DAYS = { owners: [3], superiors: [] };

/** By when an answer is in time. */
export function freedAt({ dueAt }: Owed, { programme, locale }: DutyFrame): string[] {
  return dueAt ? [say(locale, 'duty_freed_at', { moment: showMoment(dueAt, programme, locale) })] : [];
}
