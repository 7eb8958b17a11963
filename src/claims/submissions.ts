import { isServiceOver } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import { today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { buildDone } from './actions.ts';
import { cancelDemand } from './cancel-demand.ts';
import type { ClaimAct, ClaimFile } from './claim.ts';
import { consentSchema, reasonSchema } from './consent.ts';
import {
  type Decided,
  type Doer,
  declineExpert,
  giveConsent,
  refuseConsent,
  withdrawClaim,
} from './decide-claim.ts';
import { explainClaim, explainDemand, refuseWithdrawal } from './explain.ts';
import { enterCancellation, enterClaim } from './leave.ts';
import { say } from './words.ts';

export async function submitRefusal(deps: Deps, ask: Submission): Promise<Answer> {
  return decideWithReason(deps, ask, 'refuse_consent', refuseConsent);
}

export async function submitDecline(deps: Deps, ask: Submission): Promise<Answer> {
  return decideWithReason(deps, ask, 'decline_expert', declineExpert);
}

export async function submitWithdrawal(deps: Deps, ask: Submission): Promise<Answer> {
  return decideWithReason(deps, ask, 'withdraw_claim', withdrawClaim);
}

async function decideWithReason(
  deps: Deps,
  ask: Submission,
  act: 'refuse_consent' | 'decline_expert' | 'withdraw_claim',
  decide: (db: Deps['db'], doer: Doer, file: ClaimFile, reason: string) => Promise<Decided>,
): Promise<Answer> {
  const checked = check(reasonSchema(ask.locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  return decideInWindow(deps, ask, act, (doer, file) => decide(deps.db, doer, file, checked.value.reason));
}

export async function submitConsent(deps: Deps, ask: Submission): Promise<Answer> {
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return tell(message(section(sayShared(ask.locale, 'not_found'))));
  const checked = check(consentSchema(ask.locale, today(programme, ask.now)), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  return decideInWindow(deps, ask, 'record_consent', (doer, file) =>
    giveConsent(deps.db, doer, file, checked.value, 'record_consent'),
  );
}

async function decideInWindow(
  deps: Deps,
  ask: Submission,
  act: ClaimAct,
  decide: (doer: Doer, file: ClaimFile) => Promise<Decided>,
): Promise<Answer> {
  const { locale } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return tell(message(section(sayShared(locale, 'not_found'))));
  const entry = await enterClaim(deps, ask, programme, act, ask.metadata.claimId ?? '');
  if (entry.refusal) return tell(entry.refusal);
  const { file, doer } = entry;
  const tooLate = act === 'withdraw_claim' && (await refuseWithdrawal(deps, ask, programme, file));
  if (tooLate) return tell(tooLate);
  const decided = await decide(doer, file);
  if (decided === 'decided') return tell(await explainClaim(deps, ask, programme, file));
  return tell(buildDone(act, file, locale, decided === 'repeated' ? undefined : decided.undo));
}

export async function submitCancellation(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, locale } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  const demand = await findDemand(deps.db, teamId, ask.metadata.demandId ?? '');
  if (!programme || !demand) return tell(message(section(sayShared(locale, 'not_found'))));
  const checked = check(reasonSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const entry = await enterCancellation(deps, ask, programme, demand);
  if (entry.refusal) return tell(entry.refusal);
  if (demand.state === 'published' && isServiceOver(demand, today(programme, ask.now)))
    return tell(await explainDemand(deps, ask, programme, demand));
  const decided = await cancelDemand(deps.db, entry.doer, demand, checked.value.reason);
  if (decided === 'decided') {
    const latest = (await findDemand(deps.db, teamId, demand.id)) ?? demand;
    return tell(await explainDemand(deps, ask, programme, latest));
  }
  return tell(message(section(say(locale, 'done_cancel_demand', { need: demand.number }))));
}

function tell(answer: Message): Answer {
  return { notice: answer };
}
