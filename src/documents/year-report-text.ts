import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { familyLabel, figuresByFamily, labelOf } from '../programme/catalogue.ts';
import { DISTRICTS, districtName } from '../programme/places.ts';
import { showFigure } from '../reports/report.ts';
import { stateOf } from '../summaries/summary.ts';
import type { PaperBlock, PaperTable } from './paper.ts';
import { say } from './words-year.ts';
import { buildBasics, figuresFor } from './year-report-basics.ts';
import { isDraft, nameLine, ownLine, type UnitLine, type YearData } from './year-report-data.ts';

/** The five heads of a yearly summary. */
export function buildText(data: YearData, locale: Locale): PaperBlock[] {
  const told = toldLines(data);
  return [
    heading(1, say(locale, 'basic')),
    ...buildBasics(data, locale),
    heading(1, say(locale, 'ways')),
    ...buildWays(data, told, locale),
    heading(1, say(locale, 'results')),
    ...buildResults(data, locale),
    heading(1, say(locale, 'stories')),
    ...buildStories(data, told, locale),
    heading(1, say(locale, 'ahead')),
    ...buildAhead(data, locale),
  ];
}

/** Whose words stand in it: the unit's own, also of a draft; for the city those that are accepted. */
function toldLines(data: YearData): readonly UnitLine[] {
  const own = ownLine(data);
  return own ? [own] : data.units.filter(({ obligation }) => stateOf(obligation) === 'accepted');
}

function heading(level: 1 | 2 | 3, text: string): PaperBlock {
  return { kind: 'heading', level, text };
}

function paragraph(text: string): PaperBlock {
  return { kind: 'paragraph', text };
}

function buildWays({ scope }: YearData, told: readonly UnitLine[], locale: Locale): PaperBlock[] {
  const isCity = scope.kind === 'city';
  const said = told.flatMap((line): PaperBlock[] => {
    const narrative = line.obligation.latest?.narrative ?? '';
    if (narrative === '') return [];
    return [...(isCity ? [heading(2, nameLine(line, locale))] : []), paragraph(narrative)];
  });
  if (said.length > 0) return said;
  return [paragraph(say(locale, isCity ? 'no_ways' : 'no_ways_unit'))];
}

function buildResults(data: YearData, locale: Locale): PaperBlock[] {
  const { catalogue } = data.programme;
  const families = figuresByFamily(catalogue, figuresFor(data).metrics).map(({ id, figures }) => {
    const said = figures.map(({ key, value }) => showFigure(catalogue.metrics, key, value, locale));
    const text = said.join(say(locale, 'list_separator'));
    return paragraph(
      say(locale, 'ended', {
        text: say(locale, 'written_by', { name: familyLabel(catalogue, id, locale), text }),
      }),
    );
  });
  if (families.length === 0) return [paragraph(say(locale, 'no_results'))];
  return [
    heading(2, say(locale, 'by_family')),
    ...families,
    heading(2, say(locale, 'by_line')),
    linesTable(data, locale),
  ];
}

function linesTable({ programme, lines }: YearData, locale: Locale): PaperTable {
  const { action_lines: known } = programme.catalogue;
  const ids = [...new Set([...known.map(({ id }) => id), ...lines.map(({ line }) => line)])];
  const rows = ids.flatMap((id) => {
    const found = lines.find(({ line }) => line === id);
    const label = labelOf(known, id, locale);
    return found ? [[label, found.reports, found.experts, found.personTimes]] : [];
  });
  const talents = lines.some(({ line }) => line === 'talent_health');
  return {
    kind: 'table',
    title: say(locale, 'lines_table'),
    columns: [
      { heading: say(locale, 'line'), width: 16 },
      { heading: say(locale, 'reports'), width: 5 },
      { heading: say(locale, 'experts'), width: 5 },
      { heading: say(locale, 'person_times'), width: 5 },
    ],
    rows,
    notes: [
      ...(rows.length > 1 ? [say(locale, 'several_lines')] : []),
      ...(talents ? [say(locale, 'talents_note')] : []),
    ],
  };
}

function buildStories(data: YearData, told: readonly UnitLine[], locale: Locale): PaperBlock[] {
  const isCity = data.scope.kind === 'city';
  const parts = (['stories', 'news'] as const).flatMap((key): PaperBlock[] => {
    const said = told.flatMap((line): PaperBlock[] => {
      const text = line.obligation.latest?.[key] ?? '';
      if (text === '') return [];
      return [...(isCity ? [heading(3, nameLine(line, locale))] : []), paragraph(text)];
    });
    return said.length > 0 ? [heading(2, say(locale, `${key}_text`)), ...said] : [];
  });
  if (parts.length > 0) return parts;
  // Before it has written its own, a unit finds here what its reports tell.
  const proposed = isCity ? [] : data.stories;
  if (proposed.length === 0) return [paragraph(say(locale, 'no_stories'))];
  return proposed.flatMap(({ number, title, text }) => [
    heading(2, say(locale, 'written_by', { name: number, text: title })),
    paragraph(text),
  ]);
}

function buildAhead(data: YearData, locale: Locale): PaperBlock[] {
  const own = ownLine(data);
  if (own) {
    const next = data.nextSteps.map(({ number, text }) =>
      paragraph(say(locale, 'written_by', { name: number, text })),
    );
    return next.length > 0 ? next : [paragraph(say(locale, 'ahead_blank'))];
  }
  const problems = listProblems(data, locale);
  return [
    ...(problems.length > 0 ? problems : [say(locale, 'no_problems')]).map(paragraph),
    paragraph(say(locale, 'ahead_unit')),
    paragraph(say(locale, 'ahead_blank')),
  ];
}

function listProblems({ units, city, programme }: YearData, locale: Locale): string[] {
  const reached = new Set(
    units
      .filter(({ live }) => live.reports > 0)
      .map(({ obligation: { unit } }) => `${unit.kind}:${unit.slug}`),
  );
  const gaps = DISTRICTS.filter(({ slug }) => !reached.has(`district:${slug}`));
  const late = units.filter(isDraft);
  const missing = programme.targetExperts - city.shown.experts;
  const named = gaps.map(({ slug }) => districtName(slug, locale, programme.year));
  return [
    ...(missing > 0 ? [say(locale, 'problem_target', { n: missing })] : []),
    ...(gaps.length > 0
      ? [say(locale, 'problem_gaps', { n: gaps.length, names: joinNames(named, locale) })]
      : []),
    ...(late.length > 0
      ? [
          say(locale, 'problem_summaries', {
            n: late.length,
            names: joinNames(
              late.map((line) => nameLine(line, locale)),
              locale,
            ),
          }),
        ]
      : []),
  ];
}
