import type { ModalView } from '@slack/types';
import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Click, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import type { ClaimAct, ClaimFile } from './claim.ts';
import { moveClaim } from './claim-sql.ts';
import { reasonSchema } from './consent.ts';
import { type Doer, enterClaim, explainClaim } from './enter.ts';
import {
  askCard,
  askNextInTurn,
  askThreadNote,
  listWatchers,
  refreshInvitation,
  refreshRequests,
  type Telling,
  tellTransition,
} from './tell.ts';
import { CLAIM_TRANSITIONS } from './transitions.ts';
import { buildDone } from './views.ts';

/** 'decided': somebody was faster, or it is no longer the time; today's state says which. */
export type Decided = Done | 'decided' | 'repeated';

export interface Done {
  /** The act in the audit trail, where it moved the claim and so can be taken back. */
  undo?: number;
}

/** One act that is not more than its row of the table: the claim moves, and those concerned read of it. */
export async function decideClaim(
  db: Db,
  doer: Doer,
  file: ClaimFile,
  act: Exclude<ClaimAct, 'record_consent'>,
  reason?: string,
): Promise<Decided> {
  const { programme, now, cause } = doer;
  const { teamId } = programme;
  const { from, to } = CLAIM_TRANSITIONS[act];
  return actOnce(db, async (trx) => {
    const claim = await moveClaim(trx, { teamId, id: file.claim.id, from, to, reason, now });
    if (!claim) return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const after = { ...file, claim };
    const telling = await recordDecision(trx, doer, file, act, reason ? { reason } : {});
    await tellTransition(trx, telling, act, file.claim.state, after);
    await askThreadNote(trx, telling, act, after, programme, today(programme, now));
    await showEverywhere(trx, programme, after);
    return { undo: telling.auditId };
  });
}

export async function recordDecision(
  trx: Trx,
  { programme: { teamId }, userId: actor, onBehalfOf, now, cause }: Doer,
  { claim }: ClaimFile,
  act: ClaimAct,
  details: Record<string, unknown>,
): Promise<Telling> {
  const done = { teamId, act, actor, objectKind: 'claim', objectId: claim.id, now, cause, details };
  const auditId = await recordAct(trx, onBehalfOf ? { ...done, onBehalfOf } : done);
  return { teamId, auditId, actor };
}

/** Requests, invitation, card and Homes show where the claim stands; whoever is next in turn is asked. */
export async function showEverywhere(trx: Trx, programme: Programme, file: ClaimFile): Promise<void> {
  await refreshRequests(trx, programme.teamId, file.claim.id);
  await refreshInvitation(trx, programme.teamId, file);
  await askNextInTurn(trx, programme.teamId, file);
  await askCard(trx, file.demand, programme);
  const watchers = await listWatchers(trx, programme.teamId, file);
  await enqueueHomes(trx, programme.teamId, watchers, [file.claim.id, file.demand.id]);
}

/** A press that decides at once. */
export async function press(
  deps: Deps,
  click: Click,
  act: 'give_consent' | 'accept_expert',
  decide: (doer: Doer, file: ClaimFile) => Promise<Decided>,
): Promise<void> {
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const entry = await enterClaim(deps, click, programme, act, click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { file, doer } = entry;
  const decided = await decide(doer, file);
  if (decided === 'repeated') return;
  await click.reply(
    decided === 'decided'
      ? await explainClaim(deps, click, programme, file)
      : buildDone(act, file, click.locale, decided.undo),
  );
}

/** A press that opens a modal, or reads why not; where `build` has neither, it is decided already. */
export async function openForm(
  deps: Deps,
  click: Click,
  act: ClaimAct,
  build: (file: ClaimFile, doer: Doer) => Promise<ModalView | Message | undefined>,
): Promise<void> {
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const entry = await enterClaim(deps, click, programme, act, click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const built = await build(entry.file, entry.doer);
  if (!built) return click.reply(await explainClaim(deps, click, programme, entry.file));
  await ('type' in built ? click.open(built) : click.reply(built));
}

/** A submitted modal: decided, or the sentence that says why not. */
export async function submit(
  deps: Deps,
  ask: Submission,
  act: ClaimAct,
  decide: (doer: Doer, file: ClaimFile) => Promise<Decided | Message>,
): Promise<Answer> {
  const { locale } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const entry = await enterClaim(deps, ask, programme, act, ask.metadata.claimId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const { file, doer } = entry;
  const decided = await decide(doer, file);
  if (decided === 'decided') return { notice: await explainClaim(deps, ask, programme, file) };
  if (decided === 'repeated') return { notice: buildDone(act, file, locale, undefined) };
  return { notice: 'blocks' in decided ? decided : buildDone(act, file, locale, decided.undo) };
}

/** A submitted reason. */
export async function submitReason(
  deps: Deps,
  ask: Submission,
  act: 'refuse_consent' | 'decline_expert' | 'withdraw_claim',
  refuse: (doer: Doer, file: ClaimFile) => Promise<Message | undefined> = async () => undefined,
): Promise<Answer> {
  const checked = check(reasonSchema(ask.locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  return submit(
    deps,
    ask,
    act,
    async (doer, file) =>
      (await refuse(doer, file)) ?? decideClaim(deps.db, doer, file, act, checked.value.reason),
  );
}
