import type { Button, KnownBlock } from '@slack/types';
import { districtsOf, showTime, titleOf } from '../demands/blocks.ts';
import { isReduced } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS, type ActionId } from '../slack/ids.ts';
import type { ClaimFile } from './claim.ts';
import type { Consent } from './consent.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

export interface Request {
  file: ClaimFile;
  programme: Programme;
  locale: Locale;
  /** Asked as a coordinator, on behalf of somebody who is not on Slack. */
  onBehalf: boolean;
  consent: Consent | undefined;
  /** Who took the last decision, once there is one. */
  decided: Decider | undefined;
}

export interface Decider {
  who: string;
  at: Temporal.Instant;
}

/**
 * Asks the home unit: who, which need, when, where, and what the expert keeps (notice 5(2)). Of a confidential need
 * only line, district and time. Once decided it says so and has no buttons.
 */
export function buildConsentRequest(request: Request): Message {
  const { file, programme, locale, onBehalf } = request;
  const { claim, expert, demand } = file;
  return message(
    header(say(locale, 'consent_title', { expert: expert.name })),
    section(
      say(locale, onBehalf ? 'consent_ask_on_behalf' : 'consent_ask', {
        expert: expert.name,
        employer: expert.employer,
      }),
    ),
    facts([
      ...expertFacts(request),
      [say(locale, 'unit_contact'), onBehalf ? expert.homeUnitContact : ''],
      [say(locale, 'need'), nameNeed(demand, programme, locale)],
      [say(locale, 'when'), showTime(demand, programme, locale)],
      [say(locale, 'where'), whereOf(request)],
      [say(locale, 'claim_number'), claim.number],
    ]),
    section(say(locale, 'post_kept')),
    consentState(request),
    actions(...buttonsNow(request)),
  );
}

/** Where the service is: of a confidential need only the district. */
export function whereOf({
  file: { demand },
  programme,
  locale,
}: Pick<Request, 'file' | 'programme' | 'locale'>): string {
  const districts = districtsOf(demand, programme, locale);
  return isReduced(demand)
    ? districts
    : [districts, demand.unitName, demand.place].filter(Boolean).join(' · ');
}

function consentState(request: Request): KnownBlock[] {
  const { file, locale, consent } = request;
  if (file.claim.state === 'home_unit_pending') return [];
  const late = file.claim.state === 'confirmed' && !consent;
  return [
    section(late ? say(locale, 'consent_after') : sayState(request)),
    ...(awaitsPaper(request) ? [context(say(locale, 'consented_by_phone'))] : []),
  ];
}

/** A telephone call was recorded, and the letter may still follow. */
function awaitsPaper({ file: { claim }, consent }: Request): boolean {
  return claim.endedAt === undefined && consent?.kind === 'phone';
}

function buttonsNow(request: Request): Button[] {
  const { file, consent } = request;
  if (file.claim.state === 'home_unit_pending') return consentButtons(request);
  if (file.claim.state === 'confirmed' && !consent)
    return [
      act(request, 'give_consent', ACTIONS.giveConsent, 'primary'),
      act(request, 'record_consent', ACTIONS.recordConsent),
    ];
  return awaitsPaper(request) ? [act(request, 'record_paper', ACTIONS.recordConsent)] : [];
}

export function consentButtons(request: Pick<Request, 'file' | 'locale'>): Button[] {
  return [
    act(request, 'give_consent', ACTIONS.giveConsent, 'primary'),
    act(request, 'refuse_consent', ACTIONS.refuseConsent),
    act(request, 'record_consent', ACTIONS.recordConsent),
  ];
}

export function hostButtons(request: Pick<Request, 'file' | 'locale'>): Button[] {
  return [
    act(request, 'accept_expert', ACTIONS.acceptExpert, 'primary'),
    act(request, 'decline_expert', ACTIONS.declineExpert),
  ];
}

/** Asks the host unit whether it takes this expert; after that it holds the expert's phone. */
export function buildHostRequest(request: Request): Message {
  const { file, programme, locale, onBehalf } = request;
  const { claim, expert, demand } = file;
  const isOpen = claim.state === 'host_pending';
  return message(
    header(say(locale, 'host_title', { expert: expert.name })),
    section(
      onBehalf
        ? say(locale, 'host_ask_on_behalf', { unit: demand.unitName })
        : say(locale, 'host_ask', { expert: expert.name, title: demand.title }),
    ),
    facts([
      ...expertFacts(request),
      [say(locale, 'specialty'), expert.specialty],
      [say(locale, 'phone'), claim.state === 'confirmed' ? expert.phone : ''],
      [
        say(locale, 'need'),
        `${demand.number} ${onBehalf ? titleOf(demand, programme, locale) : demand.title}`,
      ],
      [say(locale, 'when'), showTime(demand, programme, locale)],
      [say(locale, 'claim_number'), claim.number],
    ]),
    isOpen ? [] : section(sayState(request)),
    isOpen ? actions(...hostButtons(request)) : [],
  );
}

function expertFacts({ file: { expert }, programme: { catalogue }, locale }: Request) {
  return [
    [say(locale, 'expert'), expert.name],
    [say(locale, 'title'), labelOf(catalogue.titles, expert.title, locale)],
    [say(locale, 'employer'), expert.employer],
    [say(locale, 'field'), labelOf(catalogue.fields, expert.field, locale)],
  ] as const;
}

/** Where the claim stands, and who brought it there: what a late click is told as well. */
export function sayState({
  file: { claim },
  programme,
  locale,
  decided,
}: Pick<Request, 'file' | 'programme' | 'locale' | 'decided'>): string {
  const values = { number: claim.number, state: say(locale, `state_${claim.state}`) };
  if (!decided || claim.state === 'expired') return say(locale, 'state_now', values);
  const { who, at } = decided;
  return say(locale, 'state_now_by', { ...values, who, when: showMoment(at, programme, locale) });
}

type ActWord =
  | 'give_consent'
  | 'refuse_consent'
  | 'record_consent'
  | 'record_paper'
  | 'accept_expert'
  | 'decline_expert';

function act(
  { file, locale }: Pick<Request, 'file' | 'locale'>,
  word: ActWord,
  actionId: ActionId,
  style?: 'primary',
): Button {
  const text = say(locale, word);
  const { claim, expert } = file;
  return button({
    ...{ text, actionId, value: claim.id, label: `${text} ${expert.name} ${claim.number}` },
    ...(style ? { style } : {}),
  });
}
