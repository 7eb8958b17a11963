/** chat.update and chat.delete: only the bot's own messages, by the channel's own id. */
import { deleteMessage, exportMessage } from '../messages.ts';
import type { Message } from '../records.ts';
import { faultApp, findMessage, freshTs, type Team } from '../team.ts';
import { type Answer, type Args, requireArgs } from './call.ts';
import { readContent } from './content.ts';

/** chat.update takes less text than chat.postMessage. Source: docs.slack.dev chat.update, errors. */
const MAX_UPDATE_TEXT = 4000;

/** `inactive` is what Slack says in an archived channel. */
function findOwn(
  team: Team,
  args: Args,
  refusal: string,
  inactive = refusal,
): { message: Message } | { refusal: Answer } {
  const missing = requireArgs(args, 'channel', 'ts');
  if (missing) return { refusal: missing };
  const channel = team.channels.get(String(args.channel));
  if (!channel || (channel.isPrivate && !channel.members.has(team.botUserId))) {
    if (team.users.has(String(args.channel)))
      faultApp(team, `${refusal}: a direct message needs its D… id, not ${String(args.channel)}`);
    return { refusal: { error: 'channel_not_found' } };
  }
  if (channel.isArchived) return { refusal: { error: inactive } };
  const message = findMessage(team, channel.id, String(args.ts));
  if (!message) return { refusal: { error: 'message_not_found' } };
  if (message.bot_id === team.botId) return { message };
  faultApp(team, `${refusal}: message ${message.ts} of ${message.user} is not the bot's own`);
  return { refusal: { error: refusal } };
}

/** chat.update: text alone drops the blocks. */
export function updateMessage(team: Team, args: Args): Answer {
  const own = findOwn(team, args, 'cant_update_message', 'is_inactive');
  if ('refusal' in own) return own.refusal;
  const read = readContent(team, args, 'chat.update', MAX_UPDATE_TEXT);
  if ('refusal' in read) return read.refusal;
  const { message } = own;
  message.text = read.content.text;
  message.blocks = read.content.blocks;
  if (args.metadata) message.metadata = args.metadata;
  // With blocks Slack shows no "(edited)".
  if (message.blocks.length === 0) message.edited = { user: team.botUserId, ts: freshTs(team) };
  team.changed();
  const { channel, ts, text } = message;
  return { channel, ts, text, message: exportMessage(team, message) };
}

/** chat.delete. */
export function removeMessage(team: Team, args: Args): Answer {
  const own = findOwn(team, args, 'cant_delete_message');
  if ('refusal' in own) return own.refusal;
  deleteMessage(team, own.message);
  return { channel: own.message.channel, ts: own.message.ts };
}
