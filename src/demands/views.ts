import type { KnownBlock, ModalView } from '@slack/types';
import { districtOptions, optionsOf } from '../directory/views.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import { context, section } from '../slack/blocks.ts';
import {
  checkboxField,
  multiSelectField,
  type Option,
  selectField,
  type Typed,
  textField,
} from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { MANY_SLOTS } from './demand-form.ts';
import { say } from './words.ts';

/**
 * What the window carries (private_metadata). Also, where they apply: `demandId` and `number` of the need that is
 * edited; `resumes`, the unfinished draft that was offered again; `proposed`, the line that we filled in, and
 * `proposedFor`, the kind of unit it was for; `proposedDistrict`, which we read in the unit's name; `slots` and `similar`,
 * what the second look in the window is about.
 */
export interface FormIds extends Record<string, string> {
  step: 'need' | 'details';
  draftId: string;
}

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
    title: ids.number ? say(locale, 'edit_title', { number: ids.number }) : say(locale, 'form_title'),
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
    selectField(
      'unit_type',
      say(locale, 'unit_type'),
      optionsOf(catalogue.unit_types, locale, typed.unit_type),
      {
        typed,
        optional: true,
        dispatch: true,
      },
    ),
    multiSelectField(
      'districts',
      say(locale, 'districts'),
      chosenFirst(districtOptions(locale, year), typed),
      {
        typed,
        hint: say(locale, 'districts_hint'),
        ...(ids.proposedDistrict ? { revision: ids.proposedDistrict } : {}),
      },
    ),
    selectField(
      'action_line',
      say(locale, 'action_line'),
      optionsOf(catalogue.action_lines, locale, typed.action_line),
      {
        typed,
        ...(ids.proposedFor ? { revision: ids.proposedFor } : {}),
      },
    ),
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
