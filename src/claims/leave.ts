import { recordRefusal } from '../db/audit.ts';
import type { Demand } from '../demands/demand.ts';
import { listHostUsers } from '../demands/repository.ts';
import { listHomeUnitUsers } from '../directory/organisations.ts';
import { askLeave } from '../directory/refuse.ts';
import type { Programme } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { ClaimAct, ClaimFile } from './claim.ts';
import type { Doer } from './decide-claim.ts';
import { findClaim } from './listings.ts';
import { say } from './words.ts';

export type Entry = { refusal: Message } | { refusal?: undefined; file: ClaimFile; doer: Doer };

/** The claim, and the hat under which the person may do this to it; or the sentence that says why not. */
export async function enterClaim(
  deps: Deps,
  ask: Ask,
  programme: Programme,
  act: ClaimAct,
  claimId: string,
): Promise<Entry> {
  const { teamId, userId, locale, now, cause } = ask;
  const file = await findClaim(deps.db, teamId, claimId);
  if (!file) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { expert, demand } = file;
  const object = { kind: 'claim', id: claimId };
  if (expert.userId === userId && act !== 'withdraw_claim') {
    // A coordinator may be an expert as well; nobody gives the consents to their own claim.
    await recordRefusal(deps.db, {
      ...{ teamId, act, actor: userId, objectKind: object.kind, objectId: object.id, now, cause },
      details: { reason: 'own_claim' },
    });
    return { refusal: message(section(say(locale, 'not_your_own'))) };
  }
  const whose = {
    homeUnitUsers: await listHomeUnitUsers(deps.db, teamId, expert),
    hostUsers: await listHostUsers(deps.db, teamId, demand),
    expertUsers: [expert.userId ?? null],
    systems: [expert.system],
    district: demand.district,
  };
  const leave = await askLeave(deps, ask, act, whose, object);
  if (leave.refusal) return { refusal: leave.refusal };
  return { file, doer: doerOf(ask, programme, leave.onBehalfOf) };
}

/** May this person cancel the need? */
export async function enterCancellation(
  deps: Deps,
  ask: Ask,
  programme: Programme,
  demand: Demand,
): Promise<{ refusal: Message } | { refusal?: undefined; doer: Doer }> {
  const whose = {
    poster: demand.poster,
    hostUsers: await listHostUsers(deps.db, ask.teamId, demand),
    district: demand.district,
  };
  const object = { kind: 'demand', id: demand.id };
  const leave = await askLeave(deps, ask, 'cancel_demand', whose, object);
  if (leave.refusal) return { refusal: leave.refusal };
  return { doer: doerOf(ask, programme, leave.onBehalfOf) };
}

function doerOf({ userId, now, cause }: Ask, programme: Programme, onBehalfOf: string | undefined): Doer {
  return { programme, userId, onBehalfOf, now, cause };
}
