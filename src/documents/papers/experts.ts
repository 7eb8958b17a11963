import { sql } from 'kysely';
import type { Db } from '../../db/open.ts';
import { isPublic } from '../../demands/demand.ts';
import { joinNames } from '../../i18n/words.ts';
import { labelOf } from '../../programme/catalogue.ts';
import type { Fault, PaperAsk } from '../job.ts';
import type { Cell, Paper, PaperTable } from '../paper.ts';
import { say } from '../words-lists.ts';
import { columnsOf, paperOf, sayPeriod } from './frame.ts';
import { acceptedIn, servedWithin } from './scope-sql.ts';

/** A person in an accepted report. */
interface Service {
  expert_id: string;
  name: string;
  employer: string;
  title: string;
  categories: string[];
  field: string;
  number: string;
  action_line: string;
  form: string | null;
  place: string;
  unit: string | null;
  confidential: boolean | null;
  report_title: string;
  summary: string;
  service_start: string;
  service_end: string;
  days: number | null;
}

/** 专家服务情况汇总表: who served where; of the line that shows counts only, how often. */
export async function readExperts(db: Db, ask: PaperAsk): Promise<Paper | Fault> {
  const { programme, locale } = ask;
  const all = await listServices(db, ask);
  if (all.length === 0) return 'nothing';
  const listed = all.filter((one) => isPublic({ actionLine: one.action_line }));
  const people = new Set(all.map(({ expert_id }) => expert_id)).size;
  const days = listed.reduce((sum, one) => sum + (one.days ?? 0), 0);
  const counted = all.length - listed.length;
  const table: PaperTable = {
    kind: 'table',
    title: say(locale, 'experts_sheet'),
    columns: columnsOf([
      [say(locale, 'no'), 5],
      [say(locale, 'expert_name'), 10],
      [say(locale, 'employer'), 20],
      [say(locale, 'job_title'), 12],
      [say(locale, 'categories'), 16],
      [say(locale, 'field'), 14],
      [say(locale, 'host_unit'), 20],
      [say(locale, 'form'), 12],
      [say(locale, 'service_time'), 16],
      [say(locale, 'days'), 6],
      [say(locale, 'content_and_results'), 34],
      [say(locale, 'remarks'), 14],
    ]),
    rows: listed.map((one, i) => rowOf(one, i + 1, ask)),
    total: [
      say(locale, 'total_once'),
      say(locale, 'n_people', { n: people }),
      say(locale, 'n_times', { n: all.length }),
      ...['', '', '', '', '', ''],
      days,
      '',
      '',
    ],
    notes: [
      say(locale, 'rule_experts'),
      ...(counted > 0 ? [say(locale, 'services_counted', { n: counted })] : []),
    ],
  };
  return paperOf(ask, say(locale, 'experts_title', { year: programme.year }), [table]);
}

async function listServices(db: Db, { programme, reach }: PaperAsk): Promise<Service[]> {
  const { teamId } = programme;
  const { rows } = await sql<Service>`/* name: services_on_paper */
    select e.id as expert_id, e.name, o.name as employer, e.title, e.categories, e.field, r.number, r.action_line, r.form,
      r.place, d.unit_name as unit, d.confidential, r.title as report_title, r.summary, r.service_start, r.service_end, r.days
    from ${acceptedIn(programme)} r
    join report_expert re on re.team_id = r.team_id and re.report_id = r.id
    join expert e on e.team_id = re.team_id and e.id = re.expert_id
    join organisation o on o.team_id = e.team_id and o.id = e.employer_id
    left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    where r.team_id = ${teamId} and ${servedWithin(reach)}
    order by e.name, e.id, r.service_start, r.number`.execute(db);
  return rows;
}

function rowOf(one: Service, no: number, { programme, locale }: PaperAsk): Cell[] {
  const { catalogue } = programme;
  const isTold = !one.confidential;
  return [
    no,
    one.name,
    one.employer,
    labelOf(catalogue.titles, one.title, locale),
    joinNames(
      one.categories.map((id) => labelOf(catalogue.categories, id, locale)),
      locale,
    ),
    labelOf(catalogue.fields, one.field, locale),
    isTold ? (one.unit ?? one.place) : say(locale, 'not_told'),
    one.form ? labelOf(catalogue.forms, one.form, locale) : '',
    sayPeriod(one.service_start, one.service_end, locale),
    one.days,
    isTold
      ? [one.report_title, one.summary].filter(Boolean).join(locale === 'zh' ? '：' : ': ')
      : say(locale, 'not_told'),
    one.number,
  ];
}
