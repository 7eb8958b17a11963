import type { Button, KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { districtName } from '../programme/places.ts';
import { say as sayRecord } from '../records/words.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type MessageBlock, subheader } from '../slack/newest-blocks.ts';
import { shorten } from '../slack/text.ts';
import { coverageOf } from './coverage-blocks.ts';
import type { Content, IssueView, Story } from './digest.ts';
import { coverageGroups, figuresMenu, outcomeGroups, progressGroup } from './figure-groups.ts';
import {
  changesOf,
  chartOf,
  type DigestFrame,
  openNeedsOf,
  outcomesOf,
  overdueOf,
  progressOf,
  sayExperts,
  titleOf,
} from './sections.ts';
import { stillOpenOf } from './still-open-blocks.ts';
import { say } from './words.ts';

/** Long enough to tell it; the rest stands in the report. */
const STORY_LENGTH = 700;

/**
 * The message itself: how far, what changed, what can be taken; results and coverage follow in their own parts. Where
 * the channel asks for nothing of the first, they stand here; where there is nothing at all, one line says so.
 */
export function buildMainPart(issue: IssueView, frame: DigestFrame, withButtons = true): Message {
  const body = [bodyOf, coverageBodyOf, outcomesBodyOf]
    .map((of) => of(issue, frame))
    .find(({ length }) => length > 0);
  if (!body) return buildQuietPart(issue, frame, withButtons);
  return message(
    titleOf(issue.digest, frame),
    notesOf(issue, frame),
    body,
    recordsOf(issue, frame),
    withButtons ? buildFooter(issue, frame) : [],
  );
}

/** One line where nothing is new, for channels that ask for it. */
export function buildQuietPart(issue: IssueView, frame: DigestFrame, withButtons = true): Message {
  const { digest } = issue;
  return message(
    notesOf(issue, frame),
    section(say(frame.locale, digest.openInAll > 0 ? 'quiet' : 'quiet_none_open')),
    section(sayExperts(digest, frame)),
    recordsOf(issue, frame),
    withButtons ? buildFooter(issue, frame) : [],
  );
}

/** Undefined where it isn't asked for, or stands in the first message. */
export function buildCoveragePart(
  issue: IssueView,
  frame: DigestFrame,
  withButtons = true,
): Message | undefined {
  const blocks = coverageBodyOf(issue, frame);
  const isApart = blocks.length > 0 && bodyOf(issue, frame).length > 0;
  return isApart ? message(blocks, footerOfPart(issue, frame, withButtons)) : undefined;
}

/** What was reached, and a deed worth telling; undefined when there is neither, or it stands in the first message. */
export function buildOutcomesPart(
  issue: IssueView,
  frame: DigestFrame,
  withButtons = true,
): Message | undefined {
  const blocks = outcomesBodyOf(issue, frame);
  const before = [...bodyOf(issue, frame), ...coverageBodyOf(issue, frame)];
  const isApart = blocks.length > 0 && before.length > 0;
  return isApart ? message(blocks, footerOfPart(issue, frame, withButtons)) : undefined;
}

function bodyOf({ channel, digest, changes, setUpBy }: IssueView, frame: DigestFrame): MessageBlock[] {
  const holds = (one: Content) => channel.content.includes(one);
  return [
    ...(holds('progress')
      ? [
          ...progressOf(digest, frame),
          ...chartOf(digest, frame),
          ...figuresMenu([progressGroup(digest, frame)], frame),
        ]
      : []),
    ...(holds('changes') ? changesOf(changes, setUpBy === undefined, frame) : []),
    ...(holds('overdue') ? overdueOf(digest, frame) : []),
    ...(holds('progress') || holds('overdue') ? stillOpenOf(digest, frame) : []),
    ...(holds('open') ? openNeedsOf(digest, frame) : []),
  ];
}

function coverageBodyOf({ channel, digest }: IssueView, frame: DigestFrame): MessageBlock[] {
  return channel.content.includes('coverage')
    ? [...coverageOf(digest, frame), ...figuresMenu(coverageGroups(digest, frame, true), frame)]
    : [];
}

function outcomesBodyOf({ channel, digest, story }: IssueView, frame: DigestFrame): MessageBlock[] {
  const outcomes = channel.content.includes('outcomes') ? outcomesOf(digest, frame) : [];
  const told = story && channel.content.includes('story') ? storyOf(story, frame) : [];
  const menu = figuresMenu(outcomeGroups(digest, frame), frame);
  return [
    ...(outcomes.length > 0 ? [header(say(frame.locale, 'outcomes')), ...outcomes, ...menu] : []),
    ...told,
  ];
}

function notesOf({ setUpBy, lateSince }: IssueView, { locale }: DigestFrame): KnownBlock[] {
  return [
    ...(setUpBy === undefined ? [] : [context(say(locale, 'first', { who: setUpBy }))]),
    ...(lateSince ? [context(say(locale, 'late', { when: lateSince }))] : []),
  ];
}

/** Size and root of the record log: once they stand before everybody, nobody can cut or rewrite it unseen. */
function recordsOf({ digest: { records } }: IssueView, { locale }: DigestFrame): KnownBlock[] {
  if (!records) return [];
  return [context(sayRecord(locale, 'head', { n: records.size, root: records.root }))];
}

/** All needs one click away; the mute and the plan on every digest. */
function buildFooter({ channel, digest }: IssueView, { locale }: DigestFrame): KnownBlock[] {
  const { openInAll } = digest;
  const all = { text: say(locale, 'all_open', { n: openInAll }), actionId: ACTIONS.openNeeds };
  return actions(
    openInAll > 0 ? button({ ...all, value: channel.id }) : undefined,
    ...planButtons(channel.id, locale),
  );
}

/** In a thread the first message has them; what stands by itself in the channel has its own. */
function footerOfPart({ channel }: IssueView, { locale }: DigestFrame, withButtons: boolean): KnownBlock[] {
  return withButtons && !channel.threads ? actions(...planButtons(channel.id, locale)) : [];
}

/** In the value of the button that ends the silence. */
export const UNMUTE = 'on';

/** Silence it, or change when it comes. */
export function planButtons(id: string, locale: Locale, isMuted = false): Button[] {
  const mute = { text: say(locale, isMuted ? 'unmute' : 'mute'), actionId: ACTIONS.muteDigest };
  const settings = { text: say(locale, 'settings'), actionId: ACTIONS.digestSettings };
  const value = isMuted ? `${id}:${UNMUTE}` : id;
  return [button({ ...mute, value }), button({ ...settings, value: id })];
}

function storyOf({ title, story, districts }: Story, { locale, programme }: DigestFrame): KnownBlock[] {
  const where = districts.map((slug) => districtName(slug, locale, programme.year));
  return [
    subheader(say(locale, 'story')),
    facts([[shorten(title, 150), shorten(story, STORY_LENGTH)]]),
    context(say(locale, 'story_where', { districts: joinNames(where, locale) })),
  ];
}
