import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { findProgramme } from '../programme/repository.ts';
import { MOST_OPTIONS, type Option } from '../slack/form.ts';
import type { Deps, Search } from '../slack/interaction.ts';
import { partFor } from './permissions.ts';
import { findActor } from './roles.ts';
import type { Unit } from './unit.ts';
import { allNames } from './unit-names-sql.ts';
import { unitOptions } from './unit-views.ts';
import { saysEach, searchUnits } from './units-sql.ts';
import { say } from './words-units.ts';

/**
 * For every menu in which a coordinator looks for a unit (`parent`, `unit`, `employer`, `into`): by any of its names;
 * the value is its id. Nothing for those who coordinate nothing.
 */
export async function suggestUnits(
  deps: Deps,
  search: Search,
  { kind, except }: { kind?: Unit['kind']; except?: string } = {},
): Promise<Option[]> {
  const { teamId, locale, query } = search;
  if (!(await mayLookUp(deps, search))) return [];
  const asked = { query, ...(kind ? { kind } : {}), ...(except ? { except } : {}) };
  const [programme, units] = await Promise.all([
    findProgramme(deps.db, teamId),
    searchUnits(deps.db, teamId, asked),
  ]);
  return programme ? unitOptions(units, locale, programme.year) : [];
}

/** The same for people (`expert`, `into`): by name or employer, those without an account among them. */
export async function suggestExpertsOfAll(
  deps: Deps,
  search: Search,
  { verifiedOnly = false, except = '' }: { verifiedOnly?: boolean; except?: string } = {},
): Promise<Option[]> {
  if (!(await mayLookUp(deps, search))) return [];
  const found = await searchAllExperts(deps.db, search.teamId, { query: search.query, verifiedOnly, except });
  return found.map((one) => expertOption(one, search.locale));
}

/** An expert as a menu offers them. */
export interface FoundExpert {
  id: string;
  name: string;
  employer: string;
  userId: string | null;
}

/** Experts whose name, or a name of whose employer, says every word that was typed; as many as a menu holds. */
export async function searchAllExperts(
  db: Db,
  teamId: string,
  { query, verifiedOnly, except }: { query: string; verifiedOnly: boolean; except: string },
): Promise<FoundExpert[]> {
  const states = verifiedOnly ? ['verified'] : ['registered', 'verified', 'returned'];
  const { rows } = await sql<FoundExpert>`/* name: search_all_experts */
    select expert.id, expert.name, unit.name as employer, expert.user_id as "userId"
    from expert join organisation unit on unit.team_id = expert.team_id and unit.id = expert.employer_id
    where expert.team_id = ${teamId} and expert.state = any(${states}::text[]) and expert.id <> ${except}
      and ${saysOfExpert(query)}
    order by expert.name, expert.id limit ${MOST_OPTIONS}`.execute(db);
  return rows;
}

/** Whether name and employer say it; for the query around it, beside rows `expert` and `unit`. */
export function saysOfExpert(query: string): RawBuilder<boolean> {
  return saysEach(sql`concat_ws(' ', expert.name, ${allNames(sql`unit`)})`, query);
}

/** Two people of one name are told apart by their employers. */
export function expertOption({ id, name, employer }: FoundExpert, locale: Locale): Option {
  return { value: id, text: say(locale, 'unit_option', { name, where: employer }) };
}

async function mayLookUp({ db }: Deps, { reader, now }: Search): Promise<boolean> {
  return partFor(await findActor(db, reader, now), 'see_register') !== undefined;
}
