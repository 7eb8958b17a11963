/** A person at Slack's client: acts through signed payloads, sees what Slack shows. */
import { runCommand, usualChannel } from './commands.ts';
import type { Courier } from './courier.ts';
import type { File } from './file-store.ts';
import { insertFile } from './files.ts';
import { fillView } from './form-checks.ts';
import { canSee } from './messages.ts';
import { buildEvent, buildGlobalShortcut, buildMessageShortcut } from './payloads.ts';
import { choose, type Place, type PressOptions, press } from './presses.ts';
import type { Channel, Delivery, Ephemeral, Message, Typed, View } from './records.ts';
import { isSubscribed } from './scopes.ts';
import { countBadge, speak } from './speech.ts';
import { closeModal, submitView } from './submissions.ts';
import { type Query, type Suggested, suggest } from './suggestions.ts';
import { directMessage, type Team } from './team.ts';
import { exportView, stackOf } from './views.ts';

export interface Person {
  readonly id: string;
  /** Types a slash command; without a channel in the first one this person is in, else the DM with the bot. */
  command(command: string, text?: string, channelId?: string): Promise<Delivery>;
  globalShortcut(callbackId: string): Promise<Delivery>;
  messageShortcut(callbackId: string, message: Message): Promise<Delivery>;
  /** Presses what stands there under `actionId`; throws when it isn't on the screen. */
  press(where: Place, actionId: string, options?: PressOptions): Promise<Delivery>;
  choose(view: View, blockId: string, value: Typed): Promise<Delivery>;
  /** Types into a list of the app's own: what comes can then be chosen. */
  suggest(where: Place, asked: Query): Promise<Suggested>;
  /** Chooses a file; its id is what stands in a form. */
  upload(name: string, bytes: Buffer): File;
  /** Types into the top modal without sending it. */
  fill(values: Record<string, Typed>): void;
  /** Sends the top modal; throws what Slack's client would object to, naming the field. */
  submit(values?: Record<string, Typed>): Promise<Delivery>;
  /** Cancel; with `all` the cross, which closes the whole stack. */
  closeModal(options?: { all?: boolean }): Promise<Delivery | undefined>;
  openHome(): Promise<Delivery>;
  mention(channelId: string, text: string, threadTs?: string): Promise<Delivery>;
  say(channelId: string, text: string, threadTs?: string): Message;
  /** Marks a channel as read. */
  read(channelId: string): void;
  /** Unread direct messages and mentions: the number on Slack's icon. */
  readonly badge: number;
  readonly views: View[];
  readonly home: View | undefined;
  readonly ephemerals: Ephemeral[];
  readonly errors: Record<string, string>;
  readonly dms: Message[];
  /** What Slack itself tells this person after the app failed, e.g. `operation_timeout`. */
  readonly notice: string | undefined;
}

/** Sits a person of this workspace down at the client. */
export function createPerson(team: Team, courier: Courier, id: string): Person {
  if (!team.users.has(id)) throw new Error(`no user ${id}`);

  function channelOf(channelId: string): Channel {
    const channel = team.channels.get(channelId);
    if (!channel || !canSee(team, id, channel)) throw new Error(`${id} cannot see ${channelId}`);
    return channel;
  }

  function topView(): View {
    const view = stackOf(team, id).at(-1);
    if (!view) throw new Error('no modal is open');
    return view;
  }

  return {
    id,
    command: (command, text = '', channelId) =>
      runCommand(team, courier, id, command, text, channelId ? channelOf(channelId) : usualChannel(team, id)),
    globalShortcut(callbackId) {
      requireShortcut(team, 'global', callbackId);
      return act(team, courier, id, 'shortcut', buildGlobalShortcut(team, id, callbackId));
    },
    messageShortcut(callbackId, message) {
      requireShortcut(team, 'message', callbackId);
      const payload = buildMessageShortcut(team, id, callbackId, channelOf(message.channel), message);
      return act(team, courier, id, 'message_action', payload);
    },
    press: (where, actionId, options = {}) => press(team, courier, id, where, actionId, options),
    choose: (view, blockId, value) => choose(team, courier, id, view, blockId, value),
    suggest: (where, asked) => suggest(team, courier, id, where, asked),
    upload: (name, bytes) => insertFile(team, id, name, bytes),
    fill(values) {
      fillView(topView(), values, team);
      team.changed();
    },
    async submit(values = {}) {
      const view = topView();
      fillView(view, values, team);
      return submitView(team, courier, id, view);
    },
    closeModal: ({ all = false } = {}) => closeModal(team, courier, id, all),
    openHome() {
      const home = team.homes.get(id);
      const opened = {
        type: 'app_home_opened',
        user: id,
        channel: directMessage(team, id).id,
        tab: 'home',
        event_ts: (team.options.wallNow() / 1000).toFixed(6),
        ...(home ? { view: exportView(home) } : {}),
      };
      if (!isSubscribed(team, 'app_home_opened'))
        throw new Error('the app is not subscribed to app_home_opened');
      return courier.sendEvent(buildEvent(team, opened));
    },
    mention(channelId, text, threadTs) {
      const { delivery } = speak(
        team,
        courier,
        id,
        channelOf(channelId),
        `<@${team.botUserId}> ${text}`,
        threadTs,
      );
      if (!delivery) throw new Error(`the bot hears no mention in ${channelId}`);
      return delivery;
    },
    say: (channelId, text, threadTs) =>
      speak(team, courier, id, channelOf(channelId), text, threadTs).message,
    read(channelId) {
      team.read.set(`${id} ${channelId}`, team.messages.get(channelId)?.length ?? 0);
      team.changed();
    },
    get badge() {
      return countBadge(team, id);
    },
    get views() {
      return stackOf(team, id);
    },
    get home() {
      return team.homes.get(id);
    },
    get ephemerals() {
      return team.ephemerals.filter(({ user }) => user === id);
    },
    get errors() {
      return team.errors.get(stackOf(team, id).at(-1)?.id ?? '') ?? {};
    },
    get dms() {
      return (team.messages.get(`D0${id.slice(1)}`) ?? []).filter(({ deleted }) => !deleted);
    },
    get notice() {
      return team.notices.get(id);
    },
  };
}

async function act(
  team: Team,
  courier: Courier,
  user: string,
  kind: 'shortcut' | 'message_action',
  payload: unknown,
): Promise<Delivery> {
  team.notices.delete(user);
  const delivery = await courier.send(kind, payload);
  if (delivery.error) team.notices.set(user, delivery.error);
  team.changed();
  return delivery;
}

function requireShortcut(team: Team, type: string, callbackId: string): void {
  const found = team.options.manifest.features?.shortcuts?.some(
    (shortcut) => shortcut.type === type && shortcut.callback_id === callbackId,
  );
  if (!found) throw new Error(`the manifest has no ${type} shortcut ${callbackId}`);
}
