import type { Locale } from '../i18n/locale.ts';
import { type Html, html } from '../pages/html.ts';
import { showDate } from '../programme/programme.ts';
import type { Rules } from '../programme/rules.ts';
import { drawPage, text } from './paper.ts';
import { sumDays, type ValidRecord } from './record.ts';
import { drawCheck, drawGroup, type PaperFrame, sayPeriod, sayPlace } from './record-views.ts';
import { say } from './words-paper.ts';

/** A person's year as it is certified. */
export interface Statement {
  year: number;
  name: string;
  employer: string;
  title: { zh: string; en: string };
  /** Those that hold, the oldest service first. */
  records: readonly ValidRecord[];
  rules: Pick<Rules, 'travelDays' | 'dayStep' | 'dayCap'>;
  issuer: string;
  documentNo: string;
  /** 'YYYY-MM-DD' in the programme's zone: what is recorded later isn't in it. */
  asOf: string;
}

/** All services of a year on A4: the four groups of the certificate rules, with room for the seal. */
export function drawStatement(statement: Statement, frame: PaperFrame): string {
  const { locale } = frame;
  const { year, issuer, documentNo, records } = statement;
  const title = say(locale, 'statement_title', { year });
  const under = documentNo ? say(locale, 'subtitle_document', { issuer, documentNo }) : issuer;
  const blank = '';
  return drawPage(
    locale,
    `${title} ${statement.name}`,
    html`<h1>${title}</h1>
<p class="under">${under}</p>
${drawGroup(say(locale, 'who'), [
  [say(locale, 'name'), text(statement.name)],
  [say(locale, 'employer'), text(statement.employer)],
  [say(locale, 'job_title'), text(statement.title[locale])],
  [say(locale, 'id_number'), blank],
])}
<section><h2>${say(locale, 'what')}</h2>
${records.length > 0 ? drawTable(statement, locale) : html`<p>${say(locale, 'no_services')}</p>`}</section>
${drawGroup(say(locale, 'issued'), [
  [say(locale, 'issuer'), blank],
  [say(locale, 'head'), blank],
  [say(locale, 'clerk'), blank],
  [say(locale, 'contact'), blank],
])}
${drawGroup(say(locale, 'number_group'), [
  [say(locale, 'number'), blank],
  [say(locale, 'issued_on'), showDate(statement.asOf, locale)],
  [say(locale, 'remarks'), say(locale, 'as_of', { date: showDate(statement.asOf, locale) })],
])}
<div class="foot"><div class="seal">${say(locale, 'seal')}</div></div>
${records.length > 0 ? drawChecks(records, frame) : undefined}`,
  );
}

function drawTable({ records, rules }: Statement, locale: Locale): Html {
  const heads = ['no', 'period', 'where', 'service', 'days_short', 'number_and_code'] as const;
  const cell = (key: (typeof heads)[number], value: Html | number | string) =>
    html`<td data-head="${say(locale, key)}">${value}</td>`;
  const rows = records.map(
    ({ fields }, i) => html`<tr>${cell('no', i + 1)}${cell('period', text(sayPeriod(fields, locale)))}
${cell('where', text([fields.unit, sayPlace(fields, locale)].filter(Boolean).join(' ')))}
${cell('service', text(fields.service))}${cell('days_short', fields.days)}
<td class="short" data-head="${say(locale, 'number_and_code')}">${fields.number}<br>${fields.code}</td></tr>`,
  );
  const total = totalOf({ records, rules });
  return html`<table><thead><tr>${heads.map((key) => html`<th scope="col">${say(locale, key)}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row" colspan="4">${say(locale, 'total')}</th>
<td colspan="2">${say(locale, 'total_said', { n: records.length, days: total })}</td></tr></tfoot></table>
<p>${sayRule(rules, locale)}</p>`;
}

/** Days of all services by the year's rule. */
export function totalOf({ records, rules }: Pick<Statement, 'records' | 'rules'>): number {
  return sumDays(
    records.map(({ fields }) => fields),
    rules,
  );
}

function sayRule({ travelDays, dayStep: step, dayCap: cap }: Statement['rules'], locale: Locale): string {
  const rule = travelDays === 'counted' ? 'rule_counted' : 'rule_not_counted';
  return [say(locale, rule, { step }), say(locale, 'capped', { cap })].join(locale === 'zh' ? '' : ' ');
}

/** Each record by its own code: whoever reads the paper checks the lines that matter to them. */
function drawChecks(records: readonly ValidRecord[], frame: PaperFrame): Html {
  const all = records.map(({ number: caption, code }) => drawCheck({ code, caption }, frame));
  return html`<section><h2>${say(frame.locale, 'checks')}</h2><div class="checks">${all}</div></section>`;
}

/** A picture that stands in a report; Slack keeps it. */
export interface Picture {
  reportNumber: string;
  name: string;
}

/** Which pictures there are, for whoever puts them beside the statement. */
export function drawPictureIndex(pictures: readonly Picture[], locale: Locale): string {
  const title = say(locale, 'pictures');
  const rows = pictures.map(
    ({ reportNumber, name }, i) =>
      html`<tr><td>${i + 1}</td><td>${text(name)}</td><td>${reportNumber}</td></tr>`,
  );
  const heads = ['no', 'picture', 'picture_report'] as const;
  const table = html`<table><thead><tr>${heads.map((key) => html`<th scope="col">${say(locale, key)}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table><p>${say(locale, 'picture_note')}</p>`;
  return drawPage(
    locale,
    title,
    html`<h1>${title}</h1>
${pictures.length > 0 ? table : html`<p>${say(locale, 'no_pictures')}</p>`}`,
  );
}

/** The same as a table, for whoever can’t be given a file. */
export function rowsOf(records: readonly ValidRecord[], locale: Locale): string[][] {
  const heads = ['number', 'period', 'service', 'days_short', 'code'] as const;
  return [
    heads.map((key) => say(locale, key)),
    ...records.map(({ fields }) => [
      fields.number,
      sayPeriod(fields, locale),
      fields.service,
      String(fields.days),
      fields.code,
    ]),
  ];
}
