import type { ModalView } from '@slack/types';
import { isServiceOver } from '../../demands/demand.ts';
import { buildReasonForm } from '../../directory/views.ts';
import type { Locale } from '../../i18n/locale.ts';
import { today } from '../../programme/programme.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import type { ClaimCase } from '../case-sql.ts';
import type { Claim } from '../claim.ts';
import { openForm, submitReason } from '../decide.ts';
import type { Doer } from '../enter.ts';
import { nameNeed } from '../views.ts';
import { say } from '../words.ts';

/** `withdraw_claim`: a modal for the reason, unless the claim has ended or the service is over. */
export async function openWithdrawal(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openForm(deps, click, 'withdraw_claim', (claimCase, doer) => {
    return refuseWithdrawal(doer, claimCase, locale) ?? buildWithdrawForm(claimCase.claim, locale);
  });
}

/** The expert steps back, at any time before the service is over; a host who relied on it is told why. */
export async function submitWithdrawal(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'withdraw_claim', (claimCase, doer) =>
    refuseWithdrawal(doer, claimCase, ask.locale),
  );
}

/** Why a claim can't be withdrawn any more: what took place is not undone. */
function refuseWithdrawal(
  { programme, now }: Doer,
  { demand, isReported }: ClaimCase,
  locale: Locale,
): Message | undefined {
  const need = nameNeed(demand, programme, locale);
  if (isServiceOver(demand, today(programme, now)))
    return message(section(say(locale, 'service_over', { need })));
  return isReported ? message(section(say(locale, 'service_reported', { need }))) : undefined;
}

export function buildWithdrawForm(claim: Claim, locale: Locale): ModalView {
  return buildReasonForm(
    locale,
    {
      callbackId: VIEWS.withdrawClaim,
      title: say(locale, 'withdraw_title'),
      label: say(locale, 'withdraw_reason'),
      hint: say(locale, 'withdraw_hint'),
      submit: say(locale, 'withdraw'),
    },
    { claimId: claim.id },
  );
}
