import type { Part } from '../directory/permissions.ts';
import type { ClaimAct, ClaimState } from './claim.ts';
import type { ClaimNews, ThreadNote } from './claim-news.ts';

/** Whom an act tells, and what they read of it; where `was` is named, only of a claim that stood there, or now stands there if it is new. */
export interface Tell {
  /**
   * 'deciders': the coordinators of the need's district, and the bureau. 'home_unit': its contacts, where somebody else
   * answered for them. 'asked': who was asked about the claim as it stood before. 'covering_unit': the home unit whose yes in advance let
   * the claim pass; where nobody of it is on Slack, the coordinators.
   */
  who: 'expert' | 'contact' | 'coordinators' | 'deciders' | 'home_unit' | 'asked' | 'covering_unit';
  news: ClaimNews;
  was?: ClaimState;
  /** Only where the expert's assistant did it in their name; or only where somebody else did it for them. */
  by?: 'assistant' | 'others';
}

/** Of the need's district, of the expert's system, of the bureau. */
export const COORDINATORS = ['district', 'system', 'bureau'] as const;

export type ActOnClaim =
  | ClaimAct
  | 'claim_slot'
  | 'cancel_demand'
  | 'close_demand'
  | 'expire_claim'
  | 'lapse_claim';

export interface Transition<To = ClaimState | readonly ClaimState[]> {
  from: readonly ClaimState[];
  to: To;
  /** Where it is kept with the claim and moves nothing. */
  keeps?: readonly ClaimState[];
  /** As the permission table has it; nobody is the desk itself. */
  by: readonly Part[];
  frees: 'slot' | 'nothing';
  /** Only while no report speaks of the expert: of the two at one moment one wins. */
  unreported?: true;
  /** But for whoever did it; and never the same person twice. */
  tells: readonly Tell[];
  /** The line under the card. */
  note?: ThreadNote;
  /** By the rules of `undo/`. */
  undo: boolean;
}
