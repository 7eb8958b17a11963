import type { ModalView } from '@slack/types';
import { buildReasonForm } from '../directory/views.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, labelOf } from '../programme/catalogue.ts';
import { context, section } from '../slack/blocks.ts';
import { dateField, selectField, type Typed, textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import type { Claim, ClaimFile } from './claim.ts';
import { RECORDED_KINDS } from './consent.ts';
import { say } from './words.ts';

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

export function buildCancelForm(demandId: string, locale: Locale): ModalView {
  return buildReasonForm(
    locale,
    {
      callbackId: VIEWS.cancelDemand,
      title: say(locale, 'cancel_title'),
      label: say(locale, 'cancel_reason'),
      hint: say(locale, 'cancel_hint'),
      submit: say(locale, 'cancel'),
    },
    { demandId },
  );
}

/** What the home unit's letter or call said; a blanket consent covers the expert's later claims as well. */
export function buildConsentForm(
  { claim, expert }: ClaimFile,
  { consent_kinds: labels }: Catalogue,
  locale: Locale,
  today: Temporal.PlainDate,
): ModalView {
  const typed: Typed = { kind: 'letter', date: today.toString() };
  const kinds = RECORDED_KINDS.map((kind) => ({ value: kind, text: labelOf(labels, kind, locale) }));
  return modal({
    callbackId: VIEWS.recordConsent,
    title: say(locale, 'record_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { claimId: claim.id },
    blocks: [
      section(`${expert.name} · ${expert.employer} · ${claim.number}`),
      context(say(locale, 'post_kept')),
      selectField('kind', say(locale, 'kind'), kinds, { typed }),
      textField('document_no', say(locale, 'document_no'), {
        ...{ optional: true, max: 100, hint: say(locale, 'document_no_hint') },
      }),
      dateField('date', say(locale, 'date'), { typed }),
      dateField('until', say(locale, 'until'), { optional: true, hint: say(locale, 'until_hint') }),
    ],
  });
}
