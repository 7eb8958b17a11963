import { isReduced } from '../demands/demand.ts';
import { showRange } from '../demands/show-range.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import type { Cell, PaperTable } from './paper.ts';
import { say } from './words-year.ts';
import type { NeedRow } from './year-sql-lists.ts';

interface Shown {
  programme: Programme;
  locale: Locale;
}

/** 需求征集汇总表, from its rows. */
export function composeNeedsTable(
  needs: readonly NeedRow[],
  rows: Cell[][],
  unlisted: number,
  locale: Locale,
): PaperTable {
  const widths: readonly (readonly [Parameters<typeof say>[1], number])[] = [
    ...([
      ['no', 3],
      ['need_unit', 8],
      ['unit_type', 6],
      ['need_place', 7],
      ['need_name', 8],
    ] as const),
    ...([
      ['need_content', 16],
      ['need_experts', 9],
      ['mode', 5],
      ['time', 7],
      ['outcome', 8],
    ] as const),
    ...([
      ['conditions', 8],
      ['contact', 8],
      ['remarks', 7],
    ] as const),
  ];
  const slots = needs.reduce((sum, one) => sum + one.slots, 0);
  return {
    kind: 'table',
    title: say(locale, 'needs_table'),
    columns: widths.map(([key, width]) => ({ heading: say(locale, key), width })),
    rows,
    total: [
      null,
      say(locale, 'total'),
      ...[null, null],
      say(locale, 'n_needs', { n: needs.length }),
      null,
      say(locale, 'n_people', { n: slots }),
      ...[null, null, null, null, null, null],
    ],
    notes: [
      ...(unlisted > 0 ? [say(locale, 'talents_needs', { n: unlisted })] : []),
      ...(needs.some(isHiddenNeed) ? [say(locale, 'confidential_note')] : []),
    ],
  };
}

function isHiddenNeed({ line, confidential }: NeedRow): boolean {
  return isReduced({ actionLine: line, confidential });
}

/** A row of it. */
export function needCells(need: NeedRow, no: number, { programme, locale }: Shown): Cell[] {
  const { catalogue, year } = programme;
  const isHidden = isHiddenNeed(need);
  const told = (text: string) => (isHidden ? say(locale, 'hidden') : text);
  const districts = joinNames(
    need.districts.map((slug) => districtName(slug, locale, year)),
    locale,
  );
  const field = need.field === null ? [] : [labelOf(catalogue.fields, need.field, locale)];
  const people = say(locale, 'n_people', { n: need.slots });
  const wanted = [...field, ...(isHidden ? [] : [need.requirement]), people].filter(Boolean);
  const { taken, slots } = need;
  const state = need.state === 'postponed' ? [say(locale, 'need_postponed')] : [];
  return [
    no,
    told(need.unit),
    need.unitType === null ? '' : labelOf(catalogue.unit_types, need.unitType, locale),
    isHidden ? districts : [districts, need.place].filter(Boolean).join('\n'),
    isHidden ? labelOf(catalogue.action_lines, need.line, locale) : need.title,
    told(need.description),
    wanted.join(say(locale, 'list_separator')),
    joinNames(
      need.modes.map((id) => labelOf(catalogue.modes, id, locale)),
      locale,
    ),
    showRange(need.from ?? undefined, need.to ?? undefined, locale, year) || need.timeText,
    told(need.outcome),
    told(need.conditions),
    told([need.contact, need.phone].filter(Boolean).join('\n')),
    [need.number, say(locale, 'need_taken', { taken, slots }), ...state].join('\n'),
  ];
}
