import { actOnce, recordAct, recordActs } from '../../db/audit.ts';
import { isForeignKeyViolation, type Trx } from '../../db/open.ts';
import type { Locale } from '../../i18n/locale.ts';
import { joinNames } from '../../i18n/words.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { enterImport } from '../enter.ts';
import { holdKind, listClosed } from '../hold-sql.ts';
import type { Import, Kind } from '../import.ts';
import { inParts, listObjects } from '../rows-sql.ts';
import { findImport } from '../sql.ts';
import { endImport } from '../states-sql.ts';
import { showImport } from '../tell.ts';
import { listDepended, listYears, takeBack } from '../undo-sql.ts';
import { explainState } from '../views.ts';
import { say } from '../words.ts';

const OBJECTS: Record<Kind, string> = {
  units: 'unit',
  experts: 'expert',
  demands: 'demand',
  reports: 'report',
};

/** `undo_import`: all of it or nothing, while nothing rests on any of it. */
export async function undoImport(deps: Deps, click: Click): Promise<Message | undefined> {
  const { teamId, locale, value } = click;
  const { one, refusal } = await enterImport(deps, click, 'undo_import', value);
  if (!one) return refusal;
  try {
    const outcome = await actOnce(deps.db, (trx) => undo(trx, click, one));
    if (outcome === 'repeated') return undefined;
    if (outcome === 'elsewhere')
      return explainState((await findImport(deps.db, teamId, one.id)) ?? one, locale);
    if ('closed' in outcome)
      return message(section(say(locale, 'undo_closed', { years: outcome.closed.join(', ') })));
    if ('depended' in outcome) return message(section(sayDepended(outcome.depended, locale)));
    return message(section(say(locale, 'undone_now', { n: outcome.undone })));
  } catch (error) {
    // Something that this room doesn't know refers to it, or somebody acted on it at this very moment.
    if (!isForeignKeyViolation(error) && !(error instanceof Changed)) throw error;
    return message(section(say(locale, 'depends_other')));
  }
}

/** Part of it changed while the rest was taken back: nothing is. */
class Changed extends Error {}

type Outcome = { undone: number } | { closed: number[] } | { depended: string[] } | 'elsewhere';

async function undo(trx: Trx, click: Click, one: Import): Promise<Outcome> {
  const { teamId, userId, now, cause, locale } = click;
  await holdKind(trx, teamId, one.kind);
  const ended = { teamId, id: one.id, by: userId, now };
  const ids = await listObjects(trx, { teamId, importId: one.id });
  const closed =
    one.kind === 'reports' ? await listClosed(trx, teamId, await listYears(trx, teamId, ids)) : [];
  if (closed.length > 0) return { closed };
  const depended: string[] = [];
  for (const part of inParts(ids))
    depended.push(...(await listDepended(trx, { teamId, importId: one.id, kind: one.kind }, part)));
  if (depended.length > 0) return { depended };
  if (!(await endImport(trx, ended, { from: 'applied', to: 'undone' }))) return 'elsewhere';
  const reason = say(locale, 'undone_reason', { file: one.fileName });
  for (const part of inParts(ids)) {
    if (!(await takeBack(trx, { teamId, kind: one.kind, reason, now }, part))) throw new Changed();
    const act = { teamId, act: 'undo_import' as const, actor: userId, objectKind: OBJECTS[one.kind], now };
    await recordActs(
      trx,
      act,
      part.map((id) => ({ id, details: { import: one.id } })),
    );
  }
  await recordAct(trx, {
    teamId,
    act: 'undo_import',
    actor: userId,
    objectKind: 'import',
    objectId: one.id,
    now,
    cause,
    details: { rows: ids.length },
  });
  await showImport(trx, teamId, one);
  return { undone: ids.length };
}

function sayDepended(all: readonly string[], locale: Locale): string {
  const some = joinNames(all.slice(0, 5), locale);
  const names = all.length > 5 ? say(locale, 'and_more', { names: some }) : some;
  return say(locale, 'depends', { n: all.length, names });
}
