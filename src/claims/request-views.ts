import type { Button, KnownBlock } from '@slack/types';
import { districtsOf, showTime, titleOf } from '../demands/blocks.ts';
import { isReduced } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import { labelOf } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { nameClaimant } from './acting-views.ts';
import { letterButtons } from './advance-views.ts';
import { claimButtonFor } from './buttons.ts';
import { type ClaimFile, type Decider, isResting } from './claim.ts';
import type { Consent } from './consent.ts';
import { buildOtherDate, linkButtons } from './link-blocks.ts';
import { consentButtons, hostButtons, requestButton } from './request-buttons.ts';
import { sayState } from './state-views.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';
import { say as sayActing } from './words-acting.ts';

export interface Request {
  file: ClaimFile;
  programme: Programme;
  locale: Locale;
  /** Asked as a coordinator, on behalf of somebody who is not on Slack. */
  onBehalf: boolean;
  consent: Consent | undefined;
  /** Who took the last decision, once there is one. */
  decided: Decider | undefined;
  /** Addresses can be given to people. */
  offersLinks?: boolean | undefined;
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
        expert: nameClaimant(file, locale),
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
    awaitsConsent(request) && claim.movedAt ? section(say(locale, 'moved_consent')) : [],
    consentState(request),
    onBehalf && awaitsConsent(request) ? buildOtherDate(claim, locale) : [],
    actions(...buttonsNow(request)),
    // A row of its own: the one above is full.
    awaitsConsent(request) || owesConsent(request) ? actions(...linkButtons(request)) : [],
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

/** Not while there is no date to say yes to. */
export function awaitsConsent({ file, consent }: Request): boolean {
  const { claim } = file;
  if (isResting(file)) return false;
  return claim.state === 'home_unit_pending' || (claim.state === 'expert_pending' && !consent);
}

/** Confirmed at once, as an instant service is: the home unit's yes follows. */
export function owesConsent({ file, consent }: Request): boolean {
  return file.claim.state === 'confirmed' && !consent && !isResting(file);
}

function consentState(request: Request): KnownBlock[] {
  const { locale } = request;
  if (awaitsConsent(request)) return [];
  const late = owesConsent(request);
  return [
    section(late ? say(locale, 'consent_after') : sayState(request)),
    ...(awaitsPaper(request) ? [context(say(locale, 'consented_by_phone'))] : []),
  ];
}

/** A telephone call was recorded, and the letter may still follow. */
function awaitsPaper({ file, consent }: Request): boolean {
  return file.claim.endedAt === undefined && !isResting(file) && consent?.kind === 'phone';
}

function buttonsNow(request: Request): Button[] {
  const { file } = request;
  if (awaitsConsent(request)) return consentButtons(request);
  if (owesConsent(request))
    return [
      requestButton(request, 'give_consent', ACTIONS.giveConsent, 'primary'),
      requestButton(request, 'record_consent', ACTIONS.recordConsent),
      ...letterButtons(file, request.locale),
    ];
  const recall =
    file.claim.state === 'confirmed' || file.claim.state === 'host_pending'
      ? [...letterButtons(file, request.locale), claimButtonFor('recall_expert', file, request.locale)]
      : [];
  return awaitsPaper(request)
    ? [requestButton(request, 'record_paper', ACTIONS.recordConsent), ...recall]
    : recall;
}

function sayHostAsk({ file, locale }: Request): string {
  const values = { expert: nameClaimant(file, locale), title: file.demand.title };
  return file.expert.ownPledge
    ? sayActing(locale, 'host_ask_pledged', values)
    : say(locale, 'host_ask', values);
}

/** Asks the host unit whether it takes this expert; after that it holds the expert's phone. */
export function buildHostRequest(request: Request): Message {
  const { file, programme, locale, onBehalf, consent } = request;
  const { claim, expert, demand } = file;
  const isOpen = claim.state === 'host_pending' && !isResting(file);
  return message(
    header(say(locale, 'host_title', { expert: expert.name })),
    section(onBehalf ? say(locale, 'host_ask_on_behalf', { unit: demand.unitName }) : sayHostAsk(request)),
    facts([
      ...expertFacts(request),
      [
        sayActing(locale, 'consent'),
        consent && labelOf(programme.catalogue.consent_kinds, consent.kind, locale),
      ],
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
    isOpen && onBehalf ? buildOtherDate(claim, locale) : [],
    isOpen ? actions(...hostButtons(request), ...linkButtons(request)) : [],
    claim.state === 'confirmed' && !isResting(file)
      ? actions(claimButtonFor('report_no_show', file, locale))
      : [],
  );
}

function expertFacts({ file, programme: { catalogue }, locale }: Request) {
  const { expert } = file;
  return [
    [say(locale, 'expert'), nameClaimant(file, locale)],
    [say(locale, 'title'), labelOf(catalogue.titles, expert.title, locale)],
    [say(locale, 'employer'), expert.employer],
    [say(locale, 'field'), labelOf(catalogue.fields, expert.field, locale)],
  ] as const;
}
