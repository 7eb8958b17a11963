import { buildReasonForm } from '../../directory/views.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { openForm, submitReason } from '../enact.ts';

import { say } from '../words.ts';

/** `object_no_show`: a modal for what the expert has to say, unless it is decided already. */
export async function openObjection(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openForm(deps, click, 'object_no_show', (claimCase) => {
    const texts = {
      callbackId: VIEWS.objectNoShow,
      title: say(locale, 'objection_title'),
      label: say(locale, 'objection_reason'),
      hint: say(locale, 'objection_hint'),
      submit: say(locale, 'object_no_show'),
    };
    return buildReasonForm(locale, texts, { claimId: claimCase.claim.id });
  });
}

/** The expert says what happened; a coordinator decides, with both sides in sight. */
export async function submitObjection(deps: Deps, ask: Submission): Promise<Answer> {
  return submitReason(deps, ask, 'object_no_show');
}
