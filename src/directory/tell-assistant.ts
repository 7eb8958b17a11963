import type { Trx } from '../db/open.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';

/**
 * What somebody reads about an assistant: that they are one, or no longer; an expert, whom a coordinator gave them or
 * took, and that theirs said no to an invitation.
 */
export const ASSISTANT_NEWS = ['named', 'ended', 'given', 'taken', 'declined', 'verified'] as const;
export type AssistantNews = (typeof ASSISTANT_NEWS)[number];

interface Change {
  teamId: string;
  auditId: number;
  expertId: string;
  before: string | undefined;
  after: string | undefined;
  /** The expert's account, where a coordinator did it. */
  expertUser?: string | undefined;
}

/** Tells, once, whoever becomes the assistant and whoever was it; and the expert, where somebody else decided. */
export async function tellAssistants(trx: Trx, change: Change): Promise<void> {
  const { teamId, auditId, expertId, before, after, expertUser } = change;
  if (before === after) return;
  const told: [string | undefined, AssistantNews][] = [
    [before, 'ended'],
    [after, 'named'],
    [expertUser, after ? 'given' : 'taken'],
  ];
  for (const [target, news] of told)
    if (target)
      await enqueueNotice(trx, {
        teamId,
        key: `notice:${auditId}:assistant:${target}`,
        kind: 'assistant_notice',
        target,
        ref: { expertId, news },
      });
}
