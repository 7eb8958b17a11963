import type { KnownBlock } from '@slack/types';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { DISTRICTS, districtName, SYSTEMS, systemName } from '../programme/places.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { dataTable, type MessageBlock, subheader } from '../slack/newest-blocks.ts';
import { shorten } from '../slack/text.ts';
import {
  type Changes,
  type Counts,
  type Digest,
  type DigestChannel,
  gapsIn,
  type Share,
  type Story,
} from './digest.ts';
import {
  changesOf,
  chartOf,
  type DigestFrame,
  openNeedsOf,
  outcomesOf,
  overdueOf,
  progressOf,
  titleOf,
} from './sections.ts';
import { say } from './words.ts';

/** An issue of a channel's digest, as it is to be read. */
export interface IssueView {
  channel: DigestChannel;
  digest: Digest;
  /** Undefined in the first one. */
  changes: Changes | undefined;
  story: Story | undefined;
  /** Who set it up, in the first one. */
  setUpBy: string | undefined;
  /** When it was due, in a late one. */
  lateSince: string | undefined;
}

/** Long enough to tell it; the rest stands in the report. */
const STORY_LENGTH = 700;

/** The message itself: how far, what changed, what can be taken; results and coverage follow in their own parts. */
export function buildMainPart(issue: IssueView, frame: DigestFrame, withButtons = true): Message {
  const { channel, digest, changes } = issue;
  const holds = (one: DigestChannel['content'][number]) => channel.content.includes(one);
  return message(
    titleOf(digest, frame),
    notesOf(issue, frame),
    holds('progress') ? [...progressOf(digest, frame), ...chartOf(digest, frame)] : [],
    holds('changes') ? changesOf(changes, frame) : [],
    holds('overdue') ? overdueOf(digest, frame) : [],
    holds('open') ? openNeedsOf(digest, frame) : [],
    withButtons ? buildFooter(issue, frame) : [],
  );
}

/** One line where nothing is new, for channels that ask for it. */
export function buildQuietPart(issue: IssueView, frame: DigestFrame): Message {
  const { locale, programme } = frame;
  const { experts } = issue.digest;
  return message(
    notesOf(issue, frame),
    section(say(locale, 'quiet', { experts, target: programme.targetExperts })),
    buildFooter(issue, frame),
  );
}

/** Lines, districts and systems with what they have, and those that have nothing yet. */
export function buildCoveragePart({ digest }: Pick<IssueView, 'digest'>, frame: DigestFrame): Message {
  const { locale, programme } = frame;
  const { scope, obligations } = digest;
  return message(
    header(say(locale, 'coverage')),
    scope.line
      ? []
      : facts(
          programme.catalogue.action_lines.map(({ id }) => {
            const { experts, reports } = shareOf(digest.lines, id);
            const needs = digest.needs.lines[id] ?? 0;
            return [
              labelOf(programme.catalogue.action_lines, id, locale),
              say(locale, 'share_needs', { needs, experts, reports }),
            ];
          }),
        ),
    scope.district ? [] : districtsOf(digest, frame),
    systemsOf(digest, frame),
    obligations ? context(say(locale, 'obligations', { ...obligations })) : [],
  );
}

/** What was reached, and a deed worth telling; undefined when there is neither. */
export function buildOutcomesPart(
  { channel, digest, story }: IssueView,
  frame: DigestFrame,
): Message | undefined {
  const { locale } = frame;
  const outcomes = channel.content.includes('outcomes') ? outcomesOf(digest, frame) : [];
  const told = story && channel.content.includes('story') ? storyOf(story, frame) : [];
  if (outcomes.length + told.length === 0) return undefined;
  return message(outcomes.length > 0 ? [header(say(locale, 'outcomes')), ...outcomes] : [], told);
}

function notesOf({ setUpBy, lateSince }: IssueView, { locale }: DigestFrame): KnownBlock[] {
  return [
    ...(setUpBy === undefined ? [] : [context(say(locale, 'first', { who: setUpBy }))]),
    ...(lateSince ? [context(say(locale, 'late', { when: lateSince }))] : []),
  ];
}

/** All needs one click away; the mute and the plan on every digest. */
function buildFooter({ channel, digest }: IssueView, { locale }: DigestFrame): KnownBlock[] {
  const { openInAll } = digest;
  const all = { text: say(locale, 'all_open', { n: openInAll }), actionId: ACTIONS.openNeeds };
  return actions(
    openInAll > 0 ? button({ ...all, value: channel.id }) : undefined,
    button({ text: say(locale, 'mute'), actionId: ACTIONS.muteDigest, value: channel.id }),
    button({ text: say(locale, 'settings'), actionId: ACTIONS.digestSettings, value: channel.id }),
  );
}

function districtsOf({ districts, needs }: Digest, { locale, programme }: DigestFrame): MessageBlock[] {
  const { year } = programme;
  const gaps = gapsIn(districts).map((slug) => districtName(slug, locale, year));
  const heads = ['district', 'col_needs', 'col_reports', 'col_experts'] as const;
  return [
    dataTable(
      say(locale, 'by_district'),
      heads.map((key) => say(locale, key)),
      DISTRICTS.map(({ slug }) => {
        const { reports, experts } = shareOf(districts, slug);
        return [districtName(slug, locale, year), needs.districts[slug] ?? 0, reports, experts];
      }),
    ),
    context(
      gaps.length > 0 ? say(locale, 'gaps', { districts: joinNames(gaps, locale) }) : say(locale, 'no_gaps'),
    ),
  ];
}

function systemsOf({ systems, verified }: Digest, { locale }: DigestFrame): MessageBlock {
  const heads = ['system', 'col_verified', 'col_reports', 'col_experts'] as const;
  return dataTable(
    say(locale, 'by_system'),
    heads.map((key) => say(locale, key)),
    SYSTEMS.map(({ slug }) => {
      const { reports, experts } = shareOf(systems, slug);
      return [systemName(slug, locale), countOf(verified, slug), reports, experts];
    }),
  );
}

function storyOf({ title, story, districts }: Story, { locale, programme }: DigestFrame): KnownBlock[] {
  const where = districts.map((slug) => districtName(slug, locale, programme.year));
  return [
    subheader(say(locale, 'story')),
    facts([[shorten(title, 150), shorten(story, STORY_LENGTH)]]),
    context(say(locale, 'story_where', { districts: joinNames(where, locale) })),
  ];
}

function shareOf(shares: readonly Share[], id: string): Omit<Share, 'id'> {
  return shares.find((share) => share.id === id) ?? { reports: 0, experts: 0 };
}

function countOf(counts: Counts, id: string): number {
  return counts[id] ?? 0;
}
