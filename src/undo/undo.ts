import { UNDOABLE_CLAIM_ACTS } from '../claims/transitions.ts';

/**
 * What can be taken back, and how far (mission: decision 19; slack-platform 35: no one-way doors). For each act: within
 * ten minutes of programme time, only by whoever did it and may still do it, and only while nothing else was done to
 * the same thing since. Besides:
 *
 * | act | goes back to | not once |
 * |---|---|---|
 * | publish_demand | the state before (submitted, or with the bureau) | anybody claimed it, or reported on it |
 * | return_demand, reject_demand | the state before | the poster submitted it again |
 * | give_consent | waiting for the home unit | the host answered |
 * | accept_expert | waiting for the host | the service began, or is reported |
 * | withdraw_claim | where the claim stood | no slot is free, the need is closed, or the limit is used |
 * | verify_expert | registered | the expert claimed, or stands in a report |
 */
export const UNDOABLE = [
  ...(['publish_demand', 'return_demand', 'reject_demand'] as const),
  ...UNDOABLE_CLAIM_ACTS,
  'verify_expert',
] as const;

export type UndoableAct = (typeof UNDOABLE)[number];

export const UNDO_MINUTES = 10;

export function isUndoable(act: string): act is UndoableAct {
  return UNDOABLE.some((one) => one === act);
}

/** The last moment is still in time. */
export function isTooLateToUndo(doneAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, doneAt.add({ minutes: UNDO_MINUTES })) > 0;
}
