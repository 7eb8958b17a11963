import type { Db } from '../../db/open.ts';
import { isReduced } from '../../demands/demand.ts';
import { standingFor } from '../../directory/standing.ts';
import { joinNames } from '../../i18n/words.ts';
import { labelOf } from '../../programme/catalogue.ts';
import { districtName } from '../../programme/places.ts';
import { countDays, validAmong } from '../../records/record.ts';
import { listOfReports } from '../../records/record-sql.ts';
import { addressOf } from '../../records/record-views.ts';
import type { Fault, PaperAsk } from '../job.ts';
import { whoseObject } from '../object.ts';
import { findObject } from '../object-sql.ts';
import type { Paper, PaperBlock } from '../paper.ts';
import { say } from '../words-lists.ts';
import { paperOf, sayPeriod } from './frame.ts';
import { findVisit, type Visit } from './one-sql.ts';
import { sayFigures } from './reports.ts';

/** 服务确认书 of one visit, to be signed and sealed: what is known stands in it, the rest is a line to fill in by hand. */
export async function readConfirmation(db: Db, ask: PaperAsk): Promise<Paper | Fault> {
  const { programme, locale, actor, object = '' } = ask;
  const { teamId } = programme;
  const named = await findObject(db, teamId, object);
  const visit = named?.isSettled ? await findVisit(db, teamId, named.id) : undefined;
  if (!named || !visit) return 'gone';
  if (!standingFor(actor, 'export_one', whoseObject(named, actor))) return 'not_yours';
  return paperOf(ask, say(locale, 'confirmation_title'), [
    ...factsOf(visit, ask),
    ...signed('host_opinion', ask),
    ...signed('office_opinion', ask),
    ...(await checksOf(db, visit, ask)),
  ]);
}

function factsOf(visit: Visit, { programme, locale }: PaperAsk): PaperBlock[] {
  const { catalogue, rules, year } = programme;
  const isTold = !isReduced(visit);
  const field = (key: Parameters<typeof say>[1], value: string | null): PaperBlock => ({
    kind: 'field',
    label: say(locale, key),
    // What is empty is filled in by hand.
    value: value || null,
  });
  const districts = joinNames(
    visit.districts.map((slug) => districtName(slug, locale, year)),
    locale,
  );
  const { from, to } = visit;
  const reported = visit.days ?? undefined;
  const days = visit.reportId && from && to ? countDays({ from, to }, reported, rules) : undefined;
  const form = visit.form ? labelOf(catalogue.forms, visit.form, locale) : '';
  const modes = visit.modes.map((id) => labelOf(catalogue.modes, id, locale));
  const content = [visit.title, visit.summary].filter(Boolean).join(locale === 'zh' ? '：' : ': ');
  return [
    field('number', visit.number),
    ...visit.experts.flatMap(({ name, employer, title }) => [
      field('expert_name', name),
      field('employer', employer),
      field('job_title', labelOf(catalogue.titles, title, locale)),
    ]),
    field('host_unit', visit.unit),
    field('period', from && to ? sayPeriod(from, to, locale) : visit.timeText),
    field(
      rules.travelDays === 'counted' ? 'days_counted' : 'days_not_counted',
      days === undefined ? null : String(days),
    ),
    field('service_place', [districts, visit.place].filter(Boolean).join(' ')),
    field('service_mode', joinNames([...modes, ...(form ? [form] : [])], locale)),
    field('service_content', isTold ? content : null),
    field('service_results', isTold ? sayFigures(programme, visit.actionLine, visit.metrics, locale) : null),
    field('pictures', visit.pictures > 0 ? say(locale, 'n_pictures', { n: visit.pictures }) : null),
  ];
}

/** An opinion with its signature, seal and day, all by hand. */
function signed(heading: 'host_opinion' | 'office_opinion', { locale }: PaperAsk): PaperBlock[] {
  const lines = heading === 'host_opinion' ? (['satisfaction', 'opinion'] as const) : (['opinion'] as const);
  return [
    { kind: 'heading', level: 1, text: say(locale, heading) },
    ...[...lines, 'signature' as const, 'seal' as const, 'signed_on' as const].map(
      (key): PaperBlock => ({ kind: 'field', label: say(locale, key), value: null }),
    ),
  ];
}

/** By which the service can be checked, once it is on record. */
async function checksOf(
  db: Db,
  visit: Visit,
  { programme, locale, publicUrl }: PaperAsk,
): Promise<PaperBlock[]> {
  if (!visit.reportId) return [];
  const records = validAmong(await listOfReports(db, programme.teamId, [visit.reportId]));
  const fields = records.flatMap(({ number, code, fields: { name } }): PaperBlock[] => [
    { kind: 'field', label: say(locale, 'record_number'), value: `${number} ${name}` },
    { kind: 'field', label: say(locale, 'check'), value: publicUrl ? addressOf(publicUrl, code) : code },
  ]);
  if (!publicUrl) return fields;
  const codes = records.map(
    ({ number, code }): PaperBlock => ({
      kind: 'code',
      caption: say(locale, 'scan_to_check', { number }),
      address: addressOf(publicUrl, code),
    }),
  );
  return [...fields, ...codes];
}
