import type { Part } from '../directory/permissions.ts';
import type { ClaimAct, ClaimNews, ClaimState, ThreadNote } from './claim.ts';

/** Whom an act tells, and what they read of it; where `was` is named, only of a claim that stood there, or now stands there if it is new. */
export interface Tell {
  who: 'expert' | 'contact' | 'coordinators';
  news: ClaimNews;
  was?: ClaimState;
}

export type ActOnClaim = ClaimAct | 'claim_slot' | 'cancel_demand' | 'expire_claim';

export interface Transition<To = ClaimState | readonly ClaimState[]> {
  from: readonly ClaimState[];
  to: To;
  /** Where it is kept with the claim and moves nothing. */
  keeps?: readonly ClaimState[];
  /** As the permission table has it; nobody is the desk itself. */
  by: readonly Part[];
  frees: 'slot' | 'nothing';
  /** But for whoever did it; and never the same person twice. */
  tells: readonly Tell[];
  /** The line under the card. */
  note?: ThreadNote;
  /** By the rules of `undo/`. */
  undo: boolean;
}

const COORDINATORS = ['district', 'system', 'bureau'] as const;
const LIVE = ['home_unit_pending', 'host_pending', 'confirmed'] as const;

/** The home unit's yes, online or on paper. */
const CONSENT = {
  from: ['home_unit_pending'],
  to: 'host_pending',
  keeps: ['host_pending', 'confirmed'],
  by: ['home_unit', ...COORDINATORS],
  frees: 'nothing',
  tells: [{ who: 'expert', news: 'consented' }],
} as const satisfies Omit<Transition, 'undo'>;

/** Everything that can become of a claim. Reasons are for coordinators, and for a host who relied on it (decision 20). */
export const CLAIM_TRANSITIONS = {
  claim_slot: {
    from: [],
    to: LIVE,
    by: ['expert'],
    frees: 'nothing',
    tells: [{ who: 'contact', news: 'confirmed_to_host', was: 'confirmed' }],
    note: 'expert_confirmed',
    undo: false,
  },
  give_consent: { ...CONSENT, undo: true },
  record_consent: { ...CONSENT, undo: false },
  refuse_consent: {
    from: ['home_unit_pending'],
    to: 'home_unit_declined',
    by: ['home_unit', ...COORDINATORS],
    frees: 'slot',
    tells: [
      { who: 'expert', news: 'unit_refused' },
      { who: 'coordinators', news: 'unit_refused_why' },
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
    by: ['expert', ...COORDINATORS],
    frees: 'slot',
    tells: [
      { who: 'expert', news: 'withdrawn_for_you' },
      { who: 'contact', news: 'withdrawn', was: 'confirmed' },
      { who: 'coordinators', news: 'withdrawn', was: 'confirmed' },
    ],
    note: 'slot_free',
    undo: true,
  },
  cancel_demand: {
    from: LIVE,
    to: 'cancelled',
    by: ['poster', 'host', 'district', 'bureau'],
    frees: 'slot',
    tells: [{ who: 'expert', news: 'need_cancelled' }],
    undo: false,
  },
  expire_claim: {
    from: ['home_unit_pending', 'host_pending'],
    to: 'expired',
    by: [],
    frees: 'slot',
    tells: [
      { who: 'expert', news: 'unit_silent', was: 'home_unit_pending' },
      { who: 'expert', news: 'host_silent', was: 'host_pending' },
    ],
    note: 'slot_free',
    undo: false,
  },
} as const satisfies Record<ActOnClaim, Transition>;

type Undoable = {
  [A in ActOnClaim]: (typeof CLAIM_TRANSITIONS)[A]['undo'] extends true ? A : never;
}[ActOnClaim];

/** What can be taken back of a claim, by the rules of `undo/`. */
export const UNDOABLE_CLAIM_ACTS = Object.entries(CLAIM_TRANSITIONS).flatMap(([act, { undo }]) =>
  undo ? [act as Undoable] : [],
);
