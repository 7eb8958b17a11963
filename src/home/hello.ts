import { actOnce } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import { findProgramme } from '../programme/repository.ts';
import { say as sayProgramme } from '../programme/words.ts';
import { actions, button, facts, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { say } from './words-troubles.ts';

/**
 * Somebody brought the bot into a channel: it says once who it is. The needs channel has had its word when the
 * programme year was set up.
 */
export async function askHello(db: Db, teamId: string, channel: string): Promise<void> {
  const programme = await findProgramme(db, teamId);
  if (programme?.channelId === channel) return;
  await actOnce(db, (trx) =>
    enqueueNotice(trx, { teamId, key: `hello:${channel}`, kind: 'hello', target: channel, ref: {} }),
  );
}

export async function renderHello(db: Db, { teamId }: RenderAsk): Promise<Rendered> {
  const programme = await findProgramme(db, teamId);
  return buildHello(programme, programme?.language ?? 'zh');
}

/** Who it is, where needs appear, and the one button that leads on. */
export function buildHello(
  programme: { channelId: string; year: number } | undefined,
  locale: Locale,
): Message {
  if (!programme) {
    const setUp = {
      text: sayProgramme(locale, 'set_up_button'),
      actionId: ACTIONS.openSetUp,
      value: 'set_up',
    };
    return message(
      section(say(locale, 'hello')),
      section(say(locale, 'hello_before')),
      actions(button(setUp)),
    );
  }
  const settings = { text: sayProgramme(locale, 'open_settings'), actionId: ACTIONS.openSettings };
  return message(
    section(say(locale, 'hello')),
    facts([[say(locale, 'hello_needs'), { channel: programme.channelId }]]),
    actions(button({ ...settings, value: String(programme.year) })),
  );
}
