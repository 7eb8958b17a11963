import { randomBytes } from 'node:crypto';
import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { message, section } from './blocks.ts';
import { respondTo } from './respond.ts';

const say = wordsOf({
  zh: {
    failed: '这一步没有完成，什么也没有改动。请过一会儿再试；如果还不行，请把编号 {reference} 告诉管理员。',
    invite: '机器人不在这个频道里。请先输入 /invite 邀请它，再试一次。',
    too_slow: '窗口没能及时打开（Slack 只等三秒）。请再点一次。',
    slack_down: 'Slack 暂时没有回应。请过一会儿再试（编号 {reference}）。',
  },
  en: {
    failed:
      'This step did not go through; nothing was changed. Try again in a moment; if it fails again, give your administrator the reference {reference}.',
    invite: 'The bot is not in this channel. Bring it in with /invite, then try again.',
    too_slow: 'The window could not open in time (Slack waits three seconds). Please press again.',
    slack_down: 'Slack is not answering right now. Try again in a moment (reference {reference}).',
  },
});

/** Short enough to read out on the phone. */
export function newReference(): string {
  return randomBytes(3).toString('hex').toUpperCase();
}

/** Thrown on when the person was told on screen: the log names the same reference, and nobody is told twice. */
export class AlreadyTold extends Error {
  override name = 'AlreadyTold';
  readonly reference: string;

  constructor(reference: string, cause: unknown) {
    super('already told', { cause });
    this.reference = reference;
  }
}

/** What a person reads when something threw. Undefined: they need not hear of it (a repeated delivery). */
function explainError(error: unknown, locale: Locale, reference: string): string | undefined {
  const slackError = (error as { data?: { error?: string } }).data?.error;
  if (slackError === 'exchanged_trigger_id' || isUnacknowledged(error)) return undefined;
  if (slackError === 'expired_trigger_id' || slackError === 'trigger_expired') return say(locale, 'too_slow');
  if (slackError === 'not_in_channel' || slackError === 'channel_not_found') return say(locale, 'invite');
  return say(locale, isSlackDown(error) ? 'slack_down' : 'failed', { reference });
}

/** The socket went before the acknowledgement: Slack delivers it again, over another one. */
function isUnacknowledged(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('slack_socket_mode');
}

/** The SDK wraps most of what goes wrong on the way to Slack; a time-out reaches us as the platform's own error. */
function isSlackDown(error: unknown): boolean {
  const { code, name, message = '' } = error as { code?: unknown; name?: string; message?: string };
  if (typeof code === 'string' && code.startsWith('slack_webapi')) return true;
  return name === 'TimeoutError' || name === 'AbortError' || message === 'fetch failed';
}

/** The one place where what threw is told to the person and logged: without what people wrote. */
export function registerErrors(
  app: App,
  client: WebClient,
  log: Logger,
  localeFor: (teamId: string, userId: string) => Promise<Locale>,
): void {
  app.error(async (thrown) => {
    const { error, body, context } = thrown as unknown as ErrorArgs;
    if (error.code === 'slack_bolt_authorization_error') {
      // A payload of a workspace that isn't ours: nothing is done, and nobody here is written to.
      log.warn({ door: doorOf(body) }, 'not our workspace');
      return;
    }
    const thrownOn = error.original ?? error;
    const told = thrownOn instanceof AlreadyTold ? thrownOn : undefined;
    const original = (told?.cause ?? thrownOn) as Error & { code?: string };
    const reference = told?.reference ?? newReference();
    log.error(
      { reference, name: original.name, code: original.code, stack: frames(original), door: doorOf(body) },
      'a listener threw',
    );
    if (told) return;
    const userId = body.user?.id ?? body.user_id ?? actorOf(body.event);
    const teamId = context.teamId ?? body.team?.id ?? body.team_id;
    if (!userId || !teamId) return;
    const text = explainError(
      original,
      await localeFor(teamId, userId).catch(() => 'zh' as const),
      reference,
    );
    if (!text) return;
    await tell(body, userId, text, client).catch(() => undefined);
  });
}

interface ErrorArgs {
  error: Error & { code?: string; original?: Error & { code?: string } };
  context: { teamId?: string };
  body: {
    type?: string;
    command?: string;
    response_url?: string;
    user?: { id?: string };
    user_id?: string;
    team?: { id?: string };
    team_id?: string;
    event?: { type?: string; user?: unknown };
    actions?: { action_id?: string }[];
    view?: { callback_id?: string };
  };
}

/** In some events the user is somebody whom it tells about, with their whole profile, and not who did something. */
function actorOf(event: ErrorArgs['body']['event']): string | undefined {
  return typeof event?.user === 'string' ? event.user : undefined;
}

/** Which door a payload came in by: names of ours, never what people wrote nor the id that follows a name. */
export function doorOf(payload: object): string | undefined {
  const body: ErrorArgs['body'] = payload;
  const name =
    body.command ?? body.actions?.[0]?.action_id ?? body.view?.callback_id ?? body.event?.type ?? body.type;
  return name?.match(/^\/?[a-z][a-z0-9_-]{0,60}/)?.[0];
}

/** Stack frames without the first line: a message may quote what somebody wrote. */
function frames(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n');
}

async function tell(body: ErrorArgs['body'], userId: string, text: string, client: WebClient): Promise<void> {
  const said = message(section(text));
  if (body.response_url) return respondTo(body.response_url, said);
  await client.chat.postMessage({ channel: userId, ...said });
}
