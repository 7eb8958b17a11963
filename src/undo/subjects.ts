import { listLiveCases, readCase } from '../claims/case-sql.ts';
import { enterClaim } from '../claims/enter.ts';
import { enterNeed } from '../claims/enter-need.ts';
import { marksOf, marksOfLate, requestsOf } from '../claims/tell.ts';
import type { UNDOABLE_CLAIM_ACTS } from '../claims/undoable.ts';
import { findDemand } from '../demands/repository.ts';
import { refreshDemand } from '../demands/tell.ts';
import type { ActAfter } from '../demands/transitions.ts';
import { askLeave } from '../directory/refuse.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import { programmeOf } from '../programme/repository.ts';
import type { RoomDeps } from '../room.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { enterBlanket, enterDates, enterNaming } from './advance-subjects.ts';
import {
  restoreClaim,
  takeBackAcceptance,
  takeBackConsent,
  takeBackDismissal,
  takeBackNoShow,
} from './claims.ts';
import { takeBackGrant, takeBackReason, unpublish } from './decisions.ts';
import { enterExpert } from './expert-subjects.ts';
import { takeBackAlteration, takeBackFollowUp } from './needs.ts';
import { enterRegister } from './register-subjects.ts';
import { enterReport } from './report-subjects.ts';
import { type Entry, notFound } from './subject.ts';
import { enterTold } from './told.ts';
import type { UndoableAct } from './undo.ts';
import { enterUnit } from './unit-subjects.ts';

import { enterGranted, enterYear } from './year-subjects.ts';

const TAKE_BACK = {
  publish_demand: unpublish,
  grant_instant: takeBackGrant,
  return_demand: takeBackReason,
  reject_demand: takeBackReason,
  give_consent: takeBackConsent,
  own_pledge: takeBackConsent,
  accept_expert: takeBackAcceptance,
  withdraw_claim: restoreClaim,
  report_no_show: takeBackNoShow,
  uphold_no_show: restoreClaim,
  dismiss_no_show: takeBackDismissal,
  waive_report: restoreClaim,
  recall_expert: restoreClaim,
} as const;

/** The thing the act was about, if the person may still do the act: a role taken away ends at once. */
export async function enterUndo(deps: RoomDeps, ask: Ask, act: UndoableAct, id: string): Promise<Entry> {
  switch (act) {
    case 'publish_demand':
    case 'grant_instant':
    case 'return_demand':
    case 'reject_demand':
      return enterDemand(deps, ask, act, id);
    case 'change_demand':
    case 'postpone_demand':
    case 'reopen_demand':
    case 'close_demand':
    case 'follow_up':
      return enterAltered(deps, ask, act, id);
    case 'give_consent':
    case 'own_pledge':
    case 'accept_expert':
    case 'withdraw_claim':
    case 'report_no_show':
    case 'uphold_no_show':
    case 'dismiss_no_show':
    case 'waive_report':
    case 'recall_expert':
      return enterClaimed(deps, ask, act, id);
    case 'object_report':
    case 'void_report':
      return enterReport(deps, ask, act, id);
    case 'verify_expert':
    case 'link_expert':
      return enterExpert(deps, ask, act, id);
    case 'edit_unit':
      return enterUnit(deps, ask, id);
    case 'name_coordinators':
      return enterNaming(deps, ask, id);
    case 'record_blanket':
    case 'end_blanket':
      return enterBlanket(deps, ask, act, id);
    case 'block_dates':
    case 'end_blocked_dates':
      return enterDates(deps, ask, act, id);
    case 'merge':
    case 'hand_over':
      return enterRegister(deps, ask, act, id);
    case 'extend_summary':
    case 'waive_summary':
      return enterGranted(deps, ask, act, id);
    case 'told_them':
      return enterTold(deps, ask, id);
    case 'open_year':
    case 'close_year':
      return enterYear(deps, ask, act, id);
  }
}

async function enterDemand(
  deps: Deps,
  ask: Ask,
  act: 'publish_demand' | 'grant_instant' | 'return_demand' | 'reject_demand',
  id: string,
): Promise<Entry> {
  const { teamId, reader } = ask;
  const demand = await findDemand(deps.db, teamId, id);
  if (!demand) return notFound(ask);
  const { district, number, year } = demand;
  const { refusal } = await askLeave(deps, ask, act, { district }, { kind: 'demand', id });
  if (refusal) return { refusal };
  return {
    ...{ number, onBehalfOf: undefined },
    programme: await programmeOf(deps.db, { teamId, year }, reader.tz),
    takeBack: (trx, undoing) => TAKE_BACK[act](trx, undoing, demand),
    async show(trx) {
      const after = (await findDemand(trx, teamId, id)) ?? demand;
      await refreshDemand(trx, teamId, after);
    },
  };
}

async function enterAltered(deps: Deps, ask: Ask, act: ActAfter | 'follow_up', id: string): Promise<Entry> {
  const { teamId } = ask;
  const entry = await enterNeed(deps, ask, act, id);
  if (entry.refusal) return { refusal: entry.refusal };
  const { demand, doer } = entry;
  const takeBack = act === 'follow_up' ? takeBackFollowUp : takeBackAlteration;
  return {
    number: demand.number,
    programme: doer.programme,
    onBehalfOf: doer.onBehalfOf,
    takeBack: (trx, undoing) => takeBack(trx, undoing, demand),
    async show(trx) {
      const after = (await findDemand(trx, teamId, id)) ?? demand;
      await refreshDemand(trx, teamId, after);
      for (const one of await listLiveCases(trx, teamId, id))
        await markChanged(trx, { teamId, ...marksOf(one) });
    },
  };
}

async function enterClaimed(
  deps: Deps,
  ask: Ask,
  act: (typeof UNDOABLE_CLAIM_ACTS)[number],
  id: string,
): Promise<Entry> {
  // What somebody did alone they take back without a second look.
  const entry = await enterClaim(deps, { ...ask, alone: true }, act, id);
  if (entry.refusal) return { refusal: entry.refusal };
  const { claimCase, doer } = entry;
  return {
    number: claimCase.claim.number,
    programme: doer.programme,
    onBehalfOf: doer.onBehalfOf,
    takeBack: (trx, undoing) => TAKE_BACK[act](trx, undoing, claimCase),
    async show(trx) {
      const after = (await readCase(trx, ask.teamId, id)) ?? claimCase;
      await enqueueView(trx, ...requestsOf(ask.teamId, after, true));
      await markChanged(trx, { teamId: ask.teamId, ...marksOfLate(after) });
    },
  };
}
