import { joinNames } from '../i18n/words.ts';
import { labelOf, offeredOf } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import { showDate } from '../programme/programme.ts';
import { showFigure, showNumber } from '../reports/report.ts';
import type { Asking } from './asking.ts';
import type { Claimed, ClaimRow, Needed, NeedRow } from './needs-sql.ts';
import type { Served, ServedRow } from './sql.ts';
import { say } from './words.ts';

/** A line of the list, and what its button opens. */
export interface AnswerRow {
  text: string;
  /** `kind:id`, as `open_object` says it. */
  opens: string;
  number: string;
  /** The same in the columns of the spreadsheet. */
  cells: string[];
}

/** What is answered, as people read it. */
export interface Answer {
  /** The figures in words, without what they are of. */
  what: string;
  rows: AnswerRow[];
  /** As many rows there are in all. */
  total: number;
  /** Counted and not listed. */
  hidden: number;
  columns: string[];
  /** Nothing at all was found. */
  isEmpty: boolean;
}

function namesOf(districts: readonly string[], { programme, locale }: Asking): string {
  return joinNames(
    districts.map((slug) => districtName(slug, locale, programme.year)),
    locale,
  );
}

export function answerServed(asking: Asking, served: Served, rows: readonly ServedRow[]): Answer {
  const { locale, question, programme } = asking;
  const { reports, experts, personTimes, hidden } = served;
  const { metrics } = programme.catalogue;
  const asked =
    question.asked === 'experts' || question.asked === 'person_times' ? question.asked : 'reports';
  const figures = question.metrics.map((key) => showFigure(metrics, key, served.totals[key] ?? 0, locale));
  const counts = {
    reports: showNumber(reports, locale),
    experts,
    personTimes: showNumber(personTimes, locale),
  };
  const shown = keysShown(asking, served);
  const labels = shown.map(
    (key) => offeredOf(metrics, [key]).find((one) => one.key === key)?.[locale] ?? key,
  );
  return {
    what:
      figures.length > 0
        ? say(locale, 'head_metrics', { ...counts, figures: figures.join(locale === 'zh' ? '、' : ', ') })
        : say(locale, `head_${asked}`, counts),
    rows: rows.map((row, i) => servedRow(row, i, asking, shown)),
    total: reports - hidden,
    hidden,
    columns: [
      ...(
        ['no', 'number', 'title', 'unit', 'districts', 'line', 'form', 'start', 'end', 'experts'] as const
      ).map((key) => say(locale, `col_${key}`)),
      ...labels,
    ],
    isEmpty: reports === 0,
  };
}

/** The figures that are asked for, else all that were reached, in the year's order. */
function keysShown({ question, programme }: Asking, { totals }: Served): string[] {
  if (question.metrics.length > 0) return question.metrics;
  const known = programme.catalogue.metrics.map(({ key }) => key).filter((key) => (totals[key] ?? 0) > 0);
  return [...known, ...Object.keys(totals).filter((key) => !known.includes(key) && (totals[key] ?? 0) > 0)];
}

function servedRow(row: ServedRow, i: number, asking: Asking, shown: readonly string[]): AnswerRow {
  const { locale, programme, question } = asking;
  const { catalogue, year } = programme;
  const [start, end] = [showDate(row.start, locale, year), showDate(row.end, locale, year)];
  const days = start === end ? start : say(locale, 'days', { start, end });
  // What is kept to those whom it concerns: of others' services number, unit, line and day alone are read.
  const unit = row.confidential && !row.within ? say(locale, 'confidential') : (row.unit ?? '');
  const [title, experts] = row.within ? [row.title, joinNames(row.experts, locale)] : ['', ''];
  const line = labelOf(catalogue.action_lines, row.line, locale);
  const districts = namesOf(row.districts, asking);
  const figures = question.metrics
    .filter((key) => (row.metrics[key] ?? 0) > 0)
    .map((key) => showFigure(catalogue.metrics, key, row.metrics[key] ?? 0, locale));
  return {
    number: row.number,
    opens: `report:${row.id}`,
    text: twoLines(
      [row.number, title || line, days],
      [unit || (row.within ? row.place : ''), districts, title ? line : '', experts, ...figures],
    ),
    cells: [
      ...[String(i + 1), row.number, title, unit, districts, line],
      row.form ? labelOf(catalogue.forms, row.form, locale) : '',
      ...[row.start, row.end, experts],
      ...shown.map((key) => (row.metrics[key] === undefined ? '' : String(row.metrics[key]))),
    ],
  };
}

export function answerNeeded(asking: Asking, needed: Needed, rows: readonly NeedRow[]): Answer {
  const { locale, question, programme } = asking;
  const head = question.asked === 'slots' ? 'slots' : question.state === 'open' ? 'open' : 'needs';
  const { catalogue, year } = programme;
  return {
    what: say(locale, `head_${head}`, { ...needed }),
    rows: rows.map((row, i) => {
      const isRead = row.within || !row.confidential;
      const line = labelOf(catalogue.action_lines, row.line, locale);
      const [unit, title] = isRead ? [row.unit, row.title] : [say(locale, 'confidential'), ''];
      const districts = namesOf(row.districts, asking);
      const seats = say(locale, 'row_need', { slots: row.slots, free: row.free });
      return {
        number: row.number,
        opens: `demand:${row.id}`,
        text: twoLines(
          [row.number, title || line],
          [unit, districts, showDate(row.day, locale, year), seats],
        ),
        cells: [
          ...[String(i + 1), row.number, title, unit, districts, line, row.day],
          ...[String(row.slots), String(row.free)],
        ],
      };
    }),
    total: needed.needs - needed.hidden,
    hidden: needed.hidden,
    columns: (['no', 'number', 'title', 'unit', 'districts', 'line', 'day', 'slots', 'free'] as const).map(
      (key) => say(locale, `col_${key}`),
    ),
    isEmpty: needed.needs === 0,
  };
}

export function answerClaimed(asking: Asking, claimed: Claimed, rows: readonly ClaimRow[]): Answer {
  const { locale, programme } = asking;
  return {
    what: say(locale, 'head_claims', { ...claimed }),
    rows: rows.map((row, i) => {
      const state = say(locale, `state_${row.state}`);
      return {
        number: row.number,
        opens: `claim:${row.id}`,
        text: twoLines(
          [row.number, row.expert, state],
          [row.need, row.title, row.unit, showDate(row.day, locale, programme.year)],
        ),
        cells: [String(i + 1), row.number, row.expert, row.need, row.title, row.unit, row.day, state],
      };
    }),
    total: claimed.claims - claimed.hidden,
    hidden: claimed.hidden,
    columns: (['no', 'number', 'experts', 'need', 'title', 'unit', 'day', 'state'] as const).map((key) =>
      say(locale, `col_${key}`),
    ),
    isEmpty: claimed.claims === 0,
  };
}

export function answerGaps(asking: Asking, gaps: readonly string[]): Answer {
  const { locale, question, programme } = asking;
  const { metrics } = programme.catalogue;
  const named = question.metrics.map((key) => metrics.find((one) => one.key === key)?.[locale] ?? key);
  const what = named.length > 0 ? joinNames(named, locale) : say(locale, 'gap_services');
  const districts = namesOf(gaps, asking);
  return {
    what:
      gaps.length > 0
        ? say(locale, 'head_gaps', { n: gaps.length, what, districts })
        : say(locale, 'head_no_gaps', { what }),
    rows: gaps.map((slug, i) => ({
      number: '',
      opens: '',
      text: namesOf([slug], asking),
      cells: [String(i + 1), namesOf([slug], asking)],
    })),
    total: gaps.length,
    hidden: 0,
    columns: [say(locale, 'col_no'), say(locale, 'col_districts')],
    isEmpty: false,
  };
}

function twoLines(first: readonly string[], second: readonly string[]): string {
  const [one, two] = [first, second].map((parts) => parts.filter(Boolean).join(' · '));
  return [one, two].filter(Boolean).join('\n');
}
