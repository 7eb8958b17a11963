import { recordRefusal } from '../db/audit.ts';
import { listHostUsers } from '../demands/repository.ts';
import { listHomeUnitUsers } from '../directory/organisations.ts';
import { askLeave } from '../directory/refuse.ts';
import type { Programme } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { ClaimAct, ClaimFile } from './claim.ts';
import { findClaim, findLastDecision } from './file-sql.ts';
import { sayState } from './request-views.ts';
import { say } from './words.ts';

/** Who decides: 'home_unit', 'host' or 'expert' in `onBehalfOf` when a coordinator does it for them. */
export interface Doer {
  programme: Programme;
  userId: string;
  onBehalfOf: string | undefined;
  now: Temporal.Instant;
  cause: string;
}

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
  if (expert.userId === userId && act !== 'withdraw_claim') {
    // A coordinator may be an expert as well; nobody gives the consents to their own claim.
    await recordRefusal(deps.db, {
      teamId,
      act,
      actor: userId,
      objectKind: 'claim',
      objectId: claimId,
      now,
      cause,
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
  const leave = await askLeave(deps, ask, act, whose, { kind: 'claim', id: claimId });
  if (leave.refusal) return { refusal: leave.refusal };
  return { file, doer: doerOf(ask, programme, leave.onBehalfOf) };
}

export function doerOf(
  { userId, now, cause }: Ask,
  programme: Programme,
  onBehalfOf: string | undefined,
): Doer {
  return { programme, userId, onBehalfOf, now, cause };
}

/** Somebody was faster: where the claim stands now, who brought it there and when. */
export async function explainClaim(
  deps: Deps,
  { teamId, locale }: Ask,
  programme: Programme,
  before: ClaimFile,
): Promise<Message> {
  const file = (await findClaim(deps.db, teamId, before.claim.id)) ?? before;
  const decided = await findLastDecision(deps.db, teamId, file.claim);
  return message(section(sayState({ file, programme, locale, decided })), section(say(locale, 'stays')));
}
