import type { ModalView } from '@slack/types';
import { buildReasonForm } from '../../directory/views.ts';
import type { Locale } from '../../i18n/locale.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import type { Claim } from '../claim.ts';
import { openForm, submitReason } from '../enact.ts';
import { say } from '../words.ts';

/** `refuse_consent`: a modal for the reason, unless it is decided already. */
export async function openRefusal(deps: Deps, click: Click): Promise<void> {
  await openForm(deps, click, 'refuse_consent', ({ claim }) => buildRefuseForm(claim, click.locale));
}

/** The home unit says no: the slot is free, the reason is for coordinators only (mission: decision 20). */
export async function submitRefusal(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'refuse_consent');
}

export function buildRefuseForm(claim: Claim, locale: Locale): ModalView {
  return buildReasonForm(
    locale,
    {
      callbackId: VIEWS.refuseConsent,
      title: say(locale, 'refuse_title'),
      label: say(locale, 'refuse_reason'),
      hint: say(locale, 'refuse_hint'),
      submit: say(locale, 'refuse_consent'),
    },
    { claimId: claim.id },
  );
}
