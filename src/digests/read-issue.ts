import type { Db } from '../db/open.ts';
import { findReader } from '../directory/readers.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { countActs, listSettings } from './acts.ts';
import { countChanges, findStory, findToldStory } from './changes.ts';
import { scheduleOf } from './channels.ts';
import type { DigestChannel, IssueView, Story } from './digest.ts';
import { type IssueState, isLate, standingOf } from './due.ts';
import { findLastBefore, type PostedIssue } from './issues.ts';
import type { KeptIssue } from './kept.ts';
import type { Standing } from './private-blocks.ts';
import { readDigest, readOpen } from './repository.ts';
import { slotOfKey } from './slots.ts';
import { readStillOpen } from './still-open.ts';

/** What the channel's next issue would hold at this moment. */
export async function readNextIssue(
  db: Db,
  programme: Programme,
  channel: DigestChannel,
  now: Temporal.Instant,
): Promise<IssueView> {
  const story = channel.content.includes('story')
    ? await findStory(db, programme, channel.id, channel)
    : undefined;
  return { ...(await readView(db, programme, channel, { at: now }, now)), story, lateSince: undefined };
}

/** The issue that was posted at a moment, with the figures of that moment and the needs that are open now. */
export async function readPostedIssue(
  db: Db,
  programme: Programme,
  channel: DigestChannel,
  issue: PostedIssue,
  now: Temporal.Instant,
): Promise<IssueView> {
  const { slotAt, at, byUser, storyId } = issue;
  const story: Story | undefined = storyId ? await findToldStory(db, programme, storyId) : undefined;
  const isLatePost = !byUser && isLate(slotAt, at);
  return {
    ...(issue.kept
      ? await readKeptView(db, programme, channel, issue.kept, now)
      : await readView(db, programme, channel, issue, now)),
    story,
    lateSince: isLatePost ? showMoment(slotAt, programme, channel.language) : undefined,
  };
}

/** How an issue stands at this moment, and who decided about it. */
export async function readStanding(
  db: Db,
  programme: Programme,
  channel: DigestChannel,
  { slot, state, at, byUser }: PostedIssue & { state: IssueState },
  { now, locale }: { now: Temporal.Instant; locale: Locale },
): Promise<Standing> {
  const schedule = scheduleOf(channel, programme);
  const turn = slotOfKey(schedule, slot);
  return {
    state: standingOf(schedule, turn, state, now),
    when: showMoment(state === 'posted' ? at : turn.at, programme, locale),
    who: byUser ? ((await findReader(db, channel.teamId, byUser))?.name ?? byUser) : '',
  };
}

type View = Omit<IssueView, 'story' | 'lateSince'>;

async function readKeptView(
  db: Db,
  programme: Programme,
  channel: DigestChannel,
  { digest, changes, isFirst }: KeptIssue,
  now: Temporal.Instant,
): Promise<View> {
  const [open, setUpBy] = await Promise.all([
    readOpen(db, programme, now, channel),
    isFirst ? nameOf(db, channel) : undefined,
  ]);
  return { channel, digest: { ...digest, ...open, scope: channel }, changes, setUpBy };
}

async function nameOf(db: Db, { teamId, setBy }: DigestChannel): Promise<string> {
  return (await findReader(db, teamId, setBy))?.name ?? setBy;
}

async function readView(
  db: Db,
  programme: Programme,
  channel: DigestChannel,
  { at, figures }: Pick<PostedIssue, 'at'> & Partial<Pick<PostedIssue, 'figures'>>,
  now: Temporal.Instant,
): Promise<View> {
  const digest = await readDigest(db, programme, now, channel);
  const posted = await findLastBefore(db, channel, 'posted', at);
  const setUpBy = posted ? undefined : await nameOf(db, channel);
  const last = posted ?? (await findLastBefore(db, channel, 'nothing_new', at));
  if (!last) return { channel, digest, changes: undefined, setUpBy };
  const between = { after: last.at, until: at };
  const counted = await countChanges(db, programme, between, channel);
  const reached = figures?.experts ?? digest.experts;
  // Those of the year before begin nothing in this one.
  const before = last.digestId === channel.id ? (last.figures.experts ?? reached) : 0;
  const experts = Math.max(0, reached - before);
  const stillOpen = digest.stillOpen && (await readStillOpen(db, programme, channel, between));
  const [acts, settings] = await Promise.all([
    countActs(db, programme, between, channel),
    listSettings(db, programme, between),
  ]);
  const changes = { ...counted, experts, acts, settings };
  return { channel, digest: stillOpen ? { ...digest, stillOpen } : digest, changes, setUpBy };
}
