import type { AckFn, ViewOutput, ViewResponseAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Locale } from '../i18n/locale.ts';
import { PATIENCE_MS } from './acknowledge.ts';
import { type Message, plain, section } from './blocks.ts';
import { AlreadyTold, newReference } from './errors.ts';
import { carryAlone } from './press-again.ts';
import type { Below } from './redraw.ts';
import { noticeView, say } from './say.ts';

/**
 * What comes after a submitted window: errors under the fields, another step, or nothing more; `late` says it where the
 * window can't be closed any more.
 */
export type NextWindow =
  | { errors: Record<string, string> }
  | { view: ModalView }
  | { close: true; late?: ModalView | undefined };

/** What a room answers to a submission; a notice is the outcome in a sentence, in a small window. */
export type Answer = (NextWindow | { notice: Message }) & {
  /** What takes longer, begun once Slack was answered; whoever stops us waits for it. */
  afterwards?: () => Promise<void>;
};

/** What is to be seen after an answer: a notice by itself, or in the modal below that shows what came of it. */
export function nextAfter(
  answer: Answer,
  { alone, below, locale }: { alone: boolean; below: Below | undefined; locale: Locale },
): NextWindow {
  const within = (view: ModalView) => below?.carry(view) ?? view;
  if ('view' in answer) return { view: within(alone ? carryAlone(answer.view) : answer.view) };
  if (!('notice' in answer)) return answer;
  const { notice } = answer;
  if (notice.opens) return { view: within(notice.opens) };
  const told = noticeView(notice, locale);
  return below ? { close: true, late: told } : { view: told };
}

/**
 * Acknowledges with the outcome when it is known in time. Otherwise a "saving" window takes the place of the
 * form, and the outcome, or the form with all that was typed, replaces it as soon as the commit is known.
 */
export async function answerInTime({
  ack,
  client,
  view,
  work,
  locale,
}: {
  ack: AckFn<ViewResponseAction> | AckFn<void>;
  client: WebClient;
  view: ViewOutput;
  work: Promise<NextWindow>;
  locale: () => Promise<Locale>;
}): Promise<void> {
  const acknowledge = ack as (response?: ViewResponseAction) => Promise<void>;
  const settled = work.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([settled, later(PATIENCE_MS)]);
  if (first === undefined) {
    await acknowledge({ response_action: 'update', view: savingView() });
    const outcome = await settled;
    if ('answer' in outcome) {
      await client.views.update({ view_id: view.id, view: nextView(view, outcome.answer) });
      return;
    }
    const reference = newReference();
    const next = formAgain(view, [await notSaved(locale, reference)]);
    const isShown = await client.views.update({ view_id: view.id, view: next }).catch(() => undefined);
    throw isShown ? new AlreadyTold(reference, outcome.error) : outcome.error;
  }
  if ('error' in first) {
    const reference = newReference();
    const next = formAgain(view, [await notSaved(locale, reference)]);
    await acknowledge({ response_action: 'update', view: next });
    throw new AlreadyTold(reference, first.error);
  }
  const { answer } = first;
  if ('errors' in answer) return acknowledge(errorsIn(view, answer.errors));
  if ('view' in answer) return acknowledge({ response_action: 'update', view: answer.view });
  return acknowledge();
}

async function notSaved(locale: () => Promise<Locale>, reference: string): Promise<string> {
  return say(await locale().catch(() => 'zh' as const), 'not_saved', { reference });
}

/** Slack refuses an error for a block that isn't on screen: such errors are told above the form instead. */
function errorsIn(view: ViewOutput, errors: Record<string, string>): ViewResponseAction {
  const shown = new Set(view.blocks.map((block) => block.block_id));
  const hidden = Object.entries(errors).filter(([id]) => !shown.has(id));
  if (hidden.length === 0) return { response_action: 'errors', errors };
  return { response_action: 'update', view: formAgain(view, Object.values(errors)) };
}

function nextView(view: ViewOutput, answer: NextWindow): ModalView {
  if ('view' in answer) return answer.view;
  if ('errors' in answer) return formAgain(view, Object.values(answer.errors));
  if (answer.late) return answer.late;
  return { type: 'modal', title: plain(view.title.text, 24), close: plain('OK', 24), blocks: [section('✓')] };
}

function savingView(): ModalView {
  return {
    type: 'modal',
    title: plain('专家服务台 Expert Desk', 24),
    blocks: [section(`${say('zh', 'saving')}\n${say('en', 'saving')}`)],
  };
}

/** The same form with what was typed in it, and what is wrong above it. */
function formAgain(view: ViewOutput, notices: string[]): ModalView {
  const blocks = (view.blocks as KnownBlock[]).filter((block) => !block.block_id?.startsWith('notice:'));
  return {
    type: 'modal',
    callback_id: view.callback_id,
    title: plain(view.title.text, 24),
    ...(view.submit ? { submit: plain(view.submit.text, 24) } : {}),
    ...(view.close ? { close: plain(view.close.text, 24) } : {}),
    private_metadata: view.private_metadata,
    blocks: [
      ...notices.map((notice, i): KnownBlock => ({ ...section(notice), block_id: `notice:${i}` })),
      ...blocks.map((block) => withTyped(block, view.state.values[block.block_id ?? ''])),
    ].slice(0, 100),
  };
}

type ElementState = ViewOutput['state']['values'][string][string];

function withTyped(block: KnownBlock, elements: Record<string, ElementState> | undefined): KnownBlock {
  const state = Object.values(elements ?? {})[0];
  if (block.type !== 'input' || !state) return block;
  const typed = {
    ...(state.value ? { initial_value: state.value } : {}),
    ...(state.selected_option ? { initial_option: state.selected_option } : {}),
    ...(state.selected_options?.length ? { initial_options: state.selected_options } : {}),
    ...(state.selected_date ? { initial_date: state.selected_date } : {}),
    ...(state.selected_time ? { initial_time: state.selected_time } : {}),
    ...(state.selected_user ? { initial_user: state.selected_user } : {}),
    ...(state.selected_users?.length ? { initial_users: state.selected_users } : {}),
    ...(state.selected_conversation ? { initial_conversation: state.selected_conversation } : {}),
  };
  const {
    initial_value,
    initial_option,
    initial_options,
    initial_date,
    initial_time,
    initial_user,
    initial_users,
    initial_conversation,
    ...element
  } = block.element as unknown as Record<string, unknown>;
  return { ...block, element: { ...element, ...typed } } as unknown as KnownBlock;
}

function later(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined).unref());
}
