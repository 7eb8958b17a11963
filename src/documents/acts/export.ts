import { randomUUID } from 'node:crypto';
import { actOnce, recordAct } from '../../db/audit.ts';
import { makeDue } from '../../outbox/agenda.ts';
import { enqueueView } from '../../outbox/enqueue.ts';
import type { RoomDeps } from '../../room.ts';
import { message, section } from '../../slack/blocks.ts';
import type { Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { nameWhat } from '../export-form.ts';
import { makeDocument } from '../make-document.ts';
import { insertJob } from '../sql.ts';
import { messageOf } from '../tell.ts';
import { say } from '../words.ts';
import { checkExport } from './check-export.ts';

/**
 * `export`: what was chosen is checked, and asked for once. It is built afterwards: the same delivery twice, or a process
 * that is killed, still make one file.
 */
export async function submitExport(deps: RoomDeps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const checked = await checkExport(deps, ask);
  if ('errors' in checked) return { errors: checked.errors };
  const { what, parameters } = checked;
  const id = randomUUID();
  const outcome = await actOnce(deps.db, async (trx) => {
    await recordAct(trx, {
      teamId,
      act: 'export',
      actor: userId,
      objectKind: 'document',
      objectId: id,
      now,
      cause,
      details: { what, ...parameters },
    });
    await insertJob(trx, { teamId, id, cause, askedBy: userId, now, what, parameters });
    await enqueueView(trx, messageOf(teamId, { id, askedBy: userId }));
    // If this process is killed now, the next minute of any other finds it.
    await makeDue(trx, teamId);
  });
  const notice = message(section(say(locale, 'begun', { what: nameWhat(what, locale) })));
  if (outcome === 'repeated') return { notice };
  return { notice, afterwards: () => makeDocument(deps, teamId, id) };
}
