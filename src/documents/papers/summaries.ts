import { sql } from 'kysely';
import type { Db } from '../../db/open.ts';
import { type Figures, metricLabel, offeredOf } from '../../programme/catalogue.ts';
import { listObligations } from '../../summaries/obligations.ts';
import {
  figuresOf,
  NO_FIGURES,
  type Obligation,
  type SummaryFigures,
  stateOf,
  unitName,
} from '../../summaries/summary.ts';
import type { PaperAsk } from '../job.ts';
import type { Cell, Paper, PaperTable } from '../paper.ts';
import { say } from '../words-lists.ts';
import { columnsOf, paperOf } from './frame.ts';
import { acceptedIn, reportWithin, servedWithin } from './scope-sql.ts';

/** 年度情况汇总表: a line for each district and system, and where its summary stands; the last one counts everything once. */
export async function readSummaries(db: Db, ask: PaperAsk): Promise<Paper> {
  const { programme, locale, reach } = ask;
  const all = await listObligations(db, programme);
  const listed = all.filter(
    ({ unit: { kind, slug } }) =>
      reach.all || (kind === 'district' ? reach.districts : reach.systems).includes(slug),
  );
  const once = await sumOnce(db, ask);
  const metrics = offeredOf(programme.catalogue.metrics);
  const figures = ({ experts, personTimes, reports, metrics: reached }: SummaryFigures): Cell[] => [
    experts,
    personTimes,
    reports,
    ...metrics.map(({ key }) => reached[key] ?? 0),
  ];
  const table: PaperTable = {
    kind: 'table',
    title: say(locale, 'summaries_sheet'),
    columns: columnsOf([
      [say(locale, 'no'), 5],
      [say(locale, 'unit'), 16],
      [say(locale, 'handed_in'), 12],
      [say(locale, 'experts_served'), 9],
      [say(locale, 'person_times'), 9],
      [say(locale, 'activities'), 9],
      ...metrics.map(({ key, unit }): [string, number] => {
        const label = metricLabel(programme.catalogue.metrics, key, locale);
        return [locale === 'zh' && unit ? `${label}（${unit}）` : label, 10];
      }),
    ]),
    rows: listed.map((one, i) => [
      i + 1,
      unitName(one.unit, locale, one.year),
      sayState(one, ask),
      ...figures(figuresOf(one)),
    ]),
    total: [say(locale, 'total_once'), '', sayHandedIn(listed, ask), ...figures(once)],
    notes: [say(locale, 'rule_once'), say(locale, 'rule_frozen')],
  };
  return paperOf(ask, say(locale, 'summaries_title', { year: programme.year }), [table]);
}

function sayState(one: Obligation, { locale }: PaperAsk): string {
  const state = stateOf(one);
  const isNil = one.latest?.nil && (state === 'accepted' || state === 'submitted');
  return [say(locale, `summary_${state}`), ...(isNil ? [say(locale, 'nil')] : [])].join(
    locale === 'zh' ? '，' : ', ',
  );
}

function sayHandedIn(listed: readonly Obligation[], { locale }: PaperAsk): string {
  const owed = listed.filter((one) => stateOf(one) !== 'waived');
  const done = owed.filter((one) => stateOf(one) === 'accepted' || stateOf(one) === 'submitted');
  return say(locale, 'n_handed_in', { n: done.length, owed: owed.length });
}

/** What the accepted reports add up to, each activity and each person once. */
async function sumOnce(db: Db, { programme, reach }: PaperAsk): Promise<SummaryFigures> {
  const { teamId } = programme;
  const { rows } = await sql<
    Omit<SummaryFigures, 'metrics'> & { metrics: Figures | null }
  >`/* name: sum_once */
    with counted as (select * from ${acceptedIn(programme)} r where r.team_id = ${teamId} and ${reportWithin(reach)}),
    people as (
      select re.expert_id from counted r
      join report_expert re on re.team_id = r.team_id and re.report_id = r.id
      join expert e on e.team_id = re.team_id and e.id = re.expert_id
      where ${servedWithin(reach)}
    )
    select (select count(*) from counted)::integer as reports, (select count(distinct expert_id) from people)::integer as experts,
      (select count(*) from people)::integer as "personTimes",
      (select jsonb_object_agg(key, total) from (
        select m.key, sum(m.value::numeric) as total from counted cross join lateral jsonb_each_text(counted.metrics) m
        group by m.key) sums) as metrics`.execute(db);
  const [sums] = rows;
  return sums ? { ...sums, metrics: sums.metrics ?? {} } : NO_FIGURES;
}
