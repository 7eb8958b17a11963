/** Sending and closing modals, and what the app's answer does to the stack. */
import type { Courier } from './courier.ts';
import { findMistake } from './form-checks.ts';
import { buildClosed, buildSubmission } from './payloads.ts';
import type { Delivery, View } from './records.ts';
import { faultApp, type Team } from './team.ts';
import { createView, dropViews, MAX_STACK, pushView, refuseView, replaceView, stackOf } from './views.ts';

/** Slack's client says “We had some trouble connecting”. */
const TROUBLE = 'trouble_connecting';

/** Sends an open modal; throws what Slack's client would say about the form. */
export async function submitView(team: Team, courier: Courier, user: string, view: View): Promise<Delivery> {
  const mistake = findMistake(view);
  if (mistake) throw new Error(mistake);
  team.errors.delete(view.id);
  team.notices.delete(user);
  const delivery = await courier.send('view_submission', buildSubmission(team, user, view));
  if (delivery.error || delivery.status !== 200) team.notices.set(user, delivery.error ?? TROUBLE);
  else if (stackOf(team, user).includes(view)) applyAnswer(team, user, view, delivery.response);
  team.changed();
  return delivery;
}

interface ResponseAction {
  response_action?: string;
  view?: Record<string, unknown>;
  errors?: Record<string, string>;
}

function applyAnswer(team: Team, user: string, view: View, response: unknown) {
  if (response === '' || response === undefined) return closeView(team, user, view);
  if (typeof response !== 'object' || response === null) return refuseAnswer(team, user, 'not JSON');
  const answer = response as ResponseAction;
  switch (answer.response_action) {
    case undefined:
      return closeView(team, user, view);
    case 'clear':
      return void dropViews(team, user, true);
    case 'errors':
      return showErrors(team, user, view, answer.errors ?? {});
    case 'update':
    case 'push':
      return showView(team, user, view, answer);
    default:
      return refuseAnswer(team, user, `unknown response_action ${answer.response_action}`);
  }
}

function refuseAnswer(team: Team, user: string, why: string): void {
  faultApp(team, `view_submission: ${why}`);
  team.notices.set(user, TROUBLE);
}

function closeView(team: Team, user: string, view: View): void {
  const stack = stackOf(team, user);
  stack.splice(stack.indexOf(view), 1);
  team.errors.delete(view.id);
}

function showErrors(team: Team, user: string, view: View, errors: Record<string, string>) {
  const inputs = view.blocks.filter(({ type }) => type === 'input').map(({ block_id: id }) => id);
  const strangers = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (strangers.length > 0)
    return refuseAnswer(team, user, `errors for blocks not in the view: ${strangers}`);
  if (Object.keys(errors).length === 0) return refuseAnswer(team, user, 'errors without an error');
  team.errors.set(view.id, errors);
}

function showView(
  team: Team,
  user: string,
  view: View,
  { response_action: act, view: given }: ResponseAction,
) {
  const own = given && given.external_id === view.external_id ? { external_id: undefined } : {};
  const refusal = refuseView(team, given ? { ...given, ...own } : given, 'modal', `response_action ${act}`);
  if (refusal || !given) return void team.notices.set(user, TROUBLE);
  if (act === 'update') return replaceView(team, view, given);
  if (stackOf(team, user).length >= MAX_STACK) return refuseAnswer(team, user, 'push_limit_reached');
  pushView(team, user, createView(team, given));
}

/** Closes the top modal, or all with the cross; the app hears of it when the view asked for that. */
export async function closeModal(
  team: Team,
  courier: Courier,
  user: string,
  all: boolean,
): Promise<Delivery | undefined> {
  const top = stackOf(team, user).at(-1);
  if (!top) throw new Error('no modal is open');
  const isCleared = all || top.clear_on_close;
  const dropped = dropViews(team, user, isCleared);
  team.notices.delete(user);
  team.changed();
  const sent = dropped
    .filter((view) => view.notify_on_close)
    .map((view) => courier.send('view_closed', buildClosed(team, user, view, isCleared)));
  return (await Promise.all(sent)).at(-1);
}
