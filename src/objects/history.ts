import { DESK } from '../db/audit.ts';
import { RECORDED_ACTS, type RecordedAct } from '../db/recorded-acts.ts';

/** What a history has a sentence for. */
export type DoneAct = RecordedAct;

/** A page of a history has so many lines, the latest first. */
export const ENTRIES_A_PAGE = 20;

/** One act as the audit trail keeps it. */
export interface Entry {
  id: number;
  act: RecordedAct;
  at: Temporal.Instant;
  actor: string;
  /** Their name in Slack, where it is known. */
  name: string | undefined;
  onBehalfOf: string | undefined;
  /** The one who was away, and in whose place it was done. */
  deputyOf: string | undefined;
  kind: string;
  objectId: string;
  details: Record<string, unknown>;
  /** It was taken back. */
  undone: boolean;
}

/** What a line of a history may be about, beside the thing itself, and who stands behind it. */
export interface Thing {
  kind: string;
  id: string;
  /** As a line names it; empty for the thing whose history it is. */
  label: string;
  host?: string | undefined;
  expert?: string | undefined;
  employer?: string | undefined;
}

/** How somebody stands to a thing that they read. */
export type Side = 'coordinator' | 'host' | 'expert' | 'home_unit' | 'author' | 'anybody';

/** What everybody may know of a published need. */
export const PUBLIC_ACTS: readonly RecordedAct[] = [
  ...(['post_demand', 'publish_demand', 'grant_instant', 'change_demand', 'postpone_demand'] as const),
  ...(['reopen_demand', 'close_demand', 'cancel_demand', 'follow_up'] as const),
];

/** Told to those concerned, with why. */
const TOLD_WITH_REASON: readonly RecordedAct[] = [
  ...(['change_demand', 'postpone_demand', 'reopen_demand', 'close_demand', 'cancel_demand'] as const),
];

/**
 * Whose reasons each side reads besides its own; coordinators read all. A home unit's is for coordinators alone, and a
 * host unit's no is neutral to the expert (mission: decision 20).
 */
const REASONS: Record<Exclude<Side, 'coordinator'>, readonly RecordedAct[]> = {
  host: [
    ...TOLD_WITH_REASON,
    ...(['return_demand', 'reject_demand', 'follow_up', 'decline_expert', 'report_no_show'] as const),
    ...(['object_report', 'return_report', 'amend_report', 'void_report'] as const),
  ],
  expert: [
    ...TOLD_WITH_REASON,
    ...(['withdraw_claim', 'object_no_show', 'object_report', 'return_report'] as const),
    ...(['amend_report', 'ask_amendment', 'return_amendment', 'void_report', 'return_registration'] as const),
  ],
  author: [
    ...(['object_report', 'return_report', 'amend_report', 'ask_amendment'] as const),
    ...(['return_amendment', 'void_report'] as const),
  ],
  home_unit: [...TOLD_WITH_REASON, 'refuse_consent', 'recall_expert'],
  anybody: [],
};

/** Whether the reader may know why it was done: whoever did it does. */
export function mayReadReason({ act, actor }: Entry, reader: { userId: string; side: Side }): boolean {
  if (actor === reader.userId || reader.side === 'coordinator') return true;
  return REASONS[reader.side].includes(act);
}

export function isDesk({ actor }: Entry): boolean {
  return actor === DESK;
}

export function keyOf({ kind, id }: Pick<Thing, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

/** Undefined for an act of another release. */
export function readAct(text: unknown): DoneAct | undefined {
  return RECORDED_ACTS.find((one) => one === text);
}
