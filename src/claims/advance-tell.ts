import type { Trx } from '../db/open.ts';
import { ownSideOf } from '../directory/acts-for.ts';
import { keepReachable } from '../directory/reachable.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import type { Ask } from '../slack/interaction.ts';
import type { ExpertAtUnit } from './advance-sql.ts';

/** Who hears of an act, but for whoever did it. */
interface Heard {
  /** The thing that was done to. */
  id: string;
  auditId: number;
  users: readonly (string | null | undefined)[];
}

/** Who did it. */
type Teller = Pick<Ask, 'teamId' | 'userId'>;

/** Who reads it on the expert's side: they, or else whoever assists them. */
export function readersOf(about: ExpertAtUnit | undefined): string[] {
  return about ? ownSideOf(about.expert).slice(0, 1) : [];
}

/** That a unit has said yes in advance, or no longer does. */
export async function tellOfBlanket(trx: Trx, ask: Teller, heard: Heard): Promise<void> {
  await tell(trx, ask, heard, 'blanket_notice', { blanketId: heard.id });
}

/** That days don't suit, or suit again. */
export async function tellOfDates(trx: Trx, ask: Teller, heard: Heard): Promise<void> {
  await tell(trx, ask, heard, 'blocked_notice', { blockId: heard.id });
}

async function tell(
  trx: Trx,
  { teamId, userId }: Teller,
  { auditId, users }: Heard,
  kind: 'blanket_notice' | 'blocked_notice',
  ref: Record<string, string>,
): Promise<void> {
  for (const target of await keepReachable(trx, teamId, users))
    if (target !== userId)
      await enqueueNotice(trx, {
        teamId,
        key: `notice:${auditId}:${target}`,
        kind,
        target,
        ref: { ...ref, auditId: String(auditId) },
      });
}
