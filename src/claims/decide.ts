import type { ModalView } from '@slack/types';
import { hasActed } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { Message } from '../slack/blocks.ts';
import type { Click, Deps, Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { type ClaimCase, readCase } from './case-sql.ts';
import type { ClaimAct, ClaimState } from './claim.ts';
import { moveClaim } from './claim-sql.ts';
import { reasonSchema } from './consent.ts';
import type { Given } from './consent-sql.ts';
import { type Doer, enterClaim, explainClaim } from './enter.ts';
import { marksOf, newsOf, noteOf, requestsOf } from './tell.ts';
import { type ActOnClaim, CLAIM_TRANSITIONS, type Transition } from './transitions.ts';
import { buildDone } from './views.ts';

/** 'decided': somebody was faster, or it is no longer the time; today's state says which. */
export type Decided = Done | 'decided' | 'repeated';

export interface Done {
  /** The act in the audit trail, where it moved the claim and so can be taken back. */
  undo?: number;
}

type Decision = Exclude<ActOnClaim, 'claim_slot' | 'cancel_demand'>;

/** What comes with the decision. */
export interface With {
  reason?: string;
  given?: Given;
  details?: Record<string, unknown>;
}

/** So often a claim may move between being read and being decided on. */
const ATTEMPTS = 5;

/**
 * One row of the table of transitions: the claim moves, and those concerned read of it. It is decided from what was read;
 * where the claim has moved meanwhile, it is read again.
 */
async function decideClaim(
  db: Db,
  doer: Doer,
  found: ClaimCase,
  act: Decision,
  what: With = {},
): Promise<Decided> {
  const { teamId } = doer.programme;
  let claimCase: ClaimCase | undefined = found;
  for (let attempt = 1; claimCase && attempt <= ATTEMPTS; attempt += 1) {
    const to = destinationOf(act, claimCase.claim.state);
    if (!to) break;
    const decided = await decideNow(db, doer, claimCase, act, to, what);
    if (decided === 'repeated') return 'repeated';
    if (decided !== undefined) return to === claimCase.claim.state ? {} : { undo: decided };
    const before: ClaimState = claimCase.claim.state;
    claimCase = await readCase(db, teamId, found.claim.id);
    if (claimCase?.claim.state === before) break;
  }
  return (await hasActed(db, teamId, doer.cause)) ? 'repeated' : 'decided';
}

/** Where the act leads from here, if anywhere. */
function destinationOf(act: Decision, state: ClaimState): ClaimState | undefined {
  const { from, to, keeps = [] }: Transition<ClaimState> = CLAIM_TRANSITIONS[act];
  if (from.includes(state)) return to;
  return keeps.includes(state) ? state : undefined;
}

/** The same where it leads to is known, from what was read; undefined when the claim has moved meanwhile. */
export async function decideNow(
  db: Db,
  { programme, userId: actor, onBehalfOf, now, cause }: Omit<Doer, 'cause'> & { cause: string | undefined },
  claimCase: ClaimCase,
  act: Decision,
  to: ClaimState,
  { reason, given, details = reason ? { reason } : {} }: With,
): Promise<number | 'repeated' | undefined> {
  const { teamId } = programme;
  const { id, state: from } = claimCase.claim;
  const after = { ...claimCase, claim: { ...claimCase.claim, state: to } };
  const isMoved = from !== to;
  const isConsented = given !== undefined || claimCase.consent !== undefined;
  return moveClaim(
    db,
    { id, from, to, reason, given },
    { teamId, act, actor, onBehalfOf, objectKind: 'claim', objectId: id, now, cause, details },
    {
      asked: requestsOf(teamId, after, isConsented),
      told: isMoved
        ? [
            ...newsOf(programme, { act, actor }, from, after),
            ...noteOf(programme, { act, actor, now }, after),
          ]
        : [],
      ...marksOf(after),
    },
  );
}

/** A press that decides at once. */
export async function press(
  deps: Deps,
  click: Click,
  act: 'give_consent' | 'accept_expert',
  withWhat: (doer: Doer) => With = () => ({}),
): Promise<void> {
  const entry = await enterClaim(deps, click, act, click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { claimCase, doer } = entry;
  const decided = await decideClaim(deps.db, doer, claimCase, act, withWhat(doer));
  if (decided === 'repeated') return;
  await click.reply(
    decided === 'decided'
      ? await explainClaim(deps, click, doer, claimCase)
      : buildDone(act, claimCase, click.locale, decided.undo),
  );
}

/** A press that opens a modal, or reads why not; where the act leads nowhere from here, or `build` has neither, it is decided. */
export async function openForm(
  deps: Deps,
  click: Click,
  act: ClaimAct,
  build: (claimCase: ClaimCase, doer: Doer) => ModalView | Message | undefined,
): Promise<void> {
  const entry = await enterClaim(deps, click, act, click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { claimCase, doer } = entry;
  const built = destinationOf(act, claimCase.claim.state) && build(claimCase, doer);
  if (!built) return click.reply(await explainClaim(deps, click, doer, claimCase));
  await ('type' in built ? click.open(built) : click.reply(built));
}

/** A submitted modal: decided, or the sentence that says why not. */
export async function submit(
  deps: Deps,
  ask: Submission,
  act: ClaimAct,
  withWhat: (doer: Doer) => With,
  refuse: (claimCase: ClaimCase, doer: Doer) => Message | undefined = () => undefined,
): Promise<Answer> {
  const entry = await enterClaim(deps, ask, act, ask.metadata.claimId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const { claimCase, doer } = entry;
  const refusal = refuse(claimCase, doer);
  if (refusal) return { notice: refusal };
  const decided = await decideClaim(deps.db, doer, claimCase, act, withWhat(doer));
  if (decided === 'decided') return { notice: await explainClaim(deps, ask, doer, claimCase) };
  return { notice: buildDone(act, claimCase, ask.locale, decided === 'repeated' ? undefined : decided.undo) };
}

/** A submitted reason. */
export async function submitReason(
  deps: Deps,
  ask: Submission,
  act: 'refuse_consent' | 'decline_expert' | 'withdraw_claim',
  refuse?: (claimCase: ClaimCase, doer: Doer) => Message | undefined,
): Promise<Answer> {
  const checked = check(reasonSchema(ask.locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { reason } = checked.value;
  return submit(deps, ask, act, () => ({ reason }), refuse);
}
