/** The series of numbers that people see; a record's leads to its report. */
export const SERIES = ['XQ', 'RL', 'BG', 'FW'] as const;
export type Series = (typeof SERIES)[number];

export interface ObjectNumber {
  series: Series;
  /** As it is kept: XQ-2013-0012. */
  number: string;
}

const DIGITS: Record<Series, number> = { XQ: 4, RL: 4, BG: 4, FW: 6 };

/**
 * A number as people write it: full-width or small letters, with whatever dashes, spaces and leading zeros, or none:
 * `ＸＱ－２０１３－００１２`, `xq-2013-12`, `XQ20130012`. Undefined for anything else.
 */
export function readNumber(text: string): ObjectNumber | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}_·.]/gu, '');
  const [, letters, year, digits = ''] = /^(XQ|RL|BG|FW)(\d{4})(\d{1,9})$/.exec(plain) ?? [];
  const series = SERIES.find((one) => one === letters);
  if (!series || Number(digits) === 0) return undefined;
  return { series, number: `${series}-${year}-${String(Number(digits)).padStart(DIGITS[series], '0')}` };
}

/** Meant as a number, whether or not it is one: the letters of a series, and a digit after them. */
export function looksLikeNumber(text: string): boolean {
  return /^\s*(XQ|RL|BG|FW)[\s\p{Pd}_·.]*\d/iu.test(text.normalize('NFKC'));
}
