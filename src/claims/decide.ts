import { hasActed } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { type ClaimCase, readCase } from './case-sql.ts';
import type { ClaimState } from './claim.ts';
import { moveClaim } from './claim-sql.ts';
import type { Given } from './consent-sql.ts';
import type { Doer } from './enter.ts';
import { marksOf, marksOfLate, newsOf, noteOf, requestsOf } from './tell.ts';
import type { ActOnClaim, Transition } from './transition.ts';
import { CLAIM_TRANSITIONS } from './transitions.ts';

/** 'decided': somebody was faster, or it is no longer the time; today's state says which. */
export type Decided = Done | 'decided' | 'repeated';

export interface Done {
  /** The act in the audit trail, where it moved the claim and so can be taken back. */
  undo?: number;
}

type Decision = Exclude<ActOnClaim, 'claim_slot' | 'cancel_demand' | 'close_demand'>;

/** What comes with the decision. */
export interface With {
  reason?: string;
  given?: Given;
  details?: Record<string, unknown>;
}

/** So often a claim may move between being read and being decided on. */
const ATTEMPTS = 5;

/**
 * One row of the table of transitions: the claim moves, and those concerned read of it. It is decided from what was read;
 * where the claim has moved meanwhile, it is read again.
 */
export async function decideClaim(
  db: Db,
  doer: Doer,
  found: ClaimCase,
  act: Decision,
  what: With = {},
): Promise<Decided> {
  const { teamId } = doer.programme;
  let claimCase: ClaimCase | undefined = found;
  for (let attempt = 1; claimCase && attempt <= ATTEMPTS; attempt += 1) {
    const to = destinationOf(act, claimCase);
    if (!to) break;
    const decided = await decideNow(db, doer, claimCase, act, to, what);
    if (decided === 'repeated') return 'repeated';
    if (decided !== undefined) return to === claimCase.claim.state ? {} : { undo: decided };
    const before: ClaimCase = claimCase;
    claimCase = await readCase(db, teamId, found.claim.id);
    if (!claimCase || isUnmoved(before, claimCase)) break;
    // A yes to one date is none to another.
    if (AGREEMENTS.includes(act) && !isSame(found.claim.movedAt, claimCase.claim.movedAt)) break;
  }
  return (await hasActed(db, teamId, doer.cause)) ? 'repeated' : 'decided';
}

/** What these bring about, or end, is chased with coordinators and then the bureau's. */
const LATE_WITH_COORDINATORS: readonly Decision[] = [
  'record_consent',
  'report_no_show',
  'uphold_no_show',
  'dismiss_no_show',
];

const AGREEMENTS: readonly Decision[] = [
  'give_consent',
  'record_consent',
  'own_pledge',
  'accept_expert',
  'keep_claim',
];

function isUnmoved({ claim: before }: ClaimCase, { claim: now }: ClaimCase): boolean {
  return (
    before.state === now.state &&
    isSame(before.movedAt, now.movedAt) &&
    isSame(before.consentedAt, now.consentedAt)
  );
}

function isSame(one: Temporal.Instant | undefined, other: Temporal.Instant | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}

/** Where the act leads from here, if anywhere; after a date that moved, on to whoever has not yet agreed. */
export function destinationOf(act: Decision, { claim, consent, demand }: ClaimCase): ClaimState | undefined {
  const { from, to, keeps = [] }: Transition = CLAIM_TRANSITIONS[act];
  if (!from.includes(claim.state)) return keeps.includes(claim.state) ? claim.state : undefined;
  if (typeof to === 'string') return to;
  if (demand.instant) return 'confirmed';
  if (act === 'keep_claim' && !consent) return 'home_unit_pending';
  return claim.confirmedAt ? 'confirmed' : 'host_pending';
}

/** The same where it leads to is known, from what was read; undefined when the claim has moved meanwhile. */
export async function decideNow(
  db: Db,
  {
    programme,
    userId: actor,
    onBehalfOf,
    how,
    now,
    cause,
  }: Omit<Doer, 'cause'> & { cause: string | undefined },
  claimCase: ClaimCase,
  act: Decision,
  to: ClaimState,
  { reason, given, details = reason ? { reason } : {} }: With,
): Promise<number | 'repeated' | undefined> {
  const { teamId } = programme;
  const { id, state: from, movedAt, consentedAt } = claimCase.claim;
  const after = { ...claimCase, claim: { ...claimCase.claim, state: to } };
  const isMoved = from !== to;
  const { unreported }: Transition = CLAIM_TRANSITIONS[act];
  // What the expert answers stands beside what it answers.
  const written = act === 'object_no_show' ? { objection: reason } : { reason };
  const isConsented = given !== undefined || claimCase.consent !== undefined;
  return moveClaim(
    db,
    { id, from, to, movedAt, consentedAt, ...written, unreported, given },
    { teamId, act, actor, onBehalfOf, objectKind: 'claim', objectId: id, now, cause, details, how },
    {
      asked: requestsOf(teamId, after, isConsented),
      told: isMoved
        ? [
            ...newsOf(programme, { act, actor }, from, after),
            ...noteOf(programme, { act, actor, now }, after),
          ]
        : [],
      ...(LATE_WITH_COORDINATORS.includes(act) ? marksOfLate(after) : marksOf(after)),
    },
  );
}
