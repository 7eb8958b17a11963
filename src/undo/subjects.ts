import { readCase } from '../claims/case-sql.ts';
import { enterClaim } from '../claims/enter.ts';
import { marksOf, requestsOf } from '../claims/tell.ts';
import type { Trx } from '../db/open.ts';
import { findDemand } from '../demands/repository.ts';
import { refreshDemand } from '../demands/tell.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { askLeave } from '../directory/refuse.ts';
import { findExpert } from '../directory/repository.ts';
import { listCoordinators } from '../directory/roles.ts';
import { enqueueView, refreshView } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { restoreClaim, takeBackAcceptance, takeBackConsent } from './claims.ts';
import { takeBackReason, takeBackVerification, unpublish } from './decisions.ts';
import type { Undoing } from './sql.ts';
import type { UndoableAct } from './undo.ts';

/** The thing that goes back to where it stood. */
interface Subject {
  refusal?: undefined;
  /** XQ-2013-0001, RL-2013-0001: what people call it by; a registration has none. */
  number: string;
  onBehalfOf: string | undefined;
  takeBack(trx: Trx, undoing: Undoing): Promise<boolean>;
  /** Messages, cards and Homes as they are afterwards. */
  show(trx: Trx): Promise<void>;
}

type Entry = { refusal: Message } | Subject;

const TAKE_BACK = {
  publish_demand: unpublish,
  return_demand: takeBackReason,
  reject_demand: takeBackReason,
  give_consent: takeBackConsent,
  accept_expert: takeBackAcceptance,
  withdraw_claim: restoreClaim,
} as const;

/** The thing the act was about, if the person may still do the act: a role taken away ends at once. */
export async function enterUndo(deps: Deps, ask: Ask, act: UndoableAct, id: string): Promise<Entry> {
  switch (act) {
    case 'publish_demand':
    case 'return_demand':
    case 'reject_demand':
      return enterDemand(deps, ask, act, id);
    case 'give_consent':
    case 'accept_expert':
    case 'withdraw_claim':
      return enterClaimed(deps, ask, act, id);
    case 'verify_expert':
      return enterExpert(deps, ask, id);
  }
}

async function enterDemand(
  deps: Deps,
  ask: Ask,
  act: 'publish_demand' | 'return_demand' | 'reject_demand',
  id: string,
): Promise<Entry> {
  const { teamId } = ask;
  const demand = await findDemand(deps.db, teamId, id);
  if (!demand) return notFound(ask);
  const { district, number } = demand;
  const { refusal } = await askLeave(deps, ask, act, { district }, { kind: 'demand', id });
  if (refusal) return { refusal };
  return {
    ...{ number, onBehalfOf: undefined },
    takeBack: (trx, undoing) => TAKE_BACK[act](trx, undoing, demand),
    async show(trx) {
      const after = (await findDemand(trx, teamId, id)) ?? demand;
      await refreshDemand(trx, teamId, after);
    },
  };
}

async function enterClaimed(
  deps: Deps,
  ask: Ask,
  act: 'give_consent' | 'accept_expert' | 'withdraw_claim',
  id: string,
): Promise<Entry> {
  const entry = await enterClaim(deps, ask, act, id);
  if (entry.refusal) return { refusal: entry.refusal };
  const { claimCase, doer } = entry;
  return {
    number: claimCase.claim.number,
    onBehalfOf: doer.onBehalfOf,
    takeBack: (trx, undoing) => TAKE_BACK[act](trx, undoing, claimCase),
    async show(trx) {
      const after = (await readCase(trx, ask.teamId, id)) ?? claimCase;
      await enqueueView(trx, ...requestsOf(ask.teamId, after, true));
      await markChanged(trx, { teamId: ask.teamId, ...marksOf(after) });
    },
  };
}

async function enterExpert(deps: Deps, ask: Ask, id: string): Promise<Entry> {
  const { teamId } = ask;
  const expert = await findExpert(deps.db, teamId, id);
  if (!expert) return notFound(ask);
  const systems = [expert.system];
  const { refusal } = await askLeave(deps, ask, 'verify_expert', { systems }, { kind: 'expert', id });
  if (refusal) return { refusal };
  return {
    ...{ number: '', onBehalfOf: undefined },
    takeBack: (trx, undoing) => takeBackVerification(trx, undoing, expert),
    async show(trx) {
      await refreshView(trx, teamId, `registration_review:${id}:`);
      await enqueueHomes(trx, teamId, [expert.userId, ...(await listCoordinators(trx, teamId, { systems }))]);
    },
  };
}

function notFound({ locale }: Ask): { refusal: Message } {
  return { refusal: message(section(sayShared(locale, 'not_found'))) };
}
