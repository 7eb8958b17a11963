/** What is read from a spreadsheet: plain text by column, and nothing that could act. Shared with the worker thread. */

/** In bytes; Slack takes more. */
export const MOST_BYTES = 5 * 1024 * 1024;
export const MOST_ROWS = 5000;
/** Of one cell: as much as a form's text field takes (Slack). */
export const MOST_CHARACTERS = 3000;

/** One row with something in it. */
export interface SheetRow {
  /** As the spreadsheet program counts, from 1. */
  no: number;
  /** By the order of `Sheet.columns`; empty text where nothing stands. */
  cells: string[];
}

/** A column whose heading is known. */
export interface SheetColumn {
  /** From 0. */
  at: number;
  /** `headingKey` of what stands above it. */
  key: string;
}

export interface Sheet {
  columns: SheetColumn[];
  /** Headings that mean nothing here, as written. */
  unread: string[];
  rows: SheetRow[];
}

/** Why a file can't be taken; `values` stand in the sentence. */
export interface SheetFault {
  code: SheetFaultCode;
  values: Record<string, string | number>;
}

export const SHEET_FAULTS = [
  'empty_file',
  'not_a_sheet',
  'old_or_locked',
  'locked',
  'damaged',
  'too_many_parts',
  'unpacks_too_large',
  'foreign_entities',
  'too_far',
  'bad_cell',
  'bad_text',
  'bad_quotes',
  'no_headings',
  'heading_twice',
  'no_rows',
  'too_many_rows',
  'too_slow',
  'too_much',
] as const;
export type SheetFaultCode = (typeof SHEET_FAULTS)[number];

/** Thrown by those who read a file, and only there. */
export class Unreadable extends Error {
  readonly fault: SheetFault;

  constructor(code: SheetFaultCode, values: SheetFault['values'] = {}) {
    super(code);
    this.fault = { code, values };
  }
}

/** What the worker is given. */
export interface Task {
  bytes: ArrayBuffer;
  /** All that may stand above a column, by `headingKey`. */
  keys: string[];
}

/** What the worker answers, in this order: one `sheet`, `rows` several times, `end`; or a `fault`. */
export type Told =
  | { kind: 'sheet'; columns: SheetColumn[]; unread: string[] }
  | { kind: 'rows'; rows: SheetRow[] }
  | { kind: 'end' }
  | { kind: 'fault'; fault: SheetFault };

/** Headings are compared without spaces, width, case, stars and what stands in brackets. */
export function headingKey(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/g, '')
    .replace(/[\s*:_]/g, '')
    .toLowerCase();
}

/** 0 → A, 27 → AB. */
export function columnName(at: number): string {
  const rest = Math.floor(at / 26) - 1;
  return `${rest >= 0 ? columnName(rest) : ''}${String.fromCharCode(65 + (at % 26))}`;
}
