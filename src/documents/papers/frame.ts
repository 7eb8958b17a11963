import type { Locale } from '../../i18n/locale.ts';
import { joinNames } from '../../i18n/words.ts';
import { showDate, showMoment, today } from '../../programme/programme.ts';
import { UNITS, type Unit, unitName } from '../../summaries/summary.ts';
import type { PaperAsk, Reach } from '../job.ts';
import type { Paper, PaperBlock, PaperTable } from '../paper.ts';
import { onlyUnit } from '../reach.ts';
import { say } from '../words-lists.ts';

/** A short paper: its title says of which part of the programme it is, and its foot who gives it out and as of when. */
export function paperOf(ask: PaperAsk, title: string, blocks: readonly PaperBlock[]): Paper {
  const { programme, locale, reach, now } = ask;
  const unit = onlyUnit(reach);
  const scope = nameReach(reach, programme.year, locale);
  return {
    locale,
    title: scope ? say(locale, 'title_scope', { title, scope }) : title,
    draft: false,
    issuer: unit ? unitName(unit, locale, programme.year) : programme.name,
    date: showDate(today(programme, now).toString(), locale),
    asOf: showMoment(now, { ...programme, readerZone: undefined }, locale),
    blocks,
    annexes: [],
  };
}

/** Which districts and systems, in the order of the notice; empty for the whole city, and for what is one's own. */
export function nameReach(reach: Reach, year: number, locale: Locale): string {
  return joinNames(
    unitsIn(reach).map((unit) => unitName(unit, locale, year)),
    locale,
  );
}

export function unitsIn({ all, districts, systems }: Reach): Unit[] {
  if (all) return [];
  return UNITS.filter(({ kind, slug }) => (kind === 'district' ? districts : systems).includes(slug));
}

/** Columns with their headings; the width in characters. */
export type Columns = readonly (readonly [heading: string, width: number])[];

export function columnsOf(columns: Columns): PaperTable['columns'] {
  return columns.map(([heading, width]) => ({ heading, width }));
}

/** From when to when, both inclusive; one day is one day. */
export function sayPeriod(from: string, to: string, locale: Locale): string {
  const [first, last] = [showDate(from, locale), showDate(to, locale)];
  return from === to ? first : say(locale, 'range', { from: first, to: last });
}

/** 王*: a name that may hang on a wall. */
export function mask(name: string): string {
  const [first = '', ...rest] = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
  return rest.length === 0 ? first : `${first}*`;
}

/** Who fills in, and the room for the seal: the foot of a list that goes to an office. */
export function footOf(locale: Locale): PaperBlock[] {
  return (['filled_by_unit', 'filled_by', 'phone', 'filled_on'] as const).map((key) => ({
    kind: 'field',
    label: say(locale, key),
    value: null,
  }));
}
