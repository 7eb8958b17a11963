import type { Demand } from '../demands/demand.ts';
import { type DemandAround, readDemandEntry } from '../demands/entry-sql.ts';
import { explainState } from '../demands/tell.ts';
import type { ActAfter } from '../demands/transitions.ts';
import { isCoordinator } from '../directory/own.ts';
import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import type { Programme } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Doer } from './enter.ts';
import { say } from './words.ts';

/** A need with those around it, as somebody comes to it who may do this to it. */
export interface NeedEntry {
  refusal?: undefined;
  demand: Demand;
  around: DemandAround;
  /** When its row was written last. */
  changedAt: string;
  doer: Doer;
  byCoordinator: boolean;
}

/** The need, and the hat under which this person may do this to it; or the sentence that says why not. One read. */
export async function enterNeed(
  deps: Deps,
  ask: Ask,
  act: ActAfter | 'cancel_demand' | 'follow_up' | 'claim_for',
  demandId: string,
): Promise<{ refusal: Message } | NeedEntry> {
  const { userId, locale, reader, now, cause } = ask;
  const { programme, roles, case: found } = await readDemandEntry(deps.db, ask, demandId);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!found) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { demand, around, changedAt } = found;
  const { poster, district, year } = demand;
  const whose = { poster, hostUsers: around.hostUsers, district };
  const object = { kind: 'demand', id: demandId };
  const leave = await grantLeave(deps, ask, actorOf(reader, roles), { act, whose, object, year });
  if (leave.refusal) return { refusal: leave.refusal };
  const { as, onBehalfOf, how } = leave;
  const doer = { programme, userId, onBehalfOf, how, now, cause };
  return { demand, around, changedAt, doer, byCoordinator: isCoordinator(as) };
}

/** Somebody was faster, or it is no longer the time: where the need stands, and that nothing was changed. */
export async function explainNeed(
  deps: Deps,
  { locale }: Ask,
  programme: Programme,
  demand: Demand,
): Promise<Message> {
  const state = await explainState(deps.db, demand, programme, locale);
  return message(section(state), section(say(locale, 'stays')));
}
