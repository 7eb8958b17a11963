import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { findProgramme } from '../programme/repository.ts';
import type { Option } from '../slack/form.ts';
import type { Deps, Search } from '../slack/interaction.ts';
import { partFor } from './permissions.ts';
import { findActor } from './roles.ts';
import { allNames } from './unit-names-sql.ts';
import { unitOptions } from './unit-views.ts';
import { saysEach, searchUnits } from './units-sql.ts';

/** For the menu in which a coordinator looks for another unit: by any of its names. Nothing for those who coordinate nothing. */
export async function suggestUnits(deps: Deps, search: Search, except: string): Promise<Option[]> {
  const { teamId, locale, query } = search;
  if (!(await mayLookUp(deps, search))) return [];
  const [programme, units] = await Promise.all([
    findProgramme(deps.db, teamId),
    searchUnits(deps.db, teamId, { query, except }),
  ]);
  return programme ? unitOptions(units, locale, programme.year) : [];
}

/** Whether name and employer say it; for the query around it, beside rows `expert` and `unit`. */
export function saysOfExpert(query: string): RawBuilder<SqlBool> {
  return saysEach(sql`concat_ws(' ', expert.name, ${allNames(sql`unit`)})`, query);
}

async function mayLookUp({ db }: Deps, { reader, now }: Search): Promise<boolean> {
  return partFor(await findActor(db, reader, now), 'see_register') !== undefined;
}
