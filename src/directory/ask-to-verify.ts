import type { Trx } from '../db/open.ts';
import { enqueueView } from '../outbox/enqueue.ts';

/** A registration is news; a change after a return is shown in a new message too, so that it is seen. */
export async function askToVerify(
  trx: Trx,
  { teamId, expertId, auditId }: { teamId: string; expertId: string; auditId: number },
  coordinators: readonly string[],
): Promise<void> {
  for (const target of coordinators) {
    await enqueueView(trx, {
      teamId,
      key: `registration_review:${expertId}:${target}:${auditId}`,
      kind: 'registration_review',
      target,
      ref: { expertId },
    });
  }
}
