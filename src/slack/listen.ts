import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Locale } from '../i18n/locale.ts';
import type { Message } from './blocks.ts';
import { MOST_OPTIONS, type Option, optionOf } from './form.ts';
import type { ActionId, ViewId } from './ids.ts';
import {
  askOf,
  attend,
  type Click,
  type CommandAsk,
  type Deps,
  type Door,
  isNobody,
  refuseNobody,
  type Search,
  type Submission,
} from './interaction.ts';
import { respondTo } from './respond.ts';
import { noticeView } from './say.ts';
import { type Answer, answerInTime, type NextWindow } from './submit.ts';
import { tidy } from './text.ts';
import { inViewOf } from './view.ts';

/** A slash command: acknowledged at once, answered to the person who typed it. */
export function onCommand(
  app: App,
  deps: Deps,
  command: string,
  handle: (ask: CommandAsk) => Promise<void>,
): void {
  app.command(command, async ({ ack, body, client, context }) => {
    await ack();
    const teamId = context.teamId ?? body.team_id;
    const reply = (answer: Message) => respondTo(body.response_url, answer);
    const open = async (view: ModalView) =>
      void (await client.views.open({ trigger_id: body.trigger_id, view }));
    await attend(deps, { teamId, userId: body.user_id, cause: body.trigger_id, reply, open }, (ask) =>
      handle({ ...ask, text: body.text ?? '', channelId: body.channel_id }),
    );
  });
}

/** A button, in a message, in Home or in a window. */
export function onButton(
  app: App,
  deps: Deps,
  actionId: ActionId,
  handle: (click: Click) => Promise<void>,
): void {
  app.action<BlockAction<ButtonAction>>(actionId, async ({ ack, action, body, client, context }) => {
    await ack();
    await attend(deps, doorOf(body, client, context.teamId), (ask) =>
      handle({
        ...ask,
        value: action.value ?? '',
        ...(body.container.type === 'message' && !body.container.is_ephemeral
          ? {
              on: {
                channel: body.container.channel_id,
                ts: body.container.message_ts,
                blockId: action.block_id,
              },
            }
          : {}),
        ...(body.view ? { inView: inViewOf(body.view) } : {}),
      }),
    );
  });
}

/** A choice in a window that changes what the window shows (an input with `dispatch_action`). */
export function onChoice(
  app: App,
  deps: Deps,
  actionId: RegExp,
  handle: (click: Click) => Promise<void>,
): void {
  app.action<BlockAction>(actionId, async ({ ack, body, client, context }) => {
    await ack();
    const view = body.view;
    if (!view) return;
    await attend(deps, doorOf(body, client, context.teamId), (ask) =>
      handle({ ...ask, value: '', inView: inViewOf(view) }),
    );
  });
}

/**
 * A list that is asked for while the person types (external_select): theirs to see, a hundred at most. Where it can't be
 * made it is empty at once: Slack would let the person wait for three seconds.
 */
export function onSuggest(
  app: App,
  deps: Deps,
  actionId: RegExp,
  handle: (search: Search) => Promise<Option[]>,
): void {
  const constraints = { type: 'block_suggestion', action_id: actionId } as const;
  app.options<'block_suggestion'>(constraints, async ({ ack, body, context }) => {
    async function search(): Promise<Option[]> {
      const reader = await deps.readers.find(context.teamId ?? body.team?.id ?? '', body.user.id);
      const asked = { query: tidy(body.value), inView: body.view && inViewOf(body.view) };
      return isNobody(reader) ? [] : handle({ ...reader, reader, now: deps.now(), ...asked });
    }
    const found = await search().catch(async (error: unknown) => {
      await ack({ options: [] });
      throw error;
    });
    await ack({ options: found.slice(0, MOST_OPTIONS).map(optionOf) });
  });
}

/** A submitted window: the work is given 800 ms, see `submit.ts`. */
export function onSubmit(
  app: App,
  deps: Deps,
  callbackId: ViewId,
  handle: (ask: Submission) => Promise<Answer>,
): void {
  app.view<ViewSubmitAction>(
    { callback_id: callbackId, type: 'view_submission' },
    async ({ ack, body, view, client, context }) => {
      const teamId = context.teamId ?? body.team?.id ?? '';
      const userId = body.user.id;
      const work = deps.readers.find(teamId, userId).then(async (reader): Promise<NextWindow> => {
        const ask = askOf(deps, reader, {
          cause: causeOf(body),
          reply: async () => {},
          open: async () => {},
        });
        if (isNobody(reader)) {
          return { view: noticeView(await refuseNobody(deps, ask, callbackId), reader.locale) };
        }
        const answer = await handle({ ...ask, ...inViewOf(view) });
        return 'notice' in answer ? { view: noticeView(answer.notice, reader.locale) } : answer;
      });
      await answerInTime({
        ack,
        client,
        view,
        work,
        locale: async () => (await deps.readers.find(teamId, userId)).locale,
      });
      deps.sender.wake();
    },
  );
}

function causeOf(body: ViewSubmitAction): string {
  return body.trigger_id || `${body.view.id}:${body.view.hash}`;
}

/** What only one person sees is gone with their client. */
function standingIn(container: BlockAction['container']): Door['on'] {
  if (container.type !== 'message' || container.is_ephemeral) return undefined;
  return { channel: container.channel_id, ts: container.message_ts };
}

function doorOf(body: BlockAction, client: WebClient, teamId = body.team?.id ?? ''): Door {
  const { trigger_id, response_url } = body;
  const open = async (view: ModalView) => {
    const call = body.view?.type === 'modal' ? client.views.push : client.views.open;
    await call({ trigger_id, view });
  };
  const reply = async (answer: Message, locale: Locale) => {
    if (!response_url) return open(noticeView(answer, locale));
    await respondTo(response_url, answer);
  };
  return { teamId, userId: body.user.id, cause: trigger_id, reply, open, on: standingIn(body.container) };
}
