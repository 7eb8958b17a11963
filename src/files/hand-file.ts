import { actOnce } from '../db/audit.ts';
import { enqueueNotice, enqueueViewOnce } from '../outbox/enqueue.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { type NewFile, wayFor } from './handed-file.ts';
import { insertFile, messageKey } from './sql.ts';

/**
 * Hands a file to whoever asked, and to nobody else: a message to them, with the file in its thread where the workspace
 * granted `files:write`; else with an address that opens once; else with its rows. The same interaction brings it once.
 */
export async function handFile(
  { db, granted, publicUrl, sender }: Pick<Deps, 'db' | 'granted' | 'publicUrl' | 'sender'>,
  { teamId, userId, cause, now }: Pick<Ask, 'teamId' | 'userId' | 'cause' | 'now'>,
  file: NewFile,
): Promise<void> {
  const way = wayFor({ mayUpload: await granted.has('files:write'), publicUrl });
  await actOnce(db, async (trx) => {
    const id = await insertFile(trx, { teamId, userId, cause, now }, file, { way, publicUrl });
    if (id === undefined) return;
    const ref = { fileId: id };
    const lane = messageKey(id);
    await enqueueViewOnce(trx, {
      teamId,
      key: messageKey(id),
      kind: 'handed_file',
      target: userId,
      lane,
      ref,
    });
    if (way !== 'upload') return;
    const parentKey = messageKey(id);
    const key = `upload:${id}`;
    await enqueueNotice(trx, { teamId, key, kind: 'file_upload', target: userId, lane: key, parentKey, ref });
  });
  sender.wake();
}
