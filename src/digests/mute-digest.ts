import { actOnce, recordAct } from '../db/audit.ts';
import { askLeave } from '../directory/refuse.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { showMoment } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Click, Deps } from '../slack/ask.ts';
import { actions, message, section } from '../slack/blocks.ts';
import { refreshView } from '../slack/outbox.ts';
import { say as sayShared } from '../slack/say.ts';
import { planButtons, UNMUTE } from './blocks.ts';
import { findKept, lockKept, scheduleOf, setMuted } from './channels.ts';
import { whoseDigest } from './decide-issue.ts';
import { isMutedAt, nextSlot } from './slots.ts';
import { say } from './words.ts';

/**
 * `mute_digest`: silences the channel's digest, or turns it on again, as the button says, however often it is pressed;
 * for some weeks only in its settings.
 */
export async function muteDigest(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause } = click;
  const [value = '', on] = click.value.split(':');
  const isToMute = on !== UNMUTE;
  const programme = await findProgramme(deps.db, teamId, click.reader.tz);
  if (!programme) return replySetUpFirst(click);
  const found = await findKept(deps.db, programme, value);
  const whose = found ? whoseDigest(found.channel) : {};
  const { refusal } = await askLeave(deps, click, 'change_digest', whose, {
    kind: 'digest_channel',
    id: value,
  });
  if (refusal) return click.reply(refusal);
  if (!found) return click.reply(message(section(sayShared(locale, 'not_found'))));

  const outcome = await actOnce(deps.db, async (trx) => {
    const kept = await lockKept(trx, programme, value);
    if (!kept) return 'repeated' as const;
    const { channel } = kept;
    if (isMutedAt(scheduleOf(channel, programme), now) === isToMute) return 'as_it_was' as const;
    await recordAct(trx, {
      ...{ teamId, act: isToMute ? 'mute_digest' : 'unmute_digest', actor: userId, now, cause },
      ...{ objectKind: 'digest_channel', objectId: value },
    });
    await setMuted(trx, channel, isToMute, now);
    await refreshView(trx, teamId, `digest_preview:${value}:`);
    return 'done' as const;
  });
  if (outcome === 'repeated') return;
  const when = showMoment(nextSlot(scheduleOf(found.channel, programme), now).at, programme, locale);
  await click.reply(
    message(
      section(say(locale, isToMute ? 'muted' : 'unmuted', { when })),
      actions(...planButtons(value, locale, isToMute)),
    ),
  );
}
