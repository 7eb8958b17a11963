import { whoseBlanket } from '../claims/acts/record-blanket.ts';
import { findUnit, searchExpertsOf, type Unit } from '../claims/advance-sql.ts';
import type { How } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { askLeave } from '../directory/refuse.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import { type Programme, showDate, today } from '../programme/programme.ts';
import { findProgramme, findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import type { AskedUnit } from './link.ts';
import { findAgreedUntil } from './unit-sql.ts';
import { say } from './words.ts';

type UnitEntry = { refusal: Message } | { refusal?: undefined; asked: AskedUnit; how: How | undefined };

/**
 * A home unit that is to agree in advance for all its experts until the programme year ends, for a coordinator who may
 * write down what it says; or the sentence that says why not.
 */
export async function enterUnitRequest(deps: Deps, ask: Ask, id: string): Promise<UnitEntry> {
  const { db } = deps;
  const { teamId, locale } = ask;
  const [programme, unit] = await Promise.all([findProgrammeOf(db, ask), findUnit(db, teamId, id)]);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!unit) return { refusal: message(section(say(locale, 'no_home_unit'))) };
  const object = { kind: 'organisation', id: unit.id };
  const leave = await askLeave(deps, ask, 'make_link', whoseBlanket(unit, undefined), object);
  if (leave.refusal) return { refusal: leave.refusal };
  const until = endOfYear(programme, ask.now);
  const agreed = await findAgreedUntil(db, teamId, { unitId: unit.id, until });
  if (agreed !== undefined) {
    const values = { who: unit.name, until: showDate(agreed, locale, programme.year) };
    return { refusal: message(section(say(locale, 'agreed_before', values))) };
  }
  return { asked: await askedOf(db, unit, until, programme), how: leave.how };
}

/** The last day of the year for new needs, or of the one that has begun since. */
function endOfYear(programme: Programme, now: Temporal.Instant): string {
  const year = Math.max(programme.year, today(programme, now).year);
  return new Temporal.PlainDate(year, 12, 31).toString();
}

/** The same of a link, as it stands; undefined where the unit isn't there any more. */
export async function readAskedUnit(
  db: Db,
  teamId: string,
  { unitId, until }: { unitId: string; until: string },
  zone?: string,
): Promise<AskedUnit | undefined> {
  const [programme, unit] = await Promise.all([
    findProgramme(db, teamId, zone),
    findUnit(db, teamId, unitId),
  ]);
  return programme && unit && askedOf(db, unit, until, programme);
}

async function askedOf(db: Db, unit: Unit, until: string, programme: Programme): Promise<AskedUnit> {
  const experts = await searchExpertsOf(db, programme.teamId, unit.id, '');
  return { asks: 'blanket', unit, experts: experts.map(({ name }) => name), until, programme };
}
