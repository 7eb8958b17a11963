import { askLeave } from '../../directory/refuse.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { listYears } from '../../programme/opening.ts';
import type { RoomDeps } from '../../room.ts';
import type { Ask } from '../../slack/interaction.ts';
import { readYears } from '../sql.ts';
import { buildYears } from '../views.ts';
import { objectOf } from '../year.ts';

/** `/expert year`: every year with where it stands, what has to be done before it can be closed, and what can be done. */
export async function showYears(deps: RoomDeps, ask: Ask): Promise<void> {
  const { teamId, locale, reader } = ask;
  const years = await listYears(deps.db, teamId, reader.tz);
  const [newest] = years;
  if (!newest) return ask.reply(setUpFirst(ask));
  const { refusal } = await askLeave(deps, ask, 'edit_programme', {}, objectOf(newest.year));
  if (refusal) return ask.reply(refusal);
  await ask.reply(buildYears(await readYears(deps.db, deps.rooms, years), locale));
}
