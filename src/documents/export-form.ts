import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { context } from '../slack/blocks.ts';
import { multiSelectField, type Option, selectField, type Typed } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { searchField } from '../slack/search-field.ts';
import { modal } from '../slack/view.ts';
import { type Summary, unitName } from '../summaries/summary.ts';
import { formatsOf, type What } from './job.ts';
import { FORMATS } from './paper.ts';
import { choiceOf } from './reach.ts';
import { say } from './words.ts';

/** What is typed into this field is answered with what one may export. */
export const OBJECT_SEARCH = 'export';

/** What somebody can choose among. */
export interface Offer {
  whats: readonly What[];
  /** Programme years, the newest first. */
  years: readonly number[];
  units: readonly Summary['unit'][];
  /** Whether all of the programme is theirs. */
  isCity: boolean;
  /** The need, claim or report that stands there already. */
  object: Option | undefined;
}

/** What is to be written down, of which year, in which form and language; a person is offered what is theirs. */
export function buildExportForm(locale: Locale, offer: Offer, typed: Typed): ModalView {
  const { whats, years, units, isCity, object } = offer;
  const [newest = 0] = years;
  const year = Number(typed.year) || newest;
  return modal({
    callbackId: VIEWS.exportPaper,
    title: say(locale, 'form_title'),
    submit: say(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    blocks: [
      context(say(locale, 'form_note')),
      selectField(
        'what',
        say(locale, 'what'),
        whats.map((what) => ({ value: what, text: nameWhat(what, locale) })),
        {
          typed,
          placeholder: say(locale, 'choose'),
        },
      ),
      searchField('object', say(locale, 'object'), object ? [object] : [], {
        typed: object ? { ...typed, object: object.value } : typed,
        optional: true,
        revision: OBJECT_SEARCH,
        hint: say(locale, 'object_hint'),
        placeholder: say(locale, 'object_placeholder'),
      }),
      selectField(
        'year',
        say(locale, 'year'),
        years.map((one) => ({ value: String(one), text: say(locale, 'year_option', { year: one }) })),
        { typed: { year: String(year) }, optional: true },
      ),
      ...(units.length > 0
        ? [
            multiSelectField(
              'districts',
              say(locale, 'districts'),
              units.map((unit) => ({ value: choiceOf(unit), text: unitName(unit, locale, year) })),
              { typed, optional: true, hint: say(locale, isCity ? 'districts_hint_city' : 'districts_hint') },
            ),
          ]
        : []),
      selectField(
        'format',
        say(locale, 'format'),
        FORMATS.map((format) => ({ value: format, text: say(locale, `format_${format}`) })),
        {
          typed,
          optional: true,
          hint: sayFormats(whats, locale),
          placeholder: say(locale, 'format_placeholder'),
        },
      ),
      selectField(
        'language',
        say(locale, 'language'),
        (['zh', 'en'] as const).map((one) => ({ value: one, text: say(locale, `language_${one}`) })),
        { typed: { language: typed.language || locale }, optional: true },
      ),
    ],
  });
}

export function nameWhat(what: What, locale: Locale): string {
  return say(locale, `what_${what}`);
}

/** Which papers are tables, and which aren't. */
function sayFormats(whats: readonly What[], locale: Locale): string {
  const isTable = (what: What) => formatsOf(what)[0] === 'xlsx';
  const names = (some: readonly What[]) =>
    some.map((what) => nameWhat(what, locale)).join(locale === 'zh' ? '、' : ', ');
  return say(locale, 'format_hint', {
    papers: names(whats.filter((what) => !isTable(what))),
    tables: names(whats.filter(isTable)),
  });
}
