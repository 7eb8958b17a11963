import { buildReasonForm } from '../../directory/views.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { openForm, submitReason } from '../enact.ts';
import { refuseByService } from '../served.ts';
import { say } from '../words.ts';

/** `report_no_show`: from the first day of the service on, while no report speaks of the expert. */
export async function openNoShow(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openForm(deps, click, 'report_no_show', (claimCase, doer) => {
    const texts = {
      callbackId: VIEWS.reportNoShow,
      title: say(locale, 'no_show_title'),
      label: say(locale, 'no_show_reason'),
      hint: say(locale, 'no_show_hint'),
      submit: say(locale, 'report_no_show'),
    };
    return (
      refuseByService('report_no_show', doer, claimCase, locale) ??
      buildReasonForm(locale, texts, { claimId: claimCase.claim.id })
    );
  });
}

/** Said by host or coordinator; the expert may object, and a coordinator decides (designs 3). */
export async function submitNoShow(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'report_no_show', (claimCase, doer) =>
    refuseByService('report_no_show', doer, claimCase, ask.locale),
  );
}
