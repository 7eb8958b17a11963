import type { App } from '@slack/bolt';
import { message, section } from './blocks.ts';
import { ACTIONS, VIEWS } from './ids.ts';
import type { Readers } from './reader.ts';
import { respondTo } from './respond.ts';
import { say } from './say.ts';

interface Payload {
  type?: string;
  response_url?: string;
  user?: { id?: string };
  team?: { id?: string } | null;
  actions?: { type?: string; action_id?: string }[];
  view?: { callback_id?: string };
}

/**
 * A button of an older or newer version may still stand on an old message. Nobody listens to it, so without this the
 * press would go unanswered and Slack would show a warning sign: it is acknowledged, and the person told.
 */
export function registerUnknown(app: App, readers: Readers): void {
  app.use(async ({ next, body, context, ...args }) => {
    const payload = body as Payload;
    if (isKnown(payload) || !('ack' in args)) return next();
    await (args.ack as () => Promise<void>)();
    const { response_url, user, team } = payload;
    const teamId = context.teamId ?? team?.id;
    if (!response_url || !user?.id || !teamId) return;
    const { locale } = await readers.find(teamId, user.id);
    await respondTo(response_url, message(section(say(locale, 'no_longer'))));
  });
}

const BUTTONS = new Set<string | undefined>(Object.values(ACTIONS));
const WINDOWS = new Set<string | undefined>(Object.values(VIEWS));

function isKnown({ type, actions, view }: Payload): boolean {
  // `back:post_demand` and the like: one button, told apart by its form.
  if (type === 'block_actions')
    return actions?.[0]?.type !== 'button' || BUTTONS.has(actions[0].action_id?.split(':')[0]);
  if (type === 'view_submission') return WINDOWS.has(view?.callback_id);
  return true;
}
