import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import { context, section } from '../slack/blocks.ts';
import { checkboxField, dateField, selectField, type Typed, textField } from '../slack/form.ts';
import { VIEWS, type ViewId } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { MANY_SLOTS } from './demand-form.ts';
import { ANY_FIELD, fieldOptions } from './field.ts';
import { say } from './words.ts';
import { say as sayAfter } from './words-after.ts';

export interface ChangeForm {
  locale: Locale;
  programme: Programme;
  callbackId: ViewId;
  title: string;
  typed: Typed;
  /** `demandId`, `seen` (the state of the need that was read), and `slots` where so many ask for a second look. */
  ids: Record<string, string>;
  /** Said above the form. */
  note?: string | undefined;
}

/** What can still be changed of a need, with why: `change_demand`, and with new dates `reopen_demand`, `follow_up`. */
export function buildChangeForm(form: ChangeForm): ModalView {
  const { locale, callbackId, title, ids, note } = form;
  const why = isNew(form) ? 'follow_reason' : 'change_reason';
  return modal({
    callbackId,
    title,
    submit: sayShared(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: ids,
    blocks: [
      ...(note ? [context(note)] : []),
      ...buildSecondLook(form),
      ...timeFields(form),
      ...contentFields(form),
      textField('reason', sayAfter(locale, why), {
        typed: form.typed,
        multiline: true,
        max: 1000,
        hint: sayAfter(locale, `${why}_hint`),
      }),
    ],
  });
}

/** Going there again is a need of its own, which nobody holds yet. */
function isNew({ callbackId }: ChangeForm): boolean {
  return callbackId === VIEWS.followUp;
}

/** A second look is a tick in the same window (decision 8). */
function buildSecondLook({ locale, typed, ids: { slots } }: ChangeForm): KnownBlock[] {
  if (!slots) return [];
  const options = [{ value: 'yes', text: say(locale, 'many_slots_option') }];
  return [
    section(say(locale, 'many_slots', { slots, many: MANY_SLOTS })),
    checkboxField('confirm', say(locale, 'confirm'), options, { typed, revision: slots }),
  ];
}

function timeFields(form: ChangeForm): KnownBlock[] {
  const { locale, typed } = form;
  const day = { typed, optional: true };
  return [
    dateField('service_start', say(locale, 'service_start'), day),
    dateField('service_end', say(locale, 'service_end'), day),
    textField('time_text', say(locale, 'time_text'), {
      typed,
      // The days alone are enough: what they mean in words is filled in.
      optional: true,
      max: 120,
      hint: sayAfter(locale, 'time_hint'),
    }),
    dateField('claim_deadline', say(locale, 'claim_deadline'), {
      ...day,
      hint: say(locale, 'claim_deadline_hint'),
    }),
    textField('place', say(locale, 'place'), { typed, max: 300 }),
    textField('contact_name', say(locale, 'contact_name'), { typed, max: 50 }),
    textField('contact_phone', say(locale, 'contact_phone'), {
      typed,
      max: 40,
      hint: say(locale, 'contact_phone_hint'),
    }),
    textField('expert_slots', say(locale, 'expert_slots'), {
      typed,
      max: 20,
      ...(isNew(form) ? {} : { hint: sayAfter(locale, 'slots_hint') }),
    }),
  ];
}

function contentFields({ locale, programme: { catalogue }, typed }: ChangeForm): KnownBlock[] {
  const long = { typed, multiline: true };
  const chosen = typeof typed.field === 'string' ? typed.field : ANY_FIELD;
  return [
    textField('title', say(locale, 'title'), { typed, max: 150 }),
    textField('description', say(locale, 'description'), long),
    textField('expert_requirement', say(locale, 'expert_requirement'), long),
    textField('expected_outcome', say(locale, 'expected_outcome'), long),
    selectField('field', say(locale, 'field'), fieldOptions(catalogue, locale, chosen), {
      typed: { ...typed, field: chosen },
      optional: true,
    }),
  ];
}
