import type { Locale } from '../i18n/locale.ts';
import { html } from '../pages/html.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import type { AnswerLink, SaidBefore } from './link.ts';
import { nameAnswer } from './page-facts.ts';
import type { PageText } from './page-views.ts';
import { say } from './words-page.ts';

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
