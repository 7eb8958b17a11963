import { findActor } from '../directory/roles.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgrammeOf, findYear } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import type { Asking, Way } from './asking.ts';
import { type QuestionReach, reachesNothing } from './reach.ts';
import { readReach } from './who-sql.ts';
import { say } from './words.ts';

export type Entered =
  | { programme: Programme; reach: QuestionReach; refusal?: undefined }
  | { refusal: Message };

/**
 * Who asks, and of which year: a question that names none is about the year for new things. Figures that stand before
 * everybody may be opened by everybody; a question in words is for those who have something to ask about.
 */
export async function enterQuestion(
  deps: Deps,
  ask: Ask,
  { way, year }: { way: Way; year: number | undefined },
): Promise<Entered> {
  const { teamId, locale, reader } = ask;
  const [current, actor] = await Promise.all([
    findProgrammeOf(deps.db, ask),
    findActor(deps.db, reader, ask.now),
  ]);
  if (!current) return { refusal: setUpFirst(ask) };
  const asked = year ?? current.year;
  const isOther = asked !== current.year;
  const programme = isOther ? await findYear(deps.db, { teamId, year: asked }, reader.tz) : current;
  if (!programme) return { refusal: message(section(say(locale, 'no_year', { year: asked }))) };
  const reach = await readReach(deps.db, teamId, actor);
  if (way === 'words' && reachesNothing(reach))
    return { refusal: message(section(say(locale, 'nothing_yours'))) };
  return { programme, reach };
}

/** Of which day somebody asks: what is open is open by it. */
export function askingOf(
  { locale, now }: Pick<Ask, 'locale' | 'now'>,
  { programme, reach }: Exclude<Entered, { refusal: Message }>,
  { question, way }: Pick<Asking, 'question' | 'way'>,
): Asking {
  return { programme, reach, question, way, locale, today: today(programme, now) };
}
