import type { Button, KnownBlock } from '@slack/types';
import { showRange } from '../demands/show-range.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { actions, button, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Blanket } from './blanket.ts';
import type { BlockedDates } from './blocked.ts';
import type { ClaimFile } from './claim.ts';
import type { Consent } from './consent.ts';
import { say } from './words-advance.ts';

/** Opens the form for one expert's claims to come. */
export function blanketButton({ id, name }: Pick<Expert, 'id' | 'name'>, locale: Locale): Button {
  const text = say(locale, 'record_blanket');
  return button({ text, actionId: ACTIONS.recordBlanket, value: id, label: `${text} ${name}` });
}

export function blockButton({ id, name }: Pick<Expert, 'id' | 'name'>, locale: Locale): Button {
  const text = say(locale, 'block_dates');
  return button({ text, actionId: ACTIONS.blockDates, value: id, label: `${text} ${name}` });
}

/** The letter by which the employer agrees, to copy; none where the expert pledges themselves. */
export function letterButtons(
  { claim, expert }: Pick<ClaimFile, 'claim' | 'expert'>,
  locale: Locale,
): Button[] {
  if (expert.ownPledge) return [];
  const label = say(locale, 'letter_for', { expert: expert.name, number: claim.number });
  const text = say(locale, 'consent_letter');
  return [button({ text, actionId: ACTIONS.consentLetter, value: claim.id, label })];
}

export function endBlanketButton({ id }: Pick<Blanket, 'id'>, locale: Locale): Button {
  return button({ text: say(locale, 'end_blanket'), actionId: ACTIONS.endBlanket, value: id });
}

export function endBlockButton(dates: BlockedDates, year: number, locale: Locale): Button {
  return button({
    text: say(locale, 'end_blocked_dates'),
    actionId: ACTIONS.endBlockedDates,
    value: dates.id,
    label: say(locale, 'end_blocked_label', { dates: sayDates(dates, year, locale) }),
  });
}

/** 11月20日—11月22日; of another year with it. */
export function sayDates(
  { from, until }: Pick<BlockedDates, 'from' | 'until'>,
  year: number,
  locale: Locale,
) {
  return showRange(from, until, locale, year);
}

/** By which yes in advance a claim passed. */
export function sayBlanket({ documentNo, until = '' }: Consent, { year }: Programme, locale: Locale): string {
  const values = { document: documentNo, until: showDate(until, locale, year) };
  return say(locale, documentNo ? 'by_blanket_document' : 'by_blanket', values);
}

/** In a list of what the unit has agreed to. */
export function sayBlanketLine(
  { expert, documentNo, until, passed }: Omit<Blanket, 'employer' | 'employerId'>,
  year: number,
  locale: Locale,
): string {
  return say(locale, 'blanket_line', {
    who: expert?.name ?? say(locale, 'all_of_unit'),
    until: showDate(until, locale, year),
    document: documentNo ? say(locale, 'blanket_document', { document: documentNo }) : '',
    n: passed,
  });
}

/** To those who may read the reason. */
export function sayBlockedLine(dates: BlockedDates, year: number, locale: Locale): string {
  const { reason, side } = dates;
  const values = { dates: sayDates(dates, year, locale), who: say(locale, `by_${side}`), reason };
  return say(locale, reason ? 'blocked_line_reason' : 'blocked_line', values);
}

/** Why a need in the list can't be claimed: without the reason. */
export function sayBlocked(dates: BlockedDates, year: number, locale: Locale): string {
  return say(locale, `hurdle_${dates.side}`, { dates: sayDates(dates, year, locale) });
}

/** To the expert who claimed: whose word it is; why, only where it is their own. */
export function buildBlockedRefusal(
  dates: BlockedDates,
  need: string,
  { year }: Programme,
  locale: Locale,
): Message {
  const values = { need, dates: sayDates(dates, year, locale), reason: dates.reason };
  if (dates.side === 'home_unit') return message(section(say(locale, 'blocked_unit', values)));
  const said = say(locale, dates.reason ? 'blocked_self_reason' : 'blocked_self', values);
  return message(section(said), actions(endBlockButton(dates, year, locale)));
}

/** One's own days that don't suit, each with the button that ends them. */
export function buildBlockedLines(all: readonly BlockedDates[], year: number, locale: Locale): KnownBlock[] {
  return all.map((dates) =>
    section(sayBlockedLine(dates, year, locale), endBlockButton(dates, year, locale)),
  );
}

/** To the unit's other contacts, who can end it, and to the one expert whom it is about. */
export function buildBlanketNotice(
  blanket: Blanket,
  { year }: Programme,
  locale: Locale,
  toExpert: boolean,
): Message {
  const { employer, expert, documentNo, isEnded } = blanket;
  const who = expert?.name ?? say(locale, 'all_of_unit');
  if (isEnded) return message(section(say(locale, 'blanket_ended', { employer, who })));
  const until = showDate(blanket.until, locale, year);
  return message(
    section(say(locale, 'blanket_done', { employer, who, until })),
    documentNo ? section(say(locale, 'blanket_number', { document: documentNo })) : [],
    toExpert ? [] : actions(endBlanketButton(blanket, locale)),
  );
}

/** To the expert, of what their unit or a coordinator has said. Why is the unit's own. */
export function buildBlockedNotice(
  dates: BlockedDates & { isEnded: boolean },
  { year }: Programme,
  locale: Locale,
): Message {
  const values = { dates: sayDates(dates, year, locale) };
  if (dates.isEnded) return message(section(say(locale, 'notice_suits', values)));
  return message(
    section(say(locale, dates.side === 'expert' ? 'notice_blocked' : 'notice_blocked_unit', values)),
  );
}
