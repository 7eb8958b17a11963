import { createHash } from 'node:crypto';
import { actOnce } from '../../db/audit.ts';
import { findActor } from '../../directory/roles.ts';
import { markChanged } from '../../outbox/marks.ts';
import { today } from '../../programme/programme.ts';
import { findProgramme, findYear } from '../../programme/repository.ts';
import type { Deps } from '../../slack/interaction.ts';
import { listAlike, listNamed } from '../alike-sql.ts';
import { type CheckedRows, checkRows } from '../check-rows.ts';
import { byHeading, type Column } from '../columns.ts';
import type { Fault, Import } from '../import.ts';
import { stateOf } from '../import.ts';
import { columnsOf } from '../kinds/columns-of.ts';
import { namesIn } from '../kinds/reports.ts';
import { readFile } from '../read-file.ts';
import { inParts, insertRows } from '../rows-sql.ts';
import { MOST_BYTES, type Sheet } from '../sheet.ts';
import { findApplied, findImport, takeReading } from '../sql.ts';
import { keepChecked, keepFault, keepProgress } from '../states-sql.ts';
import { askToConfirm, showImport } from '../tell.ts';

/** In seconds: by then it is read, or whoever read it is gone. */
const LEASE_SECONDS = 120;
/** As often as it is begun; then the list is refused. */
const MOST_TRIES = 3;
/** From so many rows on it is said that they are being checked. */
const MANY_ROWS = 500;

/** Fetches, reads and checks a list that somebody put in, and says what is in it. Whoever has it already goes on alone. */
export async function readImport(deps: Deps, teamId: string, id: string): Promise<void> {
  const wallNow = deps.wallNow();
  const one = await takeReading(deps.db, { teamId, id, wallNow, seconds: LEASE_SECONDS });
  if (!one) return;
  if (one.tries > MOST_TRIES) return refuse(deps, teamId, one, { code: 'gave_up', values: {} });
  const fetched = await deps.granted.fetchFile(one.fileId, MOST_BYTES);
  if (!fetched.ok) return refuse(deps, teamId, one, { code: fetched.why, values: {} });
  const hash = createHash('sha256').update(fetched.bytes).digest('hex');
  const before = await findApplied(deps.db, { teamId, kind: one.kind, hash });
  if (before) {
    const values = { by: before.appliedBy ?? '' };
    return refuse(deps, teamId, one, { code: 'applied_before', values }, hash);
  }
  await check(deps, teamId, one, { bytes: fetched.bytes, hash });
}

async function check(
  deps: Deps,
  teamId: string,
  one: Import,
  { bytes, hash }: { bytes: Uint8Array; hash: string },
): Promise<void> {
  const { db, readers } = deps;
  const reader = await readers.find(teamId, one.uploadedBy);
  const programme = await findProgramme(db, teamId, reader.tz);
  if (!programme) return refuse(deps, teamId, one, { code: 'gave_up', values: {} });
  const columns = columnsOf(one.kind, programme);
  const read = await readFile(bytes, [...byHeading(columns).keys()]);
  if (!read.ok) return refuse(deps, teamId, one, read.fault, hash);
  const { sheet } = read;
  if (sheet.rows.length >= MANY_ROWS) {
    await keepProgress(db, teamId, one.id, sheet.rows.length);
    await actOnce(db, (trx) => markChanged(trx, { teamId, views: [`import:${one.id}:`] }));
    deps.sender.wake();
  }
  const checked = await checkRows(one.kind, sheet, columns, {
    locale: one.language,
    programme,
    years: await listYears(deps, teamId, programme.year),
    today: today(programme, deps.now()),
    actor: await findActor(db, reader, deps.now()),
    experts: one.kind === 'reports' ? await listNamed(db, teamId, namesOf(sheet, columns)) : new Map(),
  });
  await lookForAlike(deps, { teamId, year: programme.year }, one, checked);
  await keep(deps, teamId, one, { sheet, checked, hash });
}

/** A file of last year counts in last year, and one of two years ago says that it is closed. */
async function listYears({ db }: Deps, teamId: string, current: number) {
  const years = await Promise.all(
    Array.from({ length: 12 }, (_, i) => findYear(db, { teamId, year: current + 1 - i })),
  );
  return new Map(years.filter((one) => one !== undefined).map((one) => [one.year, one]));
}

/** Everybody who is named in the list. */
function namesOf({ columns: above, rows }: Sheet, columns: readonly Column[]): string[] {
  const known = byHeading(columns);
  const at = above.findIndex(({ key }) => known.get(key)?.field === 'experts');
  return [...new Set(rows.flatMap(({ cells }) => namesIn(cells[at] ?? '').map(({ name }) => name)))];
}

async function lookForAlike(
  { db }: Deps,
  asked: { teamId: string; year: number },
  { kind }: Import,
  { rows, keys }: CheckedRows,
): Promise<void> {
  const good = rows.filter(({ form }) => form !== undefined);
  for (const part of inParts(good, 500)) {
    const alike = await listAlike(
      db,
      asked,
      kind,
      part.flatMap(({ form }) => form ?? []),
    );
    if (alike.size === 0) continue;
    for (const row of part) {
      const found = (keys.get(row.no) ?? []).map((key) => alike.get(key));
      // What is there already goes before what stands further up in the file.
      row.likely = found.find((likely) => likely?.isCertain) ?? found.find(Boolean) ?? row.likely;
    }
  }
}

async function keep(
  deps: Deps,
  teamId: string,
  one: Import,
  { sheet, checked, hash }: { sheet: Sheet; checked: CheckedRows; hash: string },
): Promise<void> {
  const { rows, scopes } = checked;
  const count = (state: string) => rows.filter((row) => stateOf(row) === state).length;
  const counted = {
    rows: rows.length,
    good: count('good'),
    refused: count('refused'),
    likely: count('likely'),
    answered: rows.filter(({ form, likely }) => form && likely?.isCertain).length,
  };
  await actOnce(deps.db, async (trx) => {
    const kept = { teamId, id: one.id, hash, counted, scopes, unread: sheet.unread };
    if (!(await keepChecked(trx, kept))) return;
    await insertRows(trx, { teamId, importId: one.id }, rows);
    const now = await findImport(trx, teamId, one.id);
    if (!now) return;
    if (now.good + now.likely > 0) await askToConfirm(trx, teamId, now);
    await showImport(trx, teamId, now);
  });
  deps.sender.wake();
}

async function refuse(deps: Deps, teamId: string, one: Import, fault: Fault, hash?: string): Promise<void> {
  await actOnce(deps.db, async (trx) => {
    if (await keepFault(trx, { teamId, id: one.id, fault, hash }))
      await markChanged(trx, { teamId, views: [`import:${one.id}:`] });
  });
  deps.sender.wake();
}
