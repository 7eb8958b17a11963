import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Html, html } from '../pages/html.ts';
import { drawQr } from '../pages/qr.ts';
import { districtName } from '../programme/places.ts';
import { showDate } from '../programme/programme.ts';
import { text } from './paper.ts';
import type { RecordFields, ServiceRecord } from './record.ts';
import { say } from './words-paper.ts';

/** For whom and for what a paper is drawn. */
export interface PaperFrame {
  locale: Locale;
  /** Where a browser reaches us; without it a paper has its code alone. */
  publicUrl: string | undefined;
  timeZone: string;
}

/** On screen, or as it is printed: with the lines that an office fills in by hand, the QR and room for the seal. */
export type Medium = 'screen' | 'paper';

export function addressOf(publicUrl: string, code: string): string {
  return `${publicUrl}/records/${code}`;
}

/** A page without its shell. */
export interface Drawn {
  locale: Locale;
  title: string;
  body: Html;
}

/** What the record's page shows: whether it holds, and what the paper says. Paper outlives it, and doesn't say that it holds. */
export function drawRecordPage(record: ServiceRecord, frame: PaperFrame, medium: Medium): Drawn {
  const { locale } = frame;
  const { fields, number, code } = record;
  const title = `${say(locale, 'title')} ${number}`;
  const isPrintable = medium === 'screen' && fields;
  const isTold = medium === 'screen' || record.state.kind !== 'valid';
  const body = html`${isTold ? drawState(record, frame) : undefined}
${fields ? drawPaper(fields, frame, medium) : html`<h1>${say(locale, 'title')}</h1>`}
${isPrintable ? html`<p class="screen"><a href="/records/${code}?print">${say(locale, 'print')}</a></p>` : undefined}`;
  return { locale, title, body };
}

function drawState({ state, number }: ServiceRecord, { locale, timeZone }: PaperFrame): Html {
  const on = (at: Temporal.Instant) =>
    showDate(at.toZonedDateTimeISO(timeZone).toPlainDate().toString(), locale);
  const box = (kind: 'valid' | 'corrected' | 'revoked' | 'erased', notes: readonly (Html | string)[]) => {
    const look = kind === 'valid' ? 'valid' : 'ended';
    const said = notes.map((note) => html`<p>${note}</p>`);
    return html`<div class="state ${look}" role="status"><strong>${say(locale, kind)}</strong>${said}</div>`;
  };
  const see = ({ number: other, code }: { number: string; code: string }) =>
    html`<a href="/records/${code}">${say(locale, 'see', { number: other })}</a>`;
  switch (state.kind) {
    case 'valid':
      return box('valid', [say(locale, 'valid_note')]);
    case 'corrected': {
      const note = say(locale, 'corrected_note', { date: on(state.at), number: state.by.number });
      return box('corrected', [note, see(state.by)]);
    }
    case 'revoked': {
      const again = state.by
        ? [say(locale, 'reissued_note', { number: state.by.number }), see(state.by)]
        : [];
      return box('revoked', [say(locale, 'revoked_note', { date: on(state.at) }), ...again]);
    }
    case 'erased':
      return box('erased', [say(locale, 'erased_note', { date: on(state.at), number })]);
  }
}

type Line = readonly [label: string, value: Html | string | undefined];

/** The four groups of the certificate rules: who; what and how long; by whom; number, date, remarks. */
export function drawPaper(fields: RecordFields, frame: PaperFrame, medium: Medium): Html {
  const { locale } = frame;
  const word = (key: Parameters<typeof say>[1]) => say(locale, key);
  /** To be filled in by hand. */
  const blank = medium === 'paper' ? '' : undefined;
  const days = fields.travelDays === 'counted' ? word('days_counted') : word('days_not_counted');
  const { issuer, documentNo } = fields;
  const under = documentNo ? say(locale, 'subtitle_document', { issuer, documentNo }) : issuer;
  return html`<h1>${word('title')}</h1>
<p class="under">${under}</p>
${drawGroup(word('who'), [
  [word('name'), text(fields.name)],
  [word('employer'), text(fields.employer)],
  [word('job_title'), text(fields.title[locale])],
  [word('id_number'), blank],
])}
${drawGroup(word('what'), [
  [word('service'), text(fields.service)],
  [word('line'), text(fields.line[locale])],
  [word('form'), fields.form && text(fields.form[locale])],
  [word('unit'), fields.unit ? text(fields.unit) : undefined],
  [word('place'), text(sayPlace(fields, locale))],
  [word('period'), text(sayPeriod(fields, locale))],
  [days, text(say(locale, 'days', { days: fields.days }))],
  [word('content'), text(fields.content || word('not_shown'))],
  [word('results'), fields.results.length > 0 ? text(sayResults(fields, locale)) : undefined],
  [word('evaluation'), blank],
])}
${drawGroup(word('issued'), [
  [word('review'), say(locale, 'reviewed', { number: fields.reportNumber })],
  [word('issuer'), blank],
  [word('head'), blank],
  [word('clerk'), blank],
  [word('contact'), blank],
])}
${drawGroup(word('number_group'), [
  [word('number'), fields.number],
  [word('issued_on'), showDate(fields.issuedOn, locale)],
  [word('remarks'), fields.replaces ? say(locale, 'replaces', { number: fields.replaces }) : undefined],
  [word('code'), fields.code],
])}
${medium === 'paper' ? drawFoot(fields, frame) : undefined}`;
}

/** QR and address beside the room for the seal: no seal is ever drawn. */
function drawFoot({ code }: RecordFields, frame: PaperFrame): Html {
  const { locale } = frame;
  return html`<div class="foot">${drawCheck({ code, caption: '' }, frame)}
<div class="seal">${say(locale, 'seal')}</div></div>`;
}

/** By which a paper is checked: the QR where there is an address to lead to. */
export function drawCheck(
  { code, caption }: { code: string; caption: string },
  { locale, publicUrl }: PaperFrame,
): Html {
  const url = publicUrl && addressOf(publicUrl, code);
  const said = url ? say(locale, 'check_at', { url }) : say(locale, 'check_offline', { code });
  return html`<figure>${url ? drawQr(url, say(locale, 'check_offline', { code })) : undefined}
<figcaption>${caption && html`<b>${caption}</b>`}${said}</figcaption></figure>`;
}

/** A heading with its lines; those that have no value are left out. */
export function drawGroup(title: string, lines: readonly Line[]): Html {
  const shown = lines.filter(([, value]) => value !== undefined);
  const rows = shown.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`);
  return html`<section><h2>${title}</h2><dl>${rows}</dl></section>`;
}

export function sayPlace({ place, districts, year }: RecordFields, locale: Locale): string {
  const names = joinNames(
    districts.map((slug) => districtName(slug, locale, year)),
    locale,
  );
  return [names, place].filter(Boolean).join(' ');
}

export function sayPeriod({ from, to }: Pick<RecordFields, 'from' | 'to'>, locale: Locale): string {
  const [first, last] = [showDate(from, locale), showDate(to, locale)];
  return from === to ? first : say(locale, 'range', { from: first, to: last });
}

function sayResults({ results }: RecordFields, locale: Locale): string {
  const number = new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: 2 });
  const said = results.map(
    (one) => `${one[locale]} ${number.format(one.value)}${locale === 'zh' ? one.unit : ''}`,
  );
  return said.join(locale === 'zh' ? '；' : '; ');
}

/** What somebody reads who asked in vain: the same for whatever isn't a code of ours. */
export function drawRefusal(why: 'unknown' | 'slow_down', locale: Locale): Drawn {
  const [title, note] = [say(locale, `${why}_title`), say(locale, why)];
  return { locale, title, body: html`<h1>${title}</h1><p>${note}</p>` };
}
