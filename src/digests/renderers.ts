import type { Db } from '../db/open.ts';
import { findReader } from '../directory/readers.ts';
import { findActor } from '../directory/roles.ts';
import { withPlainer } from '../outbox/plainer.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgramme, programmeOf } from '../programme/repository.ts';
import type { Message } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { buildCoveragePart, buildMainPart, buildOutcomesPart, buildQuietPart } from './blocks.ts';
import { findDigest, findKept, scheduleOf } from './channels.ts';
import type { DigestChannel, IssueView } from './digest.ts';
import { findIssue, findIssueOfChannel } from './issues.ts';
import { hasNews } from './news.ts';
import { listOverdue } from './overdue.ts';
import { OVERDUE_READ } from './overdue-blocks.ts';
import { PARTS, type Part } from './post-issue.ts';
import { buildPreview } from './private-blocks.ts';
import { readNextIssue, readPostedIssue, readStanding } from './read-issue.ts';
import type { DigestFrame } from './sections.ts';
import { isMutedAt } from './slots.ts';

/** One message of an issue, in the channel's language, with the figures of the moment it is sent. */
async function renderDigest(db: Db, ask: RenderAsk): Promise<Rendered> {
  const found = await findPosted(db, ask);
  const part = partOf(ask);
  if (found?.issue.state !== 'posted' || !part) return undefined;
  const { programme, channel, issue } = found;
  const view = await readPostedIssue(db, programme, channel, issue, ask.now);
  // What an older release posted is worked out anew.
  const at = issue.kept ? issue.at : ask.now;
  return plainerOf(buildPart(part, view, { ...frameOf(programme, ask, channel.language), at }));
}

function buildPart(part: Part, view: IssueView, frame: DigestFrame, withButtons = true): Message | undefined {
  switch (part) {
    case 'main':
      return buildMainPart(view, frame, withButtons);
    case 'quiet':
      return buildQuietPart(view, frame, withButtons);
    case 'coverage':
      return buildCoveragePart(view, frame, withButtons);
    case 'outcomes':
      return buildOutcomesPart(view, frame, withButtons);
  }
}

/** For whoever looks after the channel: what will be posted, with what is late in their reach; later what became of it. */
async function renderPreview(db: Db, ask: RenderAsk): Promise<Rendered> {
  const { teamId, target, now } = ask;
  const found = await findComing(db, ask);
  const reader = await findReader(db, teamId, target);
  if (!found || !reader) return undefined;
  const { programme, channel, issue } = found;
  const frame = frameOf(programme, ask, ask.locale ?? channel.language);
  return plainerOf(
    buildPreview(
      {
        issue: await readNextIssue(db, programme, channel, now),
        slot: issue.slot,
        standing: await readStanding(db, programme, channel, issue, { now, locale: frame.locale }),
        isMuted: isMutedAt(scheduleOf(channel, programme), now),
        overdue: await listOverdue(db, programme, now, await findActor(db, reader), OVERDUE_READ),
      },
      frame,
    ),
  );
}

async function renderPreviewPart(db: Db, ask: RenderAsk): Promise<Rendered> {
  const found = await findComing(db, ask);
  const part = partOf(ask);
  if (!found || !part) return undefined;
  const { programme, channel } = found;
  const view = await readNextIssue(db, programme, channel, ask.now);
  if (!hasNews(view, programme.catalogue)) return undefined;
  const frame = frameOf(programme, ask, ask.locale ?? channel.language);
  return plainerOf(buildPart(part, view, frame, false));
}

/** The issue itself, with the year and the settings that it was posted under. */
async function findPosted(db: Db, { teamId, ref, zone }: RenderAsk) {
  const { digestId = '', slot = '' } = ref;
  const digest = await findDigest(db, teamId, digestId);
  if (!digest) return undefined;
  const programme = await programmeOf(db, { teamId, year: digest.year }, zone);
  const issue = await findIssue(db, teamId, digestId, slot);
  return issue && { programme, channel: digest.channel satisfies DigestChannel, issue };
}

/** What will be posted in that slot of the channel: by the year for new things, which may have turned since. */
async function findComing(db: Db, { teamId, ref, zone }: RenderAsk) {
  const { digestId = '', slot = '' } = ref;
  const programme = await findProgramme(db, teamId, zone);
  const kept = programme && (await findKept(db, programme, digestId));
  const issue = kept && (await findIssueOfChannel(db, kept.channel, slot));
  return issue && { programme, channel: kept.channel satisfies DigestChannel, issue };
}

function frameOf(programme: Programme, { now }: RenderAsk, locale: DigestFrame['locale']): DigestFrame {
  return { programme, locale, day: today(programme, now).toString() };
}

function plainerOf(message: Message | undefined): Rendered {
  return message && withPlainer(message);
}

/** A row of another release may name a part that this one doesn't have. */
function partOf({ ref }: RenderAsk): Part | undefined {
  return PARTS.find((one) => one === ref.part);
}

export const digestsRenderers: Record<string, Renderer> = {
  digest: renderDigest,
  digest_preview: renderPreview,
  digest_preview_part: renderPreviewPart,
};
