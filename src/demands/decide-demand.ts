import { hasActed } from '../db/audit.ts';
import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import { buildReasonForm } from '../directory/views.ts';
import type { Said } from '../outbox/act-sql.ts';
import type { Programme } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { VIEWS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { type Move, moveDemand, movedBy } from './decisions.ts';
import { type DemandState, isPublic, missingForPublication, passesOn } from './demand.ts';
import { type DemandCase, readDemandEntry } from './entry-sql.ts';
import { findDemand } from './repository.ts';
import { buildDecided, buildMissing, type DecisionAct } from './review-blocks.ts';
import { cardOf, decisionNewsOf, explainState, marksOf, reviewsOf } from './tell.ts';
import { say } from './words.ts';

/** A coordinator before an undecided need. */
interface Case extends DemandCase {
  programme: Programme;
  /** Decides for the bureau; it may also act for a district. */
  asBureau: boolean;
  /** The states in which the decision is this person's. */
  from: DemandState[];
}

/** So often a need may be mended between being read and being decided on. */
const ATTEMPTS = 5;

/** Decides about the need as it is read; where it has moved meanwhile, it is read again. Undefined when it was decided. */
async function decide<T extends object>(
  deps: Deps,
  ask: Ask,
  found: Case,
  decideNow: (current: Case) => Promise<T | 'repeated' | undefined>,
): Promise<T | 'repeated' | 'decided'> {
  let current = found;
  for (let attempt = 1; attempt <= ATTEMPTS && found.from.includes(current.demand.state); attempt += 1) {
    const decided = await decideNow(current);
    if (decided !== undefined) return decided;
    const { case: fresh } = await readDemandEntry(deps.db, ask, found.demand.id);
    if (!fresh) break;
    current = { ...found, ...fresh };
  }
  return (await hasActed(deps.db, ask.teamId, ask.cause)) ? 'repeated' : 'decided';
}

/** The move, recorded and told. */
async function move(
  { db }: Deps,
  { teamId, userId: actor, now, cause }: Ask,
  current: Case,
  act: DecisionAct | 'forward_demand',
  what: Move,
  said: Said,
): Promise<number | 'repeated' | undefined> {
  const { demand, asBureau } = current;
  const onBehalfOf = asBureau && demand.state === 'submitted' ? 'district' : undefined;
  const details = {
    number: demand.number,
    from: demand.state,
    ...(what.reason ? { reason: what.reason } : {}),
  };
  const object = { objectKind: 'demand', objectId: demand.id };
  return moveDemand(
    db,
    current,
    what,
    { teamId, act, actor, onBehalfOf, ...object, now, cause, details },
    said,
  );
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
  const outcome = await decide(deps, ask, found, async (current) => {
    if (missingForPublication(current.demand).length > 0) return current.demand;
    return passesOn(programme, found.asBureau)
      ? forward(deps, ask, current)
      : putInChannel(deps, ask, current);
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'decided') return describeState(deps, ask, found);
  if ('said' in outcome) return buildDecided(outcome, demand, locale);
  return buildMissing(outcome, locale);
}

async function putInChannel(deps: Deps, ask: Ask, current: Case) {
  const { programme, around } = current;
  const what: Move = { to: 'published' };
  const demand = movedBy(current, what, ask.now);
  const undo = await move(deps, ask, current, 'publish_demand', what, {
    asked: isPublic(demand) ? [cardOf(demand, programme)] : [],
    told: decisionNewsOf(ask.teamId, demand, around, ask.userId),
    ...marksOf(demand, around),
  });
  if (typeof undo !== 'number') return undo;
  const said = isPublic(demand) ? ('published_done' as const) : ('published_private_done' as const);
  return { said, undo };
}

async function forward(deps: Deps, ask: Ask, current: Case) {
  const { around } = current;
  const what: Move = { to: 'bureau_review' };
  const demand = movedBy(current, what, ask.now);
  const said = { asked: reviewsOf(ask.teamId, demand, around), ...marksOf(demand, around) };
  const done = await move(deps, ask, current, 'forward_demand', what, said);
  return typeof done === 'number' ? { said: 'forwarded_done' as const } : done;
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
  if ('refusal' in found) return { notice: found.refusal };
  const reason = typeof ask.typed.reason === 'string' ? ask.typed.reason.trim() : '';
  if (!reason) return { errors: { reason: say(locale, 'required') } };
  const isReturned = act === 'return_demand';
  const what: Move = { to: isReturned ? 'returned' : 'rejected', reason };
  const outcome = await decide(deps, ask, found, async (current) => {
    const demand = movedBy(current, what, now);
    const told = decisionNewsOf(teamId, demand, current.around, userId);
    const undo = await move(deps, ask, current, act, what, { told, ...marksOf(demand, current.around) });
    if (typeof undo !== 'number') return undo;
    return { said: isReturned ? ('returned_done' as const) : ('rejected_done' as const), undo };
  });
  if (outcome === 'decided' || outcome === 'repeated')
    return { notice: await describeState(deps, ask, found) };
  return { notice: buildDecided(outcome, found.demand, locale) };
}

async function findCase(
  deps: Deps,
  ask: Ask,
  act: DecisionAct,
  demandId: string,
): Promise<Case | { refusal: Message }> {
  const { programme, roles, case: found } = await readDemandEntry(deps.db, ask, demandId);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!found) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const { district } = found.demand;
  const actor = actorOf(ask.reader, roles);
  const object = { kind: 'demand', id: demandId };
  const { refusal } = await grantLeave(deps, ask, actor, { act, whose: { district }, object });
  if (refusal) return { refusal };
  const { bureau, districts } = actor;
  const own = districts.includes(district) && programme.publishedBy === 'district';
  return {
    ...found,
    programme,
    asBureau: bureau && !own,
    from: bureau || own ? ['submitted', 'bureau_review'] : ['submitted'],
  };
}

async function describeState({ db }: Deps, { locale }: Ask, { demand, programme }: Case): Promise<Message> {
  const current = (await findDemand(db, programme.teamId, demand.id)) ?? demand;
  return message(section(await explainState(db, current, programme, locale)));
}
