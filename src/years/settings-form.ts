import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { labelOf } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import { TITLE_LEVELS } from '../programme/rules.ts';
import { say as sayProgramme } from '../programme/words.ts';
import { context, section } from '../slack/blocks.ts';
import {
  channelField,
  checkboxField,
  dateField,
  type FieldOptions,
  type Option,
  selectField,
  type Typed,
  textField,
} from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { timeField } from '../slack/time-field.ts';
import { modal } from '../slack/view.ts';
import { settingsOf } from './settings.ts';
import { say } from './words.ts';

/** Every setting of a year that isn't closed, on one screen: what is asked at set-up first, the lists last. */
export function buildYearForm(
  programme: Programme,
  locale: Locale,
  { after, typed = settingsOf(programme), notes = [] }: { after: string; typed?: Typed; notes?: string[] },
): ModalView {
  // What somebody else changed replaces what Slack keeps on screen.
  const again = { typed, revision: after };
  return modal({
    callbackId: VIEWS.editProgramme,
    title: say(locale, 'edit_title', { year: programme.year }),
    submit: sayProgramme(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { year: String(programme.year), after },
    blocks: [
      ...notes.map((note) => section(note)),
      ...frameFields(programme, locale, again),
      ...ruleFields(locale, again),
      ...listFields(programme, locale, again),
    ],
  });
}

/** Of a closed year: how long personal data are kept, and nothing that its figures rest on. */
export function buildRetentionForm(programme: Programme, locale: Locale, after: string): ModalView {
  const { year } = programme;
  return modal({
    callbackId: VIEWS.editProgramme,
    title: say(locale, 'edit_title', { year }),
    submit: sayProgramme(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { year: String(year), after },
    blocks: [
      section(say(locale, 'retention_alone', { year })),
      textField('retention_years', say(locale, 'retention_years'), { typed: settingsOf(programme), max: 10 }),
    ],
  });
}

/** What stands in the fields, and as which state of the year. */
type Again = Required<Pick<FieldOptions, 'typed' | 'revision'>>;

function frameFields({ timeZone }: Programme, locale: Locale, again: Again): ModalView['blocks'] {
  return [
    textField('name', sayProgramme(locale, 'name'), { ...again, max: 200 }),
    textField('year', sayProgramme(locale, 'year'), { ...again, max: 10 }),
    textField('document_no', sayProgramme(locale, 'document_no'), { ...again, max: 100, optional: true }),
    textField('basis', say(locale, 'basis'), {
      ...again,
      max: 300,
      optional: true,
      hint: say(locale, 'basis_hint'),
    }),
    textField('target_experts', sayProgramme(locale, 'target_experts'), { ...again, max: 20 }),
    dateField('opens_on', sayProgramme(locale, 'opens_on'), { ...again }),
    dateField('deadline', say(locale, 'deadline'), { ...again }),
    timeField('deadline_time', say(locale, 'deadline_time'), { ...again, timeZone }),
    textField('time_zone', sayProgramme(locale, 'time_zone'), { ...again, max: 60 }),
    channelField('channel', sayProgramme(locale, 'channel'), {
      ...again,
      hint: sayProgramme(locale, 'channel_hint'),
    }),
    selectField(
      'language',
      sayProgramme(locale, 'language'),
      [
        { value: 'zh', text: sayProgramme(locale, 'chinese') },
        { value: 'en', text: sayProgramme(locale, 'english') },
      ],
      { ...again },
    ),
    selectField(
      'published_by',
      sayProgramme(locale, 'published_by'),
      [
        { value: 'district', text: sayProgramme(locale, 'by_district') },
        { value: 'bureau', text: sayProgramme(locale, 'by_bureau') },
      ],
      { ...again },
    ),
  ];
}

function ruleFields(locale: Locale, again: Again): ModalView['blocks'] {
  const levels = TITLE_LEVELS.map((value): Option => ({ value, text: say(locale, `title_${value}`) }));
  const travel = (['counted', 'not_counted'] as const).map(
    (value): Option => ({ value, text: say(locale, `travel_${value}`) }),
  );
  return [
    selectField('minimum_title', say(locale, 'minimum_title'), levels, {
      ...again,
      hint: say(locale, 'minimum_title_hint'),
    }),
    selectField('travel_days', say(locale, 'travel_days'), travel, { ...again }),
    textField('day_step', say(locale, 'day_step'), { ...again, max: 10 }),
    textField('day_cap', say(locale, 'day_cap'), { ...again, max: 10 }),
    textField('retention_years', say(locale, 'retention_years'), { ...again, max: 10 }),
  ];
}

function listFields({ catalogue }: Programme, locale: Locale, again: Again): ModalView['blocks'] {
  const lines = catalogue.action_lines.map(
    ({ id }): Option => ({ value: id, text: labelOf(catalogue.action_lines, id, locale) }),
  );
  const list = { ...again, multiline: true, optional: true };
  return [
    checkboxField('lines', say(locale, 'lines'), lines, { ...again, optional: false }),
    textField('line_order', say(locale, 'line_order'), { ...list, max: 500 }),
    context(say(locale, 'lists_how')),
    textField('extra_metrics', say(locale, 'extra_metrics'), {
      ...list,
      hint: say(locale, 'extra_metrics_hint'),
      placeholder: 'patents = 申请专利数 | Patents filed',
    }),
    textField('labels', say(locale, 'labels'), { ...list, hint: say(locale, 'labels_hint') }),
  ];
}
