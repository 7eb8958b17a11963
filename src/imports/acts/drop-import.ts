import { actOnce, recordAct } from '../../db/audit.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { enterImport } from '../enter.ts';
import { forgetRows } from '../rows-sql.ts';
import { findImport } from '../sql.ts';
import { endImport } from '../states-sql.ts';
import { showImport } from '../tell.ts';
import { explainState } from '../views.ts';
import { say } from '../words.ts';

/** `drop_import`: nobody wants it; what stands in its rows is forgotten at once. */
export async function dropImport(deps: Deps, click: Click): Promise<Message | undefined> {
  const { teamId, userId, locale, now, cause, value } = click;
  const { one, refusal } = await enterImport(deps, click, 'drop_import', value);
  if (!one) return refusal;
  const outcome = await actOnce(deps.db, async (trx) => {
    const ended = { teamId, id: one.id, by: userId, now };
    if (!(await endImport(trx, ended, { from: 'checked', to: 'dropped' }))) return 'elsewhere';
    await forgetRows(trx, { teamId, importId: one.id });
    await recordAct(trx, {
      teamId,
      act: 'drop_import',
      actor: userId,
      objectKind: 'import',
      objectId: one.id,
      now,
      cause,
    });
    await showImport(trx, teamId, one);
    return 'done';
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'done') return message(section(say(locale, 'dropped_now')));
  return explainState((await findImport(deps.db, teamId, one.id)) ?? one, locale);
}
