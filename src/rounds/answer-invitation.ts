import { claimSlot } from '../claims/acts/claim.ts';
import { readPress } from '../claims/case-sql.ts';
import { buildClaimForReply } from '../claims/claim-for-views.ts';
import { findLiveClaim } from '../claims/file-sql.ts';
import type { ClaimOutcome } from '../claims/outcome.ts';
import { buildClaimReply } from '../claims/views.ts';
import { actOnce, type How, hasActed, recordAct } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import type { Expert } from '../directory/expert.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { askLeave } from '../directory/refuse.ts';
import { findExpert, findExpertByUser } from '../directory/repository.ts';
import type { Programme } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { keepAnswer, listInvitations } from './invitations.ts';
import { findRound } from './repository.ts';
import { type AskRound, answerOf } from './round.ts';
import { finish } from './send-waves.ts';
import { askProgress, refreshInvitations } from './tell.ts';
import { say } from './words.ts';

interface Asked {
  programme: Programme;
  round: AskRound;
  demand: Demand;
  expert: Expert;
  /** Where a coordinator says what the expert told them. */
  onBehalfOf: string | undefined;
  how: How | undefined;
}

/** With these the expert has a slot, from this click or before. */
const SEATED: readonly ClaimOutcome['kind'][] = ['claimed', 'already_yours', 'repeated'];

/**
 * `say_yes`: claimed by the same rules as a click on the card, and only then kept as the answer. Whoever can't have a
 * slot right now reads why and may say yes again; a stop in between is made up for by the next click.
 */
export async function sayYes(deps: Deps, click: Click): Promise<void> {
  const asked = await enter(deps, click);
  if (!asked) return;
  const { programme, demand, expert, onBehalfOf, how } = asked;
  const { userId, now, cause } = click;
  const { blanket, blocked, around } = await readPress(deps.db, click, demand.id, expert.id);
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
  if (SEATED.includes(outcome.kind)) await keep(deps.db, click, asked, 'yes');
  const reply = replyTo(outcome, asked, click);
  if (reply) await click.reply(reply);
}

/** To the expert, or in the third person to the coordinator who answered for them. */
function replyTo(outcome: ClaimOutcome, { programme, demand, expert, onBehalfOf }: Asked, { locale }: Click) {
  if (!onBehalfOf) return buildClaimReply(outcome, { demand, expert, programme, locale });
  return outcome.kind === 'repeated'
    ? undefined
    : buildClaimForReply(outcome, expert, { demand, programme, locale });
}

/** `say_no`: nobody is asked twice; a later yes is welcome while a slot is free. A slot is given back by withdrawing. */
export async function sayNo(deps: Deps, click: Click): Promise<void> {
  const asked = await enter(deps, click);
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

/**
 * The round in which this person was asked; anybody else reads that it isn't for them. For an expert without an account,
 * whom the button names, a coordinator answers.
 */
async function enter(deps: Deps, click: Click): Promise<Asked | undefined> {
  const { teamId, userId, locale, reader } = click;
  const { roundId, expertId } = answerOf(click.value);
  const [round, expert] = [
    await findRound(deps.db, teamId, roundId),
    await (expertId ? findExpert(deps.db, teamId, expertId) : findExpertByUser(deps.db, teamId, userId)),
  ];
  const demand = round && (await findDemand(deps.db, teamId, round.demandId));
  if (!round || !demand) {
    await click.reply(message(section(sayShared(locale, 'not_found'))));
    return undefined;
  }
  const invited = await listInvitations(deps.db, teamId, [round.id]);
  if (!expert || !invited.some((one) => one.expertId === expert.id)) {
    await click.reply(message(section(say(locale, 'not_invited'))));
    return undefined;
  }
  const whose = {
    expertUsers: [expert.userId ?? null],
    systems: [expert.system],
    district: demand.district,
  };
  const leave = await askLeave(deps, click, 'answer_invitation', whose, { kind: 'ask_round', id: round.id });
  if (leave.refusal) {
    await click.reply(leave.refusal);
    return undefined;
  }
  const programme = await programmeOf(deps.db, { teamId, year: demand.year }, reader.tz);
  const { onBehalfOf, how } = leave;
  return { programme, round, demand, expert, onBehalfOf, how };
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
    await refreshInvitations(trx, teamId, round.id);
    await askProgress(trx, teamId, round, demand);
    await enqueueHomes(trx, teamId, [userId]);
    return 'kept' as const;
  });
}
