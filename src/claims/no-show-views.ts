import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import { facts, section } from '../slack/blocks.ts';
import type { ClaimFile } from './claim.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

/** What is to be decided, and what both sides say of it (mission: decision 34). */
export function buildSaidAbsent(
  { claim, expert, demand }: ClaimFile,
  programme: Programme,
  locale: Locale,
): KnownBlock[] {
  const values = { expert: expert.name, number: claim.number, need: nameNeed(demand, programme, locale) };
  return [
    section(say(locale, 'home_no_show', values)),
    facts([
      [say(locale, 'reason'), claim.reason],
      [say(locale, 'objection'), claim.objection],
    ]),
  ];
}
