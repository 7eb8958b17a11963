import type { KnownBlock, ModalView } from '@slack/types';
import { optionsOf } from '../directory/views.ts';
import type { Locale } from '../i18n/locale.ts';
import { proposedFor } from '../programme/catalogue.ts';
import { button, section } from '../slack/blocks.ts';
import {
  checkboxField,
  dateField,
  multiSelectField,
  selectField,
  type Typed,
  textField,
  userField,
} from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { type FormContext, readTime } from './demand-form.ts';
import { showRange } from './show-range.ts';
import type { FormIds } from './views.ts';
import { say } from './words.ts';

/** Our own Back: several rooms have one, and Bolt hands a press to every listener of its action_id. */
export const BACK = 'back:post_demand';

export interface DetailForm {
  context: FormContext;
  typed: Typed;
  ids: FormIds;
  /** A coordinator records a new need: for whom? */
  asksOnBehalf: boolean;
}

/** Step two: everything else, nothing of it required; empty dates show our reading of the words. */
export function buildDetailForm({ context: form, typed, ids, asksOnBehalf }: DetailForm): ModalView {
  const { locale } = form;
  const back = button({ text: sayShared(locale, 'back'), actionId: ACTIONS.back, value: ids.draftId });
  return modal({
    callbackId: VIEWS.postDemand,
    title: say(locale, 'detail_title'),
    submit: sayShared(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: ids,
    blocks: [
      section(explainTime(typed, form)),
      ...dateFields(locale, withReadDates(typed, form)),
      ...kindFields(form, withProposedForm(typed, form)),
      ...conditionFields(form, typed),
      ...(asksOnBehalf ? [behalfField(locale, typed)] : []),
      { type: 'actions', elements: [{ ...back, action_id: BACK }] },
    ],
  });
}

function dateFields(locale: Locale, typed: Typed): KnownBlock[] {
  const field = { typed, optional: true };
  return [
    dateField('service_start', say(locale, 'service_start'), field),
    dateField('service_end', say(locale, 'service_end'), field),
    dateField('claim_deadline', say(locale, 'claim_deadline'), {
      ...field,
      hint: say(locale, 'claim_deadline_hint'),
    }),
  ];
}

function kindFields({ locale, programme: { catalogue } }: FormContext, typed: Typed): KnownBlock[] {
  const field = { typed, optional: true };
  return [
    selectField('form', say(locale, 'form'), optionsOf(catalogue.forms, locale, typed.form), field),
    multiSelectField('modes', say(locale, 'modes'), optionsOf(catalogue.modes, locale, typed.modes), field),
    selectField('field', say(locale, 'field'), optionsOf(catalogue.fields, locale, typed.field), field),
    multiSelectField(
      'need_types',
      say(locale, 'need_types'),
      optionsOf(catalogue.need_types, locale, typed.need_types),
      field,
    ),
  ];
}

function conditionFields({ locale, programme: { catalogue } }: FormContext, typed: Typed): KnownBlock[] {
  const field = { typed, optional: true };
  return [
    textField('conditions_offered', say(locale, 'conditions_offered'), { ...field, multiline: true }),
    textField('expected_beneficiaries', say(locale, 'expected_beneficiaries'), { ...field, max: 20 }),
    selectField(
      'urgency',
      say(locale, 'urgency'),
      optionsOf(catalogue.urgencies, locale, typed.urgency),
      field,
    ),
    checkboxField(
      'confidential',
      say(locale, 'confidential'),
      [{ value: 'yes', text: say(locale, 'confidential_option') }],
      field,
    ),
  ];
}

function behalfField(locale: Locale, typed: Typed): KnownBlock {
  return userField('on_behalf_of', say(locale, 'on_behalf_of'), {
    typed,
    optional: true,
    hint: say(locale, 'on_behalf_of_hint'),
  });
}

function withReadDates(typed: Typed, form: FormContext): Typed {
  if (typed.service_start || typed.service_end) return typed;
  const read = readTime(timeTextOf(typed), form);
  if (!read) return typed;
  return { ...typed, service_start: read.start.toString(), service_end: read.end?.toString() ?? null };
}

/** The unit's kind proposes the form of service, unless it was chosen, or emptied, before. */
function withProposedForm(typed: Typed, { programme: { catalogue } }: FormContext): Typed {
  if (typeof typed.unit_type !== 'string' || typed.form !== undefined) return typed;
  const { form } = proposedFor(catalogue, typed.unit_type);
  return form ? { ...typed, form } : typed;
}

/** "我们理解为 10月11日—10月20日", or that the words are kept as they are (decision 7). */
function explainTime(typed: Typed, form: FormContext): string {
  const { locale, programme } = form;
  const words = timeTextOf(typed);
  const read = readTime(words, form);
  if (!read) return say(locale, 'time_kept', { words });
  const range = showRange(read.start.toString(), read.end?.toString(), locale, programme.year);
  return say(locale, 'time_read', { words, range });
}

function timeTextOf({ time_text }: Typed): string {
  return typeof time_text === 'string' ? time_text : '';
}
