import type { ModalView } from '@slack/types';
import { isCancellable } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import { findExpertByUser } from '../directory/repository.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { undoButton } from '../directory/undo-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { adoptMessage } from '../outbox/troubles.ts';
import { today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import { CARD_ROW } from '../slack/ids.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { buildClaimReply } from './blocks.ts';
import { type ClaimAct, type ClaimFile, UNDOABLE_CLAIM_ACTS } from './claim.ts';
import { claimSlot } from './claim-slot.ts';
import { findConsent } from './consents.ts';
import { acceptExpert, type Decided, type Doer, giveConsent } from './decide-claim.ts';
import { explainClaim, explainDemand, refuseWithdrawal } from './explain.ts';
import { enterCancellation, enterClaim } from './leave.ts';
import { cardKey } from './tell.ts';
import {
  buildCancelForm,
  buildConsentForm,
  buildDeclineForm,
  buildRefuseForm,
  buildWithdrawForm,
} from './views.ts';
import { say } from './words.ts';

/** `claim_slot`: on a card, in the list, or from an old message; the state of now decides. */
export async function claim(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause } = click;
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const demand = await findDemand(deps.db, teamId, click.value);
  if (!demand) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const { on } = click;
  if (on?.channel === programme.channelId && on.blockId.startsWith(CARD_ROW))
    await adoptMessage(deps.db, { teamId, key: cardKey(demand), channel: on.channel, ts: on.ts });
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const outcome = await claimSlot(deps.db, { programme, userId, expert, demand, now, cause });
  const answer = buildClaimReply(outcome, { demand, expert, programme, locale });
  if (answer) await click.reply(answer);
}

/** `give_consent`: the home unit's yes with one click. */
export async function consent(deps: Deps, click: Click): Promise<void> {
  await decideAtOnce(deps, click, 'give_consent', (doer, file) => {
    const date = today(doer.programme, doer.now).toString();
    const online = { kind: 'online' as const, documentNo: '', date, until: undefined };
    return giveConsent(deps.db, doer, file, online, 'give_consent');
  });
}

/** `accept_expert`: the host takes the expert. */
export async function accept(deps: Deps, click: Click): Promise<void> {
  await decideAtOnce(deps, click, 'accept_expert', (doer, file) => acceptExpert(deps.db, doer, file));
}

async function decideAtOnce(
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

/** What the person who decided reads; a host that accepted gets the expert's phone at once. */
export function buildDone(
  act: ClaimAct,
  { claim, expert }: ClaimFile,
  locale: Locale,
  auditId: number | undefined,
): Message {
  const told = say(locale, `done_${act}`, { expert: expert.name, number: claim.number });
  const phone = say(locale, 'expert_phone', { expert: expert.name, phone: expert.phone });
  return message(
    section(told),
    act === 'accept_expert' && expert.phone ? section(phone) : [],
    actions(
      auditId !== undefined && UNDOABLE_CLAIM_ACTS.some((one) => one === act)
        ? undoButton(auditId, locale)
        : undefined,
    ),
  );
}

/** `refuse_consent`: a window for the reason, unless it is decided already. */
export async function openRefusal(deps: Deps, click: Click): Promise<void> {
  await openForm(deps, click, 'refuse_consent', async ({ claim }) =>
    claim.state === 'home_unit_pending' ? buildRefuseForm(claim, click.locale) : undefined,
  );
}

/** `decline_expert`: a window for the reason, unless it is decided already. */
export async function openDecline(deps: Deps, click: Click): Promise<void> {
  await openForm(deps, click, 'decline_expert', async ({ claim }) =>
    claim.state === 'host_pending' ? buildDeclineForm(claim, click.locale) : undefined,
  );
}

/** `record_consent`: a window for letter, call or blanket consent; paper may follow a call, or an instant service. */
export async function openConsent(deps: Deps, click: Click): Promise<void> {
  await openForm(deps, click, 'record_consent', async (file, { programme, now }) => {
    if (file.claim.endedAt) return undefined;
    const known = await findConsent(deps.db, click.teamId, file.claim.id);
    if (known && known.kind !== 'phone') return undefined;
    return buildConsentForm(file, programme.catalogue, click.locale, today(programme, now));
  });
}

/** `withdraw_claim`: a window for the reason, unless it has ended or the service is over. */
export async function openWithdrawal(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openForm(deps, click, 'withdraw_claim', async (file, { programme }) => {
    const { claim } = file;
    if (claim.endedAt) return undefined;
    return (await refuseWithdrawal(deps, click, programme, file)) ?? buildWithdrawForm(claim, locale);
  });
}

async function openForm(
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

/** `cancel_demand`: a window for the reason, unless the need can no longer be cancelled. */
export async function openCancellation(deps: Deps, click: Click): Promise<void> {
  const { teamId, locale } = click;
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const demand = await findDemand(deps.db, teamId, click.value);
  if (!demand) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const { refusal } = await enterCancellation(deps, click, programme, demand);
  if (refusal) return click.reply(refusal);
  if (!isCancellable(demand, today(programme, click.now)))
    return click.reply(await explainDemand(deps, click, programme, demand));
  await click.open(buildCancelForm(demand.id, locale));
}
