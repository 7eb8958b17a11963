import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { type Programme, today } from '../programme/programme.ts';
import type { Claim, ClaimAct, ClaimFile, ClaimState, ThreadNote } from './claim.ts';
import type { Consent } from './consent.ts';
import { keepConsent } from './consents.ts';
import { claimNow, moveClaim } from './repository.ts';
import {
  askCard,
  askNextInTurn,
  askThreadNote,
  listWatchers,
  refreshInvitation,
  refreshRequests,
  type Telling,
  tellCoordinators,
  tellNews,
} from './tell.ts';

/** Who decides: 'home_unit', 'host' or 'expert' in `onBehalfOf` when a coordinator does it for them. */
export interface Doer {
  programme: Programme;
  userId: string;
  onBehalfOf: string | undefined;
  now: Temporal.Instant;
  cause: string;
}

/** 'decided': somebody was faster, or it is no longer the time; today's state says which. */
export type Decided = Done | 'decided' | 'repeated';

export interface Done {
  /** The act in the audit trail, where it moved the claim and so can be taken back. */
  undo?: number;
}

/**
 * The home unit says yes (notice 5(2): 经单位同意): the host is asked next. For a claim that was confirmed before the
 * paper came, or by telephone first, the consent is kept with it and nothing else moves.
 */
export async function giveConsent(
  db: Db,
  doer: Doer,
  file: ClaimFile,
  consent: Consent,
  act: 'give_consent' | 'record_consent',
): Promise<Decided> {
  return actOnce(db, async (trx) => {
    const { programme, userId: by, onBehalfOf, now } = doer;
    const { teamId } = programme;
    const moved = await move(trx, doer, file, ['home_unit_pending'], 'host_pending');
    const claim = moved ?? (await claimNow(trx, teamId, file.claim.id, ['host_pending', 'confirmed']));
    const given = { teamId, claim: file.claim, by, onBehalf: onBehalfOf !== undefined, now };
    if (!claim || !(await keepConsent(trx, given, consent))) return lost(trx, doer);
    const telling = await record(trx, doer, file, act, { kind: consent.kind });
    if (moved) await tellNews(trx, telling, 'consented', claim.id, [file.expert.userId]);
    await showEverywhere(trx, programme, { ...file, claim });
    return moved ? { undo: telling.auditId } : {};
  });
}

/** The home unit says no: the slot is free, the reason is for coordinators only (mission: decision 20). */
export async function refuseConsent(db: Db, doer: Doer, file: ClaimFile, reason: string): Promise<Decided> {
  return decide(db, doer, file, 'refuse_consent', ['home_unit_pending'], 'home_unit_declined', {
    reason,
    async tell(trx, telling, after) {
      await tellNews(trx, telling, 'unit_refused', after.claim.id, [after.expert.userId]);
      await tellCoordinators(trx, telling, 'unit_refused_why', after);
      await noteInThread(trx, doer, telling, 'slot_free', after);
    },
  });
}

/** The host takes the expert: from now on both read each other's phone. */
export async function acceptExpert(db: Db, doer: Doer, file: ClaimFile): Promise<Decided> {
  return decide(db, doer, file, 'accept_expert', ['host_pending'], 'confirmed', {
    async tell(trx, telling, after) {
      await tellNews(trx, telling, 'confirmed', after.claim.id, [after.expert.userId]);
      await tellNews(trx, telling, 'confirmed_to_host', after.claim.id, [after.demand.contactUser]);
      await noteInThread(trx, doer, telling, 'expert_confirmed', after);
    },
  });
}

/** The host chooses another: the expert reads it neutrally (mission: decision 20). */
export async function declineExpert(db: Db, doer: Doer, file: ClaimFile, reason: string): Promise<Decided> {
  return decide(db, doer, file, 'decline_expert', ['host_pending'], 'host_declined', {
    reason,
    async tell(trx, telling, after) {
      await tellNews(trx, telling, 'host_declined', after.claim.id, [after.expert.userId]);
      await tellCoordinators(trx, telling, 'host_declined_why', after);
      await noteInThread(trx, doer, telling, 'slot_free', after);
    },
  });
}

/** The expert steps back, at any time before the service is over; a host who relied on it is told why. */
export async function withdrawClaim(db: Db, doer: Doer, file: ClaimFile, reason: string): Promise<Decided> {
  const live = ['home_unit_pending', 'host_pending', 'confirmed'] as const;
  return decide(db, doer, file, 'withdraw_claim', live, 'withdrawn', {
    reason,
    async tell(trx, telling, after) {
      await tellNews(trx, telling, 'withdrawn_for_you', after.claim.id, [after.expert.userId]);
      if (after.claim.confirmedAt) {
        await tellNews(trx, telling, 'withdrawn', after.claim.id, [after.demand.contactUser]);
        await tellCoordinators(trx, telling, 'withdrawn', after);
      }
      await noteInThread(trx, doer, telling, 'slot_free', after);
    },
  });
}

interface Step {
  reason?: string;
  tell(trx: Trx, telling: Telling, after: ClaimFile): Promise<void>;
}

async function decide(
  db: Db,
  doer: Doer,
  file: ClaimFile,
  act: ClaimAct,
  from: readonly ClaimState[],
  to: ClaimState,
  { reason, tell }: Step,
): Promise<Decided> {
  return actOnce(db, async (trx) => {
    const claim = await move(trx, doer, file, from, to, reason);
    if (!claim) return lost(trx, doer);
    const after = { ...file, claim };
    const telling = await record(trx, doer, file, act, reason ? { reason } : {});
    await tell(trx, telling, after);
    await showEverywhere(trx, doer.programme, after);
    return { undo: telling.auditId };
  });
}

async function move(
  trx: Trx,
  { programme: { teamId }, now }: Doer,
  { claim: { id } }: ClaimFile,
  from: readonly ClaimState[],
  to: ClaimState,
  reason?: string,
): Promise<Claim | undefined> {
  return moveClaim(trx, { teamId, id, from, to, reason, now });
}

async function lost(trx: Trx, { programme, cause }: Doer): Promise<'repeated' | 'decided'> {
  return (await hasActed(trx, programme.teamId, cause)) ? 'repeated' : 'decided';
}

async function record(
  trx: Trx,
  { programme: { teamId }, userId: actor, onBehalfOf, now, cause }: Doer,
  { claim }: ClaimFile,
  act: ClaimAct,
  details: Record<string, unknown>,
): Promise<Telling> {
  const auditId = await recordAct(trx, {
    ...{ teamId, act, actor, objectKind: 'claim', objectId: claim.id, now, cause, details },
    ...(onBehalfOf ? { onBehalfOf } : {}),
  });
  return { teamId, auditId, actor };
}

async function noteInThread(
  trx: Trx,
  { programme, now }: Doer,
  telling: Telling,
  what: ThreadNote,
  file: ClaimFile,
): Promise<void> {
  await askThreadNote(trx, telling, what, file, programme, today(programme, now));
}

/** Requests, invitation, card and Homes show where the claim stands; whoever is next in turn is asked. */
export async function showEverywhere(trx: Trx, programme: Programme, file: ClaimFile): Promise<void> {
  await refreshRequests(trx, programme.teamId, file.claim.id);
  await refreshInvitation(trx, programme.teamId, file);
  await askNextInTurn(trx, programme.teamId, file);
  await askCard(trx, file.demand, programme);
  const watchers = await listWatchers(trx, programme.teamId, file);
  await enqueueHomes(trx, programme.teamId, watchers, [file.claim.id, file.demand.id]);
}
