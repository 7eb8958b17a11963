import type { KnownBlock, ModalView } from '@slack/types';
import { endBlanketButton } from '../claims/advance-views.ts';
import { afterButton } from '../demands/after-blocks.ts';
import { titleOf as titleOfNeed } from '../demands/blocks.ts';
import type { Demand } from '../demands/demand.ts';
import { linkButton } from '../directory/link-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showDate, showMoment } from '../programme/programme.ts';
import { actions, context, type Message, message, section } from '../slack/blocks.ts';
import { checkboxField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { shorten } from '../slack/text.ts';
import { modal } from '../slack/view.ts';
import type { AnswerLink, AskedAbout, Asks, LinkAnswer } from './link.ts';
import { say } from './words.ts';

export interface MadeLink {
  id: string;
  asked: AskedAbout;
  /** Where the browser goes; shown here and nowhere else. */
  address: string;
  expiresAt: Temporal.Instant;
  /** How many ended by it. */
  ended: number;
  locale: Locale;
}

/** `answer_link`: the address, what to write with it, and how long it holds. The modal carries the link's id alone. */
export function buildLinkForm({ id, asked, address, expiresAt, ended, locale }: MadeLink): ModalView {
  const { programme } = asked;
  const until = showMoment(expiresAt, programme, locale);
  return modal({
    callbackId: VIEWS.answerLink,
    title: say(locale, 'form_title'),
    submit: say(locale, 'form_done'),
    close: sayShared(locale, 'close'),
    metadata: { linkId: id },
    blocks: [
      section(say(locale, `lead_${asked.asks}`, valuesOf(asked, locale))),
      ...(ended > 0 ? [section(say(locale, 'before_ended'))] : []),
      toCopy('link', address),
      context(say(locale, 'shown_once', { until })),
      section(say(locale, 'sms_lead')),
      toCopy('sms', sayInSms(asked, address, expiresAt)),
      section(say(locale, 'print_lead')),
      toCopy('print', `${address}?print`),
      context(
        say(locale, 'counts_as_yours'),
        ...(asked.asks === 'report' ? [say(locale, 'counts_for_report')] : []),
      ),
      checkboxField('revoke', say(locale, 'revoke'), [{ value: 'yes', text: say(locale, 'revoke_option') }]),
    ],
  });
}

/** Slack makes no link of it, so that nobody answers by mistake who only copies it. */
function toCopy(blockId: string, text: string): KnownBlock {
  return {
    type: 'rich_text',
    block_id: blockId,
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  };
}

/** Characters of a name: a text message is short. */
const MOST_IN_SMS = 40;

/** In the programme's language, as whoever gets it has none that we know. */
function sayInSms(asked: AskedAbout, address: string, expiresAt: Temporal.Instant): string {
  const { language, timeZone, year, name: programme } = asked.programme;
  const until = showDate(expiresAt.toZonedDateTimeISO(timeZone).toPlainDate().toString(), language, year);
  const about = shorten(nameAsked(asked), MOST_IN_SMS);
  return say(language, `sms_${asked.asks}`, { programme, about, until, address });
}

function valuesOf(asked: AskedAbout, locale: Locale): Record<'who' | 'about' | 'until', string> {
  const until = asked.asks === 'blanket' ? showDate(asked.until, locale, asked.programme.year) : '';
  return { who: whoIsAsked(asked), about: nameAsked(asked), until };
}

function whoIsAsked(asked: AskedAbout): string {
  switch (asked.asks) {
    case 'consent':
      return asked.claimCase.expert.employer;
    case 'host':
      return asked.claimCase.demand.unitName;
    case 'report':
      return asked.report.unitName ?? '';
    case 'blanket':
      return asked.unit.name;
  }
}

/** 何知远 RL-2013-0001. */
export function nameAsked(asked: AskedAbout): string {
  switch (asked.asks) {
    case 'consent':
    case 'host':
      return `${asked.claimCase.expert.name} ${asked.claimCase.claim.number}`;
    case 'report':
      return `${asked.report.number} ${asked.report.title}`;
    case 'blanket':
      return asked.unit.name;
  }
}

/** A request of a need, to choose from. */
export interface Waiting {
  kind: 'claim' | 'report';
  id: string;
  asks: Exclude<Asks, 'blanket'>;
  number: string;
  /** The expert's, or the report's title. */
  name: string;
}

const MOST_CHOICES = 20;

/** What of this need waits, each with its button; or that nothing does. */
export function buildChoice(
  demand: Demand,
  waiting: readonly Waiting[],
  programme: Programme,
  locale: Locale,
): Message {
  const need = `${demand.number} ${titleOfNeed(demand, programme, locale)}`;
  if (waiting.length === 0) return message(section(say(locale, 'nothing_waits', { need })));
  return message(
    section(say(locale, 'choose', { need })),
    waiting
      .slice(0, MOST_CHOICES)
      .map(({ id, asks, number, name }) =>
        section(say(locale, `choose_${asks}`, { number, name }), linkButton(id, `${name} ${number}`, locale)),
      ),
  );
}

/** What whoever made the link hears of it, once; of a unit's no its other coordinators as well. */
export function buildAnswered(
  link: AnswerLink,
  asked: AskedAbout,
  locale: Locale,
  reader: string = link.madeBy,
): Message | undefined {
  const { answer, reason } = link;
  if (!answer) return undefined;
  return message(
    section(say(locale, toldOf(asked, answer, reader === link.madeBy), valuesOf(asked, locale))),
    reason ? section(say(locale, 'told_reason', { reason })) : [],
    answer === 'other_date' ? section(say(locale, 'other_date_next')) : [],
    answer === 'other_date' ? otherDateButtons(asked, locale) : [],
    // What is agreed in advance bears the link's own id.
    asked.asks === 'blanket' && answer === 'yes' ? actions(endBlanketButton(link, locale)) : [],
  );
}

function toldOf({ asks }: AskedAbout, answer: LinkAnswer, isMaker: boolean) {
  if (answer === 'other_date') return 'told_other_date';
  if (asks === 'blanket' && answer === 'no' && !isMaker) return 'told_blanket_no_others';
  return `told_${asks}_${answer}` as const;
}

function otherDateButtons(asked: AskedAbout, locale: Locale): KnownBlock[] {
  if (asked.asks === 'report' || asked.asks === 'blanket') return [];
  const { claim, demand } = asked.claimCase;
  return actions(afterButton('change', demand, locale), linkButton(claim.id, nameAsked(asked), locale));
}
