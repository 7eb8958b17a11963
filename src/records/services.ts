import { type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { isPublic } from '../demands/demand.ts';
import { inOrderOfLine, type Labelled } from '../programme/catalogue.ts';
import { type Programme, today } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { findStanding, type Standing } from '../reports/corrected-sql.ts';
import { listReports } from '../reports/listings.ts';
import type { Report, ReportExpert } from '../reports/report.ts';
import type { Recordable } from './entries.ts';
import { countDays, type Label, type Service } from './record.ts';
import { listOfReports } from './record-sql.ts';

/** These reports as they count at this moment, with what was issued about them; at most as many as a list holds. */
export async function readServices(
  db: Db,
  teamId: string,
  reportIds: readonly string[],
  now: Temporal.Instant,
): Promise<Recordable[]> {
  if (reportIds.length === 0) return [];
  const reports = await listReports(
    db,
    teamId,
    sql<SqlBool>`report.id = any(${[...reportIds]}::text[])`,
    sql`array_position(${[...reportIds]}::text[], report.id)`,
  );
  const [issued, titles, years] = await Promise.all([
    listOfReports(db, teamId, reportIds),
    listTitles(db, teamId, [...new Set(reports.flatMap(({ expertIds }) => expertIds))]),
    readYears(db, teamId, reports),
  ]);
  const all: Recordable[] = [];
  for (const report of reports) {
    const programme = years.get(report.year);
    if (!programme) throw new Error('a report belongs to a year that is not there');
    const standing = await standingOf(db, report, programme);
    const services = standing.isOut
      ? []
      : standing.report.experts.map((one) =>
          serviceOf(standing.report, one, { programme, title: titles.get(one.id) ?? '', now }),
        );
    all.push({ services, issued: issued.filter(({ reportId }) => reportId === report.id) });
  }
  return all;
}

/** In a closed year as corrections have left it. */
async function standingOf(db: Db, report: Report, { teamId, state }: Programme): Promise<Standing> {
  if (report.state !== 'accepted') return { report, isOut: true, last: 0 };
  return state === 'closed' ? findStanding(db, teamId, report) : { report, isOut: false, last: 0 };
}

async function readYears(db: Db, teamId: string, reports: readonly Report[]) {
  const years = new Map<number, Programme>();
  for (const year of new Set(reports.map((one) => one.year)))
    years.set(year, await programmeOf(db, { teamId, year }));
  return years;
}

async function listTitles(db: Db, teamId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, title from expert where team_id = ${teamId} and id = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** What the paper will say. Of a line that is private by default it tells that somebody served, and not how. */
function serviceOf(
  report: Report,
  expert: ReportExpert,
  { programme, title, now }: { programme: Programme; title: string; now: Temporal.Instant },
): Service {
  const { catalogue, rules } = programme;
  const isTold = isPublic(report);
  const [from, to] = [report.serviceStart, report.serviceEnd];
  return {
    year: report.year,
    issuedOn: today(programme, now).toString(),
    reportId: report.id,
    reportNumber: report.number,
    expertId: expert.id,
    name: expert.name,
    employer: expert.employer,
    title: labelIn(catalogue.titles, title),
    service: report.title,
    line: labelIn(catalogue.action_lines, report.actionLine),
    ...(report.form ? { form: labelIn(catalogue.forms, report.form) } : {}),
    unit: (isTold && report.unitName) || '',
    place: report.place,
    districts: report.districts,
    from,
    to,
    days: countDays({ from, to }, report.days, rules),
    travelDays: rules.travelDays,
    content: isTold ? report.summary : '',
    results: isTold ? resultsOf(report, programme) : [],
    issuer: programme.name,
    documentNo: programme.documentNo,
  };
}

function resultsOf({ actionLine, metrics }: Report, { catalogue }: Programme): Service['results'] {
  return inOrderOfLine(catalogue, actionLine, metrics)
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
