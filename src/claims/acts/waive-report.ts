import { buildReasonForm } from '../../directory/views.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { openForm, submitReason } from '../enact.ts';
import { refuseByService } from '../served.ts';
import { say } from '../words.ts';

/** `waive_report`: once the service is over, while no report speaks of the expert. */
export async function openWaiver(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openForm(deps, click, 'waive_report', (claimCase, doer) => {
    const texts = {
      callbackId: VIEWS.waiveReport,
      title: say(locale, 'waive_title'),
      label: say(locale, 'waive_reason'),
      hint: say(locale, 'waive_hint'),
      submit: say(locale, 'waive_report'),
    };
    return (
      refuseByService('waive_report', doer, claimCase, locale) ??
      buildReasonForm(locale, texts, { claimId: claimCase.claim.id })
    );
  });
}

/** The report will never come: nobody owes it, and it is late nowhere (designs 3). */
export async function submitWaiver(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'waive_report', (claimCase, doer) =>
    refuseByService('waive_report', doer, claimCase, ask.locale),
  );
}
