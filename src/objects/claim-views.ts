import type { Button } from '@slack/types';
import { nameClaimant } from '../claims/acting-views.ts';
import { blanketButton, letterButtons } from '../claims/advance-views.ts';
import { claimButtonFor } from '../claims/buttons.ts';
import type { ClaimCase } from '../claims/case-sql.ts';
import { type ClaimAct, endingOf } from '../claims/claim.ts';
import { destinationOf } from '../claims/decide.ts';
import { keepButtons } from '../claims/keep-views.ts';
import { buildOtherDate, linkButtons } from '../claims/link-blocks.ts';
import { pledgeButton } from '../claims/pledge-views.ts';
import { refuseAnswer } from '../claims/possible.ts';
import { consentButtons, hostButtons } from '../claims/request-buttons.ts';
import { awaitsConsent, owesConsent, whereOf } from '../claims/request-views.ts';
import { refuseByService } from '../claims/served.ts';
import { CLAIM_TRANSITIONS } from '../claims/transitions.ts';
import { labelState, nameNeed } from '../claims/views.ts';
import { showTime } from '../demands/blocks.ts';
import { say as sayDemand } from '../demands/words.ts';
import type { Actor, Whose } from '../directory/permissions.ts';
import type { Locale } from '../i18n/locale.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showDate, showMoment, today } from '../programme/programme.ts';
import { fileForButton } from '../reports/buttons.ts';
import { actions, header, section } from '../slack/blocks.ts';
import type { Side } from './history.ts';
import { mayPress, type Whole } from './whole.ts';
import { openButton, wholeOf } from './whole-blocks.ts';
import { say } from './words.ts';

/** A claim, for somebody whom it concerns. */
export interface ClaimShown {
  claimCase: ClaimCase;
  programme: Programme;
  locale: Locale;
  now: Temporal.Instant;
  userId: string;
  actor: Actor;
  side: Side;
  whose: Whose;
  offersLinks: boolean;
}

export function buildClaim(shown: ClaimShown): Pick<Whole, 'title' | 'head' | 'body' | 'acts'> {
  const { claimCase, programme, locale, side, actor, whose } = shown;
  const { claim, expert, demand } = claimCase;
  const { catalogue } = programme;
  const seesAll = side === 'host' || (side === 'expert' && claim.state === 'confirmed');
  const need = seesAll ? `${demand.number} ${demand.title}` : nameNeed(demand, programme, locale);
  const seesPhone = side === 'coordinator' || (side === 'host' && claim.state === 'confirmed');
  const moment = (at: Temporal.Instant | undefined) => at && showMoment(at, programme, locale);
  return {
    title: say(locale, 'claim_title'),
    head: [header(`${claim.number} ${expert.name}`), section(labelState(claimCase, locale))],
    body: [
      section(need, openButton({ kind: 'demand', id: demand.id }, demand.number, locale)),
      ...wholeOf([
        [sayDemand(locale, 'when'), showTime(demand, programme, locale)],
        [sayDemand(locale, 'where'), whereOf({ file: claimCase, programme, locale })],
        [say(locale, 'expert_title'), nameClaimant(claimCase, locale)],
        [
          say(locale, 'employer'),
          [expert.employer, labelOf(catalogue.titles, expert.title, locale)].join(' · '),
        ],
        [say(locale, 'specialty'), expert.specialty],
        [say(locale, 'phone'), seesPhone ? expert.phone : ''],
        [say(locale, 'claimed_at'), moment(claim.claimedAt)],
        [say(locale, 'consent'), sayConsent(shown)],
        [say(locale, 'consented_at'), moment(claim.consentedAt)],
        [say(locale, 'confirmed_at'), moment(claim.confirmedAt)],
        [say(locale, 'answer_by'), sayDue(shown)],
        [say(locale, 'ended_at'), moment(claim.endedAt)],
        [say(locale, 'reason'), seesReason(shown) ? claim.reason : ''],
        [say(locale, 'objection'), side === 'coordinator' || side === 'expert' ? claim.objection : ''],
      ]),
      ...(side === 'coordinator' ? buildOtherDate(claim, locale) : []),
      ...(side === 'coordinator'
        ? [section(expert.name, openButton({ kind: 'expert', id: expert.id }, expert.name, locale))]
        : []),
    ],
    acts: actions(...mayPress(candidates(shown), actor, () => whose)),
  };
}

/** A home unit's is for coordinators and itself; a host unit's no is neutral to the expert (mission: decision 20). */
function seesReason({ claimCase: { claim }, side }: ClaimShown): boolean {
  switch (claim.state) {
    case 'home_unit_declined':
    case 'recalled':
      return side === 'coordinator' || side === 'home_unit';
    case 'host_declined':
    case 'no_show_reported':
    case 'no_show_objected':
    case 'no_show':
      return side === 'coordinator' || side === 'host';
    case 'withdrawn':
      return side === 'coordinator' || side === 'expert';
    case 'cancelled':
      return true;
    case 'expert_pending':
    case 'home_unit_pending':
    case 'host_pending':
    case 'confirmed':
    case 'expired':
    case 'report_waived':
      return side === 'coordinator';
  }
}

function sayConsent({ claimCase: { consent }, programme, locale }: ClaimShown): string {
  if (!consent) return '';
  const { kind, date, documentNo, until } = consent;
  const day = (text: string) => showDate(text, locale, programme.year);
  return [
    say(locale, 'consent_of', {
      kind: labelOf(programme.catalogue.consent_kinds, kind, locale),
      date: day(date),
    }),
    ...(documentNo ? [say(locale, 'consent_number', { number: documentNo })] : []),
    ...(until ? [say(locale, 'consent_until', { date: day(until) })] : []),
  ].join(' · ');
}

/** Until when whoever is asked may answer, in calendar days as well. */
function sayDue({ claimCase, programme, locale, now }: ClaimShown): string {
  const due = endingOf(claimCase, programme)?.due;
  if (!due) return '';
  const when = showMoment(due, programme, locale);
  const n = today(programme, now).until(today(programme, due)).days;
  return n >= 0 ? say(locale, 'answer_by_days', { when, n }) : when;
}

/** Every button that messages have with a claim, as far as its act is of use now. */
function candidates(shown: ClaimShown): (Button | undefined)[] {
  const { claimCase: file, programme, locale, side, now, offersLinks } = shown;
  const { claim, demand, expert } = file;
  const isLive = claim.endedAt === undefined;
  const waits = claim.state === 'home_unit_pending' || claim.state === 'host_pending';
  const onBehalf = side === 'coordinator';
  const hasBegun =
    demand.serviceStart === undefined || demand.serviceStart <= today(programme, now).toString();
  const all = [
    ...(claim.state === 'host_pending' ? hostButtons({ file, locale }) : []),
    pledgeButton(file, locale, onBehalf),
    ...consentButtons({ file, locale }).filter(({ action_id: id }) => isDecision(id ?? '')),
    ...hostButtons({ file, locale }),
    ...(claim.state === 'expert_pending' ? keepButtons(claim, locale) : []),
    ...(['object_no_show', 'uphold_no_show', 'dismiss_no_show'] as const).map((act) =>
      claimButtonFor(act, file, locale),
    ),
    claim.state === 'confirmed' && hasBegun && !file.isReported ? fileForButton(demand, locale) : undefined,
    ...keepButtons(claim, locale),
    ...(['report_no_show', 'recall_expert', 'waive_report'] as const).map((act) =>
      claimButtonFor(act, file, locale),
    ),
    ...(isLive ? letterButtons(file, locale) : []),
    waits && !expert.ownPledge ? blanketButton(expert, locale) : undefined,
    ...(waits ? linkButtons({ file, locale, onBehalf, offersLinks }) : []),
  ];
  return all.filter((one) => one !== undefined && isOfUse(one.action_id ?? '', shown));
}

const DECISIONS = Object.keys(CLAIM_TRANSITIONS);

function isDecision(action: string): action is ClaimAct {
  return DECISIONS.includes(action);
}

/** What would only be answered with where the claim stands isn't offered. */
function isOfUse(action: string, { claimCase, programme, locale, now, userId, side }: ClaimShown): boolean {
  const { consent } = claimCase;
  if (!isDecision(action)) return true;
  if (!destinationOf(action, claimCase)) return false;
  const request = { file: claimCase, programme, locale, onBehalf: false, consent, decided: undefined };
  const isAsked = awaitsConsent(request) || owesConsent(request);
  // A letter takes the place of a telephone call; any other yes is given once.
  if (action === 'record_consent' && !isAsked && consent?.kind !== 'phone') return false;
  if ((action === 'give_consent' || action === 'own_pledge') && !isAsked) return false;
  const onBehalfOf = side === 'coordinator' ? 'home_unit' : undefined;
  const doer = { programme, userId, onBehalfOf, now, cause: '' };
  if (refuseAnswer(action, doer, claimCase, locale)) return false;
  const byService = (['report_no_show', 'waive_report', 'recall_expert', 'withdraw_claim'] as const).find(
    (one) => one === action,
  );
  return !byService || !refuseByService(byService, doer, claimCase, locale);
}
