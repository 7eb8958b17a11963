import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Message } from './blocks.ts';
import type { Ask, Click } from './interaction.ts';
import { listenersOf } from './listeners.ts';
import type { Answer } from './submit.ts';
import { inViewOf, readMetadata } from './view.ts';

/**
 * A modal that shows a thing as it stands now: by what it carries, with what was said of an act at its top. Undefined
 * where it can be shown no more.
 */
export type Redraw = (
  ask: Ask,
  metadata: Record<string, string>,
  said: Message | undefined,
) => Promise<ModalView | undefined>;

/**
 * Every act that is pressed in this modal, or in a form that it opened, answers there: the modal is drawn anew, with the
 * answer at its top. The acts themselves know nothing of it.
 */
export function onRedraw(app: App, callbackId: string, redraw: Redraw): void {
  listenersOf(app).redraws.set(callbackId, redraw);
}

/** A view as a payload has it. */
type GivenView = Parameters<typeof inViewOf>[0] & { callback_id: string; previous_view_id?: string | null };

/** The press, if it was made in such a modal, with answers that go there, and with what is chosen in it. */
export function answeredWithin<C extends Click>(
  { app, client, acknowledge }: { app: App; client: WebClient; acknowledge: () => Promise<void> },
  view: GivenView | undefined,
  click: C,
): C {
  const redraw = view && listenersOf(app).redraws.get(view.callback_id);
  if (!view || !redraw) return click;
  const { id, metadata, typed } = inViewOf(view);
  const open = (opened: ModalView) =>
    click.open(carryWithin(opened, writeWithin(view.callback_id, metadata)));
  return {
    ...click,
    chosen: typed,
    open,
    async reply(said) {
      await acknowledge();
      if (said.opens) return open(said.opens);
      await show(client, click, { id, view: await redraw(click, metadata, said), said });
    },
  };
}

/** The modal below a form, in which the form was opened: how it is drawn anew. */
export interface Below {
  /** Another step of the form remembers it as well. */
  carry(view: ModalView): ModalView;
  /** What came of the form, and what follows. */
  show(ask: Ask, answer: Answer): Promise<void>;
}

export function belowOf(app: App, client: WebClient, view: GivenView): Below | undefined {
  const { within } = readMetadata(view.private_metadata);
  const { callback_id: callbackId = '', ...metadata } = readMetadata(within ?? '');
  const redraw = listenersOf(app).redraws.get(callbackId);
  const id = view.previous_view_id;
  if (!within || !redraw || !id) return undefined;
  return {
    carry: (next) => carryWithin(next, within),
    async show(ask, answer) {
      const said = 'notice' in answer ? answer.notice : undefined;
      await show(client, ask, { id, view: await redraw(ask, metadata, said), said });
      await answer.afterwards?.();
    },
  };
}

function writeWithin(callbackId: string, metadata: Record<string, string>): string {
  return JSON.stringify({ ...metadata, callback_id: callbackId });
}

/** Slack takes 3,000 characters; a form that has no room for it answers by itself. */
function carryWithin(view: ModalView, within: string): ModalView {
  const metadata = JSON.stringify({ ...readMetadata(view.private_metadata ?? ''), within });
  return metadata.length <= 3000 ? { ...view, private_metadata: metadata } : view;
}

/** Whoever has closed it meanwhile is told by a message what came of it. */
async function show(
  client: WebClient,
  { userId }: Pick<Ask, 'userId'>,
  { id, view, said }: { id: string; view: ModalView | undefined; said: Message | undefined },
): Promise<void> {
  const isShown = view !== undefined && (await client.views.update({ view_id: id, view }).catch(isGone));
  if (isShown || !said) return;
  const { text, blocks } = said;
  await client.chat.postMessage({ channel: userId, text, blocks });
}

function isGone(error: unknown): undefined {
  if ((error as { data?: { error?: string } }).data?.error === 'not_found') return undefined;
  throw error;
}
