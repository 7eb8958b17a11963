import type { Typed } from '../slack/form.ts';
import { shorten } from '../slack/text.ts';
import type { Demand } from './demand.ts';

/** What a person's next need most likely shares with the last one. */
export function typedOfUnit(demand: Demand): Typed {
  return {
    unit_name: demand.unitName,
    unit_type: demand.unitType ?? null,
    districts: demand.districts,
    contact_name: demand.contactName,
    contact_phone: demand.contactPhone,
    action_line: demand.actionLine,
  };
}

/** A need as it would be typed: the starting point of a change. */
export function typedOf(demand: Demand): Typed {
  return {
    ...typedOfUnit(demand),
    title: demand.title,
    description: demand.description,
    expert_slots: String(demand.expertSlots),
    expert_requirement: demand.expertRequirement,
    time_text: demand.timeText,
    place: demand.place,
    expected_outcome: demand.expectedOutcome,
    form: demand.form ?? null,
    modes: demand.modes,
    field: demand.field ?? null,
    need_types: demand.needTypes,
    service_start: demand.serviceStart ?? null,
    service_end: demand.serviceEnd ?? null,
    claim_deadline: demand.claimDeadline ?? null,
    conditions_offered: demand.conditionsOffered,
    expected_beneficiaries: demand.expectedBeneficiaries?.toString() ?? null,
    urgency: demand.urgency,
    confidential: demand.confidential ? ['yes'] : [],
  };
}

/** The title field holds no more. */
const LONGEST_TITLE = 150;

/** A message as a need would be typed: its first line names it, the whole of it describes it. */
export function typedOfMessage(text: string): Typed {
  const [first = ''] = text.split('\n');
  return { title: shorten(first, LONGEST_TITLE) || null, description: text || null };
}

/** A text input holds 3,000 characters (Slack). */
export const LONGEST_INPUT = 3000;

/**
 * What was known, with what was typed now over it. New words for the time make our reading of the old ones void;
 * a text too long for its field, and left as it was shown, stays whole (decision 14).
 */
export function withTyped(known: Typed, typed: Typed): Typed {
  const newTime = known.time_text && typed.time_text && known.time_text !== typed.time_text;
  const whole = Object.entries(typed).map(([field, value]) => {
    const before = known[field];
    const untouched = typeof before === 'string' && value === shorten(before, LONGEST_INPUT);
    return [field, untouched ? before : value];
  });
  return {
    ...known,
    ...(newTime ? { service_start: null, service_end: null } : {}),
    ...Object.fromEntries(whole),
  };
}
