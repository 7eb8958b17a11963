import type { ModalView } from '@slack/types';
import { actOnce, hasActed } from '../../db/audit.ts';
import type { Db } from '../../db/open.ts';
import { contactAddress } from '../../demands/contact.ts';
import { type Demand, isCancellable, isServiceOver } from '../../demands/demand.ts';
import type { DemandAround } from '../../demands/entry-sql.ts';
import { findDemand } from '../../demands/repository.ts';
import { cardKey, explainState } from '../../demands/tell.ts';
import { coordinatorsAround, reachable } from '../../directory/around.ts';
import { buildReasonForm } from '../../directory/views.ts';
import type { Locale } from '../../i18n/locale.ts';
import { type Said, THE_ACT } from '../../outbox/act-sql.ts';
import { type Programme, today } from '../../programme/programme.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { endClaims, markCancelled } from '../cancel-sql.ts';
import { type ClaimCase, listLiveCases } from '../case-sql.ts';
import { reasonSchema } from '../consent.ts';
import type { Decided } from '../decide.ts';
import type { Doer } from '../enter.ts';
import { enterNeed } from '../enter-need.ts';
import { marksOf, newsOf } from '../tell.ts';
import { nameNeed } from '../views.ts';
import { say } from '../words.ts';

/** `cancel_demand`: a modal for the reason, unless the need can no longer be cancelled. */
export async function openCancellation(deps: Deps, click: Click): Promise<void> {
  const entry = await enterNeed(deps, click, 'cancel_demand', click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { demand, doer } = entry;
  if (!isCancellable(demand, today(doer.programme, click.now)))
    return click.reply(await explainDemand(deps, click, doer.programme, demand));
  await click.open(buildCancelForm(demand.id, click.locale));
}

export async function submitCancellation(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, locale } = ask;
  const checked = check(reasonSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const entry = await enterNeed(deps, ask, 'cancel_demand', ask.metadata.demandId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const { demand, around, doer } = entry;
  if (demand.state === 'published' && isServiceOver(demand, today(doer.programme, ask.now)))
    return { notice: await explainDemand(deps, ask, doer.programme, demand) };
  const decided = await cancelDemand(deps.db, doer, { demand, around }, checked.value.reason);
  if (decided === 'decided') {
    const latest = (await findDemand(deps.db, teamId, demand.id)) ?? demand;
    return { notice: await explainDemand(deps, ask, doer.programme, latest) };
  }
  return { notice: message(section(say(locale, 'done_cancel_demand', { need: demand.number }))) };
}

/** A need with those around it. */
interface Concerned {
  demand: Demand;
  around: DemandAround;
}

/**
 * The need is no longer there: what is live of it ends, its slots are free, and those concerned read why. Whoever claims
 * at this moment is waited for, and is among them.
 */
export async function cancelDemand(
  db: Db,
  doer: Doer,
  concerned: Concerned,
  reason: string,
): Promise<Decided> {
  const { programme, userId: actor, onBehalfOf, now, cause } = doer;
  const { teamId } = programme;
  const { id } = concerned.demand;
  return actOnce(db, async (trx) => {
    if (!(await markCancelled(trx, teamId, id, { reason, now })))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const claims = await listLiveCases(trx, teamId, id);
    const details = { reason, ended: claims.length };
    const act = {
      teamId,
      act: 'cancel_demand' as const,
      actor,
      onBehalfOf,
      objectKind: 'demand',
      objectId: id,
    };
    await endClaims(
      trx,
      id,
      reason,
      { ...act, now, cause, details },
      whatIsSaid(programme, actor, concerned, claims),
    );
    return {};
  });
}

function whatIsSaid(
  programme: Programme,
  actor: string,
  { demand, around }: Concerned,
  claims: readonly ClaimCase[],
): Said {
  const { teamId } = programme;
  const { id, poster, contactUser, district } = demand;
  const ended = claims.map((one) => ({ ...one, claim: { ...one.claim, state: 'cancelled' as const } }));
  const marks = ended.map(marksOf);
  const owners = reachable(around, [poster, contactAddress(demand)]).filter((target) => target !== actor);
  const by = { act: 'cancel_demand' as const, actor };
  return {
    told: [
      ...owners.map((target) => ({
        teamId,
        key: `notice:${THE_ACT}:${target}`,
        kind: 'demand_cancelled',
        target,
        ref: { demandId: id },
      })),
      ...claims.flatMap((one, i) => newsOf(programme, by, one.claim.state, ended[i] ?? one)),
    ],
    views: [`demand_review:${id}:`, cardKey(demand), ...marks.flatMap(({ views }) => views)],
    people: [
      poster,
      ...(contactUser ? [contactUser] : []),
      ...coordinatorsAround(around, { district }),
      ...marks.flatMap(({ people }) => people),
    ],
    about: [id, ...marks.flatMap(({ about }) => about)],
  };
}

/** Why a need can't be cancelled: its service is over, or somebody was faster. */
async function explainDemand(
  deps: Deps,
  { locale, now }: Ask,
  programme: Programme,
  demand: Demand,
): Promise<Message> {
  const isOver = demand.state === 'published' && isServiceOver(demand, today(programme, now));
  const state = isOver
    ? say(locale, 'need_over', { need: nameNeed(demand, programme, locale) })
    : await explainState(deps.db, demand, programme, locale);
  return message(section(state), section(say(locale, 'stays')));
}

export function buildCancelForm(demandId: string, locale: Locale): ModalView {
  return buildReasonForm(
    locale,
    {
      callbackId: VIEWS.cancelDemand,
      title: say(locale, 'cancel_title'),
      label: say(locale, 'cancel_reason'),
      hint: say(locale, 'cancel_hint'),
      submit: say(locale, 'cancel'),
    },
    { demandId },
  );
}
