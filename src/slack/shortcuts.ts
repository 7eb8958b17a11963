import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Locale } from '../i18n/locale.ts';
import { acknowledged } from './acknowledge.ts';
import type { Message } from './blocks.ts';
import { type Ask, attend, type Deps, type Door } from './interaction.ts';
import { listenersOf } from './listeners.ts';
import { noticeView } from './say.ts';
import { plainTextOf, tidy } from './text.ts';

/**
 * A shortcut from the ⚡ menu: it opens something, so it is acknowledged at once. There is no message to answer beside, so
 * answers are windows.
 */
export function onShortcut(
  app: App,
  deps: Deps,
  callbackId: string,
  handle: (ask: Ask) => Promise<void>,
): void {
  listenersOf(app).shortcuts.add(callbackId, ({ ack, body, client, context }) =>
    acknowledged(ack, 'at_once', (acknowledge) =>
      attend(deps, { ...windowDoorOf(body, client, context.teamId), acknowledge }, handle),
    ),
  );
}

/** A shortcut from a message's menu, likewise; it may stand where the bot is no member. */
export function onMessageShortcut(
  app: App,
  deps: Deps,
  callbackId: string,
  handle: (ask: Ask, text: string) => Promise<void>,
): void {
  listenersOf(app).messageShortcuts.add(callbackId, ({ ack, body, client, context }) =>
    acknowledged(ack, 'at_once', async (acknowledge) => {
      const text = tidy(plainTextOf(body.message.text ?? ''));
      const door = { ...windowDoorOf(body, client, context.teamId), acknowledge };
      await attend(deps, door, (ask) => handle(ask, text));
    }),
  );
}

function windowDoorOf(
  { trigger_id, user, team }: GlobalShortcut | MessageShortcut,
  client: WebClient,
  teamId = team?.id ?? '',
): Omit<Door, 'acknowledge'> {
  const open = async (view: ModalView) => void (await client.views.open({ trigger_id, view }));
  const reply = (answer: Message, locale: Locale) => open(noticeView(answer, locale));
  return { teamId, userId: user.id, cause: trigger_id, reply, open };
}
