import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { ClaimCase } from './case-sql.ts';
import { type ClaimAct, isResting, lapsesAt } from './claim.ts';
import { destinationOf } from './decide.ts';
import type { Doer } from './enter.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';
import { say as sayActing } from './words-acting.ts';

/** By which somebody agrees that the expert goes; by which they say that the expert doesn't; and about a day that was. */
const YES: readonly ClaimAct[] = [
  'give_consent',
  'record_consent',
  'own_pledge',
  'accept_expert',
  'keep_claim',
];
const NO: readonly ClaimAct[] = ['refuse_consent', 'decline_expert'];
const FOR_A_UNIT: readonly ClaimAct[] = ['give_consent', 'refuse_consent'];
const ABOUT_A_DAY: readonly ClaimAct[] = [...YES, ...NO, 'report_no_show', 'waive_report'];

/**
 * Why it is of no use at this moment: there is no date, and all will be asked anew when there is one; the service is
 * over, and nobody but a coordinator records afterwards what took place (decision 15); or the expert and their employer
 * are to be verified anew, and a yes waits for that. A pause is about new claims alone (decision 18).
 */
export function refuseAnswer(
  act: ClaimAct,
  { programme, now, onBehalfOf }: Doer,
  claimCase: ClaimCase,
  locale: Locale,
): Message | undefined {
  const { claim, expert, demand } = claimCase;
  const to = destinationOf(act, claimCase);
  if (!to || !ABOUT_A_DAY.includes(act)) return undefined;
  const need = nameNeed(demand, programme, locale);
  const byWhom = refuseByWhom(act, expert, locale);
  if (byWhom) return nothingDone(byWhom, locale);
  if (isResting(claimCase)) return nothingDone(say(locale, 'no_date_now', { need }), locale);
  // What only adds to a claim, as paper does, comes whenever it comes.
  if (to === claim.state) return undefined;
  const lapses = lapsesAt(claimCase, programme);
  const isLate = lapses !== undefined && Temporal.Instant.compare(lapses, now) < 0;
  if (isLate && !onBehalfOf)
    return nothingDone(say(locale, 'answer_lapsed', { need, number: claim.number }), locale);
  if (expert.state === 'verified' || !YES.includes(act)) return undefined;
  const values = { expert: expert.name, number: claim.number };
  return nothingDone(say(locale, 'answer_unverified', values), locale);
}

/** An employer consents, or the expert pledges where there is none: never one in the other's place. */
function refuseByWhom(act: ClaimAct, { name, ownPledge }: Expert, locale: Locale): string | undefined {
  if (ownPledge && FOR_A_UNIT.includes(act)) return sayActing(locale, 'pledge_needed', { expert: name });
  if (!ownPledge && act === 'own_pledge') return sayActing(locale, 'no_pledge_here', { expert: name });
  return undefined;
}

function nothingDone(why: string, locale: Locale): Message {
  return message(section(why), section(say(locale, 'stays')));
}
