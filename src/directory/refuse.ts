import { recordRefusal } from '../db/audit.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { type Act, type Actor, partsOf, type Standing, standingFor, type Whose } from './permissions.ts';
import { findActor } from './roles.ts';
import { say } from './words.ts';

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
  return grantLeave(deps, ask, await findActor(deps.db, ask.reader), { act, whose, object });
}

/** The same for somebody whose roles were read with the thing. */
export async function grantLeave(
  deps: Deps,
  ask: Ask,
  actor: Actor,
  { act, whose, object }: { act: Act; whose: Whose; object: { kind: string; id: string } },
): Promise<Leave> {
  const standing = standingFor(actor, act, whose);
  if (standing) return standing;
  const { teamId, userId, now, cause } = ask;
  await recordRefusal(deps.db, {
    ...{ teamId, act, actor: userId, objectKind: object.kind, objectId: object.id, now, cause },
    details: { reason: 'not_theirs' },
  });
  const reason = ask.reader.known ? explainRefusal(act, ask.locale) : say(ask.locale, 'ask_slack_again');
  return { refusal: message(section(reason)) };
}

/** "This step belongs to the district coordinator": says who can do it. */
export function explainRefusal(act: Act, locale: Locale): string {
  const who = partsOf(act).map((part) => say(locale, `part_${part}`));
  const list = new Intl.ListFormat(locale === 'zh' ? 'zh-CN' : 'en', { type: 'disjunction' });
  return say(locale, 'refused', { who: list.format(who) });
}
