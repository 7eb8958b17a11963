import type { ModalView } from '@slack/types';
import type { Locale } from '../../i18n/locale.ts';
import { type Catalogue, labelOf } from '../../programme/catalogue.ts';
import { today } from '../../programme/programme.ts';
import { findProgrammeOf } from '../../programme/repository.ts';
import { context, message, section } from '../../slack/blocks.ts';
import { dateField, selectField, type Typed, textField } from '../../slack/form.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { check, modal } from '../../slack/view.ts';
import { readCase } from '../case-sql.ts';
import type { ClaimFile } from '../claim.ts';
import { consentSchema, RECORDED_KINDS } from '../consent.ts';
import { openForm, submit } from '../enact.ts';
import { say } from '../words.ts';
import { say as sayActing } from '../words-acting.ts';
import { withConsent } from './give-consent.ts';

/** `record_consent`: a modal for letter, call or blanket consent; paper may follow a call, or an instant service. */
export async function openConsent(deps: Deps, click: Click): Promise<void> {
  await openForm(deps, click, 'record_consent', (claimCase, { programme, now }) => {
    const { consent } = claimCase;
    if (consent && consent.kind !== 'phone') return undefined;
    return buildConsentForm(claimCase, programme.catalogue, click.locale, today(programme, now));
  });
}

/** What the home unit said on paper or by telephone is kept as its yes. */
export async function submitConsent(deps: Deps, ask: Submission): Promise<Answer> {
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return { notice: message(section(sayShared(ask.locale, 'not_found'))) };
  const checked = check(consentSchema(ask.locale, today(programme, ask.now)), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  // Which of the two it is goes by the expert: the kinds offered to them are those that do.
  const found = await readCase(deps.db, ask.teamId, ask.metadata.claimId ?? '');
  const isPledge = checked.value.kind === 'own_pledge';
  if (found && isPledge !== found.expert.ownPledge) {
    const values = { expert: found.expert.name };
    const wrong = sayActing(ask.locale, isPledge ? 'no_pledge_here' : 'kind_not_here', values);
    return { errors: { kind: wrong } };
  }
  const act = isPledge ? 'own_pledge' : 'record_consent';
  return submit(deps, ask, act, (doer) => withConsent(doer, checked.value));
}

/** What the home unit's letter or call said; a blanket consent covers the expert's later claims as well. */
export function buildConsentForm(
  { claim, expert }: ClaimFile,
  { consent_kinds: labels }: Catalogue,
  locale: Locale,
  day: Temporal.PlainDate,
): ModalView {
  const { ownPledge } = expert;
  const typed: Typed = { kind: ownPledge ? 'own_pledge' : 'letter', date: day.toString() };
  const offered = RECORDED_KINDS.filter((kind) => (kind === 'own_pledge') === ownPledge);
  const kinds = offered.map((kind) => ({ value: kind, text: labelOf(labels, kind, locale) }));
  return modal({
    callbackId: VIEWS.recordConsent,
    title: ownPledge ? sayActing(locale, 'record_pledge_title') : say(locale, 'record_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { claimId: claim.id },
    blocks: [
      section(`${expert.name} · ${expert.employer} · ${claim.number}`),
      context(ownPledge ? sayActing(locale, 'pledge_text') : say(locale, 'post_kept')),
      selectField('kind', say(locale, 'kind'), kinds, { typed }),
      textField('document_no', say(locale, 'document_no'), {
        optional: true,
        max: 100,
        hint: say(locale, 'document_no_hint'),
      }),
      dateField('date', say(locale, 'date'), { typed }),
      ...(ownPledge
        ? []
        : [dateField('until', say(locale, 'until'), { optional: true, hint: say(locale, 'until_hint') })]),
    ],
  });
}
