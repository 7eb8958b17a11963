import type { WebClient } from '@slack/web-api';
import type { Locale } from '../i18n/locale.ts';
import { say } from '../programme/words.ts';
import { message, section } from '../slack/blocks.ts';

/**
 * Says hello to the person alone, in the channel: the one way, without further scopes, to learn that the bot may
 * post there. A Slack that doesn't answer is no fault of the channel: the queue goes on trying.
 */
export async function findChannelFault(
  client: WebClient,
  channel: string,
  user: string,
  locale: Locale,
): Promise<string | undefined> {
  const { text, blocks } = message(section(say(locale, 'channel_check')));
  try {
    await client.chat.postEphemeral({ channel, user, text, blocks });
    return undefined;
  } catch (error) {
    const reason = (error as { data?: { error?: string } }).data?.error;
    if (reason === 'not_in_channel' || reason === 'channel_not_found') return say(locale, 'not_in_channel');
    if (reason === 'is_archived' || reason?.startsWith('restricted_action'))
      return say(locale, 'channel_unusable');
    return undefined;
  }
}
