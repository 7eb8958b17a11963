import type { ModalView } from '@slack/types';
import type { Message } from '../slack/blocks.ts';
import type { Ask, Click, Deps, Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { type ClaimCase, readCase } from './case-sql.ts';
import type { ClaimAct } from './claim.ts';
import { reasonSchema } from './consent.ts';
import { decideClaim, destinationOf, type With } from './decide.ts';
import { type Doer, type Entry, enterClaim, explainClaim } from './enter.ts';
import { refuseAnswer } from './possible.ts';
import { buildDone } from './views.ts';

/** The claim, unless the person may not, or it is of no use now. */
async function enter(deps: Deps, ask: Ask, act: ClaimAct, claimId: string): Promise<Entry> {
  const entry = await enterClaim(deps, ask, act, claimId);
  if (entry.refusal) return entry;
  const refusal = refuseAnswer(act, entry.doer, entry.claimCase, ask.locale);
  return refusal ? { refusal } : entry;
}

/** A press that decides at once. */
export async function press(
  deps: Deps,
  click: Click,
  act: 'give_consent' | 'own_pledge' | 'accept_expert' | 'keep_claim' | 'uphold_no_show' | 'dismiss_no_show',
  withWhat: (doer: Doer) => With = () => ({}),
): Promise<void> {
  const entry = await enter(deps, click, act, click.value);
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
  const entry = await enter(deps, click, act, click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { claimCase, doer } = entry;
  const built = destinationOf(act, claimCase) && build(claimCase, doer);
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
  const entry = await enter(deps, ask, act, ask.metadata.claimId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const { claimCase, doer } = entry;
  const refusal = refuse(claimCase, doer);
  if (refusal) return { notice: refusal };
  const decided = await decideClaim(deps.db, doer, claimCase, act, withWhat(doer));
  if (decided === 'decided') {
    // A report may have come meanwhile: that leaves the claim where it stood.
    const standing = await readCase(deps.db, doer.programme.teamId, claimCase.claim.id);
    const overtaken = standing && refuse(standing, doer);
    return { notice: overtaken ?? (await explainClaim(deps, ask, doer, claimCase)) };
  }
  return { notice: buildDone(act, claimCase, ask.locale, decided === 'repeated' ? undefined : decided.undo) };
}

type ActWithReason =
  | 'refuse_consent'
  | 'decline_expert'
  | 'withdraw_claim'
  | 'report_no_show'
  | 'object_no_show'
  | 'waive_report'
  | 'recall_expert';

/** A submitted reason. */
export async function submitReason(
  deps: Deps,
  ask: Submission,
  act: ActWithReason,
  refuse?: (claimCase: ClaimCase, doer: Doer) => Message | undefined,
): Promise<Answer> {
  const checked = check(reasonSchema(ask.locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { reason } = checked.value;
  return submit(deps, ask, act, () => ({ reason }), refuse);
}
