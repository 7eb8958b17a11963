import type { Button, KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildMainPart, buildQuietPart, planButtons } from './blocks.ts';
import { type Digest, type DigestChannel, gapsIn, type IssueView, type Share } from './digest.ts';
import type { IssueState } from './due.ts';
import { coverageGroups, figuresMenu, outcomeGroups, progressGroup } from './figure-groups.ts';
import type { HighHosts } from './high-hosts.ts';
import { buildHighHosts } from './high-hosts-blocks.ts';
import { hasNews } from './news.ts';
import type { Overdue } from './overdue.ts';
import { overdueMine } from './overdue-blocks.ts';
import { type DigestFrame, openNeedsOf, outcomesOf, overdueOf, progressOf, titleOf } from './sections.ts';
import { stillOpenOf } from './still-open-blocks.ts';
import { say } from './words.ts';

/** What a coordinator reads and presses beside the figures. */
export interface ForCoordinator {
  overdue: Overdue[];
  /** How often a coordinator did this year what was their own, since nobody else could. */
  alone: number;
  /** How often it was found this year that nobody had come. */
  noShows: number;
  /** Needs of units above the county that were published this year, and why. */
  highHosts: HighHosts;
  /** The digest of the channel where it was asked for; else that channel may get one. */
  channel: DigestChannel | undefined;
  channelId: string;
}

/** `/expert-digest`: for one person, in words alone; a coordinator reads what is late, and may post it. */
export function buildDigest(
  digest: Digest,
  frame: DigestFrame,
  coordinator: ForCoordinator | undefined,
): Message {
  const { locale } = frame;
  const { demands, claims, reports } = digest.waiting;
  const more = digest.openInAll - digest.open.length;
  return message(
    titleOf(digest, frame),
    progressOf(digest, frame),
    digest.reports > 0 ? resultsOf(digest, frame) : [],
    openNeedsOf(digest, frame),
    more > 0 ? context(say(locale, 'more_open', { n: more })) : [],
    facts([[say(locale, 'waiting'), say(locale, 'waiting_for', { demands, claims, reports })]]),
    stillOpenOf(digest, frame),
    coordinator
      ? [...overdueMine(coordinator.overdue, frame), ...deskOf(coordinator, frame)]
      : overdueOf(digest, frame),
  );
}

/** What the channel will get, before it does; what became of it, afterwards. */
export function buildPreview(
  { issue, slot, standing, isMuted, overdue }: PreviewView,
  frame: DigestFrame,
): Message {
  const { locale } = frame;
  const { channel } = issue;
  const { state, when } = standing;
  const isQuiet = channel.content.includes('quiet_line') && !hasNews(issue, frame.programme.catalogue);
  const post = postButton(channel, frame, slot);
  const plan = planButtons(channel.id, locale, isMuted);
  if (state === 'previewed') {
    return message(
      header(say(locale, 'preview', { when })),
      section(say(locale, 'preview_note', { when })),
      channelLine(channel.channelId, say(locale, 'preview_channel')),
      actions(post, skipButton(channel, frame, slot), ...plan),
      (isQuiet ? buildQuietPart : buildMainPart)(issue, frame, false).blocks,
      overdueMine(overdue, frame),
    );
  }
  return message(
    section(sayWhatBecame(standing, locale)),
    actions(state === 'skipped' ? post : undefined, ...plan),
  );
}

export function sayWhatBecame({ state, when, who }: Standing, locale: Locale): string {
  const by = state === 'posted' && who ? 'posted_by' : state;
  return say(locale, `preview_${by === 'previewed' ? 'note' : by}`, { when, who });
}

/** What became of an issue, or will. */
export interface Standing {
  state: IssueState | 'muted';
  /** When it is due, or when it was posted. */
  when: string;
  who: string;
}

export interface PreviewView {
  issue: IssueView;
  /** The key of its slot: its buttons act on that one alone. */
  slot: string;
  standing: Standing;
  /** The channel's digest is silent at this moment. */
  isMuted: boolean;
  overdue: Overdue[];
}

/** Which channel, as Slack names it to those who may see it. */
export function channelLine(channelId: string, label: string): KnownBlock {
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: `${label}  `, style: { bold: true } },
          { type: 'channel', channel_id: channelId },
        ],
      },
    ],
  };
}

/** On the slot with that key, else on the one in hand. */
export function postButton(
  { id }: DigestChannel,
  { locale }: Pick<DigestFrame, 'locale'>,
  slot?: string,
): Button {
  const value = slot ? `${id}:${slot}` : id;
  return button({ text: say(locale, 'post'), actionId: ACTIONS.postDigestNow, value, style: 'primary' });
}

function skipButton({ id }: DigestChannel, { locale }: DigestFrame, slot: string): Button {
  return button({ text: say(locale, 'skip'), actionId: ACTIONS.skipDigest, value: `${id}:${slot}` });
}

function settingsButton(value: string, { locale }: Pick<DigestFrame, 'locale'>): Button {
  return button({ text: say(locale, 'settings'), actionId: ACTIONS.digestSettings, value });
}

function deskOf(
  { alone, noShows, highHosts, channel, channelId }: ForCoordinator,
  frame: DigestFrame,
): KnownBlock[] {
  const marked = [
    ...(alone > 0 ? [context(say(frame.locale, 'acted_alone', { n: alone }))] : []),
    ...(noShows > 0 ? [context(say(frame.locale, 'no_shows', { n: noShows }))] : []),
    ...buildHighHosts(highHosts, frame.locale),
  ];
  if (channel) return [...marked, ...actions(postButton(channel, frame), settingsButton(channel.id, frame))];
  const text = say(frame.locale, 'post_here');
  return [
    ...marked,
    ...actions(button({ text, actionId: ACTIONS.digestSettings, value: newFor(channelId) })),
  ];
}

/** What `digest_settings` carries where a channel has no digest yet. */
export function newFor(channelId: string): string {
  return `new:${channelId}`;
}

function resultsOf(digest: Digest, frame: DigestFrame): KnownBlock[] {
  const { programme, locale } = frame;
  const { catalogue, year } = programme;
  const shareOf = ({ experts, reports }: Share) => say(locale, 'share', { experts, reports });
  const gaps = gapsIn(digest.districts).map((slug) => districtName(slug, locale, year));
  const outcomes = outcomesOf(digest, frame);
  return [
    ...(outcomes.length > 0 ? [header(say(locale, 'outcomes')), ...outcomes] : []),
    header(say(locale, 'by_line')),
    facts(digest.lines.map((share) => [labelOf(catalogue.action_lines, share.id, locale), shareOf(share)])),
    header(say(locale, 'by_district')),
    facts(digest.districts.map((share) => [districtName(share.id, locale, year), shareOf(share)])),
    ...(digest.scope.district
      ? []
      : [
          context(
            gaps.length > 0
              ? say(locale, 'gaps', { districts: joinNames(gaps, locale) })
              : say(locale, 'no_gaps'),
          ),
        ]),
    ...figuresMenu(
      [
        progressGroup(digest, frame),
        ...outcomeGroups(digest, frame),
        ...coverageGroups(digest, frame, false),
      ],
      frame,
    ),
  ];
}
