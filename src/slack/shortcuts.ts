import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Locale } from '../i18n/locale.ts';
import type { Message } from './blocks.ts';
import { type Ask, attend, type Deps, type Door } from './interaction.ts';
import { noticeView } from './say.ts';
import { plainTextOf, tidy } from './text.ts';

/** A shortcut from the ⚡ menu; there is no message to answer beside, so answers are windows. */
export function onShortcut(
  app: App,
  deps: Deps,
  callbackId: string,
  handle: (ask: Ask) => Promise<void>,
): void {
  app.shortcut({ callback_id: callbackId, type: 'shortcut' }, async ({ ack, body, client, context }) => {
    await ack();
    await attend(deps, windowDoorOf(body, client, context.teamId), handle);
  });
}

/** A shortcut from a message's menu; it may stand where the bot is no member, so answers are windows as well. */
export function onMessageShortcut(
  app: App,
  deps: Deps,
  callbackId: string,
  handle: (ask: Ask, text: string) => Promise<void>,
): void {
  app.shortcut<MessageShortcut>(
    { callback_id: callbackId, type: 'message_action' },
    async ({ ack, body, client, context }) => {
      await ack();
      const text = tidy(plainTextOf(body.message.text ?? ''));
      await attend(deps, windowDoorOf(body, client, context.teamId), (ask) => handle(ask, text));
    },
  );
}

function windowDoorOf(
  { trigger_id, user, team }: GlobalShortcut | MessageShortcut,
  client: WebClient,
  teamId = team?.id ?? '',
): Door {
  const open = async (view: ModalView) => void (await client.views.open({ trigger_id, view }));
  const reply = (answer: Message, locale: Locale) => open(noticeView(answer, locale));
  return { teamId, userId: user.id, cause: trigger_id, reply, open };
}
