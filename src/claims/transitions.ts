import { ABSENCE_TRANSITIONS } from './absence-transitions.ts';
import { SAID_ABSENT } from './claim.ts';
import { type ActOnClaim, COORDINATORS, type Transition } from './transition.ts';

const LIVE = ['expert_pending', 'home_unit_pending', 'host_pending', 'confirmed'] as const;

/** The home unit's yes, online or on paper; a host that had accepted the expert before the date moved isn't asked again. */
const CONSENT = {
  from: ['home_unit_pending'],
  to: ['host_pending', 'confirmed'],
  keeps: ['expert_pending', 'host_pending', 'confirmed'],
  by: ['home_unit', ...COORDINATORS],
  frees: 'nothing',
  tells: [
    { who: 'expert', news: 'consented' },
    { who: 'home_unit', news: 'consented_for_unit' },
  ],
} as const satisfies Omit<Transition, 'undo'>;

/** Everything that can become of a claim. Reasons are for coordinators, and for a host who relied on it (decision 20). */
export const CLAIM_TRANSITIONS = {
  claim_slot: {
    from: [],
    to: LIVE,
    by: ['expert', 'assistant'],
    frees: 'nothing',
    tells: [
      { who: 'expert', news: 'claimed_for_you', by: 'others' },
      { who: 'expert', news: 'claimed_by_assistant', by: 'assistant' },
      { who: 'contact', news: 'confirmed_to_host', was: 'confirmed' },
      { who: 'covering_unit', news: 'passed' },
    ],
    note: 'expert_confirmed',
    undo: false,
  },
  give_consent: { ...CONSENT, undo: true },
  record_consent: { ...CONSENT, undo: false },
  // In the home unit's place: the expert's own promise, or a coordinator's record of it.
  own_pledge: {
    ...CONSENT,
    by: ['expert', ...COORDINATORS],
    tells: [{ who: 'expert', news: 'pledge_recorded' }],
    undo: true,
  },
  keep_claim: {
    from: ['expert_pending'],
    to: ['home_unit_pending', 'host_pending', 'confirmed'],
    by: ['expert', 'assistant', ...COORDINATORS],
    frees: 'nothing',
    tells: [
      { who: 'expert', news: 'kept_for_you', by: 'others' },
      { who: 'expert', news: 'kept_by_assistant', by: 'assistant' },
      { who: 'contact', news: 'kept' },
    ],
    undo: false,
  },
  refuse_consent: {
    from: ['expert_pending', 'home_unit_pending'],
    to: 'home_unit_declined',
    by: ['home_unit', ...COORDINATORS],
    frees: 'slot',
    tells: [
      { who: 'expert', news: 'unit_refused' },
      { who: 'coordinators', news: 'unit_refused_why' },
      { who: 'home_unit', news: 'refused_for_unit' },
    ],
    note: 'slot_free',
    undo: false,
  },
  accept_expert: {
    from: ['host_pending'],
    to: 'confirmed',
    by: ['host', ...COORDINATORS],
    frees: 'nothing',
    tells: [
      { who: 'expert', news: 'confirmed' },
      { who: 'contact', news: 'confirmed_to_host' },
    ],
    note: 'expert_confirmed',
    undo: true,
  },
  decline_expert: {
    from: ['host_pending'],
    to: 'host_declined',
    by: ['host', ...COORDINATORS],
    frees: 'slot',
    tells: [
      { who: 'expert', news: 'host_declined' },
      { who: 'coordinators', news: 'host_declined_why' },
    ],
    note: 'slot_free',
    undo: false,
  },
  withdraw_claim: {
    from: LIVE,
    to: 'withdrawn',
    by: ['expert', 'assistant', ...COORDINATORS],
    frees: 'slot',
    tells: [
      { who: 'expert', news: 'withdrawn_for_you', by: 'others' },
      { who: 'expert', news: 'withdrawn_by_assistant', by: 'assistant' },
      { who: 'contact', news: 'withdrawn', was: 'confirmed' },
      { who: 'coordinators', news: 'withdrawn', was: 'confirmed' },
      { who: 'contact', news: 'withdrawn', was: 'expert_pending' },
      { who: 'coordinators', news: 'withdrawn', was: 'expert_pending' },
    ],
    note: 'slot_free',
    undo: true,
  },
  ...ABSENCE_TRANSITIONS,
  recall_expert: {
    from: LIVE,
    to: 'recalled',
    by: ['home_unit', ...COORDINATORS],
    frees: 'slot',
    unreported: true,
    tells: [
      { who: 'expert', news: 'recalled' },
      { who: 'contact', news: 'recalled_to_host', was: 'confirmed' },
      { who: 'coordinators', news: 'recalled_why' },
    ],
    note: 'slot_free',
    undo: true,
  },
  cancel_demand: {
    from: [...LIVE, ...SAID_ABSENT],
    to: 'cancelled',
    by: ['poster', 'host', 'district', 'bureau'],
    frees: 'slot',
    tells: [{ who: 'expert', news: 'need_cancelled' }],
    undo: false,
  },
  close_demand: {
    from: LIVE,
    to: 'cancelled',
    by: ['poster', 'host', 'district', 'bureau'],
    frees: 'slot',
    tells: [{ who: 'expert', news: 'need_closed' }],
    undo: false,
  },
  expire_claim: {
    from: ['expert_pending', 'home_unit_pending', 'host_pending'],
    to: 'expired',
    by: [],
    frees: 'slot',
    tells: [
      { who: 'expert', news: 'expert_silent', was: 'expert_pending' },
      { who: 'contact', news: 'withdrawn', was: 'expert_pending' },
      { who: 'expert', news: 'unit_silent', was: 'home_unit_pending' },
      { who: 'expert', news: 'host_silent', was: 'host_pending' },
    ],
    note: 'slot_free',
    undo: false,
  },
  lapse_claim: {
    from: ['expert_pending', 'home_unit_pending', 'host_pending'],
    to: 'expired',
    by: [],
    frees: 'slot',
    unreported: true,
    tells: [
      { who: 'expert', news: 'lapsed' },
      { who: 'asked', news: 'lapsed_to_asked' },
      { who: 'contact', news: 'lapsed_to_asked', was: 'expert_pending' },
    ],
    undo: false,
  },
} as const satisfies Record<ActOnClaim, Transition>;
