import type { How } from '../db/audit.ts';
import type { Whose } from '../directory/permissions.ts';
import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import type { Programme } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { type ClaimCase, readEntry } from './case-sql.ts';
import type { ClaimAct } from './claim.ts';
import { findClaim, findLastDecision } from './file-sql.ts';
import { sayState } from './state-views.ts';
import { say } from './words.ts';

/** Who decides: 'home_unit', 'host' or 'expert' in `onBehalfOf` when a coordinator does it for them. */
export interface Doer {
  programme: Programme;
  userId: string;
  onBehalfOf: string | undefined;
  how?: How | undefined;
  now: Temporal.Instant;
  cause: string;
}

export type Entry = { refusal: Message } | { refusal?: undefined; claimCase: ClaimCase; doer: Doer };

/** The claim, and the hat under which the person may do this to it; or the sentence that says why not. One read. */
export async function enterClaim(
  deps: Deps,
  ask: Ask,
  act: ClaimAct | 'make_link' | 'consent_letter',
  claimId: string,
): Promise<Entry> {
  const { userId, locale, reader, now, cause } = ask;
  const { programme, roles, case: claimCase } = await readEntry(deps.db, ask, claimId);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!claimCase) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const whose = whoseClaim(claimCase);
  const object = { kind: 'claim', id: claimId };
  const { year } = claimCase.demand;
  const leave = await grantLeave(deps, ask, actorOf(reader, roles), { act, whose, object, year });
  if (leave.refusal) return { refusal: leave.refusal };
  const { onBehalfOf, how } = leave;
  return { claimCase, doer: { programme, userId, onBehalfOf, how, now, cause } };
}

/** Whom a claim concerns: for the table of permissions. */
export function whoseClaim({ expert, demand, around }: ClaimCase): Whose {
  return {
    homeUnitUsers: around.homeUnitUsers,
    hostUsers: around.hostUsers,
    expertUsers: [expert.userId ?? null],
    assistantUsers: [expert.assistantUser ?? null],
    systems: [expert.system],
    district: demand.district,
  };
}

/** Somebody was faster: where the claim stands now, who brought it there and when. */
export async function explainClaim(
  deps: Deps,
  { locale }: Ask,
  { programme }: Doer,
  before: ClaimCase,
): Promise<Message> {
  const { teamId } = programme;
  const file = (await findClaim(deps.db, teamId, before.claim.id)) ?? before;
  const decided = await findLastDecision(deps.db, teamId, file.claim);
  return message(section(sayState({ file, programme, locale, decided })), section(say(locale, 'stays')));
}
