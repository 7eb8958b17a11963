import type { ModalView } from '@slack/types';
import { buildReasonForm } from '../../directory/views.ts';
import type { Locale } from '../../i18n/locale.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import type { Claim } from '../claim.ts';
import { openForm, submitReason } from '../enact.ts';
import { say } from '../words.ts';

/** `decline_expert`: a modal for the reason, unless it is decided already. */
export async function openDecline(deps: Deps, click: Click): Promise<void> {
  await openForm(deps, click, 'decline_expert', ({ claim }) => buildDeclineForm(claim, click.locale));
}

/** The host chooses another: the expert reads it neutrally (mission: decision 20). */
export async function submitDecline(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'decline_expert');
}

export function buildDeclineForm(claim: Claim, locale: Locale): ModalView {
  return buildReasonForm(
    locale,
    {
      callbackId: VIEWS.declineExpert,
      title: say(locale, 'decline_title'),
      label: say(locale, 'decline_reason'),
      hint: say(locale, 'decline_hint'),
      submit: sayShared(locale, 'submit'),
    },
    { claimId: claim.id },
  );
}
