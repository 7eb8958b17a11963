/** What the report of a long year takes: seconds, memory, and for how long nobody else is answered. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Paper } from '../src/documents/paper.ts';
import { writePaper } from '../src/documents/write-paper.ts';
import { readYearReport } from '../src/documents/year-report.ts';
import { programmeOf } from '../src/programme/repository.ts';
import type { Ground } from './contest.ts';
import { NOW, seedHistory, TEAM, YEAR } from './seed-history.ts';

const SERVICES = 10_000;
/** A city of this size has a few more reports than that in a year. */
const SIZE = 17;

export interface ReportFigures {
  services: number;
  readSeconds: number;
  docxSeconds: number;
  xlsxSeconds: number;
  /** Over what the process held before, its threads included. */
  memoryMb: number;
  /** The longest that this thread answered nobody, in milliseconds. */
  heldMs: number;
}

/** The city's report, read and written as a document and as a workbook. */
export async function reportOnce({ db }: Ground): Promise<ReportFigures> {
  await seedHistory(db, { years: 1, size: SIZE });
  await sql`with served as (
      select report_id, sum(count(*)) over (order by report_id) as so_far from report_expert
      where team_id = ${TEAM} and year = ${YEAR} group by report_id
    )
    update report r set state = case when so_far <= ${SERVICES} then 'accepted' else 'submitted' end,
      override_reason = 'bench', summary = repeat('现场诊断并解决问题。', 20)
    from served where r.team_id = ${TEAM} and r.id = served.report_id`.execute(db);
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
  const [, docxSeconds] = await timed(() => writePaper(paper, 'docx'));
  // With its needs it would have too many rows for a workbook.
  const lists = { ...paper, annexes: paper.annexes.slice(0, 2) };
  const [book, xlsxSeconds] = await timed(() => writePaper(lists, 'xlsx'));
  clearInterval(watch);
  delay.disable();
  if (book.format !== 'xlsx') throw new Error('more services than a workbook bears');
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
