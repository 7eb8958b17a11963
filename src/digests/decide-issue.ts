import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Whose } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { type Programme, showMoment, today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { actions, message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { findKept, type Kept, lockKept, scheduleOf } from './channels.ts';
import type { DigestChannel } from './digest.ts';
import { findIssueOfChannel, settleSlot } from './issues.ts';
import { postIssue, showPreviews } from './post-issue.ts';
import { postButton, sayWhatBecame } from './private-blocks.ts';
import { readStanding } from './read-issue.ts';
import { extraSlot, slotToDecide } from './slots.ts';
import { say } from './words.ts';

/** Whose digest it is: of a district its coordinators' and the bureau's, else any coordinator's. */
export function whoseDigest({ district }: Pick<DigestChannel, 'district'>): Whose {
  return district ? { district, systems: [] } : {};
}

/**
 * `post_digest_now`: posts the digest of this moment and uses up the slot in hand, or that of the preview it is pressed
 * on; where that is posted already, it is one besides. At most one a day and channel by hand: a second press, or a
 * second coordinator, adds nothing.
 */
export async function postNow(deps: Deps, click: Click): Promise<void> {
  const entry = await enter(deps, click);
  if (!entry) return;
  const { programme, channel, key } = entry;
  const { now, userId, cause, locale, teamId } = click;
  const outcome = await actOnce(deps.db, async (trx) => {
    const kept = await lockKept(trx, programme, channel.id);
    if (await hasActed(trx, teamId, cause)) return 'repeated' as const;
    if (!kept) return 'posted_before' as const;
    const asked = slotToDecide(scheduleOf(kept.channel, programme), key, now);
    if (!asked) return 'gone_by' as const;
    if (isPostedToday(kept, programme, now)) return 'posted_before' as const;
    const isTaken = kept.issues.some(({ slot, state }) => slot === asked.key && state === 'posted');
    const slot = isTaken ? extraSlot(programme, now) : asked;
    return postIssue(trx, { programme, channel: kept.channel, slot, now, by: { userId, cause } });
  });
  if (outcome === 'repeated') return;
  if (outcome === 'gone_by') return tellWhatBecame(deps, click, entry);
  await click.reply(message(section(say(locale, outcome === 'posted' ? 'posted' : 'posted_before'))));
}

/** `skip_digest`: nothing is posted in the slot of that preview; "post now" takes that back. */
export async function skipSlot(deps: Deps, click: Click): Promise<void> {
  const entry = await enter(deps, click);
  if (!entry) return;
  const { programme, channel, key } = entry;
  const { now, userId, cause, locale, teamId } = click;
  const done = await actOnce(deps.db, async (trx) => {
    const kept = await lockKept(trx, programme, channel.id);
    const slot = slotToDecide(scheduleOf(channel, programme), key, now);
    if (!slot) return { outcome: 'gone_by' as const };
    const state = kept?.issues.find((issue) => issue.slot === slot.key)?.state;
    if (state === 'too_old' || state === 'nothing_new') return { outcome: 'gone_by' as const };
    if (state === 'skipped') return { slot, outcome: 'skipped_before' as const };
    if (state === 'posted') return { slot, outcome: 'skip_too_late' as const };
    await recordAct(trx, {
      ...{ teamId, act: 'skip_digest', actor: userId, now, cause },
      ...{ objectKind: 'digest_channel', objectId: channel.id, details: { slot: slot.key } },
    });
    await settleSlot(trx, channel, slot, { state: 'skipped', by: userId, now });
    await showPreviews(trx, channel, slot);
    return { slot, outcome: 'skipped' as const };
  });
  const { slot, outcome } = done === 'repeated' ? { outcome: 'skipped_before' as const } : done;
  if (outcome === 'gone_by') return tellWhatBecame(deps, click, entry);
  const when = slot ? showMoment(slot.at, programme, locale) : '';
  await click.reply(
    message(
      section(say(locale, outcome, { when })),
      actions(outcome === 'skip_too_late' ? undefined : postButton(channel, { locale }, slot?.key)),
    ),
  );
}

/** The time of that preview's slot has gone by; today's progress can still be posted. */
async function tellWhatBecame(
  { db }: Deps,
  { now, locale, reply }: Click,
  { programme, channel, key = '' }: Entry,
): Promise<void> {
  const issue = await findIssueOfChannel(db, channel, key);
  const standing = issue && (await readStanding(db, programme, channel, issue, { now, locale }));
  const said = standing ? sayWhatBecame(standing, locale) : sayShared(locale, 'not_found');
  await reply(message(section(said), actions(postButton(channel, { locale }))));
}

function isPostedToday({ issues }: Kept, programme: Programme, now: Temporal.Instant): boolean {
  const day = today(programme, now);
  return issues.some(({ state, at }) => state === 'posted' && today(programme, at).equals(day));
}

interface Entry {
  programme: Programme;
  channel: DigestChannel;
  /** Of the slot whose preview was pressed on. */
  key: string | undefined;
}

/** The digest and the slot that the button stands for; undefined when the person has been answered. */
async function enter(deps: Deps, click: Click): Promise<Entry | undefined> {
  const entered = await enterDigest(deps, click, 'post_digest');
  if (!entered) return undefined;
  const { programme, kept, key } = entered;
  const isKnown = key === undefined || kept.issues.some(({ slot }) => slot === key);
  if (!isKnown) return void (await click.reply(message(section(sayShared(click.locale, 'not_found')))));
  return { programme, channel: kept.channel, key };
}

/** The digest that the button stands for, when the person may do this to it; otherwise they have been answered. */
export async function enterDigest(
  deps: Deps,
  click: Click,
  act: 'post_digest' | 'change_digest',
): Promise<{ programme: Programme; kept: Kept; key: string | undefined } | undefined> {
  const [id = '', key] = click.value.split(':');
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return void (await replySetUpFirst(click));
  const kept = await findKept(deps.db, programme, id);
  const whose = kept ? whoseDigest(kept.channel) : {};
  const { refusal } = await askLeave(deps, click, act, whose, { kind: 'digest_channel', id });
  if (refusal) return void (await click.reply(refusal));
  if (!kept) return void (await click.reply(message(section(sayShared(click.locale, 'not_found')))));
  return { programme, kept, key };
}
