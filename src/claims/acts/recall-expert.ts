import { buildReasonForm } from '../../directory/views.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { openForm, submitReason } from '../enact.ts';
import { refuseByService } from '../served.ts';
import { say } from '../words.ts';

/** `recall_expert`: before the service is over. */
export async function openRecall(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openForm(deps, click, 'recall_expert', (claimCase, doer) => {
    const texts = {
      callbackId: VIEWS.recallExpert,
      title: say(locale, 'recall_title'),
      label: say(locale, 'recall_reason'),
      hint: say(locale, 'recall_hint'),
      submit: say(locale, 'recall_expert'),
    };
    return (
      refuseByService('recall_expert', doer, claimCase, locale) ??
      buildReasonForm(locale, texts, { claimId: claimCase.claim.id })
    );
  });
}

/** The home unit calls its person back; why is for coordinators only (mission: decision 20). */
export async function submitRecall(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'recall_expert', (claimCase, doer) =>
    refuseByService('recall_expert', doer, claimCase, ask.locale),
  );
}
