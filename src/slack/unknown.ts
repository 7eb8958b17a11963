import type { App } from '@slack/bolt';
import { message, section } from './blocks.ts';
import { type ActionArgs, listenersOf, type SubmissionArgs } from './listeners.ts';
import type { Readers } from './reader.ts';
import { respondTo } from './respond.ts';
import { say } from './say.ts';

/**
 * A button of an older or newer version may still stand on an old message. Nobody listens to it, so without this the
 * press would go unanswered and Slack would show a warning sign: it is acknowledged, and the person told. A choice in a
 * form of another version is acknowledged by `unheard.ts`, and changes nothing.
 */
export function registerUnknown(app: App, readers: Readers): void {
  listenersOf(app).unknown = async ({ ack, body, context, payload }) => {
    if (body.type === 'block_actions' && payload.type !== 'button') return;
    await (ack as () => Promise<void>)();
    const responseUrl = responseUrlOf(body);
    const teamId = context.teamId ?? body.team?.id;
    if (!responseUrl || !teamId) return;
    const { locale } = await readers.find(teamId, body.user.id);
    await respondTo(responseUrl, message(section(say(locale, 'no_longer'))));
  };
}

function responseUrlOf(body: (ActionArgs | SubmissionArgs)['body']): string | undefined {
  return 'response_url' in body ? body.response_url : undefined;
}
