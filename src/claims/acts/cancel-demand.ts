import type { ModalView } from '@slack/types';
import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import type { Db, Trx } from '../../db/open.ts';
import { type Demand, isCancellable, isServiceOver } from '../../demands/demand.ts';
import { findDemand, listHostUsers } from '../../demands/repository.ts';
import { explainState } from '../../demands/tell.ts';
import { enqueueHomes } from '../../directory/homes.ts';
import { keepReachable } from '../../directory/reachable.ts';
import { askLeave } from '../../directory/refuse.ts';
import { listExperts } from '../../directory/repository.ts';
import { listCoordinators } from '../../directory/roles.ts';
import { replySetUpFirst } from '../../directory/set-up-first.ts';
import { buildReasonForm } from '../../directory/views.ts';
import type { Locale } from '../../i18n/locale.ts';
import { enqueueNotice, refreshView } from '../../outbox/enqueue.ts';
import { type Programme, today } from '../../programme/programme.ts';
import { findProgrammeOf } from '../../programme/repository.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { endClaims, markCancelled } from '../claim-sql.ts';
import { reasonSchema } from '../consent.ts';
import type { Decided } from '../decide.ts';
import { type Doer, doerOf } from '../enter.ts';
import {
  askCard,
  listWatchers,
  refreshInvitation,
  refreshRequests,
  type Telling,
  tellTransition,
} from '../tell.ts';
import { nameNeed } from '../views.ts';
import { say } from '../words.ts';

/** `cancel_demand`: a modal for the reason, unless the need can no longer be cancelled. */
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

export async function submitCancellation(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, locale } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  const demand = await findDemand(deps.db, teamId, ask.metadata.demandId ?? '');
  if (!programme || !demand) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const checked = check(reasonSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const entry = await enterCancellation(deps, ask, programme, demand);
  if (entry.refusal) return { notice: entry.refusal };
  if (demand.state === 'published' && isServiceOver(demand, today(programme, ask.now)))
    return { notice: await explainDemand(deps, ask, programme, demand) };
  const decided = await cancelDemand(deps.db, entry.doer, demand, checked.value.reason);
  if (decided === 'decided') {
    const latest = (await findDemand(deps.db, teamId, demand.id)) ?? demand;
    return { notice: await explainDemand(deps, ask, programme, latest) };
  }
  return { notice: message(section(say(locale, 'done_cancel_demand', { need: demand.number }))) };
}

/** May this person cancel the need? */
async function enterCancellation(
  deps: Deps,
  ask: Ask,
  programme: Programme,
  demand: Demand,
): Promise<{ refusal: Message } | { refusal?: undefined; doer: Doer }> {
  const whose = {
    poster: demand.poster,
    hostUsers: await listHostUsers(deps.db, ask.teamId, demand),
    district: demand.district,
  };
  const object = { kind: 'demand', id: demand.id };
  const leave = await askLeave(deps, ask, 'cancel_demand', whose, object);
  if (leave.refusal) return { refusal: leave.refusal };
  return { doer: doerOf(ask, programme, leave.onBehalfOf) };
}

/** The need is no longer there: what is live of it ends, its slots are free, and those concerned read why. */
export async function cancelDemand(db: Db, doer: Doer, demand: Demand, reason: string): Promise<Decided> {
  const { programme, userId: actor, onBehalfOf, now, cause } = doer;
  const { teamId } = programme;
  return actOnce(db, async (trx) => {
    const cancellation = { teamId, id: demand.id, reason, now };
    if (!(await markCancelled(trx, cancellation)))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const claims = await endClaims(trx, cancellation);
    const details = { reason, ended: claims.length };
    const object = { objectKind: 'demand', objectId: demand.id };
    const done = { teamId, act: 'cancel_demand', actor, ...object, now, cause, details };
    const auditId = await recordAct(trx, onBehalfOf ? { ...done, onBehalfOf } : done);
    const experts = await listExperts(trx, teamId, [...new Set(claims.map(({ expertId }) => expertId))]);
    const telling = { teamId, auditId, actor };
    await tellNeedCancelled(trx, telling, demand);
    await refreshView(trx, teamId, `demand_review:${demand.id}:`);
    await askCard(trx, demand, programme);
    const watchers: (string | undefined)[] = [demand.poster, demand.contactUser];
    for (const claim of claims) {
      const expert = experts.find(({ id }) => id === claim.expertId);
      if (!expert) continue;
      const file = { claim, expert, demand };
      await tellTransition(trx, telling, 'cancel_demand', undefined, file);
      await refreshRequests(trx, teamId, claim.id);
      await refreshInvitation(trx, teamId, file);
      watchers.push(...(await listWatchers(trx, teamId, file)));
    }
    watchers.push(...(await listCoordinators(trx, teamId, { district: demand.district })));
    await enqueueHomes(trx, teamId, watchers, [demand.id, ...claims.map(({ id }) => id)]);
    return {};
  });
}

/** The poster and the host unit's contact hear that their need was cancelled, unless they did it. */
async function tellNeedCancelled(
  trx: Trx,
  { teamId, auditId, actor }: Telling,
  { id, poster, contactUser }: Demand,
): Promise<void> {
  for (const target of await keepReachable(trx, teamId, [poster, contactUser])) {
    if (target === actor) continue;
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:${target}`,
      kind: 'demand_cancelled',
      target,
      ref: { demandId: id },
    });
  }
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
