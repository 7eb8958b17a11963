import { actOnce } from '../db/audit.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { messageKey, turnPage } from './sql.ts';

/** What a button says that turns the pages of a file's rows: `file:<id>:<page>`. */
const TURN = /^file:([\w-]{1,64}):(\d{1,4})$/;

/** Shows another page of what stands in the message itself; false when this button turns no file's pages. */
export async function turnFile(deps: Deps, { teamId, userId, value }: Click): Promise<boolean> {
  const [, id, page] = TURN.exec(value) ?? [];
  if (!id || !page) return false;
  await actOnce(deps.db, async (trx) => {
    if (!(await turnPage(trx, { teamId, userId, id, page: Math.max(1, Number(page)) }))) return;
    const key = messageKey(id);
    await enqueueView(trx, {
      teamId,
      key,
      kind: 'handed_file',
      target: userId,
      lane: key,
      ref: { fileId: id },
    });
  });
  deps.sender.wake();
  return true;
}
