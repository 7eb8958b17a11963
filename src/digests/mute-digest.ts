import { actOnce, recordAct } from '../db/audit.ts';
import { showMoment } from '../programme/programme.ts';
import { actions, message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { planButtons, UNMUTE } from './blocks.ts';
import { lockKept, scheduleOf } from './channels.ts';
import { enterDigest } from './decide-issue.ts';
import { setMuted } from './plan-sql.ts';
import { showPreviews } from './post-issue.ts';
import { isMutedAt, nextSlot } from './slots.ts';
import { say } from './words.ts';

/**
 * `mute_digest`: silences the channel's digest, or turns it on again, as the button says, however often it is pressed;
 * for some weeks only in its settings.
 */
export async function muteDigest(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause } = click;
  const entered = await enterDigest(deps, click, 'change_digest');
  if (!entered) return;
  const { programme, kept: found, key } = entered;
  const { id } = found.channel;
  const isToMute = key !== UNMUTE;
  const outcome = await actOnce(deps.db, async (trx) => {
    const kept = await lockKept(trx, programme, id);
    if (!kept) return 'repeated' as const;
    const { channel } = kept;
    if (isMutedAt(scheduleOf(channel, programme), now) === isToMute) return 'as_it_was' as const;
    await recordAct(trx, {
      ...{ teamId, act: isToMute ? 'mute_digest' : 'unmute_digest', actor: userId, now, cause },
      ...{ objectKind: 'digest_channel', objectId: id },
    });
    await setMuted(trx, channel, isToMute, now);
    await showPreviews(trx, channel);
    return 'done' as const;
  });
  if (outcome === 'repeated') return;
  const when = showMoment(nextSlot(scheduleOf(found.channel, programme), now).at, programme, locale);
  await click.reply(
    message(
      section(say(locale, isToMute ? 'muted' : 'unmuted', { when })),
      actions(...planButtons(id, locale, isToMute)),
    ),
  );
}
