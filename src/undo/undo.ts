import { UNDOABLE_CLAIM_ACTS } from '../claims/undoable.ts';
import { ACTS_AFTER } from '../demands/transitions.ts';

/**
 * What can be taken back, and how far (mission: decision 19; slack-platform 35: no one-way doors). For each act: within
 * ten minutes of programme time, only by whoever did it and may still do it, and only while nothing else was done to
 * the same thing since. Besides:
 *
 * | act | goes back to | not once |
 * |---|---|---|
 * | publish_demand | the state before (submitted, or with the bureau) | anybody claimed it, or reported on it |
 * | grant_instant | as with publish_demand, or published and not instant | anybody claimed it |
 * | return_demand, reject_demand | the state before | the poster submitted it again |
 * | change_demand, postpone_demand, reopen_demand, close_demand | as the need, its slots and claims stood | anybody claimed it, answered about a claim, or reported |
 * | follow_up | no need: the new one is cancelled, the first stays as it is | anybody did anything to the new one |
 * | give_consent | waiting for the home unit | the host answered |
 * | own_pledge | waiting for the pledge | the host answered |
 * | accept_expert | waiting for the host | the service began, or is reported |
 * | withdraw_claim | where the claim stood | no slot is free, the need is closed, or the limit is used |
 * | report_no_show | confirmed | the expert objected, or it is decided |
 * | uphold_no_show | said not to have come | the slot is taken |
 * | dismiss_no_show | said not to have come | a report speaks of the expert |
 * | waive_report | confirmed | the slot is taken |
 * | recall_expert | where the claim stood | as withdraw_claim |
 * | object_report | where it stood before | the report was mended or decided on |
 * | void_report | accepted, with its figures | the service is reported anew, its claim was acted on, or the year is closed |
 * | verify_expert | registered | the expert claimed, or stands in a report |
 * | link_expert | without an account | the account was used in the programme |
 * | told_them | to be told by telephone | it matters no more |
 * | edit_unit | the unit, its names and contacts as they stood | it was edited again, or a name of it was taken |
 * | name_coordinators | without these roles | one of them was taken away, or anybody named has acted |
 * | record_blanket | no yes in advance | a claim passed by it |
 * | end_blanket, end_blocked_dates | as before | |
 * | block_dates | no such dates | |
 * | merge | two, each with what it had | anything was done to either, or to what followed |
 * | hand_over | with whoever handed over | whoever took over did anything |
 * | extend_summary, waive_summary | what was granted before | the unit handed it in, or the year is closed |
 * | open_year | no such year | it has begun, or its settings were changed |
 * | close_year | closing, without what was frozen | anything of it was corrected |
 */
export const UNDOABLE = [
  ...(['publish_demand', 'grant_instant', 'return_demand', 'reject_demand'] as const),
  ...ACTS_AFTER,
  'follow_up',
  ...UNDOABLE_CLAIM_ACTS,
  ...(['object_report', 'void_report', 'verify_expert', 'link_expert', 'edit_unit'] as const),
  'name_coordinators',
  ...(['record_blanket', 'end_blanket', 'block_dates', 'end_blocked_dates'] as const),
  ...(['merge', 'hand_over', 'extend_summary', 'waive_summary', 'open_year', 'close_year'] as const),
  'told_them',
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
