import type { KnownBlock } from '@slack/types';
import { familyLabel, idsOf, labelOf, offeredOf } from '../programme/catalogue.ts';
import { DISTRICTS, districtName, SYSTEMS, systemName } from '../programme/places.ts';
import { buildFigureMenu, countedFigure, type FigureGroup } from '../reports/figure-menu.ts';
import { showFigure } from '../reports/report.ts';
import { type Counts, type Digest, familyTotals, type Share } from './digest.ts';
import type { DigestFrame } from './sections.ts';
import { say } from './words.ts';

/** Experts, visits and reports, and people served beside them. */
export function progressGroup(digest: Digest, { locale, programme }: DigestFrame): FigureGroup {
  const { experts, personTimes, reports, totals } = digest;
  const scope = scopeOf(digest);
  const served = totals[PEOPLE_SERVED] ?? 0;
  const text = showFigure(programme.catalogue.metrics, PEOPLE_SERVED, served, locale);
  return {
    label: say(locale, 'figures_progress'),
    figures: [
      ...(experts > 0 ? [countedFigure('experts', experts, scope, { locale })] : []),
      ...(personTimes > 0 ? [countedFigure('person_times', personTimes, scope, { locale })] : []),
      ...(reports > 0 ? [countedFigure('reports', reports, scope, { locale })] : []),
      ...(served > 0 ? [{ metric: PEOPLE_SERVED, scope, text }] : []),
    ],
  };
}

const PEOPLE_SERVED = 'service_persons';

/** What was reached, by the outcome families. */
export function outcomeGroups(digest: Digest, { locale, programme }: DigestFrame): FigureGroup[] {
  const { catalogue } = programme;
  const scope = scopeOf(digest);
  return familyTotals(digest.totals, catalogue).map(({ id, figures }) => ({
    label: familyLabel(catalogue, id, locale),
    figures: figures.map(({ key, value }) => ({
      metric: key,
      scope,
      text: showFigure(catalogue.metrics, key, value, locale),
    })),
  }));
}

/** Lines, districts and systems with what they have; `needs` where those stand beside it. */
export function coverageGroups(digest: Digest, frame: DigestFrame, withNeeds: boolean): FigureGroup[] {
  const { locale, programme } = frame;
  const { catalogue, year } = programme;
  const { scope, lines, districts, systems, needs } = digest;
  const own = scopeOf(digest);
  const none: Counts = {};
  const touched = [...lines.map(({ id }) => id), ...Object.keys(needs.lines)];
  const groupOf = (
    label: string,
    named: readonly Part[],
    has: { shares: readonly Share[]; needs: Counts },
  ) => ({
    label,
    figures: named.flatMap(({ id, name }) => {
      const share = has.shares.find((one) => one.id === id);
      const counted = {
        needs: has.needs[id] ?? 0,
        experts: share?.experts ?? 0,
        reports: share?.reports ?? 0,
      };
      const within = own.includes(id) ? own : [...own, id];
      return (['needs', 'experts', 'reports'] as const)
        .filter((metric) => counted[metric] > 0)
        .map((metric) => countedFigure(metric, counted[metric], within, { name, locale }));
    }),
  });
  return [
    groupOf(
      say(locale, 'by_line'),
      idsOf(offeredOf(catalogue.action_lines, touched)).map((id) => ({
        id,
        name: labelOf(catalogue.action_lines, id, locale),
      })),
      { shares: scope.line ? [] : lines, needs: withNeeds && !scope.line ? needs.lines : none },
    ),
    groupOf(
      say(locale, 'by_district'),
      DISTRICTS.map(({ slug }) => ({ id: slug, name: districtName(slug, locale, year) })),
      {
        shares: scope.district ? [] : districts,
        needs: withNeeds && !scope.district ? needs.districts : none,
      },
    ),
    groupOf(
      say(locale, 'by_system'),
      SYSTEMS.map(({ slug }) => ({ id: slug, name: systemName(slug, locale) })),
      { shares: withNeeds ? systems : [], needs: none },
    ),
  ];
}

interface Part {
  id: string;
  name: string;
}

function scopeOf({ scope: { district, line } }: Digest): string[] {
  return [...(district ? [district] : []), ...(line ? [line] : [])];
}

/** The one menu below a message's figures; a preview has none, as its figures aren't those that will be posted. */
export function figuresMenu(
  groups: readonly FigureGroup[],
  { at, locale, programme }: DigestFrame,
): KnownBlock[] {
  return at ? buildFigureMenu(groups, { year: programme.year, at, locale }) : [];
}
