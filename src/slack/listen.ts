import type { App, BlockAction, BlockElementAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Locale } from '../i18n/locale.ts';
import { acknowledged, type When } from './acknowledge.ts';
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
import { type HandleClick, listenersOf } from './listeners.ts';
import { isAlone } from './press-again.ts';
import { pressedValue, standingIn } from './pressed.ts';
import { answeredWithin, belowOf } from './redraw.ts';
import { respondTo } from './respond.ts';
import { noticeView } from './say.ts';
import { type Answer, answerInTime, type NextWindow, nextAfter } from './submit.ts';
import { tidy } from './text.ts';
import { inViewOf, readTyped } from './view.ts';

/** A slash command: it reads or opens something and changes nothing; acknowledged at once, answered to who typed it. */
export function onCommand(
  app: App,
  deps: Deps,
  command: string,
  handle: (ask: CommandAsk) => Promise<void>,
): void {
  listenersOf(app).commands.add(command, ({ ack, body, client, context }) =>
    acknowledged(ack, 'at_once', async (acknowledge) => {
      const teamId = context.teamId ?? body.team_id;
      const reply = (answer: Message) => respondTo(body.response_url, answer);
      const open = async (view: ModalView) =>
        void (await client.views.open({ trigger_id: body.trigger_id, view }));
      const door = { teamId, userId: body.user_id, cause: body.trigger_id, reply, open, acknowledge };
      await attend(deps, door, (ask) =>
        handle({ ...ask, text: body.text ?? '', channelId: body.channel_id }),
      );
    }),
  );
}

/**
 * A button that changes something, in a message, in Home or in a window: acknowledged when its transaction has committed
 * or was refused, after 800 ms at the latest.
 */
export function onButton(app: App, deps: Deps, actionId: ActionId, handle: HandleClick): void {
  addAction(app, deps, actionId, { when: 'once_known', handle });
}

/** A button that only opens a modal or reads: acknowledged at once. */
export function onReadingButton(app: App, deps: Deps, actionId: ActionId, handle: HandleClick): void {
  addAction(app, deps, actionId, { when: 'at_once', handle });
}

/**
 * A choice or a step in a window that keeps what is typed there, acknowledged like a button that changes something. The
 * id of a field with revisions ends with a colon.
 */
export function onChoice(app: App, deps: Deps, actionId: string, handle: HandleClick): void {
  addAction(app, deps, actionId, { when: 'once_known', handle: inWindow(handle) });
}

/** A choice that changes only what the window shows (an input with `dispatch_action`): acknowledged at once. */
export function onReadingChoice(app: App, deps: Deps, actionId: string, handle: HandleClick): void {
  addAction(app, deps, actionId, { when: 'at_once', handle: inWindow(handle) });
}

function inWindow(handle: HandleClick): HandleClick {
  return async (click) => {
    if (click.inView) await handle(click);
  };
}

function addAction(
  app: App,
  deps: Deps,
  actionId: string,
  { when, handle }: { when: When; handle: HandleClick },
): void {
  listenersOf(app).presses.set(actionId, handle);
  listenersOf(app).actions.add(actionId, ({ ack, action, body, client, context }) =>
    acknowledged(ack, when, (acknowledge) =>
      attend(deps, { ...doorOf(body, client, context.teamId), acknowledge }, (ask) =>
        handle(answeredWithin({ app, client, acknowledge }, body.view, { ...ask, ...clickOf(action, body) })),
      ),
    ),
  );
}

/**
 * A list that is asked for while the person types (external_select): theirs to see, a hundred at most. Where it can't be
 * made it is empty at once: Slack would let the person wait for three seconds.
 */
export function onSuggest(
  app: App,
  deps: Deps,
  actionId: string,
  handle: (search: Search) => Promise<Option[]>,
): void {
  listenersOf(app).suggestions.add(actionId, async ({ ack, body, context }) => {
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
  listenersOf(app).submissions.add(callbackId, async ({ ack, body, view, client, context }) => {
    const teamId = context.teamId ?? body.team?.id ?? '';
    const userId = body.user.id;
    let afterwards: Answer['afterwards'];
    const work = deps.readers.find(teamId, userId).then(async (reader): Promise<NextWindow> => {
      const ask = askOf(deps, reader, {
        cause: causeOf(body),
        reply: async () => {},
        open: async () => {},
      });
      if (isNobody(reader)) {
        return { view: noticeView(await refuseNobody(deps, ask, callbackId), reader.locale) };
      }
      const inView = inViewOf(view);
      const alone = isAlone(inView.metadata);
      const below = belowOf(app, client, view);
      const answer = await handle({ ...ask, ...inView, alone });
      const next = nextAfter(answer, { alone, below, locale: reader.locale });
      afterwards = below && 'close' in next ? () => below.show(ask, answer) : answer.afterwards;
      return next;
    });
    await answerInTime({
      ack,
      client,
      view,
      work,
      locale: async () => (await deps.readers.find(teamId, userId)).locale,
    });
    deps.sender.wake();
    await afterwards?.();
  });
}

function causeOf(body: ViewSubmitAction): string {
  return body.trigger_id || `${body.view.id}:${body.view.hash}`;
}

type Pressed = Pick<Click, 'value' | 'on' | 'chosen' | 'inView'>;

/** What was pressed, and where. */
function clickOf(action: BlockElementAction, { container, view, state }: BlockAction): Pressed {
  const click: Pressed = { value: pressedValue(action) };
  const on = standingIn(container);
  if (on) click.on = { ...on, blockId: action.block_id };
  if (state) click.chosen = readTyped(state.values);
  if (view) click.inView = inViewOf(view);
  return click;
}

function doorOf(
  body: BlockAction,
  client: WebClient,
  teamId = body.team?.id ?? '',
): Omit<Door, 'acknowledge'> {
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
