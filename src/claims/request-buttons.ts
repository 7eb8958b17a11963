import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import { ACTIONS, type ActionId } from '../slack/ids.ts';
import { blanketButton, letterButtons } from './advance-views.ts';
import type { Request } from './request-views.ts';
import { say } from './words.ts';

export function consentButtons(request: Pick<Request, 'file' | 'locale'>): Button[] {
  return [
    requestButton(request, 'give_consent', ACTIONS.giveConsent, 'primary'),
    requestButton(request, 'refuse_consent', ACTIONS.refuseConsent),
    requestButton(request, 'record_consent', ACTIONS.recordConsent),
    blanketButton(request.file.expert, request.locale),
    ...letterButtons(request.file, request.locale),
  ];
}

export function hostButtons(request: Pick<Request, 'file' | 'locale'>): Button[] {
  return [
    requestButton(request, 'accept_expert', ACTIONS.acceptExpert, 'primary'),
    requestButton(request, 'decline_expert', ACTIONS.declineExpert),
  ];
}

type ActWord =
  | 'give_consent'
  | 'refuse_consent'
  | 'record_consent'
  | 'record_paper'
  | 'accept_expert'
  | 'decline_expert';

/** Whose label says of whom. */
export function requestButton(
  { file, locale }: Pick<Request, 'file' | 'locale'>,
  word: ActWord,
  actionId: ActionId,
  style?: 'primary',
): Button {
  const text = say(locale, word);
  const { claim, expert } = file;
  return button({
    ...{ text, actionId, value: claim.id, label: `${text} ${expert.name} ${claim.number}` },
    ...(style ? { style } : {}),
  });
}
