import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { DISTRICTS, SYSTEMS } from '../programme/places.ts';
import { plain } from '../slack/blocks.ts';
import { MOST_OPTIONS, optionOf } from '../slack/form.ts';
import { ACTIONS } from '../slack/ids.ts';
import { showNumber } from './report.ts';

const say = wordsOf({
  zh: {
    open: '查看数字背后的报告',
    experts: '服务专家 {n} 人',
    person_times: '专家服务 {n} 人次',
    reports: '已采纳报告 {n} 份',
    needs: '需求 {n} 条',
    at: '{figure} · {scope}',
  },
  en: {
    open: 'See the reports behind a figure',
    experts: '{n} {n|expert|experts} served',
    person_times: '{n} expert {n|visit|visits}',
    reports: '{n} accepted {n|report|reports}',
    needs: '{n} {n|need|needs}',
    at: '{figure} · {scope}',
  },
});

/** Figures that are no metric of the year's catalogue. */
export const COUNTED_FIGURES = ['experts', 'person_times', 'reports', 'needs'] as const;
export type CountedFigure = (typeof COUNTED_FIGURES)[number];

/** A figure that stands somewhere, and of what: slugs of a district or system and the id of a line; none for the whole city. */
export interface Figure {
  metric: string;
  scope: readonly string[];
  text: string;
}

export interface FigureGroup {
  label: string;
  figures: readonly Figure[];
}

/** `year:metric:district`; several parts of the programme are joined by +, the whole of it is `all`. */
export function figureValue(year: number, { metric, scope }: Pick<Figure, 'metric' | 'scope'>): string {
  return `${year}:${metric}:${scope.join('+') || 'all'}`;
}

export interface AskedFigure {
  year: number;
  metric: string;
  districts: string[];
  systems: string[];
  /** Whatever is neither a district nor a system. */
  lines: string[];
}

/** Undefined for what no menu of ours says. */
export function readFigureValue(value: string): AskedFigure | undefined {
  const [, year, metric = '', scope = ''] = /^(\d{4}):([\w-]{1,60}):([\w+-]{0,150})$/.exec(value) ?? [];
  if (!year) return undefined;
  const parts = scope === 'all' ? [] : scope.split('+').filter(Boolean);
  const isIn = (list: readonly { slug: string }[]) => (part: string) =>
    list.some(({ slug }) => slug === part);
  const [districts, systems] = [parts.filter(isIn(DISTRICTS)), parts.filter(isIn(SYSTEMS))];
  const lines = parts.filter((part) => !districts.includes(part) && !systems.includes(part));
  return { year: Number(year), metric, districts, systems, lines };
}

/** "服务专家 21 人", behind it what it is of: a menu cuts what is long at its end. */
export function countedFigure(
  metric: CountedFigure,
  n: number,
  scope: readonly string[],
  { name, locale }: { name?: string; locale: Locale },
): Figure {
  const figure = say(locale, metric, { n: showNumber(n, locale) });
  return { metric, scope, text: name ? say(locale, 'at', { scope: name, figure }) : figure };
}

/** By this block a click knows of which moment the figures are. */
const FIGURES_BLOCK = /^figures:(\d{1,15})$/;

/** When the figures were worked out that stand above the menu of this block; undefined where it doesn't say. */
export function momentOfBlock(blockId: string | undefined): Temporal.Instant | undefined {
  const [, ms] = FIGURES_BLOCK.exec(blockId ?? '') ?? [];
  return ms ? Temporal.Instant.fromEpochMilliseconds(Number(ms)) : undefined;
}

/**
 * The one menu below figures that opens what each of them counts: a choice for each, in groups, a hundred at most
 * (Slack); none where there is no figure.
 *
 * @param at of which moment the figures are
 */
export function buildFigureMenu(
  groups: readonly FigureGroup[],
  { year, at, locale }: { year: number; at: Temporal.Instant; locale: Locale },
): KnownBlock[] {
  const seen = new Set<string>();
  const shown: { label: string; options: PlainTextOption[] }[] = [];
  for (const { label, figures } of groups) {
    const options = figures
      .map((one) => optionOf({ value: figureValue(year, one), text: one.text }))
      .filter(({ value = '' }) => seen.size < MOST_OPTIONS && !seen.has(value) && seen.add(value));
    if (options.length > 0) shown.push({ label, options });
  }
  if (shown.length === 0) return [];
  return [
    {
      type: 'actions',
      block_id: `figures:${at.epochMilliseconds}`,
      elements: [
        {
          type: 'static_select',
          action_id: ACTIONS.openFigure,
          placeholder: plain(say(locale, 'open'), 150),
          option_groups: shown.map(({ label, options }) => ({ label: plain(label, 75), options })),
        },
      ],
    },
  ];
}
