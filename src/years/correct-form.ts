import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { metricLabel } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import { selectField, textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { COUNTS, isCount } from '../summaries/frozen.ts';
import { say } from './words.ts';

/** What can be corrected: the three counts, and every metric of the year. */
export function metricIds({ catalogue }: Pick<Programme, 'catalogue'>): string[] {
  return [...COUNTS, ...catalogue.metrics.map(({ id }) => id)];
}

export function nameMetric(
  { catalogue }: Pick<Programme, 'catalogue'>,
  metric: string,
  locale: Locale,
): string {
  return isCount(metric) ? say(locale, `count_${metric}`) : metricLabel(catalogue.metrics, metric, locale);
}

export function buildCorrectForm(programme: Programme, locale: Locale): ModalView {
  const { year } = programme;
  const metrics = metricIds(programme).map((value) => ({
    value,
    text: nameMetric(programme, value, locale),
  }));
  return modal({
    callbackId: VIEWS.correctYear,
    title: say(locale, 'correct_title', { year }),
    submit: say(locale, 'correct_button'),
    close: sayShared(locale, 'cancel'),
    metadata: { year: String(year) },
    blocks: [
      textField('object', say(locale, 'correct_object'), {
        max: 100,
        hint: say(locale, 'correct_object_hint', { year }),
      }),
      selectField('metric', say(locale, 'correct_metric'), metrics),
      textField('value', say(locale, 'correct_value'), { max: 30 }),
      textField('reason', say(locale, 'correct_reason'), { multiline: true, max: 1000 }),
    ],
  });
}
