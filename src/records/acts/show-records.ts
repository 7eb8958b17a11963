import { findActor } from '../../directory/roles.ts';
import { standingFor } from '../../directory/standing.ts';
import { findYear } from '../../programme/repository.ts';
import { USUAL_RULES } from '../../programme/rules.ts';
import { message, section } from '../../slack/blocks.ts';
import type { CommandAsk, Deps } from '../../slack/interaction.ts';
import { listPeople, type Person, whoseRecords } from '../people-sql.ts';
import { listOfExperts, listYears } from '../record-sql.ts';
import { buildPeople, buildRecords, MOST_LISTED, MOST_SHOWN, type PersonShown } from '../views.ts';
import { say } from '../words.ts';

/**
 * `/expert record`: one's own records; with a name those of one's people or of anybody in reach; with a year those of
 * that one. Whoever has none of their own and may see others' is shown whom there is.
 */
export async function showRecords(deps: Deps, ask: CommandAsk): Promise<void> {
  const { teamId, userId, locale, reader, now } = ask;
  const typed = ask.text.split(/\s+/u).slice(1).filter(Boolean);
  const year = typed.find((word) => /^\d{4}$/.test(word));
  const words = typed.filter((word) => word !== year);
  const actor = await findActor(deps.db, reader, now);
  const found = await listPeople(deps.db, teamId, actor, words);
  const mine = found.filter((one) => standingFor(actor, 'print_statement', whoseRecords(one, actor)));
  const own = words.length === 0 ? mine.filter((one) => one.userId === userId) : [];
  const people = own.length > 0 ? own : mine;
  if (people.length === 0) return ask.reply(message(section(sayNobody())));
  const shown = await Promise.all(
    people.slice(0, MOST_LISTED).map((one) => readPerson(deps, ask, one, year ? Number(year) : undefined)),
  );
  await ask.reply(
    people.length > MOST_SHOWN
      ? buildPeople(shown, people.length, locale)
      : buildRecords(shown, deps.publicUrl, locale),
  );

  function sayNobody(): string {
    if (words.length > 0) return say(locale, 'none_found', { words: words.join(' ') });
    const isCoordinator = actor.bureau || actor.districts.length + actor.systems.length > 0;
    return say(locale, isCoordinator ? 'none_yet' : 'none_own');
  }
}

/** In the year that was typed, else in the last one in which they have any. */
async function readPerson(
  { db }: Deps,
  { teamId }: CommandAsk,
  { id, name, employer }: Person,
  typed: number | undefined,
): Promise<PersonShown> {
  const years = await listYears(db, teamId, [id]);
  const year = typed ?? years[0] ?? 0;
  const [programme, records] = await Promise.all([
    findYear(db, { teamId, year }),
    listOfExperts(db, teamId, { expertIds: [id], year }),
  ]);
  const rules = programme?.rules ?? USUAL_RULES;
  return { id, name, employer, year, records, rules, otherYears: years.filter((one) => one !== year) };
}
