import { type How, hasActed } from '../db/audit.ts';
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
import { buildDecided } from './decided-blocks.ts';
import { detailsOf, type Move, moveDemand, movedBy } from './decisions.ts';
import type { DemandState } from './demand.ts';
import { type DemandCase, readDemandEntry } from './entry-sql.ts';
import { findDemand } from './repository.ts';
import type { DecisionAct } from './review-blocks.ts';
import { decisionNewsOf, explainState, marksOf, whoseReview } from './tell.ts';
import { say } from './words.ts';

/** A coordinator before an undecided need. */
export interface Case extends DemandCase {
  programme: Programme;
  /** Decides for the bureau; it may also act for a district. */
  asBureau: boolean;
  how: How | undefined;
  /** The states in which the decision is this person's. */
  from: DemandState[];
}

/** So often a need may be mended between being read and being decided on. */
const ATTEMPTS = 5;

/** Decides about the need as it is read; where it has moved meanwhile, it is read again. Undefined when it was decided. */
export async function decide<T extends object>(
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
export async function move(
  { db }: Deps,
  { teamId, userId: actor, now, cause }: Ask,
  current: Case,
  act: DecisionAct | 'forward_demand',
  what: Move,
  said: Said,
): Promise<number | 'repeated' | undefined> {
  const { demand, asBureau, how } = current;
  const onBehalfOf = asBureau && demand.state === 'submitted' ? 'district' : undefined;
  const details = detailsOf(demand, what);
  const object = { objectKind: 'demand', objectId: demand.id };
  const done = { teamId, act, actor, onBehalfOf, ...object, now, cause, details, how };
  return moveDemand(db, current, what, done, said);
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

export async function findCase(
  deps: Deps,
  ask: Ask,
  act: DecisionAct,
  demandId: string,
): Promise<Case | { refusal: Message }> {
  const { programme, roles, case: found } = await readDemandEntry(deps.db, ask, demandId);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!found) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const { district, year } = found.demand;
  const actor = actorOf(ask.reader, roles);
  const object = { kind: 'demand', id: demandId };
  const leave = await grantLeave(deps, ask, actor, { act, whose: whoseReview(found.demand), object, year });
  if (leave.refusal) return { refusal: leave.refusal };
  const { bureau, districts } = leave.by;
  const own = districts.includes(district) && programme.publishedBy === 'district';
  return {
    ...found,
    programme,
    asBureau: bureau && !own,
    how: leave.how,
    from: bureau || own ? ['submitted', 'bureau_review'] : ['submitted'],
  };
}

export async function describeState(
  { db }: Deps,
  { locale }: Ask,
  { demand, programme }: Case,
): Promise<Message> {
  const current = (await findDemand(db, programme.teamId, demand.id)) ?? demand;
  return message(section(await explainState(db, current, programme, locale)));
}
