import type { ActOnClaim } from './transition.ts';
import { CLAIM_TRANSITIONS } from './transitions.ts';

type Undoable = {
  [A in ActOnClaim]: (typeof CLAIM_TRANSITIONS)[A]['undo'] extends true ? A : never;
}[ActOnClaim];

/** What can be taken back of a claim, by the rules of `undo/`. */
export const UNDOABLE_CLAIM_ACTS = Object.entries(CLAIM_TRANSITIONS).flatMap(([act, { undo }]) =>
  undo ? [act as Undoable] : [],
);
