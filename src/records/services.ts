import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { isPublic } from '../demands/demand.ts';
import { type Figures, figuresIn, inOrderOfLine, type Labelled } from '../programme/catalogue.ts';
import { type Programme, today } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { findStanding } from '../reports/corrected-sql.ts';
import { findReport } from '../reports/listings.ts';
import type { Recordable } from './entries.ts';
import { countDays, type Label, type Service } from './record.ts';
import { listOfReports } from './record-sql.ts';

/** A report, whoever stands in it, and whether it was accepted. */
interface Row {
  id: string;
  number: string;
  year: number;
  is_accepted: boolean;
  title: string;
  action_line: string;
  form: string | null;
  districts: string[];
  service_start: string;
  service_end: string;
  days: number | null;
  place: string;
  metrics: object;
  summary: string;
  unit_name: string | null;
  /** The last number that was given in its year. */
  last_no: number;
  experts: readonly { id: string; name: string; employer: string; title: string }[];
}

/** What is to be recorded, and from which number on. */
export interface Due {
  all: Recordable[];
  /** The last number that was given in each year of theirs; only whoever holds the log may count on. */
  lastNumbers: Map<number, number>;
}

/** These reports as they count at this moment, with what was issued about them. */
export async function readServices(
  db: Db,
  teamId: string,
  reportIds: readonly string[],
  now: Temporal.Instant,
): Promise<Due> {
  const lastNumbers = new Map<number, number>();
  if (reportIds.length === 0) return { all: [], lastNumbers };
  const reports = await listRows(db, teamId, reportIds);
  const issued = Map.groupBy(await listOfReports(db, teamId, reportIds), ({ reportId }) => reportId);
  const years = await readYears(db, teamId, reports);
  const all: Recordable[] = [];
  for (const report of reports) {
    lastNumbers.set(report.year, report.last_no);
    const programme = years.get(report.year);
    if (!programme) throw new Error('a report belongs to a year that is not there');
    const metrics = report.is_accepted ? await standingMetrics(db, report, programme) : undefined;
    const services = metrics
      ? report.experts.map((one) => serviceOf({ ...report, metrics }, one, programme, now))
      : [];
    all.push({ services, issued: issued.get(report.id) ?? [] });
  }
  return { all, lastNumbers };
}

/** In the order in which they are asked for. */
async function listRows(db: Db, teamId: string, ids: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`/* name: list_services */
    select r.id, r.number, r.year, r.state = 'accepted' as is_accepted, r.title, r.action_line, r.form, r.districts,
      r.service_start, r.service_end, r.days, r.place, r.metrics, r.summary, d.unit_name,
      (select coalesce(max(s.no), 0) from service_record s where s.team_id = r.team_id and s.year = r.year) as last_no,
      (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'employer', o.name, 'title', e.title)
          order by e.name, e.id), '[]')
        from report_expert re
        join expert e on e.team_id = re.team_id and e.id = re.expert_id
        join organisation o on o.team_id = e.team_id and o.id = e.employer_id
        where re.team_id = r.team_id and re.report_id = r.id) as experts
    from report r
    left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    where r.team_id = ${teamId} and r.id = any(${[...ids]}::text[])
    order by array_position(${[...ids]}::text[], r.id)`.execute(db);
  return rows;
}

async function readYears(db: Db, teamId: string, reports: readonly Row[]) {
  const years = new Map<number, Programme>();
  for (const year of new Set(reports.map((one) => one.year)))
    years.set(year, await programmeOf(db, { teamId, year }));
  return years;
}

/** In a closed year as corrections have left them; undefined when they took the report out. */
async function standingMetrics(
  db: Db,
  { id, metrics }: Row,
  { teamId, state }: Programme,
): Promise<Figures | undefined> {
  if (state !== 'closed') return figuresIn(metrics);
  const report = await findReport(db, teamId, id);
  const standing = report && (await findStanding(db, teamId, report));
  return standing && !standing.isOut ? standing.report.metrics : undefined;
}

/** What the paper will say. Of a line that is private by default it tells that somebody served, and not how. */
function serviceOf(
  report: Row & { metrics: Figures },
  expert: Row['experts'][number],
  programme: Programme,
  now: Temporal.Instant,
): Service {
  const { catalogue, rules } = programme;
  const isTold = isPublic({ actionLine: report.action_line });
  const [from, to] = [report.service_start, report.service_end];
  return {
    year: report.year,
    issuedOn: today(programme, now).toString(),
    reportId: report.id,
    reportNumber: report.number,
    expertId: expert.id,
    name: expert.name,
    employer: expert.employer,
    title: labelIn(catalogue.titles, expert.title),
    service: report.title,
    line: labelIn(catalogue.action_lines, report.action_line),
    ...(report.form ? { form: labelIn(catalogue.forms, report.form) } : {}),
    unit: (isTold && report.unit_name) || '',
    place: report.place,
    districts: report.districts,
    from,
    to,
    days: countDays({ from, to }, report.days ?? undefined, rules),
    travelDays: rules.travelDays,
    content: isTold ? report.summary : '',
    results: isTold ? resultsOf(report, programme) : [],
    issuer: programme.name,
    documentNo: programme.documentNo,
  };
}

function resultsOf(
  { action_line: line, metrics }: Pick<Row, 'action_line'> & { metrics: Figures },
  { catalogue }: Programme,
): Service['results'] {
  return inOrderOfLine(catalogue, line, metrics)
    .filter(({ value }) => value > 0)
    .map(({ key, value }) => {
      const metric = catalogue.metrics.find((one) => one.key === key);
      const { zh = key, en = key, unit = '' } = metric ?? {};
      return { zh, en, unit, value };
    });
}

function labelIn(list: readonly Labelled[], id: string): Label {
  const { zh = id, en = id } = list.find((one) => one.id === id) ?? {};
  return { id, zh, en };
}
