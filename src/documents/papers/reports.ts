import { sql } from 'kysely';
import type { Db } from '../../db/open.ts';
import { isPublic } from '../../demands/demand.ts';
import type { Locale } from '../../i18n/locale.ts';
import { joinNames } from '../../i18n/words.ts';
import { type Figures, figuresIn, inOrderOfLine, labelOf } from '../../programme/catalogue.ts';
import { districtName } from '../../programme/places.ts';
import type { Programme } from '../../programme/programme.ts';
import { type ReportState, showFigure } from '../../reports/report.ts';
import type { Fault, PaperAsk } from '../job.ts';
import type { Cell, Paper, PaperTable } from '../paper.ts';
import { say } from '../words-lists.ts';
import { columnsOf, paperOf, sayPeriod } from './frame.ts';
import { reportWithin } from './scope-sql.ts';

interface Row {
  number: string;
  state: ReportState;
  title: string;
  action_line: string;
  form: string | null;
  districts: string[];
  service_start: string;
  service_end: string;
  days: number | null;
  place: string;
  unit: string | null;
  confidential: boolean | null;
  metrics: object;
  experts: string[];
}

/** Each activity report of the year but what was voided, and where it stands. */
export async function readReports(db: Db, ask: PaperAsk): Promise<Paper | Fault> {
  const { programme, locale } = ask;
  const all = await listRows(db, ask);
  if (all.length === 0) return 'nothing';
  const listed = all.filter((one) => isPublic({ actionLine: one.action_line }));
  const accepted = all.filter(({ state }) => state === 'accepted').length;
  const counted = all.length - listed.length;
  const table: PaperTable = {
    kind: 'table',
    title: say(locale, 'reports_sheet'),
    columns: columnsOf([
      [say(locale, 'no'), 5],
      [say(locale, 'number'), 14],
      [say(locale, 'activity'), 24],
      [say(locale, 'line'), 14],
      [say(locale, 'form'), 12],
      [say(locale, 'districts'), 14],
      [say(locale, 'service_time'), 16],
      [say(locale, 'days'), 6],
      [say(locale, 'host_unit'), 20],
      [say(locale, 'experts'), 20],
      [say(locale, 'results'), 30],
      [say(locale, 'state'), 14],
    ]),
    rows: listed.map((one, i) => rowOf(one, i + 1, ask)),
    total: [
      say(locale, 'total'),
      say(locale, 'n_reports', { n: all.length }),
      ...['', '', '', '', '', '', '', '', ''],
      say(locale, 'n_accepted', { n: accepted }),
    ],
    notes: counted > 0 ? [say(locale, 'reports_counted', { n: counted })] : [],
  };
  return paperOf(ask, say(locale, 'reports_title', { year: programme.year }), [table]);
}

async function listRows(db: Db, { programme, reach }: PaperAsk): Promise<Row[]> {
  const { teamId, year } = programme;
  const { rows } = await sql<Row>`/* name: reports_on_paper */
    select r.number, r.state, r.title, r.action_line, r.form, r.districts, r.service_start, r.service_end, r.days, r.place,
      d.unit_name as unit, d.confidential, r.metrics,
      array(select e.name from report_expert re join expert e on e.team_id = re.team_id and e.id = re.expert_id
        where re.team_id = r.team_id and re.report_id = r.id order by e.name, e.id) as experts
    from report r left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    where r.team_id = ${teamId} and r.year = ${year} and r.state <> 'voided' and ${reportWithin(reach)}
    order by r.number`.execute(db);
  return rows;
}

function rowOf(one: Row, no: number, { programme, locale }: PaperAsk): Cell[] {
  const { catalogue, year } = programme;
  const isTold = !one.confidential;
  return [
    no,
    one.number,
    isTold ? one.title : labelOf(catalogue.action_lines, one.action_line, locale),
    labelOf(catalogue.action_lines, one.action_line, locale),
    one.form ? labelOf(catalogue.forms, one.form, locale) : '',
    joinNames(
      one.districts.map((slug) => districtName(slug, locale, year)),
      locale,
    ),
    sayPeriod(one.service_start, one.service_end, locale),
    one.days,
    isTold ? (one.unit ?? one.place) : say(locale, 'not_told'),
    joinNames(one.experts, locale),
    isTold ? sayFigures(programme, one.action_line, figuresIn(one.metrics), locale) : say(locale, 'not_told'),
    say(locale, `report_${one.state}`),
  ];
}

/** What was reached, the most telling first; nothing of what is zero. */
export function sayFigures({ catalogue }: Programme, line: string, figures: Figures, locale: Locale): string {
  return inOrderOfLine(catalogue, line, figures)
    .filter(({ value }) => value > 0)
    .map(({ key, value }) => showFigure(catalogue.metrics, key, value, locale))
    .join(locale === 'zh' ? '；' : '; ');
}
