import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Whose } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { type Programme, showMoment, today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Click, Deps } from '../slack/ask.ts';
import { actions, message, section } from '../slack/blocks.ts';
import { refreshView } from '../slack/outbox.ts';
import { say as sayShared } from '../slack/say.ts';
import { findKept, type Kept, lockKept, scheduleOf } from './channels.ts';
import type { DigestChannel } from './digest.ts';
import { extraSlot, slotInHand } from './due.ts';
import { settleSlot } from './issues.ts';
import { postIssue, previewKey } from './post-issue.ts';
import { postButton } from './private-blocks.ts';
import { say } from './words.ts';

/** Whose digest it is: of a district its coordinators' and the bureau's, else any coordinator's. */
export function whoseDigest({ district }: Pick<DigestChannel, 'district'>): Whose {
  return district ? { district, systems: [] } : {};
}

/**
 * `post_digest_now`: posts the digest of this moment and uses up the slot in hand; where that is posted already, it is
 * one besides. At most one a day and channel by hand: a second press, or a second coordinator, adds nothing.
 */
export async function postNow(deps: Deps, click: Click): Promise<void> {
  const entry = await enter(deps, click);
  if (!entry) return;
  const { programme, channel } = entry;
  const { now, userId, cause, locale, teamId } = click;
  const outcome = await actOnce(deps.db, async (trx) => {
    const kept = await lockKept(trx, programme, channel.id);
    if (await hasActed(trx, teamId, cause)) return 'repeated' as const;
    if (!kept || isPostedToday(kept, programme, now)) return 'posted_before' as const;
    const inHand = slotInHand(scheduleOf(kept.channel, programme), now);
    const isTaken = kept.issues.some(({ slot, state }) => slot === inHand.key && state === 'posted');
    const slot = isTaken ? extraSlot(programme, now) : inHand;
    return postIssue(trx, { programme, channel: kept.channel, slot, now, by: { userId, cause } });
  });
  if (outcome === 'repeated') return;
  await click.reply(message(section(say(locale, outcome === 'posted' ? 'posted' : 'posted_before'))));
}

/** `skip_digest`: nothing is posted in the slot in hand; "post now" takes that back. */
export async function skipSlot(deps: Deps, click: Click): Promise<void> {
  const entry = await enter(deps, click);
  if (!entry) return;
  const { programme, channel } = entry;
  const { now, userId, cause, locale, teamId } = click;
  const { slot, outcome } = await actOnce(deps.db, async (trx) => {
    const kept = await lockKept(trx, programme, channel.id);
    const inHand = slotInHand(scheduleOf(channel, programme), now);
    const state = kept?.issues.find((issue) => issue.slot === inHand.key)?.state;
    if (state === 'skipped') return { slot: inHand, outcome: 'skipped_before' as const };
    if (state === 'posted') return { slot: inHand, outcome: 'skip_too_late' as const };
    await recordAct(trx, {
      ...{ teamId, act: 'skip_digest', actor: userId, now, cause },
      ...{ objectKind: 'digest_channel', objectId: channel.id, details: { slot: inHand.key } },
    });
    await settleSlot(trx, channel, inHand, { state: 'skipped', by: userId, now });
    await refreshView(trx, teamId, previewKey(channel, inHand));
    return { slot: inHand, outcome: 'skipped' as const };
  }).then((done) => (done === 'repeated' ? { slot: undefined, outcome: 'skipped_before' as const } : done));
  const when = slot ? showMoment(slot.at, programme, locale) : '';
  await click.reply(
    message(
      section(say(locale, outcome, { when })),
      actions(outcome === 'skip_too_late' ? undefined : postButton(channel, { locale })),
    ),
  );
}

function isPostedToday({ issues }: Kept, programme: Programme, now: Temporal.Instant): boolean {
  const day = today(programme, now);
  return issues.some(({ state, at }) => state === 'posted' && today(programme, at).equals(day));
}

/** The digest that the button stands for, when the person may decide about it; otherwise they have been answered. */
async function enter(
  deps: Deps,
  click: Click,
): Promise<{ programme: Programme; channel: DigestChannel } | undefined> {
  const programme = await findProgramme(deps.db, click.teamId, click.reader.tz);
  if (!programme) return void (await replySetUpFirst(click));
  const kept = await findKept(deps.db, programme, click.value);
  const object = { kind: 'digest_channel', id: click.value };
  const whose = kept ? whoseDigest(kept.channel) : {};
  const { refusal } = await askLeave(deps, click, 'post_digest', whose, object);
  if (refusal) return void (await click.reply(refusal));
  if (!kept) return void (await click.reply(message(section(sayShared(click.locale, 'not_found')))));
  return { programme, channel: kept.channel };
}
