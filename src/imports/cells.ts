import type { Locale } from '../i18n/locale.ts';
import type { Labelled } from '../programme/catalogue.ts';
import { findDistrict } from '../programme/places.ts';
import { parseTimeWords } from '../programme/time-words.ts';
import { headingKey } from './sheet.ts';
import { say } from './words.ts';

/** A cell as the form would hold it, or why it can't be read. */
export type CellRead = { value: string | string[] | null } | { fault: string };

/** How the cells of a column are read; what is empty never comes here. */
export type Reader = (text: string, context: CellContext) => CellRead;

export interface CellContext {
  locale: Locale;
  today: Temporal.PlainDate;
}

export const asText: Reader = (text) => ({ value: text });

/** One of a list, by its label in either language. */
export function oneOf(list: readonly Labelled[]): Reader {
  const known = new Map(labelsOf(list));
  return (text, { locale }) => {
    const id = known.get(headingKey(text)) ?? known.get(bare(text));
    return id === undefined
      ? { fault: say(locale, 'not_in_list', { text: shortened(text) }) }
      : { value: id };
  };
}

/** Several of a list, however they are set apart. */
export function severalOf(list: readonly Labelled[]): Reader {
  const known = labelsOf(list).toSorted(([a], [b]) => b.length - a.length);
  return (text, { locale }) => {
    const ids: string[] = [];
    let rest = headingKey(text.replace(/[\n\t]/g, ','));
    while (rest !== '') {
      const found = known.find(([label]) => rest.startsWith(label));
      if (!found) return { fault: say(locale, 'not_in_list', { text: shortened(rest) }) };
      if (!ids.includes(found[1])) ids.push(found[1]);
      rest = rest.slice(found[0].length).replace(/^[、,;/|。和及+&]+/, '');
    }
    return { value: ids };
  };
}

/** Districts by any name they ever had. */
export const asDistricts: Reader = (text, { locale }) => {
  const found = findDistrict(text.replace(/[\n\t]/g, '、'));
  if (found.kind === 'one') return { value: [found.slug] };
  // One name that also means a place outside the city is asked back: nobody can be asked here.
  if (found.kind === 'several' && found.slugs.length > 1) return { value: found.slugs };
  return { fault: say(locale, 'no_district', { text: shortened(text) }) };
};

export const asDistrict: Reader = (text, context) => {
  const read = asDistricts(text, context);
  if (!('value' in read) || !Array.isArray(read.value)) return read;
  const [only, ...others] = read.value;
  if (only !== undefined && others.length === 0) return { value: only };
  return { fault: say(context.locale, 'one_district', { text: shortened(text) }) };
};

/** A day in words or figures, or as spreadsheet programs count days (41548 is 1 October 2013). */
export const asDay: Reader = (text, { locale, today }) => {
  const day = dayIn(text, today);
  return day ? { value: day } : { fault: say(locale, 'no_day', { text: shortened(text) }) };
};

const FIRST_DAY = Temporal.PlainDate.from('1899-12-30');
const SERIALS = { first: 20_000, last: 80_000 };

function dayIn(text: string, today: Temporal.PlainDate): string | undefined {
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : 0;
  if (serial >= SERIALS.first && serial <= SERIALS.last) return FIRST_DAY.add({ days: serial }).toString();
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s].*)?$/.exec(text.normalize('NFKC')) ?? [];
  if (year) return dayOf(Number(year), Number(month), Number(day));
  const read = parseTimeWords(text, { year: today.year, today });
  return read?.kind === 'exact' ? read.start.toString() : undefined;
}

function dayOf(year: number, month: number, day: number): string | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

/** A tick. */
export const asTick: Reader = (text, { locale }) => {
  const key = headingKey(text);
  if (['是', 'yes', 'y', 'true', '1', '√', '✓', '保密', '有'].includes(key)) return { value: ['yes'] };
  if (['否', 'no', 'n', 'false', '0', '不', '无', '不保密'].includes(key)) return { value: [] };
  return { fault: say(locale, 'no_tick', { text: shortened(text) }) };
};

/** A formula that came to nothing: #N/A, #REF!. */
export function isFailed(text: string): boolean {
  return /^#(N\/A|NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!)$/i.test(text);
}

function labelsOf(list: readonly Labelled[]): [label: string, id: string][] {
  return list.flatMap(({ id, zh, en }) =>
    [zh, en, id].flatMap((label): [string, string][] => [
      [headingKey(label), id],
      [bare(label), id],
    ]),
  );
}

/** As people shorten it: 教育 for 教育系统. */
function bare(text: string): string {
  return headingKey(text).replace(/(系统|system)$/, '');
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40).toWellFormed()}…` : text;
}
