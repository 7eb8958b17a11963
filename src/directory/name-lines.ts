import { type NamedPlace, placeNamed } from '../programme/place-names.ts';

/** A line as it was typed or pasted, and what it says. */
export interface NameLine {
  /** As the person sees it: counted from 1. */
  no: number;
  text: string;
  places: NamedPlace[];
  /** Who, as written: a name, several, or an account's id. Empty when the line names nobody. */
  who: string;
}

/** More is no list of coordinators. */
export const MOST_LINES = 200;

/** Names of places have as many words at most: Industry and information technology. */
const LONGEST_NAME = 6;
const BETWEEN = /[\s,、;/|+&:]+/;
const AND = /^(?:和|及|与|and)$/i;
const NUMBERED = /^\s*[(（]?\d{1,3}[)）.、．\s]+/;
/** An account, as Slack writes it in a text. */
const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g;

/**
 * Reads "district or system, person" a line: as typed, or as pasted from a spreadsheet, where further columns are left
 * out. Names of places may have several words and stand in a row; what follows them is the person.
 */
export function readNameLines(text: string): NameLine[] {
  return text
    .split('\n')
    .map((line, i) => ({ no: i + 1, text: line.trim() }))
    .filter((line) => line.text !== '')
    .map((line) => ({ ...line, ...readLine(line.text) }));
}

function readLine(text: string): Pick<NameLine, 'places' | 'who'> {
  const plain = text.replace(MENTION, ' $1 ').normalize('NFKC').replace(NUMBERED, '');
  const { places, rest } = readPlaces(withoutColumns(plain));
  return { places, who: rest.replace(/^[\s,、;/|+&:]+|[\s,、;/|+&:]+$/g, '') };
}

/** Of a row of a spreadsheet the cells up to the first that is no place. */
function withoutColumns(row: string): string {
  const cells = row.split('\t').filter((cell) => cell.trim() !== '');
  const person = cells.findIndex((cell) => readPlaces(cell).rest.replace(BETWEEN, '') !== '');
  return cells.slice(0, person < 0 ? cells.length : person + 1).join('\t');
}

function readPlaces(text: string): { places: NamedPlace[]; rest: string } {
  const places: NamedPlace[] = [];
  let rest = text.trim();
  for (;;) {
    const next = placeAt(rest);
    if (!next) return { places, rest };
    if (!places.some(({ role, scope }) => role === next.place.role && scope === next.place.scope))
      places.push(next.place);
    rest = next.rest;
  }
}

/** The longest name of a place with which the text begins. */
function placeAt(text: string): { place: NamedPlace; rest: string } | undefined {
  const words = wordsOf(text);
  const first = words.findIndex(({ word }) => !AND.test(word));
  const behind = words.slice(Math.max(first, 0));
  for (let n = Math.min(LONGEST_NAME, behind.length); n > 0; n -= 1) {
    const place = placeNamed(
      behind
        .slice(0, n)
        .map(({ word }) => word)
        .join(' '),
    );
    const end = behind[n - 1]?.end;
    if (place && end !== undefined) return { place, rest: text.slice(end) };
  }
  return undefined;
}

/** The first words of a text, each with where it ends. */
function wordsOf(text: string): { word: string; end: number }[] {
  const words: { word: string; end: number }[] = [];
  let at = 0;
  for (const word of text.split(BETWEEN)) {
    const start = text.indexOf(word, at);
    at = start + word.length;
    if (word !== '') words.push({ word, end: at });
    if (words.length > LONGEST_NAME + 1) break;
  }
  return words;
}
