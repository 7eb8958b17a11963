import type { KnownBlock } from '@slack/types';
import { joinNames } from '../i18n/words.ts';
import { type Catalogue, idsOf, labelOf, offeredOf } from '../programme/catalogue.ts';
import { DISTRICTS, districtName, SYSTEMS, systemName } from '../programme/places.ts';
import { context, facts, header } from '../slack/blocks.ts';
import { dataTable, type MessageBlock } from '../slack/newest-blocks.ts';
import { unitName } from '../summaries/summary.ts';
import { say as saySummary } from '../summaries/words.ts';
import { type Counts, type Digest, gapsIn, type Share } from './digest.ts';
import type { DigestFrame } from './sections.ts';
import { say } from './words.ts';

/** Lines, districts and systems with what they have, and those that have nothing yet. */
export function coverageOf(digest: Digest, frame: DigestFrame): MessageBlock[] {
  const { locale } = frame;
  const { scope } = digest;
  return [
    header(say(locale, 'coverage')),
    ...(scope.line ? [] : [linesOf(digest, frame)]),
    ...(scope.district ? [] : districtsOf(digest, frame)),
    systemsOf(digest, frame),
    ...summariesOf(digest, frame),
  ];
}

function linesOf(digest: Digest, { locale, programme: { catalogue } }: DigestFrame): MessageBlock {
  return facts(
    linesToShow(digest, catalogue).map((id) => {
      const { experts, reports } = shareOf(digest.lines, id);
      const needs = digest.needs.lines[id] ?? 0;
      return [
        labelOf(catalogue.action_lines, id, locale),
        say(locale, 'share_needs', { needs, experts, reports }),
      ];
    }),
  );
}

/** The year's lines in its order; after them those that are off or gone, where something was done or asked for. */
function linesToShow({ lines, needs }: Digest, { action_lines }: Catalogue): string[] {
  const touched = [...lines.map(({ id }) => id), ...Object.keys(needs.lines)];
  const known = idsOf(offeredOf(action_lines, touched));
  return [...known, ...new Set(touched.filter((id) => !known.includes(id)))];
}

/** The units' names are public; who writes for them is nobody's business here. */
function summariesOf(
  { obligations, ownSummary, scope: { district } }: Digest,
  { locale, programme: { year } }: DigestFrame,
): KnownBlock[] {
  if (ownSummary && district) {
    const state = saySummary(locale, `state_${ownSummary}`);
    const unit = districtName(district, locale, year);
    return [context(saySummary(locale, 'state_alone', { unit, state }))];
  }
  if (!obligations) return [];
  const { done, owed, notYet } = obligations;
  if (notYet.length === 0) return [context(say(locale, 'obligations_met', { owed }))];
  const units = joinNames(
    notYet.map((unit) => unitName(unit, locale, year)),
    locale,
  );
  return [
    context(say(locale, 'obligations', { done, owed })),
    context(say(locale, 'obligations_open', { units })),
  ];
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

function shareOf(shares: readonly Share[], id: string): Omit<Share, 'id'> {
  return shares.find((share) => share.id === id) ?? { reports: 0, experts: 0 };
}

function countOf(counts: Counts, id: string): number {
  return counts[id] ?? 0;
}
