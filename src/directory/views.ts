import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, type Labelled, labelOf, offeredOf } from '../programme/catalogue.ts';
import { DISTRICTS, districtChoice, SYSTEMS, systemName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import {
  multiSelectField,
  type Option,
  selectField,
  type Typed,
  textField,
  userField,
} from '../slack/form.ts';
import { VIEWS, type ViewId } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { actingFields, actingTyped } from './acting-form.ts';
import type { Expert } from './expert.ts';
import { say } from './words.ts';

/** What the list offers as options in the reader's language, and what is chosen already though it is off by now. */
export function optionsOf(list: readonly Labelled[], locale: Locale, chosen?: Typed[string]): Option[] {
  const standing = Array.isArray(chosen) ? chosen.map(String) : [String(chosen ?? '')];
  return offeredOf(list, standing).map(({ id }) => ({ value: id, text: labelOf(list, id, locale) }));
}

/** The sixteen districts, by their names of the programme year, and by those that people may still look for. */
export function districtOptions(locale: Locale, year: number): Option[] {
  return DISTRICTS.map((one) => ({ value: one.slug, text: districtChoice(one, locale, year) }));
}

export function systemOptions(locale: Locale): Option[] {
  return SYSTEMS.map(({ slug }) => ({ value: slug, text: systemName(slug, locale) }));
}

/** The registration form, holding what is registered already or was typed before. */
export function buildRegistrationForm(
  locale: Locale,
  { catalogue }: Programme,
  typed: Typed,
  draftId: string,
): ModalView {
  return modal({
    callbackId: VIEWS.registerExpert,
    title: say(locale, 'register_title'),
    submit: sayShared(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { draftId },
    blocks: registrationFields(locale, catalogue, typed),
  });
}

/** Who somebody is and what they can do, whoever writes it down. */
export function registrationFields(locale: Locale, catalogue: Catalogue, typed: Typed): KnownBlock[] {
  return [
    textField('name', say(locale, 'name'), { typed, max: 50 }),
    textField('employer', say(locale, 'employer'), { typed, max: 100, hint: say(locale, 'employer_hint') }),
    selectField('system', say(locale, 'system'), systemOptions(locale), { typed }),
    selectField('title', say(locale, 'title'), optionsOf(catalogue.titles, locale, typed.title), { typed }),
    multiSelectField(
      'categories',
      say(locale, 'categories'),
      optionsOf(catalogue.categories, locale, typed.categories),
      {
        typed,
        optional: true,
      },
    ),
    selectField('field', say(locale, 'field'), optionsOf(catalogue.fields, locale, typed.field), { typed }),
    textField('specialty', say(locale, 'specialty'), { typed, max: 500, optional: true }),
    multiSelectField(
      'services',
      say(locale, 'services'),
      optionsOf(catalogue.need_types, locale, typed.services),
      {
        typed,
        optional: true,
      },
    ),
    textField('max_active_claims', say(locale, 'max_active_claims'), {
      typed,
      max: 10,
      optional: true,
      hint: say(locale, 'max_active_claims_hint'),
    }),
    textField('phone', say(locale, 'phone'), {
      typed,
      max: 40,
      optional: true,
      hint: say(locale, 'phone_hint'),
    }),
    textField('home_unit_contact', say(locale, 'home_unit_contact'), { typed, max: 100, optional: true }),
    userField('home_unit_user', say(locale, 'home_unit_user'), {
      typed,
      optional: true,
      hint: say(locale, 'home_unit_user_hint'),
    }),
    ...actingFields(locale, typed),
  ];
}

/** A registration as it would be typed: the starting point of a change. */
export function typedOf(expert: Expert): Typed {
  return {
    name: expert.name,
    employer: expert.employer,
    system: expert.system,
    title: expert.title,
    categories: expert.categories,
    field: expert.field,
    specialty: expert.specialty,
    services: expert.services,
    max_active_claims: String(expert.maxActiveClaims),
    phone: expert.phone,
    home_unit_contact: expert.homeUnitContact,
    home_unit_user: expert.homeUnitUser ?? null,
    ...actingTyped(expert),
  };
}

/** A window with the one field `reason`; `metadata` says about what. */
export function buildReasonForm(
  locale: Locale,
  texts: { callbackId: ViewId; title: string; label: string; hint?: string; submit: string; typed?: Typed },
  metadata: Record<string, string>,
): ModalView {
  return modal({
    callbackId: texts.callbackId,
    title: texts.title,
    submit: texts.submit,
    close: sayShared(locale, 'cancel'),
    metadata,
    blocks: [
      textField('reason', texts.label, {
        multiline: true,
        max: 1000,
        ...(texts.hint ? { hint: texts.hint } : {}),
        ...(texts.typed ? { typed: texts.typed } : {}),
      }),
    ],
  });
}
