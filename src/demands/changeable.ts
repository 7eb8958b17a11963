import type { Demand } from './demand.ts';

/** What can be changed of a published need, by the name of its column; each is a field of the form. */
export const CHANGEABLE = [
  'title',
  'description',
  'expert_requirement',
  'expected_outcome',
  'time_text',
  'service_start',
  'service_end',
  'claim_deadline',
  'place',
  'contact_name',
  'contact_phone',
  'expert_slots',
  'field',
] as const;

/** The same as they are stored. */
export interface Changeable {
  title: string;
  description: string;
  expert_requirement: string;
  expected_outcome: string;
  time_text: string;
  service_start: string | null;
  service_end: string | null;
  claim_deadline: string | null;
  place: string;
  contact_name: string;
  contact_phone: string;
  expert_slots: number;
  field: string | null;
}

export function changeableOf(demand: Demand): Changeable {
  return {
    title: demand.title,
    description: demand.description,
    expert_requirement: demand.expertRequirement,
    expected_outcome: demand.expectedOutcome,
    time_text: demand.timeText,
    service_start: demand.serviceStart ?? null,
    service_end: demand.serviceEnd ?? null,
    claim_deadline: demand.claimDeadline ?? null,
    place: demand.place,
    contact_name: demand.contactName,
    contact_phone: demand.contactPhone,
    expert_slots: demand.expertSlots,
    field: demand.field ?? null,
  };
}

/** The need as it is afterwards. */
export function withChange(demand: Demand, change: Changeable): Demand {
  return {
    ...demand,
    title: change.title,
    description: change.description,
    expertRequirement: change.expert_requirement,
    expectedOutcome: change.expected_outcome,
    timeText: change.time_text,
    serviceStart: change.service_start ?? undefined,
    serviceEnd: change.service_end ?? undefined,
    claimDeadline: change.claim_deadline ?? undefined,
    place: change.place,
    contactName: change.contact_name,
    contactPhone: change.contact_phone,
    expertSlots: change.expert_slots,
    field: change.field ?? undefined,
  };
}

export type Diff = Partial<
  Record<keyof Changeable, { from: string | number | null; to: string | number | null }>
>;

/** What differs, for the record and for those who are told. */
export function diffOf(before: Changeable, after: Changeable): Diff {
  return Object.fromEntries(
    CHANGEABLE.filter((key) => before[key] !== after[key]).map((key) => [
      key,
      { from: before[key], to: after[key] },
    ]),
  );
}
