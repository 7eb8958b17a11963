import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';

export const KINDS = ['units', 'experts', 'demands', 'reports'] as const;
export type Kind = (typeof KINDS)[number];

/** In hours of wall time for which a list waits to be applied; then what stands in it is forgotten. */
export const WAITS_HOURS = 14 * 24;

/**
 * reading → checked → applied → undone. What can't be taken is refused; what nobody wants is dropped.
 *
 * | from | act | to | by |
 * |---|---|---|---|
 * | – | import_file | reading | a coordinator |
 * | reading | (the desk reads it) | checked, refused | |
 * | checked | apply_import | applied | a coordinator whose all of it is; experts and past services: not who put it in |
 * | checked | drop_import | dropped | who put it in, or whoever could apply it |
 * | applied | undo_import | undone | whoever could apply it, while nothing depends on it |
 */
export type State = 'reading' | 'refused' | 'checked' | 'applied' | 'dropped' | 'undone';

/** A list that somebody put in. */
export interface Import {
  id: string;
  kind: Kind;
  state: State;
  uploadedBy: string;
  uploadedAt: Temporal.Instant;
  /** In which its refusals are written. */
  language: Locale;
  fileId: string;
  fileName: string;
  fileHash: string | undefined;
  rows: number;
  good: number;
  refused: number;
  likely: number;
  answered: number;
  revision: number;
  scopes: string[];
  unread: string[];
  fault: Fault | undefined;
  appliedBy: string | undefined;
  appliedAt: Temporal.Instant | undefined;
  appliedRows: number;
  endedBy: string | undefined;
}

/** Why a whole list was refused. */
export interface Fault {
  code: string;
  values: Record<string, string | number>;
}

export const storedFault = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

/** What is wrong in a row, beside its column. */
export interface RowFault {
  column: string;
  why: string;
}

export const storedFaults = z.array(z.object({ column: z.string(), why: z.string() }));

/** Who or what a row looks like: something that is there, or an earlier row. */
export interface Likely {
  /** What it is called by. */
  name: string;
  /** Of something that is there. */
  id?: string | undefined;
  /** Of the same file. */
  row?: number | undefined;
  /** Nobody has to be asked: there can't be two of it. */
  isCertain?: boolean | undefined;
}

export const storedLikely = z.object({
  name: z.string(),
  id: z.string().optional(),
  row: z.number().optional(),
  isCertain: z.boolean().optional(),
});

export type RowState = 'good' | 'refused' | 'likely';

/** A row that was checked. */
export interface Row {
  no: number;
  /** As written, by field. */
  cells: Record<string, string>;
  faults: RowFault[];
  /** As it will be kept; undefined for one that is refused. */
  form: object | undefined;
  likely: Likely | undefined;
}

/** Whose a row is: the district, or the system, and '' where it is of none. */
export type Scope = `district:${string}` | `system:${string}`;

export function stateOf({ form, likely }: Pick<Row, 'form' | 'likely'>): RowState {
  if (!form) return 'refused';
  return likely ? 'likely' : 'good';
}

/** Experts and past services count at once: whoever put them in doesn't say so as well (mission: decision 30). */
export function needsAnother(kind: Kind): boolean {
  return kind === 'experts' || kind === 'reports';
}

/** Rows of which nobody has said yet whether they are something that is there. */
export function unansweredIn({ likely, answered }: Pick<Import, 'likely' | 'answered'>): number {
  return Math.max(0, likely - answered);
}
