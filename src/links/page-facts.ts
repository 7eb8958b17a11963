import { districtsOf, showTime, titleOf } from '../demands/blocks.ts';
import { isReduced } from '../demands/demand.ts';
import { isolate } from '../i18n/isolate.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Html, html } from '../pages/html.ts';
import { labelOf } from '../programme/catalogue.ts';
import { showDate } from '../programme/programme.ts';
import { factsOf } from '../reports/blocks.ts';
import { type AnswerLink, type AskedAbout, type AskedUnit, isOwed, type LinkAnswer } from './link.ts';
import { say } from './words-page.ts';

/** By the words of the button that was pressed. */
export function nameAnswer(asks: AnswerLink['asks'], answer: LinkAnswer, locale: Locale): string {
  return answer === 'other_date' ? say(locale, 'other_date') : say(locale, `${answer}_${asks}`);
}

export function titleOfRequest(asked: AskedAbout, locale: Locale): string {
  switch (asked.asks) {
    case 'report':
      return say(locale, 'title_report', { title: asked.report.title });
    case 'blanket':
      return say(locale, 'title_blanket', { unit: asked.unit.name });
    case 'consent':
    case 'host':
      return say(locale, `title_${asked.asks}`, { expert: asked.claimCase.expert.name });
  }
}

export function leadOf(asked: AskedAbout, locale: Locale): string {
  const programme = asked.programme.name;
  switch (asked.asks) {
    case 'report':
      return say(locale, 'lead_report', { programme });
    case 'blanket':
      return say(locale, 'lead_blanket', { programme, unit: asked.unit.name });
    case 'consent':
    case 'host': {
      const lead = isOwed(asked) ? 'lead_owed' : (`lead_${asked.asks}` as const);
      return say(locale, lead, { programme, expert: asked.claimCase.expert.name });
    }
  }
}

/** Of a confidential need only line, district and time, as on its card; the phone never before it is confirmed. */
export function drawFacts(asked: AskedAbout, locale: Locale): Html {
  const { programme } = asked;
  if (asked.asks === 'report') return drawList(factsOf(asked.report, { locale, programme }));
  if (asked.asks === 'blanket') return drawList(factsOfUnit(asked, locale));
  const { claim, expert, demand } = asked.claimCase;
  const isHidden = asked.asks === 'consent' && isReduced(demand);
  return drawList([
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

const MOST_NAMES = 20;

/** Who they are, so that nobody agrees for people whom they don't see. */
function factsOfUnit({ unit, experts, until, programme }: AskedUnit, locale: Locale) {
  const names = joinNames(experts.slice(0, MOST_NAMES), locale);
  const more = experts.length > MOST_NAMES ? 'all_and_more' : experts.length > 0 ? 'all_named' : 'all';
  return [
    [say(locale, 'home_unit'), unit.name],
    [say(locale, 'expert'), say(locale, more, { n: experts.length, names })],
    [say(locale, 'until_fact'), showDate(until, locale, programme.year)],
  ] as const;
}

export function drawList(lines: readonly (readonly [label: string, value: string | undefined])[]): Html {
  const shown = lines.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  return html`<dl>${shown.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd><bdi>${isolate(value)}</bdi></dd></div>`,
  )}</dl>`;
}
