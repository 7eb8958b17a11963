import type { Whose } from '../directory/permissions.ts';
import { grantLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import type { Standing } from '../directory/standing.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { listServing } from './hold-sql.ts';
import { type Import, needsAnother } from './import.ts';
import type { ServiceForm } from './kinds/reports.ts';
import { mayApplyAll, whoseImport } from './reach.ts';
import { listRows } from './rows-sql.ts';
import { findImport } from './sql.ts';
import { say } from './words.ts';

type ImportAct = 'apply_import' | 'drop_import' | 'undo_import';

export type Entered =
  | { one: Import; standing: Standing; refusal?: undefined }
  | { one?: undefined; standing?: undefined; refusal: Message };

/** The list that was pressed on, if the person may do this with it. */
export async function enterImport(deps: Deps, ask: Ask, act: ImportAct, id: string): Promise<Entered> {
  const { teamId, locale } = ask;
  const one = await findImport(deps.db, teamId, id);
  if (!one) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const actor = await findActor(deps.db, ask.reader, ask.now);
  const whose = whoseImport(actor, one, await tiesOf(deps, teamId, one, act));
  const object = { kind: 'import', id };
  const leave = await grantLeave(deps, ask, actor, { act, whose, object });
  if (!leave.refusal) return { one, standing: leave };
  const isPartly =
    !leave.refusal.opens &&
    act !== 'drop_import' &&
    !mayApplyAll(actor, one) &&
    actor.districts.length + actor.systems.length > 0;
  return isPartly ? { refusal: message(section(say(locale, 'not_all_yours'))) } : { refusal: leave.refusal };
}

/** What makes it somebody's own: their list, to drop it; their hand in it where it would count at once. */
async function tiesOf(deps: Deps, teamId: string, one: Import, act: ImportAct): Promise<Whose> {
  if (act === 'drop_import') return { author: one.uploadedBy };
  if (act !== 'apply_import' || one.state !== 'checked' || !needsAnother(one.kind)) return {};
  const concerned = one.kind === 'reports' ? await listConcerned(deps, teamId, one.id) : {};
  return { ...concerned, handled: [one.uploadedBy] };
}

/** Whoever served, and whoever consents for them, doesn't say that it counts. */
async function listConcerned(
  { db }: Deps,
  teamId: string,
  importId: string,
): Promise<Pick<Whose, 'expertUsers' | 'homeUnitUsers'>> {
  const ids = new Set<string>();
  let after = 0;
  for (;;) {
    const rows = await listRows(db, { teamId, importId }, { which: 'applicable', after, limit: 500 });
    for (const { form } of rows) for (const one of (form as ServiceForm).expertIds ?? []) ids.add(one);
    after = rows.at(-1)?.no ?? 0;
    if (rows.length < 500) break;
  }
  const serving = [...(await listServing(db, teamId, [...ids])).values()];
  return {
    expertUsers: serving.flatMap(({ userId }) => userId ?? []),
    homeUnitUsers: serving.flatMap(({ homeUnitUsers }) => homeUnitUsers),
  };
}
