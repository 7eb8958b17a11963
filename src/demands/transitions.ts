import type { Part } from '../directory/permissions.ts';
import type { Demand, DemandState } from './demand.ts';

/** What is done to a need once it is published. */
export const ACTS_AFTER = ['change_demand', 'postpone_demand', 'reopen_demand', 'close_demand'] as const;
export type ActAfter = (typeof ACTS_AFTER)[number];

export interface DemandTransition {
  from: readonly DemandState[];
  to: DemandState;
  /** As the permission table has it. */
  by: readonly Part[];
  /** What becomes of the claims: whoever agreed to a date that moved is asked anew, and holds the slot meanwhile. */
  claims: 'asked_if_moved' | 'rest' | 'end';
  /** By the rules of `undo/`. */
  undo: boolean;
}

const OWNERS_AND_COORDINATORS = ['poster', 'host', 'district', 'bureau'] as const;

/** Everything that can become of a need after its publication, but for its cancellation (designs 3). */
export const DEMAND_TRANSITIONS = {
  change_demand: {
    from: ['published'],
    to: 'published',
    by: OWNERS_AND_COORDINATORS,
    claims: 'asked_if_moved',
    undo: true,
  },
  postpone_demand: {
    from: ['published'],
    to: 'postponed',
    by: OWNERS_AND_COORDINATORS,
    claims: 'rest',
    undo: true,
  },
  reopen_demand: {
    from: ['published', 'postponed', 'closed'],
    to: 'published',
    by: OWNERS_AND_COORDINATORS,
    claims: 'asked_if_moved',
    undo: true,
  },
  close_demand: {
    from: ['published', 'postponed'],
    to: 'closed',
    by: OWNERS_AND_COORDINATORS,
    claims: 'end',
    undo: true,
  },
} as const satisfies Record<ActAfter, DemandTransition>;

/** Whether this can be done to the need as it stands; what its dates say about it is not asked here. */
export function leadsFrom(act: ActAfter, { state }: Pick<Demand, 'state'>): boolean {
  return DEMAND_TRANSITIONS[act].from.some((one) => one === state);
}
