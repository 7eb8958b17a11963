import { isReduced } from '../demands/demand.ts';
import { showRange } from '../demands/show-range.ts';
import type { Locale } from '../i18n/locale.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { context, type Message, message, section } from '../slack/blocks.ts';
import type { ClaimFile } from './claim.ts';
import type { Consent } from './consent.ts';
import { type Letter, textOfLetter, writeLetter } from './letter.ts';
import { whereOf } from './request-views.ts';
import { nameNeed } from './views.ts';
import { say } from './words-letter.ts';

export interface LetterAsk {
  file: ClaimFile;
  consent: Consent | undefined;
  programme: Programme;
  locale: Locale;
  today: Temporal.PlainDate;
}

/** The letter about a claim; with number and date of the consent once that is recorded. */
export function letterOf({ file, consent, programme, locale, today }: LetterAsk): Letter {
  const { claim, expert, demand } = file;
  const { serviceStart, serviceEnd, timeText } = demand;
  // A letter names the year of every day.
  const dated = showRange(serviceStart, serviceEnd, locale, 0);
  return writeLetter(
    {
      expert: expert.name,
      title: labelOf(programme.catalogue.titles, expert.title, locale),
      employer: expert.employer,
      programme: programme.name,
      programmeNo: programme.documentNo,
      unit: isReduced(demand) ? '' : demand.unitName,
      need: nameNeed(demand, programme, locale),
      when: dated || timeText,
      where: whereOf({ file, programme, locale }),
      claimNumber: claim.number,
      documentNo: consent?.documentNo ?? '',
      date: showDate(consent?.date ?? today.toString(), locale),
    },
    locale,
  );
}

/** To whoever asked, and nobody else: the letter as text. */
export function buildLetterAnswer(ask: LetterAsk): Message {
  const { file, consent, locale } = ask;
  const { number, endedAt } = file.claim;
  if (endedAt) return message(section(say(locale, 'ended', { number })));
  return message(
    section(textOfLetter(letterOf(ask))),
    context(say(locale, 'hint')),
    consent ? [] : context(say(locale, 'hint_unrecorded')),
  );
}
