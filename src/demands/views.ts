import type { KnownBlock, ModalView } from '@slack/types';
import { districtOptions, optionsOf } from '../directory/views.ts';
import type { Locale } from '../i18n/locale.ts';
import { URGENCIES } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import { button, context, section } from '../slack/blocks.ts';
import {
  checkboxField,
  dateField,
  multiSelectField,
  type Option,
  selectField,
  type Typed,
  textField,
  userField,
} from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { showRange } from './blocks.ts';
import { type FormContext, MANY_SLOTS, readTime } from './demand-form.ts';
import { say } from './words.ts';

/**
 * What the window carries (private_metadata). Also, where they apply: `demandId` and `number` of the need that is
 * edited; `resumes`, the unfinished draft that was offered again; `proposed`, the line that we filled in, and
 * `proposedFor`, the kind of unit it was for; `slots` and `similar`, what the second look in the window is about.
 */
export interface FormIds extends Record<string, string> {
  step: 'need' | 'details';
  draftId: string;
}

/** Our own Back: several rooms have one, and Bolt hands a press to every listener of its action_id. */
export const BACK = 'back:post_demand';

export interface NeedForm {
  locale: Locale;
  programme: Programme;
  typed: Typed;
  ids: FormIds;
  /** Said above the form. */
  note?: string | undefined;
}

/** Step one: the six clarities on one screen (decision 23). */
export function buildNeedForm(form: NeedForm): ModalView {
  const { locale, ids, note } = form;
  return modal({
    callbackId: VIEWS.postDemand,
    title: titleOf(locale, ids, 'form_title'),
    submit: say(locale, 'next'),
    close: sayShared(locale, 'cancel'),
    metadata: ids,
    blocks: [
      ...(note ? [context(note)] : []),
      ...buildSecondLook(form),
      ...unitFields(form),
      ...needFields(form),
    ],
  });
}

/** A second look is a tick in the same window (decisions 8 and 16). */
function buildSecondLook({ locale, typed, ids: { slots, similar } }: NeedForm): KnownBlock[] {
  if (!slots && !similar) return [];
  const box = slots && similar ? 'both_option' : slots ? 'many_slots_option' : 'similar_option';
  return [
    ...(slots ? [section(say(locale, 'many_slots', { slots, many: MANY_SLOTS }))] : []),
    ...(similar ? [section(say(locale, 'similar', { number: similar }))] : []),
    checkboxField('confirm', say(locale, 'confirm'), [{ value: 'yes', text: say(locale, box) }], {
      typed,
      // A tick given to another question doesn't count for this one.
      revision: `${slots ?? ''}:${similar ?? ''}`,
    }),
  ];
}

function unitFields({ locale, programme, typed, ids }: NeedForm): KnownBlock[] {
  const { catalogue, year } = programme;
  return [
    textField('unit_name', say(locale, 'unit_name'), { typed, max: 100 }),
    selectField('unit_type', say(locale, 'unit_type'), optionsOf(catalogue.unit_types, locale), {
      typed,
      optional: true,
      dispatch: true,
    }),
    multiSelectField(
      'districts',
      say(locale, 'districts'),
      chosenFirst(districtOptions(locale, year), typed),
      {
        typed,
        hint: say(locale, 'districts_hint'),
      },
    ),
    selectField('action_line', say(locale, 'action_line'), optionsOf(catalogue.action_lines, locale), {
      typed,
      ...(ids.proposedFor ? { revision: ids.proposedFor } : {}),
    }),
  ];
}

function needFields({ locale, typed }: NeedForm): KnownBlock[] {
  const later = { typed, optional: true, hint: say(locale, 'before_publication') };
  return [
    textField('title', say(locale, 'title'), { typed, max: 150 }),
    textField('description', say(locale, 'description'), {
      ...later,
      multiline: true,
      hint: `${say(locale, 'before_publication')}${locale === 'zh' ? '' : ' '}${say(locale, 'confidentiality_hint')}`,
    }),
    textField('expert_slots', say(locale, 'expert_slots'), {
      typed,
      max: 20,
      hint: say(locale, 'expert_slots_hint'),
    }),
    textField('expert_requirement', say(locale, 'expert_requirement'), { ...later, multiline: true }),
    textField('time_text', say(locale, 'time_text'), {
      typed,
      max: 120,
      hint: say(locale, 'time_text_hint'),
    }),
    textField('place', say(locale, 'place'), { ...later, max: 300 }),
    textField('expected_outcome', say(locale, 'expected_outcome'), { ...later, multiline: true }),
    textField('contact_name', say(locale, 'contact_name'), { ...later, max: 50 }),
    textField('contact_phone', say(locale, 'contact_phone'), {
      ...later,
      max: 40,
      hint: say(locale, 'contact_phone_hint'),
    }),
  ];
}

/** Slack shows initial options in the order of the list, and the first district owns the need. */
function chosenFirst(options: Option[], { districts }: Typed): Option[] {
  const chosen = Array.isArray(districts) ? districts : [];
  const rank = ({ value }: Option) => (chosen.includes(value) ? chosen.indexOf(value) : chosen.length);
  return options.toSorted((a, b) => rank(a) - rank(b));
}

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
    title: titleOf(locale, ids, 'detail_title'),
    submit: sayShared(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: ids,
    blocks: [
      section(explainTime(typed, form)),
      ...dateFields(locale, withReadDates(typed, form)),
      ...kindFields(form, typed),
      ...conditionFields(locale, typed),
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
    selectField('form', say(locale, 'form'), optionsOf(catalogue.forms, locale), field),
    multiSelectField('modes', say(locale, 'modes'), optionsOf(catalogue.modes, locale), field),
    selectField('field', say(locale, 'field'), optionsOf(catalogue.fields, locale), field),
    multiSelectField('need_types', say(locale, 'need_types'), optionsOf(catalogue.need_types, locale), field),
  ];
}

function conditionFields(locale: Locale, typed: Typed): KnownBlock[] {
  const field = { typed, optional: true };
  return [
    textField('conditions_offered', say(locale, 'conditions_offered'), { ...field, multiline: true }),
    textField('expected_beneficiaries', say(locale, 'expected_beneficiaries'), { ...field, max: 20 }),
    selectField('urgency', say(locale, 'urgency'), optionsOf(URGENCIES, locale), field),
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

function titleOf(locale: Locale, { number }: FormIds, key: 'form_title' | 'detail_title'): string {
  return number && key === 'form_title' ? say(locale, 'edit_title', { number }) : say(locale, key);
}

/** After the submission: the number, who checks it, what is still missing, and that the person will hear. */
export function buildOutcome(
  demand: Demand,
  programme: Programme,
  locale: Locale,
  { revised, byBureau }: { revised: boolean; byBureau: boolean },
): ModalView {
  const { number, title, district, id } = demand;
  const missing = nameMissing(demand, locale);
  const edit = button({
    text: say(locale, missing ? 'add_missing' : 'edit'),
    actionId: ACTIONS.editDemand,
    value: id,
    label: `${say(locale, 'edit')} ${number}`,
  });
  return noticeView(
    message(
      section(say(locale, revised ? 'revised_done' : 'submitted_done', { number, title })),
      section(
        byBureau
          ? say(locale, 'checked_by_bureau')
          : say(locale, 'checked_by_district', { district: districtName(district, locale, programme.year) }),
      ),
      section(
        missing ? say(locale, 'missing_for_publication', { fields: missing }) : say(locale, 'nothing_missing'),
      ),
      actions(edit),
    ),
  );
}
