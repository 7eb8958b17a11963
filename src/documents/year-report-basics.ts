import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { showNumber } from '../reports/report.ts';
import { countStates, type SummaryFigures, stateOf } from '../summaries/summary.ts';
import type { PaperBlock } from './paper.ts';
import { say } from './words-year.ts';
import { ownLine, type YearData } from './year-report-data.ts';
import { nameScope } from './year-report-scope.ts';

function paragraph(text: string): PaperBlock {
  return { kind: 'paragraph', text };
}

/** The unit's own, or the city's. */
export function figuresFor(data: YearData): SummaryFigures {
  return (ownLine(data) ?? data.city).shown;
}

/** 基本情况: a first paragraph made from the figures, then what was collected and where the summaries stand. */
export function buildBasics(data: YearData, locale: Locale): PaperBlock[] {
  const { programme, scope, needIds, needsUnlisted } = data;
  const { year } = programme;
  const own = ownLine(data);
  const unit = nameScope(scope, locale, year);
  const needs = needIds.length + needsUnlisted;
  const state = own && stateOf(own.obligation);
  return [
    paragraph(
      own?.obligation.latest?.nil ? say(locale, 'basic_nil', { unit, year }) : sayFigures(data, locale),
    ),
    ...(needs > 0 ? [paragraph(say(locale, 'basic_needs', { needs, talents: needsUnlisted }))] : []),
    paragraph(
      own && state
        ? say(locale, 'basic_state', {
            state: say(locale, `state_${state}`, { reason: own.obligation.waived ?? '' }),
          })
        : sayStates(data, locale),
    ),
  ];
}

function sayFigures(data: YearData, locale: Locale): string {
  const { programme, scope, forms } = data;
  const { year, targetExperts: target, name, documentNo } = programme;
  const unit = nameScope(scope, locale, year);
  const { reports, experts, personTimes, metrics } = figuresFor(data);
  if (reports === 0) return say(locale, 'basic_nothing', { year, unit });
  const key = scope.kind === 'city' ? 'city' : `${scope.kind}:${scope.slug}`;
  const by = programme.catalogue.forms.flatMap(({ id }) => {
    const n = forms.find((one) => one.unit === key && one.form === id)?.reports ?? 0;
    const form = labelOf(programme.catalogue.forms, id, locale);
    return n > 0 ? [say(locale, 'basic_form', { form, n })] : [];
  });
  const [units, persons] = [metrics.units_served ?? 0, metrics.service_persons ?? 0];
  const sentences = [
    `${documentNo ? say(locale, 'basic_based', { name, documentNo }) : ''}${
      documentNo ? say(locale, 'sentence_separator') : ''
    }${say(locale, 'basic_figures', { year, unit, experts, personTimes, reports })}`,
    say(locale, 'basic_reached', { units: showNumber(units, locale), persons: showNumber(persons, locale) }),
    ...(by.length > 0 ? [say(locale, 'basic_forms', { forms: joinNames(by, locale) })] : []),
  ];
  if (scope.kind === 'city') {
    const percent = Math.floor((experts / target) * 100);
    sentences.push(say(locale, 'basic_target', { target, percent }));
  }
  return sentences.join(say(locale, 'sentence_separator'));
}

function sayStates({ units }: YearData, locale: Locale): string {
  const counts = countStates(units.map(({ obligation }) => obligation));
  return say(locale, 'basic_states', { ...counts, waived: units.length - counts.owed });
}
