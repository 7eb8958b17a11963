import type { KnownBlock } from '@slack/types';
import { buildDemandLine } from '../demands/blocks.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf, OUTCOME_FAMILIES } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { showFigure, showNumber } from '../reports/report.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type Digest, familyTotals, gapsIn, percentOf, type Share } from './digest.ts';
import { say } from './words.ts';

export interface DigestFrame {
  programme: Programme;
  locale: Locale;
  /** 'YYYY-MM-DD' in the programme's zone. */
  day: string;
}

/** How far the programme has come, as everybody may read it in the channel: results lead, then who and where. */
export function buildChannelDigest(digest: Digest, frame: DigestFrame): Message {
  return message(buildPublicPart(digest, frame));
}

/** The same for one person, with how much waits; a coordinator may post it. */
export function buildDigest(digest: Digest, frame: DigestFrame, mayPost: boolean): Message {
  const { locale, programme } = frame;
  const post = button({
    text: say(locale, 'post'),
    actionId: ACTIONS.postDigestNow,
    value: String(programme.year),
  });
  return message(
    buildPublicPart(digest, frame),
    facts([[say(locale, 'waiting'), say(locale, 'waiting_for', digest.waiting)]]),
    actions(mayPost ? post : undefined),
  );
}

function buildPublicPart(digest: Digest, frame: DigestFrame): KnownBlock[] {
  const { programme, locale, day } = frame;
  const { experts, reports } = digest;
  const target = programme.targetExperts;
  const percent = percentOf(experts, target);
  return [
    header(say(locale, 'title', { name: programme.name, date: showDate(day, locale, programme.year) })),
    section(say(locale, 'experts', { experts: showNumber(experts, locale), target, percent })),
    ...(reports > 0
      ? buildResults(digest, frame)
      : [section(say(locale, 'empty')), context(say(locale, 'empty_next'))]),
    ...buildOpenNeeds(digest, frame),
  ];
}

function buildResults(digest: Digest, { programme, locale }: DigestFrame): KnownBlock[] {
  const { catalogue, year } = programme;
  const { personTimes, reports, totals } = digest;
  const separator = locale === 'zh' ? '；' : '; ';
  const shareOf = ({ experts, reports: count }: Share) => say(locale, 'share', { experts, reports: count });
  const gaps = gapsIn(digest.districts).map((slug) => districtName(slug, locale, year));
  return [
    context(
      say(locale, 'beside', {
        personTimes,
        reports,
        served: showNumber(totals.service_persons ?? 0, locale),
      }),
    ),
    header(say(locale, 'outcomes')),
    facts(
      familyTotals(totals, catalogue.metrics).map(({ id, figures }) => [
        labelOf(OUTCOME_FAMILIES, id, locale),
        figures
          .map(({ metric, value }) => showFigure(catalogue.metrics, metric.key, value, locale))
          .join(separator),
      ]),
    ),
    header(say(locale, 'by_line')),
    facts(digest.lines.map((share) => [labelOf(catalogue.action_lines, share.id, locale), shareOf(share)])),
    header(say(locale, 'by_district')),
    facts(digest.districts.map((share) => [districtName(share.id, locale, year), shareOf(share)])),
    context(
      gaps.length > 0 ? say(locale, 'gaps', { districts: joinNames(gaps, locale) }) : say(locale, 'no_gaps'),
    ),
  ];
}

function buildOpenNeeds({ open, openInAll }: Digest, { programme, locale }: DigestFrame): KnownBlock[] {
  const more = openInAll - open.length;
  const text = say(locale, 'claim');
  return [
    header(say(locale, 'open')),
    ...open.flatMap(({ demand, seats }) => [
      buildDemandLine(demand, seats, programme, locale),
      ...actions(
        button({ text, actionId: ACTIONS.claimSlot, value: demand.id, label: `${text} ${demand.number}` }),
      ),
    ]),
    ...(open.length === 0 ? [section(say(locale, 'no_open'))] : []),
    ...(more > 0 ? [context(say(locale, 'more_open', { n: more }))] : []),
  ];
}
