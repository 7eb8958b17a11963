import { recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { listBureau, listGrants } from '../directory/roles.ts';
import { enqueueNotice, enqueueView, type Outgoing } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import type { Programme } from '../programme/programme.ts';
import { isWorkingMoment } from '../programme/working-days.ts';
import type { DigestChannel } from './digest.ts';
import { settleSlot } from './issues.ts';
import { keepIssue } from './kept.ts';
import { hasNews } from './news.ts';
import { readNextIssue } from './read-issue.ts';
import type { Slot } from './slots.ts';

/** The messages of an issue: the first one, and what it is too small for. */
export const PARTS = ['main', 'quiet', 'coverage', 'outcomes'] as const;
export type Part = (typeof PARTS)[number];

export interface Posting {
  programme: Programme;
  channel: DigestChannel;
  slot: Pick<Slot, 'key' | 'at'>;
  now: Temporal.Instant;
  /** Undefined when its time has come by itself. */
  by?: { userId: string; cause: string };
}

/**
 * Uses up the slot and asks for its messages. By itself nothing is posted when nothing is new, unless the channel asks
 * for one line; a coordinator's word always posts. The caller holds the channel's row (`lockKept`).
 */
export async function postIssue(
  trx: Trx,
  posting: Posting,
): Promise<'posted' | 'posted_before' | 'nothing_new'> {
  const { programme, channel, slot, now, by } = posting;
  const view = await readNextIssue(trx, programme, channel, now);
  const { digest, story } = view;
  const isNew = by !== undefined || hasNews(view, programme.catalogue);
  const state = isNew || channel.content.includes('quiet_line') ? 'posted' : 'nothing_new';
  const { experts, personTimes, reports, openInAll: open } = digest;
  const settled = await settleSlot(trx, channel, slot, {
    ...{ state, now, figures: { experts, personTimes, reports, open, kept: keepIssue(view) } },
    ...(by ? { by: by.userId } : {}),
    ...(isNew && story ? { storyId: story.id } : {}),
  });
  if (!settled) return 'posted_before';
  if (by) {
    await recordAct(trx, {
      ...{ teamId: channel.teamId, act: 'post_digest', actor: by.userId, cause: by.cause, now },
      ...{ objectKind: 'digest_channel', objectId: channel.id, details: { slot: slot.key } },
    });
  }
  if (state === 'posted') await askParts(trx, posting, isNew ? 'main' : 'quiet');
  await showPreviews(trx, channel, slot);
  return state;
}

async function askParts(
  trx: Trx,
  { programme, channel, slot, by }: Posting,
  first: 'main' | 'quiet',
): Promise<void> {
  const { teamId, id, channelId, threads, content } = channel;
  const key = `digest:${id}:${slot.key}`;
  const parts: Part[] = [
    first,
    ...(first === 'main' && content.includes('coverage') ? (['coverage'] as const) : []),
    ...(first === 'main' && (content.includes('outcomes') || content.includes('story'))
      ? (['outcomes'] as const)
      : []),
  ];
  // A time out of hours was somebody's own choice.
  const unprompted = !by && isWorkingMoment(slot.at, programme);
  for (const part of parts)
    await enqueueNotice(trx, {
      ...{
        teamId,
        key: part === first ? key : `${key}:${part}`,
        kind: 'digest',
        target: channelId,
        unprompted,
      },
      ...{ lane: `digest:${id}`, ref: { digestId: id, slot: slot.key, part } },
      ...(threads && part !== first ? { parentKey: key } : {}),
    });
}

/**
 * Shows what will be posted to whoever looks after the channel, else to the bureau. Where nothing is new by then,
 * nothing would be posted, and nobody is called to look at it; what comes after that is posted unseen.
 */
export async function askPreview(trx: Trx, { programme, channel, slot, now }: Posting): Promise<void> {
  const { teamId, id } = channel;
  await settleSlot(trx, channel, slot, { state: 'previewed', now });
  const view = await readNextIssue(trx, programme, channel, now);
  if (!hasNews(view, programme.catalogue) && !channel.content.includes('quiet_line')) return;
  for (const target of await listReaders(trx, channel)) {
    const key = `${previewKey(channel, slot)}${target}`;
    const ref = { digestId: id, slot: slot.key };
    const common = { teamId, target, lane: key, unprompted: true };
    await enqueueView(trx, { ...common, key, kind: 'digest_preview', ref });
    for (const part of ['coverage', 'outcomes'] as const) {
      const reply: Outgoing = {
        ...common,
        key: `${key}:${part}`,
        kind: 'digest_preview_part',
        ref: { ...ref, part },
      };
      await enqueueNotice(trx, { ...reply, parentKey: key });
    }
  }
}

function previewKey({ id }: Pick<DigestChannel, 'id'>, { key }: Pick<Slot, 'key'>): string {
  return `digest_preview:${id}:${key}:`;
}

/** The previews of a slot, or of all, show how it stands; also those from before the year turned. */
export async function showPreviews(
  trx: Trx,
  { teamId, id, formerId }: Pick<DigestChannel, 'teamId' | 'id' | 'formerId'>,
  slot?: Pick<Slot, 'key'>,
): Promise<void> {
  const ids = formerId ? [id, formerId] : [id];
  const views = ids.map((one) => (slot ? previewKey({ id: one }, slot) : `digest_preview:${one}:`));
  await markChanged(trx, { teamId, views });
}

async function listReaders(trx: Trx, { teamId, setBy }: DigestChannel): Promise<string[]> {
  const isInCharge = (await listGrants(trx, teamId)).some(({ user_id }) => user_id === setBy);
  return isInCharge ? [setBy] : listBureau(trx, teamId);
}
