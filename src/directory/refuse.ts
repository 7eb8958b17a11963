import { recordRefusal } from '../db/audit.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { buildActAlone, yearOf } from './act-alone.ts';
import { listOthers } from './others.ts';
import { tiesOf } from './own.ts';
import { type Act, type Actor, barFor, partsOf, type Whose } from './permissions.ts';
import { findActor } from './roles.ts';
import { type Standing, standingAlone, standingFor } from './standing.ts';
import { say } from './words.ts';
import { say as sayAssistants } from './words-assistants.ts';

/** As many people as a refusal names. */
const MOST_NAMES = 3;

export type Leave = (Standing & { refusal?: undefined }) | { as?: undefined; refusal: Message };

/**
 * Asks the table: the hat under which the person may act, or the sentence that says whose step it is. A refusal
 * is kept in the audit trail: it may be a forged payload.
 */
export async function askLeave(
  deps: Deps,
  ask: Ask,
  act: Act,
  whose: Whose,
  object: { kind: string; id: string },
): Promise<Leave> {
  return grantLeave(deps, ask, await findActor(deps.db, ask.reader, ask.now), { act, whose, object });
}

/** What is asked of the table: an act, whose thing it is, which one, and the programme year that it belongs to, if any. */
export interface Asked {
  act: Act;
  whose: Whose;
  object: { kind: string; id: string };
  year?: number;
}

/** The same for somebody whose roles were read with the thing. */
export async function grantLeave(deps: Deps, ask: Ask, actor: Actor, asked: Asked): Promise<Leave> {
  const { act, whose, object } = asked;
  const standing = standingFor(actor, act, whose);
  if (standing) return standing;
  const bar = barFor(actor, act, whose);
  if (bar === 'own') return decideOwn(deps, ask, actor, asked);
  const reason = bar === 'never' ? 'own' : 'not_theirs';
  await keepRefusal(deps, ask, act, object, reason);
  if (bar === 'never') return { refusal: message(section(sayNever(ask, whose))) };
  const said = ask.reader.known ? explainRefusal(act, ask.locale) : say(ask.locale, 'ask_slack_again');
  return { refusal: message(section(said)) };
}

/** It is their own service, or that of somebody in whose name they act. */
function sayNever({ userId, locale }: Ask, whose: Whose): string {
  const isTheirOwn = whose.expertUsers?.includes(userId) ?? false;
  const assists = whose.assistantUsers?.includes(userId) ?? false;
  return assists && !isTheirOwn ? sayAssistants(locale, 'never_assistant') : say(locale, 'never_own');
}

/**
 * It is the coordinator's own: another does it; where nobody else could, they do it alone, after a second look and
 * marked as such (mission: decision 30).
 */
async function decideOwn(deps: Deps, ask: Ask, actor: Actor, asked: Asked): Promise<Leave> {
  const { act, whose, object } = asked;
  const { locale, userId } = ask;
  const ties = tiesOf(userId, whose).map((tie) => say(locale, `tie_${tie}`));
  const values = { ties: joinNames(ties, locale) };
  const others = await listOthers(deps.db, ask, act, whose);
  if (others.length > 0) {
    await keepRefusal(deps, ask, act, object, 'own');
    return {
      refusal: message(section(say(locale, 'own_refused', { ...values, who: nameSome(others, locale) }))),
    };
  }
  if (!ask.alone) {
    const why = say(locale, 'own_alone', values);
    const opens = buildActAlone(locale, why, { act, value: object.id, chosen: ask.chosen });
    return { refusal: { ...message(section(why), section(say(locale, 'press_again'))), opens } };
  }
  const standing = standingAlone(actor, act, whose, asked.year ?? (await yearOf(deps, ask)));
  if (!standing) throw new Error('somebody is kept from what no hat of theirs fits');
  return standing;
}

async function keepRefusal(
  { db }: Deps,
  { teamId, userId: actor, now, cause }: Ask,
  act: Act,
  { kind: objectKind, id: objectId }: Asked['object'],
  reason: 'not_theirs' | 'own',
): Promise<void> {
  await recordRefusal(db, { teamId, act, actor, objectKind, objectId, now, cause, details: { reason } });
}

function nameSome(names: readonly string[], locale: Locale): string {
  const more = names.length - MOST_NAMES;
  const first = joinNames(names.slice(0, MOST_NAMES), locale);
  return more > 0 ? say(locale, 'and_others', { names: first, n: names.length }) : first;
}

/** "This step belongs to the district coordinator": says who can do it. */
export function explainRefusal(act: Act, locale: Locale): string {
  const who = partsOf(act).map((part) => say(locale, `part_${part}`));
  const list = new Intl.ListFormat(locale === 'zh' ? 'zh-CN' : 'en', { type: 'disjunction' });
  return say(locale, 'refused', { who: list.format(who) });
}
