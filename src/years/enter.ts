import type { Act } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import type { Programme } from '../programme/programme.ts';
import { findYear } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { objectOf } from './year.ts';

type Entry = { refusal: Message } | { refusal?: undefined; programme: Programme };

/** The year that a button's value or a modal names, if the person may do this with it; or the sentence that says why not. */
export async function enterYear(deps: Deps, ask: Ask, act: Act, named = ''): Promise<Entry> {
  const { teamId, locale } = ask;
  const programme = /^\d{4}$/.test(named)
    ? await findYear(deps.db, { teamId, year: Number(named) })
    : undefined;
  if (!programme) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { refusal } = await askLeave(deps, ask, act, {}, objectOf(programme.year));
  return refusal ? { refusal } : { programme };
}
