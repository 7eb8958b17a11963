import { say as sayClaim } from '../claims/words.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Html, html } from '../pages/html.ts';
import { drawQr } from '../pages/qr.ts';
import { showMoment } from '../programme/programme.ts';
import { type AnswerLink, type AskedAbout, answersOf, isOwed, type LinkAnswer } from './link.ts';
import { drawFacts, drawList, leadOf, nameAnswer, titleOfRequest } from './page-facts.ts';
import { say } from './words-page.ts';

/** What a page says, and what stands in the browser's tab. */
export interface PageText {
  title: string;
  body: Html;
}

/** What was typed, and what is wrong with it. */
export interface Again {
  reason: string;
  until?: string | undefined;
  wrong: readonly string[];
  /** Which field it is. */
  field?: 'reason' | 'until' | undefined;
}

/** The request, its buttons, a field for why, and another date; works without a script. */
export function drawRequest(
  link: AnswerLink,
  asked: AskedAbout,
  locale: Locale,
  again: Again = { reason: '', wrong: [] },
): PageText {
  const title = titleOfRequest(asked, locale);
  const { wrong, field } = again;
  const { asks, programme } = asked;
  const until = showMoment(link.expiresAt, programme, locale);
  const asksHomeUnit = asks === 'consent' || asks === 'blanket';
  return {
    title: wrong.length > 0 ? `${say(locale, 'error_prefix')}${title}` : title,
    body: html`<h1>${title}</h1>
${wrong.length > 0 && html`<div class="wrong" role="alert" id="wrong">${wrong.map((one) => html`<p>${field ? html`<a href="#${field}">${one}</a>` : one}</p>`)}</div>`}
<p>${leadOf(asked, locale)}</p>
${drawFacts(asked, locale)}
${asksHomeUnit && html`<p>${sayClaim(locale, 'post_kept')}</p>`}
<form method="post" accept-charset="utf-8">
<h2>${say(locale, 'answer')}</h2>
${asks === 'blanket' && buildUntil(again.until ?? asked.until, field === 'until', locale)}
<button class="yes" type="submit" name="answer" value="yes">${say(locale, `yes_${asks}`)}</button>
${buildNo(asked, again, locale)}
</form>
<p class="note">${say(locale, 'valid_until', { until })}</p>`,
  };
}

/** Until when a unit agrees: as long as is asked, unless it says otherwise. */
function buildUntil(until: string, isWrong: boolean, locale: Locale): Html {
  return html`<label for="until">${say(locale, 'until')}</label>
<input type="date" id="until" name="until" value="${until}"${isWrong && html` aria-invalid="true" aria-describedby="wrong"`}>`;
}

/** Whatever isn't yes says why; where a yes alone is owed, whom to ring instead. */
function buildNo(asked: AskedAbout, { reason, field }: Again, locale: Locale): Html {
  const { asks } = asked;
  const answers = answersOf(asked);
  if (!answers.includes('no')) return html`<p class="note">${say(locale, 'no_owed')}</p>`;
  const about = asks === 'report' || asks === 'blanket' ? (`_${asks}` as const) : '';
  const isWrong = field === 'reason';
  return html`<fieldset>
<legend>${say(locale, `no_legend${about}`)}</legend>
<label for="reason">${say(locale, `reason${about}`)}</label>
<p class="note" id="hint">${say(locale, 'reason_hint')}</p>
<textarea id="reason" name="reason" rows="3" aria-describedby="${isWrong ? 'wrong hint' : 'hint'}"${isWrong && html` aria-invalid="true"`}>
${reason}</textarea>
<button class="no" type="submit" name="answer" value="no">${say(locale, `no_${asks}`)}</button>
${answers.includes('other_date') && html`<button type="submit" name="answer" value="other_date">${say(locale, 'other_date')}</button>`}
</fieldset>`;
}

/** The same on paper, with a code that opens it. */
export function drawPrint(link: AnswerLink, asked: AskedAbout, address: string, locale: Locale): PageText {
  const title = titleOfRequest(asked, locale);
  const until = showMoment(link.expiresAt, asked.programme, locale);
  return {
    title,
    body: html`<h1>${title}</h1>
<p>${leadOf(asked, locale)}</p>
${drawFacts(asked, locale)}
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
  const next = answer === 'yes' ? nextAfterYes(asked) : answer === 'no' ? 'next_no' : 'next_other_date';
  return {
    title,
    body: html`<h1>${title}</h1>
${answer === 'yes' && buildPhone(asked, locale)}
<p>${say(locale, next)}</p>`,
  };
}

/** With a claim that is confirmed nothing is left to ask of anybody. */
function nextAfterYes(asked: AskedAbout) {
  return isOwed(asked) ? 'next_owed_yes' : (`next_${asked.asks}_yes` as const);
}

function buildPhone(asked: AskedAbout, locale: Locale): Html | false {
  if (asked.asks !== 'host') return false;
  const { claim, expert } = asked.claimCase;
  if (claim.state !== 'confirmed' || !expert.phone) return false;
  return drawList([
    [say(locale, 'expert'), expert.name],
    [say(locale, 'phone'), expert.phone],
  ]);
}
