/** Payloads as Slack sends them; each is held against Bolt's own types. */
import type {
  BasicElementAction,
  BlockAction,
  EnvelopedEvent,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import { exportMessage } from './messages.ts';
import type { Channel, Ephemeral, Message, StateValues, View } from './records.ts';
import type { Team } from './team.ts';
import { issueResponseUrl, issueTrigger } from './triggers.ts';
import { exportView } from './views.ts';

/** Fields which Slack sends as null outside Enterprise, though Bolt's types leave them out. */
const OUTSIDE_ENTERPRISE = { enterprise: null, is_enterprise_install: false };

export function common(team: Team, userId: string) {
  const { name = userId, homeTeam = team.id } = team.users.get(userId) ?? {};
  return {
    token: 'verification-token',
    team: { id: team.id, domain: team.domain },
    user: { id: userId, name, username: name, team_id: homeTeam },
    api_app_id: team.appId,
  };
}

/** Names of private places stay private. */
export function placeOf(channel: Channel): { id: string; name: string } {
  const name = channel.isDm ? 'directmessage' : channel.isPrivate ? 'privategroup' : channel.name;
  return { id: channel.id, name };
}

/** Wall time as Slack stamps actions. */
export function actionTs(team: Team): string {
  return (team.options.wallNow() / 1000).toFixed(6);
}

/** A slash command, form fields. */
export function buildCommand(team: Team, user: string, command: string, text: string, channel: Channel) {
  const place = placeOf(channel);
  return {
    token: 'verification-token',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: place.id,
    channel_name: place.name,
    user_id: user,
    user_name: team.users.get(user)?.name ?? user,
    command,
    text,
    api_app_id: team.appId,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(team, { user, channel: channel.id }),
    trigger_id: issueTrigger(team, user),
  } satisfies SlashCommand;
}

/** A shortcut from the search or the plus menu. */
export function buildGlobalShortcut(team: Team, user: string, callbackId: string) {
  const payload = {
    type: 'shortcut',
    callback_id: callbackId,
    trigger_id: issueTrigger(team, user),
    action_ts: actionTs(team),
    ...common(team, user),
  } satisfies GlobalShortcut;
  return { ...payload, ...OUTSIDE_ENTERPRISE };
}

/** A shortcut on a message. */
export function buildMessageShortcut(
  team: Team,
  user: string,
  callbackId: string,
  channel: Channel,
  message: Message,
) {
  const payload = {
    type: 'message_action',
    callback_id: callbackId,
    trigger_id: issueTrigger(team, user),
    message_ts: message.ts,
    response_url: issueResponseUrl(team, { user, channel: channel.id, original: { message } }),
    message: exportMessage(team, message),
    channel: placeOf(channel),
    action_ts: actionTs(team),
    ...common(team, user),
  } satisfies MessageShortcut;
  return { ...payload, ...OUTSIDE_ENTERPRISE };
}

type Action = BasicElementAction & Record<string, unknown>;

/** A press on a message; an ephemeral message is not repeated in the payload. */
export function buildMessageAction(
  team: Team,
  user: string,
  channel: Channel,
  original: { message: Message } | { ephemeral: Ephemeral },
  action: Action,
  values: StateValues,
) {
  const target = 'message' in original ? original.message : original.ephemeral;
  const payload = {
    type: 'block_actions',
    ...common(team, user),
    container: {
      type: 'message',
      message_ts: target.ts,
      channel_id: channel.id,
      is_ephemeral: 'ephemeral' in original,
      ...(target.thread_ts ? { thread_ts: target.thread_ts } : {}),
    },
    trigger_id: issueTrigger(team, user),
    channel: placeOf(channel),
    ...('message' in original ? { message: exportMessage(team, original.message) } : {}),
    state: { values },
    response_url: issueResponseUrl(team, { user, channel: channel.id, original }),
    actions: [action],
  } satisfies BlockAction<Action>;
  return { ...payload, ...OUTSIDE_ENTERPRISE };
}

/** A press in a modal or on the Home tab. */
export function buildViewAction(team: Team, user: string, view: View, action: Action) {
  const payload = {
    type: 'block_actions',
    ...common(team, user),
    container: { type: 'view', view_id: view.id },
    trigger_id: issueTrigger(team, user, view.id),
    view: exportView(view),
    actions: [action],
  } satisfies Omit<BlockAction<Action>, 'response_url'>;
  return { ...payload, ...OUTSIDE_ENTERPRISE };
}

/** A modal as sent by a person. */
export function buildSubmission(team: Team, user: string, view: View) {
  const payload = {
    type: 'view_submission',
    ...common(team, user),
    trigger_id: issueTrigger(team, user, view.id),
    view: exportView(view),
    response_urls: responseUrls(team, user, view),
  } satisfies ViewSubmitAction;
  return { ...payload, ...OUTSIDE_ENTERPRISE };
}

function responseUrls(team: Team, user: string, view: View) {
  return view.blocks.flatMap((block) => {
    const element = block.element as { response_url_enabled?: boolean; action_id?: string } | undefined;
    if (!element?.response_url_enabled) return [];
    const blockId = block.block_id ?? '';
    const value = view.state.values[blockId]?.[element.action_id ?? ''];
    const channel = value?.selected_conversation ?? value?.selected_channel;
    if (!channel) return [];
    const response_url = issueResponseUrl(team, { user, channel });
    return [{ block_id: blockId, action_id: element.action_id ?? '', channel_id: channel, response_url }];
  });
}

/** A modal as closed by a person. */
export function buildClosed(team: Team, user: string, view: View, isCleared: boolean) {
  const payload = {
    type: 'view_closed',
    ...common(team, user),
    view: exportView(view),
    is_cleared: isCleared,
  } satisfies ViewClosedAction;
  return { ...payload, ...OUTSIDE_ENTERPRISE };
}

/** The envelope of the Events API. */
export function buildEvent<E extends { type: string }>(team: Team, event: E) {
  team.sequence += 1;
  return {
    token: 'verification-token',
    team_id: team.id,
    context_team_id: team.id,
    api_app_id: team.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${team.sequence.toString(36).toUpperCase().padStart(9, '0')}`,
    event_time: Math.floor(team.options.wallNow() / 1000),
    is_ext_shared_channel: false,
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: team.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
  } satisfies EnvelopedEvent<E>;
}
