import type { KnownBlock } from '@slack/types';
import { titleOf as titleOfNeed } from '../demands/blocks.ts';
import { isReduced } from '../demands/demand.ts';
import { context, header, section } from '../slack/blocks.ts';
import { shorten } from '../slack/text.ts';
import type { Overdue } from './overdue.ts';
import type { DigestFrame } from './sections.ts';
import { say } from './words.ts';

/** As many late things as are named. */
const MOST_OVERDUE = 5;
/** One is asked for beyond those shown, to know that there is more. */
export const OVERDUE_READ = MOST_OVERDUE + 1;

/** What is late within a coordinator's reach, by name. */
export function overdueMine(overdue: readonly Overdue[], frame: DigestFrame): KnownBlock[] {
  const { locale } = frame;
  if (overdue.length === 0) return [];
  const lines = overdue.slice(0, MOST_OVERDUE).map((one) => sayOverdue(one, frame));
  return [
    header(say(locale, 'overdue_mine')),
    section(lines.join('\n')),
    ...(overdue.length > MOST_OVERDUE ? [context(say(locale, 'overdue_more'))] : []),
  ];
}

/** Of a confidential need neither its title nor its host unit. */
export function sayOverdue(one: Overdue, { locale, programme }: DigestFrame): string {
  const { kind, number, expert } = one;
  const isHost = kind !== 'consents' && kind !== 'papers' && kind !== 'verifications';
  const isUnitHidden = isHost && isReduced(one);
  const unit = isUnitHidden ? say(locale, 'host_unit') : one.unit;
  const title = shorten(titleOfNeed(one, programme, locale), 60);
  // Where no employer consents, it is the expert's own pledge that is missing.
  const key = kind === 'consents' && unit === '' ? 'overdue_pledge' : (`overdue_${kind}` as const);
  return say(locale, key, {
    ...{ number, title, expert: shorten(expert, 40), unit: shorten(unit, 60) },
  });
}
