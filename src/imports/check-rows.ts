import { setImmediate as breathe } from 'node:timers/promises';
import type { Locale } from '../i18n/locale.ts';
import type { Typed } from '../slack/form.ts';
import { isFailed } from './cells.ts';
import { byHeading, type Column } from './columns.ts';
import type { Kind, Likely, Row, RowFault, Scope } from './import.ts';
import type { CheckContext, CheckRow } from './kinds/check.ts';
import { createNeedCheck } from './kinds/demands.ts';
import { createExpertCheck } from './kinds/experts.ts';
import { createServiceCheck } from './kinds/reports.ts';
import { createUnitCheck } from './kinds/units.ts';
import { isWithinReach } from './reach.ts';
import { MOST_CHARACTERS, type Sheet, type SheetRow } from './sheet.ts';
import { say } from './words.ts';

/** In ms: others are let in as often. */
const TURN_MS = 10;

export interface CheckedRows {
  rows: Row[];
  /** Whose things the good ones are. */
  scopes: Scope[];
  /** By row: what makes it alike to another. */
  keys: Map<number, string[]>;
}

/** Checks every row by the rules of the form, never holding up anybody for long. */
export async function checkRows(
  kind: Kind,
  sheet: Sheet,
  columns: readonly Column[],
  context: CheckContext,
): Promise<CheckedRows> {
  const known = byHeading(columns);
  const above = sheet.columns.map(({ key }) => known.get(key));
  const checkRow = checkOf(kind, context);
  const checked: CheckedRows = { rows: [], scopes: [], keys: new Map() };
  const seen = new Map<string, Likely>();
  const scopes = new Set<Scope>();
  let since = performance.now();
  for (const one of sheet.rows) {
    const { row, scope, keys, name } = checkOne(kind, one, { above, columns, checkRow, context });
    if (scope) scopes.add(scope);
    if (row.form) {
      // Two of one name in one file are two people, or one who stands there twice: it is asked.
      row.likely = keys.map((key) => seen.get(key)).find((likely) => likely !== undefined);
      const isCertain = (key: string) => kind === 'units' && !key.startsWith('anywhere:');
      for (const key of keys)
        if (!seen.has(key)) seen.set(key, { name, row: row.no, isCertain: isCertain(key) });
      checked.keys.set(row.no, keys);
    }
    checked.rows.push(row);
    if (performance.now() - since > TURN_MS) {
      await breathe();
      since = performance.now();
    }
  }
  return { ...checked, scopes: [...scopes] };
}

/** What the check of a row is made by. */
interface Ways {
  above: readonly (Column | undefined)[];
  columns: readonly Column[];
  checkRow: CheckRow;
  context: CheckContext;
}

function checkOne(
  kind: Kind,
  { no, cells: texts }: SheetRow,
  { above, columns, checkRow, context }: Ways,
): { row: Row; scope: Scope | undefined; keys: string[]; name: string } {
  const { locale, actor } = context;
  const cells: Record<string, string> = {};
  texts.forEach((text, i) => {
    const field = above[i]?.field;
    if (field && text && !cells[field]) cells[field] = text;
  });
  const { typed, faults } = readCells(cells, columns, context);
  const checked = checkRow(typed);
  const told = new Set(faults.map(({ column }) => column));
  if (!checked.ok)
    for (const [field, why] of Object.entries(checked.errors)) {
      const column = labelOf(columns, field, locale);
      // What a unit is follows from other cells: one that can't be read is all that is wrong.
      const follows = field === 'unit_kind' && told.size > 0;
      if (!told.has(column) && !follows) faults.push({ column, why });
    }
  if (checked.ok && !isWithinReach(actor, kind, checked.scope))
    faults.push({ column: say(locale, 'whole_row'), why: say(locale, 'out_of_reach') });
  const isGood = checked.ok && faults.length === 0;
  const row = { no, cells, faults, form: isGood ? checked.form : undefined, likely: undefined };
  return isGood
    ? { row, scope: checked.scope, keys: checked.keys, name: checked.name }
    : { row, scope: undefined, keys: [], name: '' };
}

function readCells(
  cells: Record<string, string>,
  columns: readonly Column[],
  context: CheckContext,
): { typed: Typed; faults: RowFault[] } {
  const { locale } = context;
  const typed: Typed = {};
  const faults: RowFault[] = [];
  for (const { field, labels, read } of columns) {
    const text = cells[field];
    if (text === undefined) continue;
    const refuse = (why: string) => faults.push({ column: labels[locale], why });
    if (isFailed(text)) refuse(say(locale, 'failed_formula', { text }));
    else if (text.length > MOST_CHARACTERS) refuse(say(locale, 'too_long', { max: MOST_CHARACTERS }));
    else {
      const answer = read(text, context);
      if ('fault' in answer) refuse(answer.fault);
      else typed[field] = answer.value;
    }
  }
  return { typed, faults };
}

function labelOf(columns: readonly Column[], field: string, locale: Locale): string {
  return columns.find((one) => one.field === field)?.labels[locale] ?? field;
}

function checkOf(kind: Kind, context: CheckContext): CheckRow {
  switch (kind) {
    case 'units':
      return createUnitCheck(context);
    case 'experts':
      return createExpertCheck(context);
    case 'demands':
      return createNeedCheck(context);
    case 'reports':
      return createServiceCheck(context);
  }
}
