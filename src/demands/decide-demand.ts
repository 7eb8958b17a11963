import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { askLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { buildReasonForm } from '../directory/views.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import type { Programme } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { VIEWS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { forwardDemand, publishDemand, rejectDemand, returnDemand } from './decisions.ts';
import { type Demand, type DemandState, isPublic, missingForPublication, passesOn } from './demand.ts';
import { findDemand, lockDemand } from './repository.ts';
import { buildDecided, buildMissing, type DecisionAct } from './review-blocks.ts';
import { askReviews, explainState, refreshDemand, tellDecision } from './tell.ts';
import { say } from './words.ts';

/** A coordinator before an undecided need. */
interface Case {
  demand: Demand;
  programme: Programme;
  /** Decides for the bureau; it may also act for a district. */
  asBureau: boolean;
  /** The states in which the decision is this person's. */
  from: DemandState[];
}

/**
 * `publish_demand`: the need goes to the channel with its slots; where the bureau publishes, the district's press
 * passes it on. What is missing of the six clarities is listed, and nothing is published.
 */
export async function publish(deps: Deps, ask: Ask, demandId: string): Promise<Message | undefined> {
  const found = await findCase(deps, ask, 'publish_demand', demandId);
  if ('refusal' in found) return found.refusal;
  const { demand, programme } = found;
  const { locale } = ask;
  const outcome = await actOnce(deps.db, async (trx) => {
    const current = await lockDemand(trx, ask.teamId, demand.id);
    if (!current || !found.from.includes(current.state))
      return (await hasActed(trx, ask.teamId, ask.cause)) ? 'repeated' : 'decided';
    if (missingForPublication(current).length > 0) return current;
    if (passesOn(programme, found.asBureau)) return forward(trx, ask, found);
    return putInChannel(trx, ask, found);
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'decided') return describeState(deps, ask, found);
  if ('said' in outcome) return buildDecided(outcome, demand, locale);
  return buildMissing(outcome, locale);
}

async function putInChannel(trx: Trx, ask: Ask, found: Case) {
  const { teamId, userId, now } = ask;
  const { id } = found.demand;
  const demand = await publishDemand(trx, { teamId, id, from: found.from, by: userId, now });
  if (!demand) return 'decided';
  const auditId = await recordDecision(trx, ask, found, 'publish_demand');
  if (isPublic(demand)) {
    await enqueueView(trx, {
      ...{ teamId, key: `demand_card:${id}`, kind: 'demand_card', target: found.programme.channelId },
      ...{ lane: `card:${id}`, ref: { demandId: id } },
    });
  }
  await tellDecision(trx, teamId, demand, { auditId, by: userId });
  await refreshDemand(trx, teamId, demand);
  const said = isPublic(demand) ? ('published_done' as const) : ('published_private_done' as const);
  return { said, undo: auditId };
}

async function forward(trx: Trx, ask: Ask, found: Case) {
  const { teamId, now } = ask;
  const demand = await forwardDemand(trx, { teamId, id: found.demand.id, from: found.from, now });
  if (!demand) return 'decided';
  const auditId = await recordDecision(trx, ask, found, 'forward_demand');
  await askReviews(trx, teamId, demand, auditId);
  await refreshDemand(trx, teamId, demand);
  return { said: 'forwarded_done' as const };
}

/** `return_demand`, `reject_demand`: opens the window for the reason, or says why there is nothing to decide. */
export async function openReason(
  deps: Deps,
  ask: Ask,
  act: 'return_demand' | 'reject_demand',
  demandId: string,
): Promise<Message | undefined> {
  const found = await findCase(deps, ask, act, demandId);
  if ('refusal' in found) return found.refusal;
  if (!found.from.includes(found.demand.state)) return describeState(deps, ask, found);
  const { locale } = ask;
  const verb = act === 'return_demand' ? 'return' : 'reject';
  await ask.open(
    buildReasonForm(
      locale,
      {
        callbackId: act === 'return_demand' ? VIEWS.returnDemand : VIEWS.rejectDemand,
        title: say(locale, verb),
        label: `${say(locale, 'reason')} · ${found.demand.number}`,
        hint: say(locale, `${verb}_hint`),
        submit: say(locale, verb),
      },
      { demandId },
    ),
  );
}

export async function submitReason(
  deps: Deps,
  ask: Submission,
  act: 'return_demand' | 'reject_demand',
): Promise<Answer> {
  const { teamId, userId, locale, now } = ask;
  const found = await findCase(deps, ask, act, ask.metadata.demandId ?? '');
  if ('refusal' in found) return found.refusal ? { notice: found.refusal } : { close: true };
  const reason = typeof ask.typed.reason === 'string' ? ask.typed.reason.trim() : '';
  if (!reason) return { errors: { reason: say(locale, 'required') } };
  const decide = act === 'return_demand' ? returnDemand : rejectDemand;
  const outcome = await actOnce(deps.db, async (trx) => {
    const demand = await decide(trx, { teamId, id: found.demand.id, from: found.from, reason, now });
    if (!demand) return 'decided' as const;
    const auditId = await recordDecision(trx, ask, found, act, { reason });
    await tellDecision(trx, teamId, demand, { auditId, by: userId });
    await refreshDemand(trx, teamId, demand);
    const said = act === 'return_demand' ? ('returned_done' as const) : ('rejected_done' as const);
    return { said, undo: auditId };
  });
  if (outcome === 'decided' || outcome === 'repeated')
    return { notice: await describeState(deps, ask, found) };
  return { notice: buildDecided(outcome, found.demand, locale) };
}

function recordDecision(
  trx: Trx,
  { teamId, userId, now, cause }: Ask,
  { demand, asBureau }: Case,
  act: DecisionAct | 'forward_demand',
  details: Record<string, unknown> = {},
): Promise<number> {
  return recordAct(trx, {
    ...{ teamId, act, actor: userId, objectKind: 'demand', objectId: demand.id, now, cause },
    ...(asBureau && demand.state === 'submitted' ? { onBehalfOf: 'district' } : {}),
    details: { ...details, number: demand.number, from: demand.state },
  });
}

async function findCase(
  deps: Deps,
  ask: Ask,
  act: DecisionAct,
  demandId: string,
): Promise<Case | { refusal: Message | undefined }> {
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return { refusal: void (await replySetUpFirst(ask)) };
  const demand = await findDemand(deps.db, ask.teamId, demandId);
  if (!demand) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const { district } = demand;
  const { refusal } = await askLeave(deps, ask, act, { district }, { kind: 'demand', id: demandId });
  if (refusal) return { refusal };
  const { bureau, districts } = await findActor(deps.db, ask.reader);
  const own = districts.includes(district) && programme.publishedBy === 'district';
  return {
    demand,
    programme,
    asBureau: bureau && !own,
    from: bureau || own ? ['submitted', 'bureau_review'] : ['submitted'],
  };
}

async function describeState({ db }: Deps, { locale }: Ask, { demand, programme }: Case): Promise<Message> {
  const current = (await findDemand(db, programme.teamId, demand.id)) ?? demand;
  return message(section(await explainState(db, current, programme, locale)));
}
