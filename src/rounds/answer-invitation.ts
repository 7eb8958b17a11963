import { buildClaimAnswer } from '../claims/acting-views.ts';
import { claimWith } from '../claims/acts/claim.ts';
import { readPress } from '../claims/case-sql.ts';
import { buildChooseEmployer } from '../claims/choose-views.ts';
import { buildClaimForReply } from '../claims/claim-for-views.ts';
import { claimSlot } from '../claims/claim-slot.ts';
import { findLiveClaim } from '../claims/file-sql.ts';
import type { ClaimOutcome } from '../claims/outcome.ts';
import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import { isAssistant, ownSideOf } from '../directory/acts-for.ts';
import type { Expert } from '../directory/expert.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { askLeave } from '../directory/refuse.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import { message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { type Asked, enterInvitation } from './asked.ts';
import { keepAnswer } from './invitations.ts';
import { findRound } from './repository.ts';
import { finish } from './send-waves.ts';
import { askProgress, refreshInvitations } from './tell.ts';
import { say } from './words.ts';

/** With these the expert has a slot, from this click or before. */
const SEATED: readonly ClaimOutcome['kind'][] = ['claimed', 'already_yours', 'repeated'];

/**
 * `say_yes`: claimed by the same rules as a click on the card, and only then kept as the answer. Whoever can't have a
 * slot right now reads why and may say yes again; a stop in between is made up for by the next click.
 */
export async function sayYes(deps: Deps, click: Click): Promise<void> {
  const asked = await enterInvitation(deps, click);
  if (!asked) return;
  if (asked.onBehalfOf) return sayYesFor(deps, click, asked);
  const { demand, expert } = asked;
  const wanted = { demandId: demand.id, expertId: expert.id };
  const press = await readPress(deps.db, click, demand.id, wanted);
  const claimed = { ...click, cause: `${click.cause}:claim` };
  const { outcome, answer } = await claimWith(deps, claimed, press, wanted);
  if (outcome && SEATED.includes(outcome.kind)) await keep(deps.db, click, asked, 'yes');
  if (answer) await ('type' in answer ? click.open(answer) : click.reply(answer));
}

/** The same by a coordinator, for an expert who has told them. */
async function sayYesFor(deps: Deps, click: Click, asked: Asked): Promise<void> {
  const { programme, demand, expert, onBehalfOf, how } = asked;
  const { userId, locale, now, cause } = click;
  const chosen = { expertId: expert.id, forAnother: true };
  const { blanket, blocked, around } = await readPress(deps.db, click, demand.id, chosen);
  const outcome = await claimSlot(deps.db, {
    programme,
    userId,
    expert,
    demand,
    blanket,
    blocked,
    around,
    onBehalfOf,
    how,
    now,
    cause: `${cause}:claim`,
  });
  if (outcome.kind === 'choose_employer') {
    const reason = say(locale, 'reason_invited');
    return click.open(buildChooseEmployer(outcome.expert, demand, locale, { reason }));
  }
  if (SEATED.includes(outcome.kind)) await keep(deps.db, click, asked, 'yes');
  const reply = replyTo(outcome, asked, click);
  if (reply) await click.reply(reply);
}

/** To the expert or their assistant, or in the third person to the coordinator who answered for them. */
function replyTo(
  outcome: ClaimOutcome,
  { programme, demand, expert, onBehalfOf }: Asked,
  { locale, userId }: Click,
) {
  if (!onBehalfOf) return buildClaimAnswer(outcome, { demand, expert, programme, locale, userId });
  return outcome.kind === 'repeated'
    ? undefined
    : buildClaimForReply(outcome, expert, { demand, programme, locale });
}

/** `say_no`: nobody is asked twice; a later yes is welcome while a slot is free. A slot is given back by withdrawing. */
export async function sayNo(deps: Deps, click: Click): Promise<void> {
  const asked = await enterInvitation(deps, click);
  if (!asked) return;
  const { demand, expert, onBehalfOf } = asked;
  const claim = await findLiveClaim(deps.db, click.teamId, demand.id, expert.id);
  if (claim) {
    const reply = replyTo({ kind: 'already_yours', claim }, asked, click);
    return reply && click.reply(reply);
  }
  const kept = await keep(deps.db, click, asked, 'no');
  const said = onBehalfOf ? 'said_no_for' : 'said_no';
  if (kept !== 'repeated')
    await click.reply(message(section(say(click.locale, said, { expert: expert.name }))));
}

/** `stop_asking`: the coordinator asks nobody else; on record. */
export async function stopAsking(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause } = click;
  const round = await findRound(deps.db, teamId, click.value);
  const demand = round && (await findDemand(deps.db, teamId, round.demandId));
  if (!round || !demand) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const object = { kind: 'ask_round', id: round.id };
  const { district } = demand;
  const { refusal } = await askLeave(deps, click, 'ask_experts', { district }, object);
  if (refusal) return click.reply(refusal);
  if (round.endedBecause)
    return (await hasActed(deps.db, teamId, cause))
      ? undefined
      : click.reply(message(section(say(locale, 'already_over'))));
  const outcome = await actOnce(deps.db, (trx) =>
    finish(trx, teamId, round, demand, 'stopped', now, { actor: userId, cause }),
  );
  if (outcome !== 'repeated') await click.reply(message(section(say(locale, 'stopped'))));
}

async function keep(
  db: Db,
  { teamId, userId, now, cause }: Click,
  { round, demand, expert, onBehalfOf, how }: Asked,
  answer: 'yes' | 'no',
): Promise<'kept' | 'same' | 'repeated'> {
  return actOnce(db, async (trx) => {
    if (!(await keepAnswer(trx, { teamId, roundId: round.id, expertId: expert.id, answer, now })))
      return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('same' as const);
    await recordAct(trx, {
      ...{ teamId, act: `say_${answer}`, actor: userId, objectKind: 'ask_round', objectId: round.id },
      ...{ onBehalfOf, how, now, cause, details: { expert: expert.id } },
    });
    if (answer === 'no') await tellDeclined(trx, { teamId, roundId: round.id, demand, expert, userId });
    await refreshInvitations(trx, teamId, round.id);
    await askProgress(trx, teamId, round, demand);
    await enqueueHomes(trx, teamId, [userId, ...ownSideOf(expert)]);
    return 'kept' as const;
  });
}

/** An expert with an account reads what their assistant answered; a yes is told with the claim. */
async function tellDeclined(
  trx: Trx,
  about: { teamId: string; roundId: string; demand: Demand; expert: Expert; userId: string },
): Promise<void> {
  const { teamId, roundId, demand, expert, userId } = about;
  if (!isAssistant(userId, expert) || !expert.userId) return;
  await enqueueNotice(trx, {
    teamId,
    key: `notice:declined:${roundId}:${expert.id}`,
    kind: 'assistant_notice',
    target: expert.userId,
    ref: { expertId: expert.id, news: 'declined', need: demand.number },
  });
}
