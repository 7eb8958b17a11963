import { say } from '../programme/words.ts';
import { actions, button, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Ask } from '../slack/interaction.ts';

/** Before set-up every door answers with the one next step. */
export async function replySetUpFirst({ reader, locale, reply }: Ask): Promise<void> {
  const setUp = button({
    text: say(locale, 'set_up_button'),
    actionId: ACTIONS.openSetUp,
    value: 'set_up',
    style: 'primary',
  });
  await reply(message(section(say(locale, 'set_up_first')), actions(reader.isAdmin ? setUp : undefined)));
}
