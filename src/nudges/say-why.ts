import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import type { Absence, Assignment } from './assign.ts';
import type { Task } from './nudge.ts';
import { say } from './words.ts';

/** For whom a reminder is made. */
export interface Frame {
  programme: Programme;
  locale: Locale;
  /** Slack names by user id. */
  names: ReadonlyMap<string, string>;
  absences: ReadonlyMap<string, Absence>;
}

/** Why it is this person's; undefined when it simply is. */
export function sayWhy(to: Assignment, frame: Frame): string | undefined {
  const { locale, absences, programme } = frame;
  const of = nameOf(to.of, frame);
  switch (to.via) {
    case 'named':
      return say(locale, 'via_named', { of });
    case 'deputy': {
      const until = absences.get(to.of ?? '')?.until;
      return say(locale, 'via_deputy', { of, date: until ? showDate(until, locale, programme.year) : '' });
    }
    case 'suggested': {
      const suggestion = say(locale, 'via_suggested', { of, suggests: nameOf(to.suggests, frame) });
      return to.reason ? `${suggestion}\n${say(locale, 'because', { reason: to.reason })}` : suggestion;
    }
    case 'superior':
      return say(locale, 'via_superior');
    default:
      return undefined;
  }
}

/** Whom a deputy without the right asks about these duties of one and the same person. */
export function sayNoRight(tasks: readonly Task[], frame: Frame): string {
  const of = tasks[0]?.to.of;
  const isAwayToo = (one: string) => of !== undefined && frame.absences.get(one)?.deputy === of;
  const others = tasks.flatMap(({ owed, to }) =>
    [...owed.owners, ...owed.superiors].filter(
      (one) => one !== to.of && one !== to.userId && !isAwayToo(one),
    ),
  );
  const names = [...new Set(others)].slice(0, 5).map((one) => nameOf(one, frame));
  const whom = names.length > 0 ? joinNames(names, frame.locale) : say(frame.locale, 'nobody');
  return say(frame.locale, 'no_right', { of: nameOf(of, frame), whom });
}

function nameOf(userId: string | undefined, { names, locale }: Pick<Frame, 'names' | 'locale'>): string {
  return (userId && names.get(userId)) || say(locale, 'someone');
}
