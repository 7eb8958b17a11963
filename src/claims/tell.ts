import { DESK } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { type Demand, isOpenForClaims, isPublic } from '../demands/demand.ts';
import { listHomeUnitUsers } from '../directory/organisations.ts';
import { keepReachable } from '../directory/reachable.ts';
import { listCoordinators } from '../directory/roles.ts';
import { enqueueNotice, enqueueView, refreshView } from '../outbox/enqueue.ts';
import type { Programme } from '../programme/programme.ts';
import type { ClaimFile, ClaimNews, ClaimState } from './claim.ts';
import { type ActOnClaim, CLAIM_TRANSITIONS, type Transition } from './transitions.ts';

type Pair = Pick<ClaimFile, 'expert' | 'demand'>;

/** Who is asked for the home unit's consent: its people on Slack, else the coordinators, on its behalf. */
async function listConsentGivers(db: Db, teamId: string, { expert, demand }: Pair): Promise<string[]> {
  const users = await keepReachable(db, teamId, await listHomeUnitUsers(db, teamId, expert));
  return users.length > 0 ? users : listOthers(db, teamId, { expert, demand });
}

/** Who is asked for the host's answer: the need's contact on Slack, else the coordinators, on its behalf. */
async function listHostAnswerers(db: Db, teamId: string, { expert, demand }: Pair): Promise<string[]> {
  const users = await keepReachable(db, teamId, [demand.contactUser]);
  return users.length > 0 ? users : listOthers(db, teamId, { expert, demand });
}

/** The coordinators concerned; never the expert, who can't decide about the own claim. */
async function listOthers(db: Db, teamId: string, { expert, demand }: Pair): Promise<string[]> {
  const coordinators = await listCoordinators(db, teamId, {
    district: demand.district,
    systems: [expert.system],
  });
  return coordinators.filter((userId) => userId !== expert.userId);
}

/**
 * Asks whoever is next in turn: the home unit, then the host. A home unit that has not said yes to an instant
 * service is asked as well, after the fact.
 */
export async function askNextInTurn(
  trx: Trx,
  teamId: string,
  file: ClaimFile,
  { consented = true }: { consented?: boolean } = {},
): Promise<void> {
  const { id, state } = file.claim;
  if (state === 'home_unit_pending' || (state === 'confirmed' && !consented))
    await askRequests(trx, teamId, 'consent_request', id, await listConsentGivers(trx, teamId, file));
  if (state === 'host_pending')
    await askRequests(trx, teamId, 'host_request', id, await listHostAnswerers(trx, teamId, file));
}

/** Shows every request of this claim as it stands now: what is decided has no buttons any more. */
export async function refreshRequests(trx: Trx, teamId: string, claimId: string): Promise<void> {
  await refreshView(trx, teamId, `consent_request:${claimId}:`);
  await refreshView(trx, teamId, `host_request:${claimId}:`);
}

/**
 * Whoever was invited to this need in an ask-round has claimed it, or has no claim any more: the invitation says so, and
 * so does the message that counts the answers. That room stands further on, so it is known here by its rows and keys.
 */
export async function refreshInvitation(trx: Trx, teamId: string, { demand, expert }: Pair): Promise<void> {
  const invitation = await trx
    .selectFrom('invitation')
    .select('round_id')
    .where('team_id', '=', teamId)
    .where('demand_id', '=', demand.id)
    .where('expert_id', '=', expert.id)
    .executeTakeFirst();
  if (!invitation) return;
  await refreshView(trx, teamId, `invitation:${invitation.round_id}:${expert.id}`);
  await refreshView(trx, teamId, `ask_round:${invitation.round_id}`);
}

async function askRequests(
  trx: Trx,
  teamId: string,
  kind: 'consent_request' | 'host_request',
  claimId: string,
  targets: readonly string[],
): Promise<void> {
  for (const target of targets)
    await enqueueView(trx, { teamId, key: `${kind}:${claimId}:${target}`, kind, target, ref: { claimId } });
}

export interface Telling {
  teamId: string;
  auditId: number;
  /** Who did it; they read the answer to their click and no notice of it. What the desk did is told to people at work. */
  actor: string;
}

/** Tells those whom the table names; `was` is where the claim stood before, or stands if it is new. */
export async function tellTransition(
  trx: Trx,
  telling: Telling,
  act: ActOnClaim,
  was: ClaimState | undefined,
  file: ClaimFile,
): Promise<void> {
  const { tells }: Transition = CLAIM_TRANSITIONS[act];
  for (const { who, news, was: only } of tells) {
    if (only && only !== was) continue;
    await tellNews(trx, telling, news, file.claim.id, await listNamed(trx, telling.teamId, who, file));
  }
}

async function listNamed(
  trx: Trx,
  teamId: string,
  who: 'expert' | 'contact' | 'coordinators',
  file: ClaimFile,
): Promise<(string | undefined)[]> {
  switch (who) {
    case 'expert':
      return [file.expert.userId];
    case 'contact':
      return [file.demand.contactUser];
    case 'coordinators':
      return listOthers(trx, teamId, file);
  }
}

/** Tells those of these people who can be reached what happened; never the one who did it, nor anybody twice. */
async function tellNews(
  trx: Trx,
  { teamId, auditId, actor }: Telling,
  news: ClaimNews,
  claimId: string,
  userIds: readonly (string | undefined)[],
): Promise<void> {
  for (const target of await keepReachable(trx, teamId, userIds)) {
    if (target === actor) continue;
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:${claimId}:${target}`,
      kind: 'claim_notice',
      target,
      ref: { claimId, news },
      unprompted: actor === DESK,
    });
  }
}

/** Shows the card anew; needs of high-level talents have none (notice 2(3): private by default). */
export async function askCard(trx: Trx, demand: Demand, { teamId, channelId }: Programme): Promise<void> {
  if (!isPublic(demand) || !demand.publishedAt) return;
  await enqueueView(trx, {
    ...{ teamId, key: cardKey(demand), kind: 'demand_card', target: channelId, lane: `card:${demand.id}` },
    ref: { demandId: demand.id },
  });
}

/** A line under the card: only what everybody may know. */
export async function askThreadNote(
  trx: Trx,
  { auditId, actor }: Telling,
  act: ActOnClaim,
  { claim, demand }: ClaimFile,
  { teamId, channelId }: Programme,
  today: Temporal.PlainDate,
): Promise<void> {
  const { note: what }: Transition = CLAIM_TRANSITIONS[act];
  if (!what || !isPublic(demand)) return;
  if (what === 'expert_confirmed' && claim.state !== 'confirmed') return;
  if (what === 'slot_free' && !isOpenForClaims(demand, today)) return;
  await enqueueNotice(trx, {
    teamId,
    key: `notice:${auditId}:thread`,
    kind: 'thread_note',
    target: channelId,
    lane: `card:${demand.id}`,
    parentKey: cardKey(demand),
    ref: { claimId: claim.id, what },
    unprompted: actor === DESK,
  });
}

export function cardKey({ id }: Pick<Demand, 'id'>): string {
  return `demand_card:${id}`;
}

/** Whose Home this claim stands on; asked for once at the end of an act, as several acts may want the same rows. */
export async function listWatchers(trx: Trx, teamId: string, file: ClaimFile): Promise<string[]> {
  const { expert, demand } = file;
  const own = [expert.userId, demand.contactUser, demand.poster].filter((id) => id !== undefined);
  const unit = await listHomeUnitUsers(trx, teamId, expert);
  return [...own, ...unit, ...(await listOthers(trx, teamId, file))];
}
