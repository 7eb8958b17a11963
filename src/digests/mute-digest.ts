import { actOnce, recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { askLeave } from '../directory/refuse.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { showMoment } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Click, Deps } from '../slack/ask.ts';
import { actions, message, section } from '../slack/blocks.ts';
import { refreshView } from '../slack/outbox.ts';
import { say as sayShared } from '../slack/say.ts';
import { planButtons } from './blocks.ts';
import { findKept, lockKept, scheduleOf, setMuted } from './channels.ts';
import { whoseDigest } from './decide-issue.ts';
import { isMutedAt, nextSlot } from './slots.ts';
import { say } from './words.ts';

/** Two presses this close are one: a double click must not turn it on again. */
const DOUBLE_CLICK = { milliseconds: 700 } as const;

/** `mute_digest`: silences the channel's digest, or turns it on again; for some weeks only in its settings. */
export async function toggleMute(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause, value } = click;
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
    const isMuted = isMutedAt(scheduleOf(channel, programme), now);
    if (await isDoubleClick(trx, click)) return isMuted ? ('muted' as const) : ('unmuted' as const);
    await recordAct(trx, {
      ...{ teamId, act: isMuted ? 'unmute_digest' : 'mute_digest', actor: userId, now, cause },
      ...{ objectKind: 'digest_channel', objectId: value },
    });
    await setMuted(trx, channel, !isMuted, now);
    await refreshView(trx, teamId, `digest_preview:${value}:`);
    return isMuted ? ('unmuted' as const) : ('muted' as const);
  });
  if (outcome === 'repeated') return;
  const when = showMoment(nextSlot(scheduleOf(found.channel, programme), now).at, programme, locale);
  await click.reply(
    message(
      section(say(locale, outcome, { when })),
      actions(...planButtons(value, locale, outcome === 'muted')),
    ),
  );
}

/** The same person did this a moment ago. */
async function isDoubleClick(trx: Trx, { teamId, userId, value, now }: Click): Promise<boolean> {
  const row = await trx
    .selectFrom('audit')
    .select('id')
    .where('team_id', '=', teamId)
    .where('object_kind', '=', 'digest_channel')
    .where('object_id', '=', value)
    .where('act', 'in', ['mute_digest', 'unmute_digest'])
    .where('actor', '=', userId)
    .where('outcome', '=', 'done')
    .where('at', '>', now.subtract(DOUBLE_CLICK))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
