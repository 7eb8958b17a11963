import { joinNames } from '../i18n/words.ts';
import { labelOf, metricLabel } from '../programme/catalogue.ts';
import { districtName, systemName } from '../programme/places.ts';
import { showDate } from '../programme/programme.ts';
import type { Asking } from './asking.ts';
import { say } from './words.ts';

/** Whoever is named in a question. */
export interface NamedOne {
  id: string;
  name: string;
  /** Where they work, which tells two people of one name apart. */
  detail: string;
}

type Saying = Pick<Asking, 'question' | 'programme' | 'locale'>;

/** The parts of a question in the reader's words. */
function partsOf({ question, programme, locale }: Saying, named: readonly NamedOne[]) {
  const { catalogue, year } = programme;
  const { districts, systems, lines, forms, metrics } = question;
  const join = (names: readonly string[]) => joinNames(names, locale);
  return {
    district: join(districts.map((slug) => districtName(slug, locale, year))),
    system: join(systems.map((slug) => systemName(slug, locale))),
    line: join(lines.map((id) => labelOf(catalogue.action_lines, id, locale))),
    form: join(forms.map((id) => labelOf(catalogue.forms, id, locale))),
    metric: join(metrics.map((key) => metricLabel(catalogue.metrics, key, locale))),
    name: join(named.map(({ name, detail }) => (detail ? say(locale, 'name_at', { name, detail }) : name))),
  };
}

/** "已识别为：…": what the words were taken for, so that a wrong reading is seen at once. */
export function sayUnderstood(saying: Saying, named: readonly NamedOne[]): string {
  const { question, locale } = saying;
  const { asked, state, year } = question;
  const parts = partsOf(saying, named);
  const time = sayTime(saying);
  const what = [
    ...(['district', 'system', 'line', 'form', 'metric', 'name'] as const).flatMap((key) =>
      parts[key] ? [say(locale, `of_${key}`, { names: parts[key] })] : [],
    ),
    ...(time ? [say(locale, 'of_time', { range: time })] : []),
    ...(asked === 'metrics' ? [] : [say(locale, 'of_asked', { what: say(locale, `asked_${asked}`) })]),
    ...(state ? [say(locale, `state_${state}`)] : []),
  ];
  const isAll = what.length === 1 && asked === 'reports';
  return isAll
    ? say(locale, 'understood_all', { year })
    : say(locale, 'understood', { what: what.join(locale === 'zh' ? '；' : '; ') });
}

/** What the sentence of the answer begins with: 宁河县2013年6月1日以来; Ninghe County, since 1 Jun 2013. */
export function sayScope(saying: Saying, named: readonly NamedOne[]): string {
  const { programme, locale } = saying;
  const { district, system, line, form, name } = partsOf(saying, named);
  const time = sayTime(saying) || say(locale, 'year_only', { year: programme.year });
  const parts = [name, district, system, line, form, time].filter(Boolean);
  return locale === 'zh' ? parts.join(' · ') : parts.join(', ');
}

function sayTime({ question: { since, until }, locale }: Saying): string {
  const [from, to] = [since && showDate(since, locale), until && showDate(until, locale)];
  if (from && to) return say(locale, from === to ? 'day' : 'range', { from, to });
  if (from) return say(locale, 'since', { from });
  return to ? say(locale, 'until', { to }) : '';
}

/** What to leave out where nothing was found. */
export function sayTips({ question, locale }: Saying): string {
  const { since, until, districts, systems, lines, forms, metrics, experts, units } = question;
  const tips = [
    ...(since || until ? ['tip_time' as const] : []),
    ...(districts.length + systems.length > 0 ? ['tip_place' as const] : []),
    ...(lines.length + forms.length > 0 ? ['tip_line' as const] : []),
    ...(metrics.length > 0 ? ['tip_metric' as const] : []),
    ...(experts.length + units.length > 0 ? ['tip_name' as const] : []),
  ];
  const said = tips.length > 0 ? tips : (['tip_any'] as const);
  return say(locale, 'none', {
    tips: joinNames(
      said.map((tip) => say(locale, tip)),
      locale,
    ),
  });
}
