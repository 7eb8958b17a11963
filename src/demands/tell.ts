import type { Db, Trx } from '../db/open.ts';
import { type Around, reachable } from '../directory/around.ts';
import type { Whose } from '../directory/permissions.ts';
import { bureauAmong, coordinatorsAmong, decidersAmong, type Grant, listGrants } from '../directory/roles.ts';
import type { Locale } from '../i18n/locale.ts';
import { THE_ACT } from '../outbox/act-sql.ts';
import { enqueueView, type Outgoing } from '../outbox/enqueue.ts';
import { type Marks, markChanged } from '../outbox/marks.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { contactAddress } from './contact.ts';
import { type Demand, type DemandState, hostsBefore } from './demand.ts';
import { findLastAct } from './listings.ts';
import type { Decided } from './review-blocks.ts';
import { say } from './words.ts';

/** Whose turn it is: the district's coordinators, or the bureau's where there are none or the district is done. */
export async function listReviewers(db: Db, teamId: string, demand: Demand): Promise<string[]> {
  return reviewersAmong(await listGrants(db, teamId), demand);
}

function reviewersAmong(grants: readonly Grant[], demand: Demand): string[] {
  const whose = demand.state === 'bureau_review' ? {} : whoseReview(demand);
  return decidersAmong(grants, 'publish_demand', whose);
}

/** Whose a need is that waits for review. */
export function whoseReview(demand: Demand): Whose {
  return { district: demand.district, hostUsers: hostsBefore(demand) };
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

export function cardOf(demand: Demand, { teamId, channelId }: Programme): Outgoing {
  const { id } = demand;
  const ref = { demandId: id };
  return { teamId, key: cardKey(demand), kind: 'demand_card', target: channelId, lane: `card:${id}`, ref };
}

/** Asks each coordinator whose turn it is, in a new message, so that it is seen. */
export function reviewsOf(teamId: string, demand: Demand, around: Around): Outgoing[] {
  return reviewersAmong(around.grants, demand).map((target) => ({
    teamId,
    key: `demand_review:${demand.id}:${target}:${THE_ACT}`,
    kind: 'demand_review',
    target,
    ref: { demandId: demand.id },
  }));
}

/** The same in a transaction whose act is recorded already. */
export async function askReviews(trx: Trx, teamId: string, demand: Demand, auditId: number): Promise<void> {
  const around = { grants: await listGrants(trx, teamId), gone: [] };
  const reviews = reviewsOf(teamId, demand, around);
  await enqueueView(
    trx,
    ...reviews.map((one) => ({ ...one, key: one.key.replace(THE_ACT, String(auditId)) })),
  );
}

/** Every coordinator's message about this need, its card, and everybody's Home, show today's state. */
export function marksOf(demand: Demand, { grants }: Pick<Around, 'grants'>): Marks {
  const { id, poster, contactUser, district } = demand;
  // What waits too long for the others stands in the bureau's Home.
  const coordinators = [...coordinatorsAmong(grants, { district }), ...bureauAmong(grants)];
  return {
    views: [`demand_review:${id}:`, cardKey(demand)],
    people: [poster, ...(contactUser ? [contactUser] : []), ...coordinators],
    about: [id],
  };
}

export async function refreshDemand(trx: Trx, teamId: string, demand: Demand): Promise<void> {
  await markChanged(trx, { teamId, ...marksOf(demand, { grants: await listGrants(trx, teamId) }) });
}

/** The poster and the contact hear what was decided, unless their account is gone; who decided knows. */
export function decisionNewsOf(teamId: string, demand: Demand, around: Around, by: string): Outgoing[] {
  const { id, poster } = demand;
  return reachable(around, [poster, contactAddress(demand)])
    .filter((target) => target !== by)
    .map((target) => ({
      teamId,
      key: `notice:${THE_ACT}:${target}`,
      kind: 'demand_notice',
      target,
      ref: { demandId: id, auditId: THE_ACT },
    }));
}

/** The acts that bring a need into its state. */
const ACTS_BEHIND: Record<DemandState, readonly string[]> = {
  submitted: ['post_demand', 'edit_demand', 'follow_up'],
  returned: ['return_demand'],
  rejected: ['reject_demand'],
  bureau_review: ['forward_demand'],
  published: ['publish_demand', 'grant_instant', 'reopen_demand'],
  postponed: ['postpone_demand'],
  // A follow-up visit that was taken back.
  cancelled: ['cancel_demand', 'undo'],
  closed: ['close_demand'],
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
