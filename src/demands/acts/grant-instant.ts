import { sql } from 'kysely';
import { actAtOnce, type How } from '../../db/audit.ts';
import { grantLeave } from '../../directory/refuse.ts';
import { actorOf } from '../../directory/roles.ts';
import { undoButton } from '../../directory/undo-button.ts';
import { recordAndSay } from '../../outbox/act-sql.ts';
import { actions, type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { isUndecided } from '../demand.ts';
import { type DemandCase, readDemandEntry } from '../entry-sql.ts';
import { decisionNewsOf, explainState, marksOf, whoseReview } from '../tell.ts';
import { say } from '../words-after.ts';
import { publish } from './publish.ts';

/**
 * `grant_instant`: whoever claims the need is confirmed at once, and paper may follow. A coordinator grants it, whether or
 * not it was asked for (mission: decision 31); a need that isn't published yet is published with it.
 */
export async function grantInstant(deps: Deps, click: Click): Promise<Message | undefined> {
  const { programme, roles, case: found } = await readDemandEntry(deps.db, click, click.value);
  if (!programme || !found || isUndecided(found.demand)) return publish(deps, click, 'grant_instant');
  const { demand } = found;
  const { locale, reader } = click;
  const leave = await grantLeave(deps, click, actorOf(reader, roles), {
    act: 'grant_instant',
    whose: whoseReview(demand),
    object: { kind: 'demand', id: demand.id },
    year: demand.year,
  });
  if (leave.refusal) return leave.refusal;
  const { number } = demand;
  if (demand.state !== 'published')
    return message(section(await explainState(deps.db, demand, programme, locale)));
  const undo = demand.instant ? undefined : await grant(deps, click, found, leave.how);
  if (undo === 'repeated') return undefined;
  if (undo === undefined) return message(section(say(locale, 'instant_already', { number })));
  return message(section(say(locale, 'done_grant_instant', { number })), actions(undoButton(undo, locale)));
}

/** One statement: of two who grant at once, one does. */
async function grant(
  { db }: Deps,
  { teamId, userId: actor, now, cause }: Click,
  { demand, around }: DemandCase,
  how: How | undefined,
): Promise<number | 'repeated' | undefined> {
  const details = { number: demand.number, from: demand.state };
  const object = { objectKind: 'demand', objectId: demand.id };
  const act = { teamId, act: 'grant_instant' as const, actor, ...object, now, cause, details, how };
  const said = { told: decisionNewsOf(teamId, demand, around, actor), ...marksOf(demand, around) };
  return actAtOnce(async () => {
    const { rows } = await sql<{ id: number }>`/* name: grant_instant */
      with done as (
        update demand set instant = true, changed_at = ${now}::timestamptz
        where team_id = ${teamId} and id = ${demand.id} and state = 'published' and not instant
        returning id
      ), ${recordAndSay(act, said)}
      select id from act`.execute(db);
    return rows[0]?.id;
  });
}
