/** Run by `make-aside.ts`: makes one embedded database where it is told to, says what kept it from that, and ends. */
import { once } from 'node:events';
import { openPGlite } from './embedded.ts';
import { type MakeFailure, type MakeOrder, syncTree } from './make-aside.ts';
import { migrateToLatest } from './migrate.ts';
import { embeddedDb } from './open.ts';

async function make({ folder, isMigrated }: MakeOrder): Promise<void> {
  const pglite = await openPGlite(folder);
  if (isMigrated) await migrateToLatest(embeddedDb(pglite));
  await pglite.close();
  syncTree(folder);
}

function tell({ message, code }: NodeJS.ErrnoException): Promise<void> {
  const failure: MakeFailure = { message, ...(code && { code }) };
  return new Promise((resolve) => process.send?.(failure, () => resolve()));
}

// Whoever started this is gone, and nobody would rename what comes of it.
process.on('disconnect', () => process.exit(1));
const [order] = (await once(process, 'message')) as [MakeOrder];
const failure = await make(order).then(
  () => undefined,
  (error: NodeJS.ErrnoException) => error,
);
if (failure) await tell(failure);
process.exit(failure ? 1 : 0);
