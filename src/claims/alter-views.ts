import type { KnownBlock } from '@slack/types';
import { afterButton } from '../demands/after-blocks.ts';
import { showTime } from '../demands/blocks.ts';
import type { Diff } from '../demands/changeable.ts';
import { type Demand, isReduced } from '../demands/demand.ts';
import { sayField } from '../demands/field.ts';
import type { ActAfter } from '../demands/transitions.ts';
import { say as sayDemand } from '../demands/words.ts';
import { say as sayAfter } from '../demands/words-after.ts';
import { undoButton } from '../directory/undo-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { actions, facts, type Message, message, section } from '../slack/blocks.ts';
import type { Altered } from './alter.ts';
import type { Claim } from './claim.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

/** What the person who did it reads. */
export function buildAltered(
  act: ActAfter,
  number: string,
  { undo, asked }: Altered,
  locale: Locale,
): Message {
  return message(
    section(sayAfter(locale, `done_${act}`, { number })),
    asked > 0 ? section(sayAfter(locale, 'asked_anew', { n: asked })) : [],
    actions(undoButton(undo, locale)),
  );
}

export function reopenButton(demand: Pick<Demand, 'id' | 'number'>, locale: Locale): KnownBlock[] {
  return actions(afterButton('reopen', demand, locale));
}

export function followUpButton(demand: Pick<Demand, 'id' | 'number'>, locale: Locale): KnownBlock[] {
  return actions(afterButton('follow_up', demand, locale));
}

export interface ChangedNotice {
  act: ActAfter;
  /** As it was just then; the dates of before. */
  was: Pick<Demand, 'timeText' | 'serviceStart' | 'serviceEnd'>;
  changed: Diff;
  reason: string;
  /** The reader's own claim, if they are told as an expert. */
  claim: Claim | undefined;
}

/** What changed of a need, and why: to whom it concerns without asking anything of them. */
export function buildChangedNotice(
  demand: Demand,
  programme: Programme,
  locale: Locale,
  { act, was, changed, reason, claim }: ChangedNotice,
): Message {
  // Once confirmed nothing of the need is hidden from the expert.
  const isHidden = claim !== undefined && claim.state !== 'confirmed' && isReduced(demand);
  const title =
    claim && claim.state !== 'confirmed'
      ? nameNeed(demand, programme, locale).slice(demand.number.length + 1)
      : demand.title;
  const mayPhone = claim === undefined || claim.state === 'confirmed';
  const shown = isHidden ? {} : mayPhone ? changed : withoutContact(changed);
  const isMoved = changed.time_text || changed.service_start || changed.service_end;
  const whenBefore = showTime({ ...demand, state: 'published', ...was }, programme, locale);
  return message(
    section(sayAfter(locale, `told_${act}`, { number: demand.number, title })),
    facts([
      [
        say(locale, 'when'),
        isMoved
          ? sayAfter(locale, 'from_to', { from: whenBefore, to: showTime(demand, programme, locale) })
          : '',
      ],
      ...linesOf(shown, programme, locale),
      [say(locale, 'reason'), reason],
    ]),
    claim && claim.endedAt === undefined ? section(sayAfter(locale, 'told_keeps')) : [],
  );
}

function withoutContact({ contact_name: _, contact_phone: __, ...rest }: Diff): Diff {
  return rest;
}

/** The texts as they are now, the short ones with what they were. */
function linesOf(changed: Diff, { catalogue, year }: Programme, locale: Locale): [string, string][] {
  const text = (value: string | number | null) => (value === null || value === '' ? '–' : String(value));
  const day = (value: string | number | null) =>
    typeof value === 'string' ? showDate(value, locale, year) : '–';
  const field = (value: string | number | null) =>
    sayField(typeof value === 'string' ? value : undefined, catalogue, locale);
  const pair = (key: keyof Diff, show: typeof text): [string, string][] => {
    const one = changed[key];
    if (!one) return [];
    const said = sayAfter(locale, 'from_to', { from: show(one.from), to: show(one.to) });
    return [[sayDemand(locale, key), said]];
  };
  const after = (key: keyof Diff): [string, string][] => {
    const one = changed[key];
    return one ? [[sayDemand(locale, key), text(one.to)]] : [];
  };
  return [
    ...pair('place', text),
    ...pair('contact_name', text),
    ...pair('contact_phone', text),
    ...pair('expert_slots', text),
    ...pair('claim_deadline', day),
    ...pair('field', field),
    ...after('title'),
    ...after('description'),
    ...after('expert_requirement'),
    ...after('expected_outcome'),
  ];
}
