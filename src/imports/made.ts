import type { Import } from './import.ts';
import type { Told } from './tell.ts';

/** A row that is applied, with the id that its thing will have. */
export interface Applied {
  no: number;
  id: string;
  form: object;
}

/** What came of it, and whom it concerns; or why nothing did. */
export type Outcome =
  | { objects: { no: number; id: string }[]; told: Told[] }
  | { closed: number[] }
  | 'experts_changed';

export function idsOf(rows: readonly Applied[]): { no: number; id: string }[] {
  return rows.map(({ no, id }) => ({ no, id }));
}

/** In the audit trail of each thing: which list it came by, and where it stood. */
export function entryOf(
  one: Import,
  { id, no }: { id: string; no: number },
  more: Record<string, string | number> = {},
): { id: string; details: Record<string, unknown> } {
  return { id, details: { ...more, import: one.id, row: no } };
}
