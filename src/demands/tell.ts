import type { Db, Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { keepReachable } from '../directory/reachable.ts';
import { listCoordinators, listGrants } from '../directory/roles.ts';
import type { Locale } from '../i18n/locale.ts';
import { enqueueNotice, enqueueView, refreshView } from '../outbox/enqueue.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import type { Demand, DemandState } from './demand.ts';
import { findLastAct } from './listings.ts';
import type { Decided } from './review-blocks.ts';
import { say } from './words.ts';

/** Whose turn it is: the district's coordinators, or the bureau's where there are none or the district is done. */
export async function listReviewers(db: Db, teamId: string, demand: Demand): Promise<string[]> {
  return listCoordinators(db, teamId, demand.state === 'bureau_review' ? {} : { district: demand.district });
}

/** Where a district has no coordinator who can be asked, its work falls to the bureau. */
export async function isCovered(db: Db, teamId: string, district: string): Promise<boolean> {
  const grants = await listGrants(db, teamId);
  return grants.some(({ role, scope }) => role === 'district' && scope === district);
}

export async function isBureau(db: Db, teamId: string, userId: string): Promise<boolean> {
  const grants = await listGrants(db, teamId);
  return grants.some((grant) => grant.role === 'bureau' && grant.user_id === userId);
}

/** The need's card in the channel. */
export function cardKey({ id }: Pick<Demand, 'id'>): string {
  return `demand_card:${id}`;
}

/** Asks each coordinator whose turn it is, in a new message, so that it is seen. */
export async function askReviews(trx: Trx, teamId: string, demand: Demand, auditId: number): Promise<void> {
  for (const target of await listReviewers(trx, teamId, demand)) {
    await enqueueView(trx, {
      teamId,
      key: `demand_review:${demand.id}:${target}:${auditId}`,
      kind: 'demand_review',
      target,
      ref: { demandId: demand.id },
    });
  }
}

/** Every coordinator's message about this need, and everybody's Home, shows today's state. */
export async function refreshDemand(trx: Trx, teamId: string, demand: Demand): Promise<void> {
  await refreshView(trx, teamId, `demand_review:${demand.id}:`);
  const district = await listCoordinators(trx, teamId, { district: demand.district });
  const reviewers = await listReviewers(trx, teamId, demand);
  await enqueueHomes(
    trx,
    teamId,
    [demand.poster, demand.contactUser, ...district, ...reviewers],
    [demand.id],
  );
}

/** The poster and the contact hear what was decided, unless their account is gone; who decided knows. */
export async function tellDecision(
  trx: Trx,
  teamId: string,
  demand: Demand,
  { auditId, by }: { auditId: number; by: string },
): Promise<void> {
  for (const target of await keepReachable(trx, teamId, [demand.poster, demand.contactUser])) {
    if (target === by) continue;
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:${target}`,
      kind: 'demand_notice',
      target,
      ref: { demandId: demand.id, auditId: String(auditId) },
    });
  }
}

/** The acts that bring a need into its state. */
const ACTS_BEHIND: Record<DemandState, readonly string[]> = {
  submitted: ['post_demand', 'edit_demand'],
  returned: ['return_demand'],
  rejected: ['reject_demand'],
  bureau_review: ['forward_demand'],
  published: ['publish_demand'],
  cancelled: ['cancel_demand'],
  closed: [],
};

/** Who brought the need into its state, and when. */
export async function findDecided(
  db: Db,
  teamId: string,
  { id, state }: Demand,
): Promise<Decided | undefined> {
  const act = await findLastAct(db, teamId, id, ACTS_BEHIND[state]);
  return act && { who: act.name ?? act.actor, at: act.at };
}

/** Today's state with who brought it about, and when: what a late click is told. */
export async function explainState(
  db: Db,
  demand: Demand,
  programme: Programme,
  locale: Locale,
): Promise<string> {
  const { number } = demand;
  const state = say(locale, `phase_${demand.state}`);
  const decided = await findDecided(db, programme.teamId, demand);
  if (!decided) return say(locale, 'state_now', { number, state });
  const when = showMoment(decided.at, programme, locale);
  return say(locale, 'state_now_by', { number, state, who: decided.who, when });
}
