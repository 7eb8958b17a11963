import type { KnownBlock } from '@slack/types';
import { fitOf } from '../claims/fit.ts';
import { nameNeed } from '../claims/views.ts';
import { buildDemandLine, showTime, titleOf } from '../demands/blocks.ts';
import { type Demand, isReduced, type Seats } from '../demands/demand.ts';
import { sayForWhom } from '../directory/assistant-views.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type AskRound, answerValue, type EndReason, type Invitation, sortAnswers } from './round.ts';
import { say } from './words.ts';

/** "their field · offers …"; of a reduced need not what is asked for. */
export function sayWhy(demand: Demand, expert: Expert, { catalogue }: Programme, locale: Locale): string {
  const { sameField, anyField, services } = fitOf(demand, expert);
  const labels = (isReduced(demand) ? [] : services).map((id) => labelOf(catalogue.need_types, id, locale));
  return [
    ...(sameField ? [say(locale, 'why_field')] : []),
    ...(anyField ? [say(locale, 'why_any_field')] : []),
    ...(labels.length > 0 ? [say(locale, 'why_services', { services: joinNames(labels, locale) })] : []),
  ].join(' · ');
}

export interface InvitationContent {
  round: AskRound;
  demand: Demand;
  seats: Seats;
  expert: Expert;
  answer: Invitation['answer'];
  /** Why it can come to nothing any more. */
  over: EndReason | undefined;
  /** The Slack name of the coordinator who asks. */
  who: string;
  /** Read by the expert's assistant. */
  isForOther?: boolean;
}

/** Asks one expert: which need, why them, until when; answered with one click, and a no may still become a yes. */
export function buildInvitation(content: InvitationContent, programme: Programme, locale: Locale): Message {
  const { round, demand, seats, expert, answer, over, who, isForOther = false } = content;
  const need = nameNeed(demand, programme, locale);
  const why = sayWhy(demand, expert, programme, locale);
  const [yes, no] = answerButtons(round, demand, locale, { id: isForOther ? expert.id : undefined });
  return message(
    header(say(locale, 'invited_title', { need })),
    answer ? [] : section(say(locale, 'invited_ask', { who })),
    buildDemandLine(demand, seats, programme, locale),
    why ? context(say(locale, 'invited_why', { why })) : [],
    answer ? section(say(locale, `answered_${answer}`)) : [],
    !answer && !over && round.nextWaveAt
      ? context(say(locale, 'invited_until', { when: showMoment(round.nextWaveAt, programme, locale) }))
      : [],
    over && answer !== 'yes' ? section(say(locale, 'round_over', { why: say(locale, `end_${over}`) })) : [],
    over || answer === 'yes' ? [] : actions(yes, answer ? undefined : no),
  );
}

/** The expert's; with an id of whoever is meant, for their assistant; with a name as well, as a coordinator presses them. */
export function answerButtons(
  round: Pick<AskRound, 'id'>,
  { number }: Demand,
  locale: Locale,
  { id, name }: { id?: string | undefined; name?: string } = {},
) {
  const of = (word: 'yes' | 'no') => {
    const text = say(locale, name === undefined ? word : `${word}_for`);
    return { text, value: answerValue(round, id), label: `${text} ${name ?? ''} ${number}` };
  };
  return [
    button({ ...of('yes'), actionId: ACTIONS.sayYes, style: 'primary' }),
    button({ ...of('no'), actionId: ACTIONS.sayNo }),
  ] as const;
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
  return message(
    header(say(locale, 'progress_title', { number: demand.number, title })),
    section(sayCounts(invitations, locale)),
    invitations.length > 0
      ? facts([
          [say(locale, 'list_yes'), names(yes)],
          [say(locale, 'list_no'), names(no)],
          [say(locale, 'list_silent'), names(silent)],
        ])
      : [],
    context(sayNext(round, programme, locale)),
    actions(round.endedBecause ? undefined : stopButton(round, demand, locale)),
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
  { programme, locale, assisted }: { programme: Programme; locale: Locale; assisted?: Expert | undefined },
): KnownBlock[] {
  const need = nameNeed(demand, programme, locale);
  return [
    ...(assisted ? [context(sayForWhom(assisted, locale))] : []),
    section(say(locale, 'home_invited', { need, when: showTime(demand, programme, locale) })),
    ...actions(...answerButtons(round, demand, locale, { id: assisted?.id })),
  ];
}

export interface Asking {
  round: AskRound;
  demand: Demand;
  invitations: readonly Invitation[];
  /** The Slack name of the coordinator who asks; undefined for one's own round. */
  who: string | undefined;
}

/** In a coordinator's Home: for what experts are being asked, by themselves or by another. */
export function buildAskingItem(
  { round, demand, invitations, who = '' }: Asking,
  programme: Programme,
  locale: Locale,
): KnownBlock {
  const title = titleOf(demand, programme, locale);
  const told = { number: demand.number, title, who, ...countAnswers(invitations) };
  return section(
    say(locale, who ? 'home_asking_by' : 'home_asking', told),
    stopButton(round, demand, locale),
  );
}

/** To a coordinator who would ask for a need for which experts are being asked: by whom, and how to stop it. */
export function buildAlreadyAsking(
  { round, demand, who = '' }: Omit<Asking, 'invitations'>,
  locale: Locale,
): Message {
  const { number } = demand;
  const told = say(locale, who ? 'already_asking_by' : 'already_asking', { number, who });
  return message(section(told), actions(stopButton(round, demand, locale)));
}

function stopButton({ id: value }: AskRound, { number }: Demand, locale: Locale) {
  const text = say(locale, 'stop');
  return button({ text, actionId: ACTIONS.stopAsking, value, label: `${text} ${number}` });
}
