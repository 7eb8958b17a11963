import { say as sayClaim } from '../claims/words.ts';
import { districtsOf, showTime, titleOf } from '../demands/blocks.ts';
import { isReduced } from '../demands/demand.ts';
import { isolate } from '../i18n/isolate.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Html, html } from '../pages/html.ts';
import { drawQr } from '../pages/qr.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { factsOf } from '../reports/blocks.ts';
import { type AnswerLink, type AskedAbout, answersOf, type LinkAnswer, type SaidBefore } from './link.ts';
import { say } from './words-page.ts';

/** What a page says, and what stands in the browser's tab. */
export interface PageText {
  title: string;
  body: Html;
}

/** What was typed, and what is wrong with it. */
export interface Again {
  reason: string;
  wrong: readonly string[];
  /** It is the field that is wrong. */
  isReasonWrong: boolean;
}

/** The request, two buttons, a field for why, and another date; works without a script. */
export function drawRequest(
  link: AnswerLink,
  asked: AskedAbout,
  locale: Locale,
  again: Again = { reason: '', wrong: [], isReasonWrong: false },
): PageText {
  const title = titleOfRequest(asked, locale);
  const { reason, wrong, isReasonWrong } = again;
  const { asks, programme } = asked;
  const isReport = asks === 'report';
  const until = showMoment(link.expiresAt, programme, locale);
  const offersOtherDate = answersOf(asks).includes('other_date');
  return {
    title: wrong.length > 0 ? `${say(locale, 'error_prefix')}${title}` : title,
    body: html`<h1>${title}</h1>
${wrong.length > 0 && html`<div class="wrong" role="alert" id="wrong">${wrong.map((one) => html`<p>${isReasonWrong ? html`<a href="#reason">${one}</a>` : one}</p>`)}</div>`}
<p>${leadOf(asked, locale)}</p>
${buildFacts(asked, locale)}
${asks === 'consent' && html`<p>${sayClaim(locale, 'post_kept')}</p>`}
<form method="post" accept-charset="utf-8">
<h2>${say(locale, 'answer')}</h2>
<button class="yes" type="submit" name="answer" value="yes">${say(locale, `yes_${asks}`)}</button>
<fieldset>
<legend>${say(locale, isReport ? 'no_legend_report' : 'no_legend')}</legend>
<label for="reason">${say(locale, isReport ? 'reason_report' : 'reason')}</label>
<p class="note" id="hint">${say(locale, 'reason_hint')}</p>
<textarea id="reason" name="reason" rows="3" aria-describedby="${isReasonWrong ? 'wrong hint' : 'hint'}"${isReasonWrong && html` aria-invalid="true"`}>
${reason}</textarea>
<button class="no" type="submit" name="answer" value="no">${say(locale, `no_${asks}`)}</button>
${offersOtherDate && html`<button type="submit" name="answer" value="other_date">${say(locale, 'other_date')}</button>`}
</fieldset>
</form>
<p class="note">${say(locale, 'valid_until', { until })}</p>`,
  };
}

/** The same on paper, with a code that opens it. */
export function drawPrint(link: AnswerLink, asked: AskedAbout, address: string, locale: Locale): PageText {
  const title = titleOfRequest(asked, locale);
  const until = showMoment(link.expiresAt, asked.programme, locale);
  return {
    title,
    body: html`<h1>${title}</h1>
<p>${leadOf(asked, locale)}</p>
${buildFacts(asked, locale)}
<h2>${say(locale, 'print_title')}</h2>
<p>${say(locale, 'print_how')}</p>
${drawQr(address, say(locale, 'qr_label', { address }))}
<p class="address">${address}</p>
<p class="note">${say(locale, 'valid_until', { until })}</p>`,
  };
}

/** After the answer: what was said, what comes next; and the expert's phone, once the host has taken them. */
export function drawDone(asked: AskedAbout, answer: LinkAnswer, locale: Locale): PageText {
  const { asks } = asked;
  const title =
    answer === 'other_date'
      ? say(locale, 'done_other_date')
      : say(locale, 'done', { answer: nameAnswer(asks, answer, locale) });
  const next =
    answer === 'yes' ? (`next_${asks}_yes` as const) : answer === 'no' ? 'next_no' : 'next_other_date';
  return {
    title,
    body: html`<h1>${title}</h1>
${answer === 'yes' && buildPhone(asked, locale)}
<p>${say(locale, next)}</p>`,
  };
}

function buildPhone(asked: AskedAbout, locale: Locale): Html | false {
  if (asked.asks !== 'host') return false;
  const { claim, expert } = asked.claimCase;
  if (claim.state !== 'confirmed' || !expert.phone) return false;
  return buildList([
    [say(locale, 'expert'), expert.name],
    [say(locale, 'phone'), expert.phone],
  ]);
}

/** Somebody comes again: what they answered, and nothing of the request. */
export function drawUsed(
  { asks, answer = 'yes', answeredAt }: AnswerLink,
  programme: Programme,
  locale: Locale,
): PageText {
  const title = say(locale, 'used_title');
  const when = answeredAt ? showMoment(answeredAt, programme, locale) : '';
  const values = { answer: nameAnswer(asks, answer, locale), when };
  return { title, body: html`<h1>${title}</h1><p>${say(locale, 'used', values)}</p>` };
}

/** It was answered in another way meanwhile: who, what, when, and no more. */
export function drawSaid(
  { act, at, who, isByLink }: SaidBefore,
  programme: Programme,
  locale: Locale,
): PageText {
  const title = say(locale, 'said_title');
  const values = {
    what: say(locale, `said_${act}` as 'said_give_consent'),
    who: isByLink ? say(locale, 'by_link') : who || say(locale, 'somebody'),
    when: showMoment(at, programme, locale),
  };
  return { title, body: html`<h1>${title}</h1><p>${say(locale, 'said', values)}</p>` };
}

/** What needs no request: the link is none, too many were guessed, the browser asks in a way that we don't know. */
export function drawPlain(what: 'none' | 'many' | 'method' | 'large' | 'form', locale: Locale): PageText {
  const title = say(locale, `${what}_title`);
  return { title, body: html`<h1>${title}</h1><p>${say(locale, what)}</p>` };
}

function nameAnswer(asks: AnswerLink['asks'], answer: LinkAnswer, locale: Locale): string {
  return answer === 'other_date' ? say(locale, 'other_date') : say(locale, `${answer}_${asks}`);
}

function titleOfRequest(asked: AskedAbout, locale: Locale): string {
  if (asked.asks === 'report') return say(locale, 'title_report', { title: asked.report.title });
  return say(locale, `title_${asked.asks}`, { expert: asked.claimCase.expert.name });
}

function leadOf(asked: AskedAbout, locale: Locale): string {
  const programme = asked.programme.name;
  if (asked.asks === 'report') return say(locale, 'lead_report', { programme });
  return say(locale, `lead_${asked.asks}`, { programme, expert: asked.claimCase.expert.name });
}

/** Of a confidential need only line, district and time, as on its card; the phone never before it is confirmed. */
function buildFacts(asked: AskedAbout, locale: Locale): Html {
  const { programme } = asked;
  if (asked.asks === 'report') return buildList(factsOf(asked.report, { locale, programme }));
  const { claim, expert, demand } = asked.claimCase;
  const isHidden = asked.asks === 'consent' && isReduced(demand);
  return buildList([
    [say(locale, 'expert'), expert.name],
    [say(locale, 'title'), labelOf(programme.catalogue.titles, expert.title, locale)],
    [say(locale, 'employer'), expert.employer],
    [say(locale, 'need'), `${demand.number} ${titleOf(demand, programme, locale)}`],
    [say(locale, 'unit'), isHidden ? '' : demand.unitName],
    [say(locale, 'when'), showTime(demand, programme, locale)],
    [say(locale, 'place'), districtsOf(demand, programme, locale)],
    [say(locale, 'claim_number'), claim.number],
  ]);
}

function buildList(lines: readonly (readonly [label: string, value: string | undefined])[]): Html {
  const shown = lines.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  return html`<dl>${shown.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd><bdi>${isolate(value)}</bdi></dd></div>`,
  )}</dl>`;
}
