/** Reads the report of a long year, writes it as a document and as a workbook, and says what it took. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openDatabase } from '../src/db/open.ts';
import { writeApart } from '../src/documents/apart.ts';
import type { Paper } from '../src/documents/paper.ts';
import { readYearReport } from '../src/documents/year-report.ts';
import { programmeOf } from '../src/programme/repository.ts';
import type { ReportFigures } from './report.ts';
import { NOW, TEAM, YEAR } from './seed-history.ts';

const { db, close } = await openDatabase({ databaseUrl: process.argv[2], dataDir: '', poolSize: 16 });
const figures = await measure();
await close();
process.stdout.write(JSON.stringify(figures));

async function measure(): Promise<ReportFigures> {
  const programme = await programmeOf(db, { teamId: TEAM, year: YEAR });
  const rest = process.memoryUsage.rss();
  let peak = rest;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [paper, readSeconds] = await timed(() =>
    readYearReport(db, { teamId: TEAM, programme, scope: { kind: 'city' }, locale: 'zh', now: NOW }),
  );
  const [, docxSeconds] = await timed(() => writeApart(paper, 'docx'));
  // With its needs it would have too many rows for a workbook.
  const lists = { ...paper, annexes: paper.annexes.slice(0, 2) };
  const [book, xlsxSeconds] = await timed(() => writeApart(lists, 'xlsx'));
  clearInterval(watch);
  delay.disable();
  if (book.written?.format !== 'xlsx') throw new Error('more services than a workbook bears');
  return {
    services: servicesIn(paper),
    readSeconds,
    docxSeconds,
    xlsxSeconds,
    memoryMb: (peak - rest) / 1024 / 1024,
    heldMs: delay.max / 1e6,
  };
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const since = performance.now();
  const done = await work();
  return [done, (performance.now() - since) / 1000];
}

function servicesIn({ annexes }: Paper): number {
  const tables = annexes.flatMap(({ blocks }) =>
    blocks.flatMap((one) => (one.kind === 'table' ? [one] : [])),
  );
  return Math.max(...tables.map(({ rows }) => rows.length));
}
