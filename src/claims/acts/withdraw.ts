import type { ModalView } from '@slack/types';
import { buildReasonForm } from '../../directory/views.ts';
import type { Locale } from '../../i18n/locale.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import type { Claim } from '../claim.ts';
import { openForm, submitReason } from '../enact.ts';
import { refuseByService } from '../served.ts';
import { say } from '../words.ts';

/** `withdraw_claim`: a modal for the reason, unless the claim has ended or the service is over. */
export async function openWithdrawal(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openForm(deps, click, 'withdraw_claim', (claimCase, doer) => {
    return (
      refuseByService('withdraw_claim', doer, claimCase, locale) ?? buildWithdrawForm(claimCase.claim, locale)
    );
  });
}

/** The expert steps back, at any time before the service is over; a host who relied on it is told why. */
export async function submitWithdrawal(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'withdraw_claim', (claimCase, doer) =>
    refuseByService('withdraw_claim', doer, claimCase, ask.locale),
  );
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
