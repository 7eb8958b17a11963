/** response_url: five answers within thirty minutes, also where the bot is no member. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkBlocks } from './block-kit/check-blocks.ts';
import { readJson, sendJson } from './http.ts';
import { recordResponse } from './log.ts';
import { addEphemeral, addMessage, deleteMessage } from './messages.ts';
import { isTrue } from './methods/call.ts';
import { type Content, readContent } from './methods/content.ts';
import { faultApp, type Team } from './team.ts';
import type { ResponseUrl } from './triggers.ts';

const MAX_USES = 5;
const LIFE = 30 * 60 * 1000;

/** Answers one use of a response_url over HTTP. */
export async function serveResponseUrl(
  team: Team,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = team.options.wallNow();
  const body = await readJson(request);
  const user = team.responseUrls.get(id)?.user;
  const { error } = answerResponseUrl(team, id, body);
  const [status, answer] = error ? [404, { ok: false, error }] : [200, { ok: true }];
  recordResponse(team, {
    ...{ method: 'response_url', args: { user, ...(typeof body === 'object' ? body : {}) } },
    ...{ ok: !error, ...(error ? { error } : {}), status, response: answer, at, ms: 0 },
  });
  team.changed();
  sendJson(response, status, answer);
}

/** Uses a response_url once; an error is one of Slack's. */
function answerResponseUrl(team: Team, id: string, body: unknown): { error?: string } {
  const url = team.responseUrls.get(id);
  const error = refuseUse(team, url, body);
  if (error) {
    faultApp(team, `response_url: ${error}`);
    return { error };
  }
  return url ? respond(team, url, body as Record<string, unknown>) : {};
}

function refuseUse(team: Team, url: ResponseUrl | undefined, body: unknown): string | undefined {
  if (!url) return 'invalid_url';
  if (typeof body !== 'object' || body === null) return 'invalid_payload';
  if (team.options.wallNow() - url.at > LIFE) return 'expired_url';
  url.uses += 1;
  return url.uses > MAX_USES ? 'used_url' : undefined;
}

function respond(team: Team, url: ResponseUrl, body: Record<string, unknown>): { error?: string } {
  if (isTrue(body.delete_original)) return deleteOriginal(team, url);
  const read = readContent(team, body, 'response_url');
  if ('refusal' in read) return { error: read.refusal.error };
  if (isTrue(body.replace_original)) {
    if (url.original) return replaceOriginal(team, url, read.content, body.response_type);
    faultApp(team, 'response_url: replace_original, but a command has no original message');
  }
  showResponse(team, url, read.content, body);
  return {};
}

/** Shows an answer to the person alone, or to the channel when it says so. */
export function showResponse(
  team: Team,
  { user, channel }: Pick<ResponseUrl, 'user' | 'channel'>,
  content: Content,
  body: Record<string, unknown>,
): void {
  const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : undefined;
  if (body.response_type === 'in_channel')
    addMessage(team, { channel, user: team.botUserId, ...content, threadTs });
  else addEphemeral(team, { channel, user, ...content, ...(threadTs ? { thread_ts: threadTs } : {}) });
}

function deleteOriginal(team: Team, { original }: ResponseUrl): { error?: string } {
  if (!original) return { error: 'message_not_found' };
  if ('message' in original) deleteMessage(team, original.message);
  else team.ephemerals = team.ephemerals.filter(({ id }) => id !== original.ephemeral.id);
  team.changed();
  return {};
}

function replaceOriginal(
  team: Team,
  { original }: ResponseUrl,
  content: Content,
  responseType: unknown,
): { error?: string } {
  if (!original) return {};
  if ('ephemeral' in original && responseType === 'in_channel')
    faultApp(team, 'response_url: an ephemeral message cannot become in_channel');
  const target = 'message' in original ? original.message : original.ephemeral;
  if ('bot_id' in target || 'ephemeral' in original) Object.assign(target, content);
  else return { error: 'cant_update_message' };
  team.changed();
  return {};
}

/** What an app may put into the body of its acknowledgement of a command: words, or a message. */
export function readCommandAnswer(
  team: Team,
  answer: unknown,
): { content: Content; body: Record<string, unknown> } | undefined {
  if (answer === '' || answer === undefined || answer === null) return undefined;
  const body: Record<string, unknown> =
    typeof answer === 'object' ? { ...answer } : { text: String(answer), response_type: 'ephemeral' };
  if (body.text === undefined && body.blocks === undefined) return undefined;
  const problems = checkBlocks(body.blocks ?? [], 'message');
  if (problems.length > 0) {
    faultApp(team, `acknowledgement: ${problems.join('; ')}`);
    return undefined;
  }
  const read = readContent(team, body, 'acknowledgement');
  return 'content' in read ? { content: read.content, body } : undefined;
}
