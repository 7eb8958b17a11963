/** Slash commands as typed by a person. */
import type { Courier } from './courier.ts';
import { addEphemeral } from './messages.ts';
import { buildCommand } from './payloads.ts';
import type { Channel, Delivery } from './records.ts';
import { readCommandAnswer, showResponse } from './response-urls.ts';
import { directMessage, type Team } from './team.ts';

/** Where a person types when nothing is said: the first channel of theirs, else the DM with the bot. */
export function usualChannel(team: Team, user: string): Channel {
  const own = [...team.channels.values()].find((it) => it.members.has(user) && !it.isDm && !it.isArchived);
  return own ?? directMessage(team, user);
}

/** Sends a command the manifest knows; throws for any other, as Slack's client refuses it. */
export async function runCommand(
  team: Team,
  courier: Courier,
  user: string,
  command: string,
  text: string,
  channel: Channel,
): Promise<Delivery> {
  const known = team.options.manifest.features?.slash_commands?.find((one) => one.command === command);
  if (!known) throw new Error(`${command} is not a valid command`);
  team.notices.delete(user);
  const sent = known.should_escape ? escapeCommand(team, text) : escapeText(text);
  const delivery = await courier.send('command', buildCommand(team, user, command, sent, channel));
  if (delivery.error) {
    const error = delivery.error === 'operation_timeout' ? delivery.error : 'dispatch_failed';
    team.notices.set(user, error);
    const notice = `${command} failed with the error "${error}"`;
    addEphemeral(team, { user, channel: channel.id, text: notice, blocks: [] });
    return delivery;
  }
  const answer = readCommandAnswer(team, delivery.response);
  if (answer) showResponse(team, { user, channel: channel.id }, answer.content, answer.body);
  return delivery;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** With `should_escape` names of people and channels become `<@U…|name>` and `<#C…|name>`. */
function escapeCommand(team: Team, text: string): string {
  const users = new Map([...team.users.values()].map((user) => [user.name, user]));
  const channels = new Map([...team.channels.values()].map((channel) => [channel.name, channel]));
  const pieces = text.split(/(<@[UW][A-Z0-9]+>|[@#][^\s@#<>&]+)/);
  return pieces
    .map((piece) => {
      const id = /^<@([UW][A-Z0-9]+)>$/.exec(piece)?.[1];
      const user = id ? team.users.get(id) : piece.startsWith('@') ? users.get(piece.slice(1)) : undefined;
      if (user) return `<@${user.id}|${user.name}>`;
      const channel = piece.startsWith('#') ? channels.get(piece.slice(1)) : undefined;
      return channel ? `<#${channel.id}|${channel.name}>` : escapeText(piece);
    })
    .join('');
}
