import { setImmediate } from 'node:timers/promises';
import type { Db } from '../db/open.ts';
import { readAtOneMoment } from '../db/snapshot.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showDate, showMoment, today } from '../programme/programme.ts';
import { listSummaries } from '../summaries/repository.ts';
import { stateOf } from '../summaries/summary.ts';
import { composeChecks } from './check.ts';
import type { Annex, Cell, Paper } from './paper.ts';
import { say } from './words-year.ts';
import { isDraft, ownLine, type YearData } from './year-report-data.ts';
import { composeNeedsTable, needCells } from './year-report-needs.ts';
import { readYearData } from './year-report-read.ts';
import { composeLate, composeReconciliation } from './year-report-reconciled.ts';
import { nameScope, type ReportScope } from './year-report-scope.ts';
import { composeServicesTable, nobodyServed, serviceCells } from './year-report-services.ts';
import { composeYearTable } from './year-report-tables.ts';
import { composeText } from './year-report-text.ts';
import { listNeedRows, listServiceRows, type NeedRow } from './year-sql-lists.ts';

export interface YearReportAsk {
  teamId: string;
  programme: Programme;
  scope: ReportScope;
  locale: Locale;
  now: Temporal.Instant;
  /** Of the rows of its lists, each time some were read. */
  onProgress?: (done: number, total: number) => Promise<void> | void;
}

/** So many rows are read at once: on the embedded engine everybody waits for them. */
const AT_ONCE = 250;
/** So many rows are put into words before others are answered. */
const IN_A_BREATH = 25;

/** The report of a year, with the figures of the moment `now`: the digest of the same moment has the same. */
export async function readYearReport(db: Db, ask: YearReportAsk): Promise<Paper> {
  const { scope, locale, now } = ask;
  // A paper says the same to everybody, wherever they live.
  const programme = { ...ask.programme, readerZone: undefined };
  // They are made when they are first looked at, which is no reading.
  await listSummaries(db, programme);
  const data = await readAtOneMoment(db, (trx) => readYearData(trx, programme, scope, now));
  const total = data.serviceIds.length + data.needIds.length;
  const report = async (done: number) => ask.onProgress?.(done, total);
  await report(0);
  const [rows, served] = [[] as Cell[][], nobodyServed()];
  const shown = { programme, locale, corrections: data.corrections };
  for (const [i, ids] of inParts(data.serviceIds)) {
    const found = await listServiceRows(db, programme, scope, ids);
    for (const [no, row] of found.entries()) {
      if (no % IN_A_BREATH === 0) await setImmediate();
      rows.push(serviceCells(row, shown, served));
    }
    await report(i + ids.length);
  }
  const [needs, needRows] = [[] as NeedRow[], [] as Cell[][]];
  for (const [i, ids] of inParts(data.needIds)) {
    for (const need of await listNeedRows(db, programme, ids)) {
      if (needs.length % IN_A_BREATH === 0) await setImmediate();
      needRows.push(needCells(need, needs.push(need), shown));
    }
    await report(data.serviceIds.length + i + ids.length);
  }
  const services = composeServicesTable(data, rows, served, locale);
  const tables = [
    services,
    ...(scope.kind === 'system' ? [] : [composeNeedsTable(needs, needRows, data.needsUnlisted, locale)]),
  ];
  return compose(data, [composeYearTable(data, locale), ...tables].map(annexOf), locale);
}

function* inParts(ids: readonly string[]): Generator<[number, readonly string[]]> {
  for (let i = 0; i < ids.length; i += AT_ONCE) yield [i, ids.slice(i, i + AT_ONCE)];
}

function annexOf(table: Extract<Annex['blocks'][number], { kind: 'table' }>): Annex {
  return { title: table.title, blocks: [table] };
}

function compose(data: YearData, lists: readonly Annex[], locale: Locale): Paper {
  const { programme, scope, now } = data;
  const { year, name } = programme;
  const own = ownLine(data);
  const unit = nameScope(scope, locale, year);
  const late = composeLate(data, locale);
  const draft = own ? isDraft(own) : data.units.some(isDraft);
  const isChecked = own !== undefined && draft && stateOf(own.obligation) !== 'submitted';
  return {
    locale,
    title: say(locale, own ? 'title_unit' : 'title', { name, year, unit }),
    draft,
    issuer: own ? unit : name,
    date: showDate(today(programme, now).toString(), locale),
    asOf: showMoment(now, programme, locale),
    blocks: composeText(data, locale),
    annexes: [
      ...lists,
      ...(own ? [] : [composeReconciliation(data, locale)]),
      ...(late ? [late] : []),
      ...(isChecked
        ? [{ title: say(locale, 'check_annex'), blocks: composeChecks(data.disagreements, { locale, year }) }]
        : []),
    ],
  };
}
