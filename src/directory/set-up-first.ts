import { say } from '../programme/words.ts';
import { actions, button, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Ask } from '../slack/interaction.ts';

/** Before set-up every door answers with the one next step. */
export async function replySetUpFirst(ask: Pick<Ask, 'reader' | 'locale' | 'reply'>): Promise<void> {
  await ask.reply(setUpFirst(ask));
}

export function setUpFirst({ reader, locale }: Pick<Ask, 'reader' | 'locale'>): Message {
  const setUp = button({
    text: say(locale, 'set_up_button'),
    actionId: ACTIONS.openSetUp,
    value: 'set_up',
    style: 'primary',
  });
  return message(section(say(locale, 'set_up_first')), actions(reader.isAdmin ? setUp : undefined));
}
