import type { KnownBlock } from '@slack/types';
import { nameNeed } from '../claims/blocks.ts';
import { fitOf } from '../claims/claim.ts';
import { buildDemandLine, showTime, titleOf } from '../demands/blocks.ts';
import { type Demand, isReduced, type Seats } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type AskRound, type Invitation, sortAnswers } from './round.ts';
import { say } from './words.ts';

/** "their field · offers …"; of a reduced need not what is asked for. */
export function sayWhy(demand: Demand, expert: Expert, { catalogue }: Programme, locale: Locale): string {
  const { sameField, services } = fitOf(demand, expert);
  const labels = (isReduced(demand) ? [] : services).map((id) => labelOf(catalogue.need_types, id, locale));
  return [
    ...(sameField ? [say(locale, 'why_field')] : []),
    ...(labels.length > 0 ? [say(locale, 'why_services', { services: joinNames(labels, locale) })] : []),
  ].join(' · ');
}

export interface InvitationContent {
  round: AskRound;
  demand: Demand;
  seats: Seats;
  expert: Expert;
  answer: Invitation['answer'];
  /** The Slack name of the coordinator who asks. */
  who: string;
}

/** Asks one expert: which need, why them, until when; answered with one click, and a no may still become a yes. */
export function buildInvitation(content: InvitationContent, programme: Programme, locale: Locale): Message {
  const { round, demand, seats, expert, answer, who } = content;
  const need = nameNeed(demand, programme, locale);
  const why = sayWhy(demand, expert, programme, locale);
  const isOver = round.endedBecause === 'filled' || round.endedBecause === 'closed';
  const [yes, no] = answerButtons(round, demand, locale);
  return message(
    header(say(locale, 'invited_title', { need })),
    answer ? [] : section(say(locale, 'invited_ask', { who })),
    buildDemandLine(demand, seats, programme, locale),
    why ? context(say(locale, 'invited_why', { why })) : [],
    answer ? section(say(locale, `answered_${answer}`)) : [],
    !answer && round.nextWaveAt
      ? context(say(locale, 'invited_until', { when: showMoment(round.nextWaveAt, programme, locale) }))
      : [],
    isOver && answer !== 'yes' ? section(sayOver(round, locale)) : [],
    isOver || answer === 'yes' ? [] : actions(yes, answer ? undefined : no),
  );
}

function answerButtons({ id: value }: AskRound, { number }: Demand, locale: Locale) {
  const of = (text: 'yes' | 'no') => ({
    ...{ text: say(locale, text), value, label: `${say(locale, text)} ${number}` },
  });
  return [
    button({ ...of('yes'), actionId: ACTIONS.sayYes, style: 'primary' }),
    button({ ...of('no'), actionId: ACTIONS.sayNo }),
  ] as const;
}

function sayOver({ endedBecause }: AskRound, locale: Locale): string {
  return say(locale, 'round_over', { why: say(locale, `end_${endedBecause ?? 'stopped'}`) });
}

/** How it goes, for the coordinator who asks: counts of yes, no and silent, names, and when the next are asked. */
export function buildProgress(
  { round, demand, invitations }: { round: AskRound; demand: Demand; invitations: readonly Invitation[] },
  programme: Programme,
  locale: Locale,
): Message {
  const { yes, no, silent } = sortAnswers(invitations);
  const names = (list: Invitation[]) =>
    joinNames(
      list.map(({ name, employer, answer }) =>
        say(locale, answer === 'ended' ? 'person_ended' : 'person', { name, employer }),
      ),
      locale,
    );
  const title = titleOf(demand, programme, locale);
  const stop = button({ text: say(locale, 'stop'), actionId: ACTIONS.stopAsking, value: round.id });
  return message(
    header(say(locale, 'progress_title', { number: demand.number, title })),
    section(sayCounts(invitations, locale)),
    facts([
      [say(locale, 'list_yes'), names(yes)],
      [say(locale, 'list_no'), names(no)],
      [say(locale, 'list_silent'), names(silent)],
    ]),
    context(sayNext(round, programme, locale)),
    actions(round.endedBecause ? undefined : stop),
  );
}

function sayCounts(invitations: readonly Invitation[], locale: Locale): string {
  return say(locale, 'progress_counts', { asked: invitations.length, ...countAnswers(invitations) });
}

function countAnswers(invitations: readonly Invitation[]) {
  const { yes, no, silent } = sortAnswers(invitations);
  return { yes: yes.length, no: no.length, silent: silent.length };
}

function sayNext(
  { nextWaveAt, endedBecause, waves, waveSize: size }: AskRound,
  programme: Programme,
  locale: Locale,
): string {
  if (endedBecause || !nextWaveAt)
    return say(locale, 'progress_ended', { why: say(locale, `end_${endedBecause ?? 'stopped'}`) });
  const when = showMoment(nextWaveAt, programme, locale);
  return say(locale, waves === 0 ? 'progress_waiting' : 'progress_next', { when, waves, size });
}

/** To the coordinator, once: only they can go on from here. */
export function buildNobodyLeft({ number }: Demand, locale: Locale): Message {
  return message(section(say(locale, 'nobody_left', { number })));
}

/** In the expert's Home: what they were asked for. */
export function buildInvitedItem(
  round: AskRound,
  demand: Demand,
  programme: Programme,
  locale: Locale,
): KnownBlock[] {
  const need = nameNeed(demand, programme, locale);
  return [
    section(say(locale, 'home_invited', { need, when: showTime(demand, programme, locale) })),
    ...actions(...answerButtons(round, demand, locale)),
  ];
}

/** In the coordinator's Home: what they have going. */
export function buildAskingItem(
  round: AskRound,
  demand: Demand,
  invitations: readonly Invitation[],
  programme: Programme,
  locale: Locale,
): KnownBlock {
  const { number } = demand;
  const title = titleOf(demand, programme, locale);
  const text = say(locale, 'home_asking', { number, title, ...countAnswers(invitations) });
  const stop = button({
    ...{ text: say(locale, 'stop'), actionId: ACTIONS.stopAsking, value: round.id },
    label: `${say(locale, 'stop')} ${number}`,
  });
  return section(text, stop);
}
