import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, idsOf } from '../programme/catalogue.ts';
import { SYSTEMS } from '../programme/places.ts';
import { parseCount } from '../programme/quantity.ts';
import type { Typed } from '../slack/form.ts';
import { actingShape } from './acting-form.ts';
import type { Whose } from './permissions.ts';
import { say } from './words.ts';

/** Somebody who serves: registered by themselves, verified by a coordinator of their system or the bureau. */
export interface Expert {
  id: string;
  /** Undefined for somebody who isn't on Slack. */
  userId: string | undefined;
  name: string;
  employerId: string;
  employer: string;
  system: string;
  title: string;
  categories: string[];
  field: string;
  specialty: string;
  services: string[];
  /** How many claims may be live at once; 0 means paused. */
  maxActiveClaims: number;
  phone: string;
  homeUnitContact: string;
  /** Who consents for the employer, on Slack; never the expert. */
  homeUnitUser: string | undefined;
  state: 'registered' | 'verified' | 'returned';
  returnReason: string | undefined;
  /** The coordinator who recorded them in their place. */
  recordedBy: string | undefined;
  /** What that rests on: a paper, a call. */
  evidence: string;
  /** Claims, answers and reports in their name; never consents, and is never the expert. */
  assistantUser: string | undefined;
  /** For people with two; a claim says for which of them they go. */
  secondEmployerId: string | undefined;
  secondEmployer: string | undefined;
  secondHomeUnitUser: string | undefined;
  /** Without an employer: their own promise takes the place of its consent. */
  ownPledge: boolean;
}

/**
 * Whose a registration is: the expert's, their assistant's, and the home unit contacts' whom it names; who recorded it
 * had a hand in it.
 */
export function whoseRegistration({
  userId,
  assistantUser,
  homeUnitUser,
  secondHomeUnitUser,
  system,
  recordedBy,
}: Pick<Expert, 'userId' | 'homeUnitUser' | 'system' | 'recordedBy'> &
  Partial<Pick<Expert, 'assistantUser' | 'secondHomeUnitUser'>>): Whose {
  return {
    expertUsers: [userId ?? null],
    assistantUsers: [assistantUser ?? null],
    homeUnitUsers: [homeUnitUser ?? null, secondHomeUnitUser ?? null],
    systems: [system],
    handled: [recordedBy ?? null],
  };
}

const MOST_CLAIMS = 20;

/** Checks the registration form; each message stands under its field, in the reader's language. */
export function registrationSchema(locale: Locale, applicant: string | undefined, catalogue: Catalogue) {
  const text = (max: number) =>
    z
      .string({ error: say(locale, 'required') })
      .min(1, say(locale, 'required'))
      .max(max, say(locale, 'too_long', { max }));
  const free = (max: number) =>
    z
      .string()
      .max(max, say(locale, 'too_long', { max }))
      .nullish()
      .transform((value) => value ?? '');
  return z.object({
    name: text(50),
    employer: text(100),
    system: z.enum(
      SYSTEMS.map(({ slug }) => slug),
      { error: say(locale, 'required') },
    ),
    title: z.enum(idsOf(catalogue.titles), { error: say(locale, 'required') }),
    categories: z
      .array(z.enum(idsOf(catalogue.categories), { error: say(locale, 'unknown_choice') }))
      .nullish()
      .transform((list) => list ?? []),
    field: z.enum(idsOf(catalogue.fields), { error: say(locale, 'required') }),
    specialty: free(500),
    services: z
      .array(z.enum(idsOf(catalogue.need_types), { error: say(locale, 'unknown_choice') }))
      .nullish()
      .transform((list) => list ?? []),
    max_active_claims: z
      .string()
      .nullish()
      .transform((value, context) => {
        if (!value) return 2;
        const parsed = parseCount(value);
        if (parsed.ok && parsed.value <= MOST_CLAIMS) return parsed.value;
        context.addIssue({ code: 'custom', message: say(locale, 'limit_wrong', { max: MOST_CLAIMS }) });
        return z.NEVER;
      }),
    phone: free(40),
    home_unit_contact: free(100),
    home_unit_user: z
      .string()
      .nullish()
      .refine((user) => !user || user !== applicant, say(locale, 'not_yourself'))
      .transform((user) => user ?? undefined),
    ...actingShape(locale),
  });
}

/** The same of somebody else, whose account may be named, and what it rests on. */
export function recordingSchema(locale: Locale, catalogue: Catalogue, { account }: Typed) {
  const applicant = typeof account === 'string' ? account : undefined;
  return registrationSchema(locale, applicant, catalogue).extend({
    account: z
      .string()
      .nullish()
      .transform((user) => user || undefined),
    evidence: z
      .string()
      .max(500, say(locale, 'too_long', { max: 500 }))
      .nullish()
      .transform((text) => text ?? ''),
  });
}

export type Registration = z.output<ReturnType<typeof registrationSchema>>;
