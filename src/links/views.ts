import type { KnownBlock, ModalView } from '@slack/types';
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
import type { AnswerLink, AskedAbout, Asks } from './link.ts';
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
      section(say(locale, `lead_${asked.asks}`, { who: whoIsAsked(asked), about: nameAsked(asked) })),
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

function whoIsAsked(asked: AskedAbout): string {
  if (asked.asks === 'report') return asked.report.unitName ?? '';
  const { expert, demand } = asked.claimCase;
  return asked.asks === 'consent' ? expert.employer : demand.unitName;
}

/** 何知远 RL-2013-0001. */
export function nameAsked(asked: AskedAbout): string {
  if (asked.asks === 'report') return `${asked.report.number} ${asked.report.title}`;
  const { expert, claim } = asked.claimCase;
  return `${expert.name} ${claim.number}`;
}

/** A request of a need, to choose from. */
export interface Waiting {
  kind: 'claim' | 'report';
  id: string;
  asks: Asks;
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

/** What whoever made the link hears of it, once. */
export function buildAnswered(link: AnswerLink, asked: AskedAbout, locale: Locale): Message | undefined {
  const { answer, reason } = link;
  if (!answer) return undefined;
  const values = { who: whoIsAsked(asked), about: nameAsked(asked) };
  return message(
    section(
      say(locale, answer === 'other_date' ? 'told_other_date' : `told_${asked.asks}_${answer}`, values),
    ),
    reason ? section(say(locale, 'told_reason', { reason })) : [],
    answer === 'other_date' ? section(say(locale, 'other_date_next')) : [],
    answer === 'other_date' ? otherDateButtons(asked, locale) : [],
  );
}

function otherDateButtons(asked: AskedAbout, locale: Locale): KnownBlock[] {
  if (asked.asks === 'report') return [];
  const { claim, demand } = asked.claimCase;
  return actions(afterButton('change', demand, locale), linkButton(claim.id, nameAsked(asked), locale));
}
