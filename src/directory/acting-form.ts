import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { checkboxField, type Typed, textField, userField } from '../slack/form.ts';
import type { Expert } from './expert.ts';
import { say } from './words-assistants.ts';

/** What a registration says of employers and of who acts for the expert, beyond the one employer that most people have. */
export function actingFields(locale: Locale, typed: Typed): KnownBlock[] {
  return [
    checkboxField('own_pledge', say(locale, 'own_pledge'), [{ value: 'yes', text: say(locale, 'pledges') }], {
      typed,
      hint: say(locale, 'own_pledge_hint'),
    }),
    textField('second_employer', say(locale, 'second_employer'), {
      typed,
      max: 100,
      optional: true,
      hint: say(locale, 'second_employer_hint'),
    }),
    userField('second_home_unit_user', say(locale, 'second_home_unit_user'), { typed, optional: true }),
    userField('assistant', say(locale, 'assistant'), {
      typed,
      optional: true,
      hint: say(locale, 'assistant_hint'),
    }),
  ];
}

const user = () =>
  z
    .string()
    .nullish()
    .transform((id) => id || undefined);

/** The same fields as they are checked, each on its own; what they say together is for `refuseActing`. */
export function actingShape(locale: Locale) {
  return {
    own_pledge: z
      .array(z.string())
      .nullish()
      .transform((ticked) => ticked?.includes('yes') ?? false),
    second_employer: z
      .string()
      .max(100, say(locale, 'too_long', { max: 100 }))
      .nullish()
      .transform((name) => name || undefined),
    second_home_unit_user: user(),
    assistant: user(),
  };
}

export interface Acting {
  employer: string;
  home_unit_user?: string | undefined;
  own_pledge: boolean;
  second_employer?: string | undefined;
  second_home_unit_user?: string | undefined;
  assistant?: string | undefined;
}

/** What these fields can't say together, by field; undefined when all is well. */
export function refuseActing(
  locale: Locale,
  form: Acting,
  { applicant, isSameUnit }: { applicant: string | undefined; isSameUnit: boolean },
): Record<string, string> | undefined {
  const { assistant, second_employer: second, second_home_unit_user: consenter } = form;
  if (second && isSameUnit) return { second_employer: say(locale, 'same_employer') };
  if (second && form.own_pledge) return { second_employer: say(locale, 'pledge_or_employer') };
  if (consenter && !second) return { second_employer: say(locale, 'contact_of_nobody') };
  if (consenter && consenter === applicant)
    return { second_home_unit_user: say(locale, 'consents_for_oneself') };
  const wrong = refuseAssistant(locale, assistant, {
    userId: applicant,
    homeUnitUser: form.home_unit_user,
    secondHomeUnitUser: consenter,
  });
  return wrong === undefined ? undefined : { assistant: wrong };
}

/** Why this person can't act for the expert: an assistant is somebody else, and consents for nobody. */
export function refuseAssistant(
  locale: Locale,
  assistant: string | undefined,
  expert: Pick<Expert, 'userId' | 'homeUnitUser' | 'secondHomeUnitUser'>,
): string | undefined {
  if (!assistant) return undefined;
  if (assistant === expert.userId) return say(locale, 'assists_oneself');
  const consents = assistant === expert.homeUnitUser || assistant === expert.secondHomeUnitUser;
  return consents ? say(locale, 'assistant_consents') : undefined;
}

/** What is registered of it, as it would be typed. */
export function actingTyped(expert: Expert): Typed {
  return {
    own_pledge: expert.ownPledge ? ['yes'] : [],
    second_employer: expert.secondEmployer ?? null,
    second_home_unit_user: expert.secondHomeUnitUser ?? null,
    assistant: expert.assistantUser ?? null,
  };
}
