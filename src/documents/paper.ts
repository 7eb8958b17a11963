import type { Locale } from '../i18n/locale.ts';

/** A figure stays a figure in a spreadsheet; text stays text, whatever it begins with. Null is an empty cell. */
export type Cell = string | number | null;

/** A table with its headings; columns are as wide as their weight says, in characters. */
export interface PaperTable {
  kind: 'table';
  /** Names the sheet of a workbook, and stands above the table. */
  title: string;
  columns: readonly { heading: string; width: number }[];
  rows: readonly (readonly Cell[])[];
  /** The last row, which adds up the others: 合计. */
  total?: readonly Cell[];
  /** How it was counted, and what else must be said below it. */
  notes?: readonly string[];
}

/** What a paper is made of, in the order in which it is read. Levels are those of GB/T 9704: 一、 (一) 1. */
export type PaperBlock =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
  /** A line to be filled in by hand, or a field of a form that is signed and sealed. */
  | { kind: 'field'; label: string; value: string | null }
  /** A QR code of an address, with what it is for below it; where there is no room for pictures, the address as text. */
  | { kind: 'code'; caption: string; address: string }
  | PaperTable;

/** Stands on a new page of its own with 附件1 at its top left, or as a sheet of its own. */
export interface Annex {
  title: string;
  blocks: readonly PaperBlock[];
}

/**
 * A paper before it has a form: the same value is written as DOCX, as HTML to print, as a workbook and as CSV. It holds
 * nothing that changes from one writing to the next, so the same data at the same moment give the same bytes.
 */
export interface Paper {
  locale: Locale;
  title: string;
  /** 津人专〔2013〕7号 and the like, where it has one. */
  number?: string;
  /** Not yet handed in or accepted: marked 草稿 on each page. */
  draft: boolean;
  /** Who issues it and the day, in words, as they stand at the end. */
  issuer: string;
  date: string;
  /** The moment whose figures these are, in words in the programme's zone, printed on it. */
  asOf: string;
  blocks: readonly PaperBlock[];
  annexes: readonly Annex[];
}

/** The forms in which a paper can be had: what `format` of the modal `export` offers. */
export const FORMATS = ['docx', 'xlsx', 'html', 'csv'] as const;

export type Format = (typeof FORMATS)[number];
