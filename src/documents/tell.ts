import type { Outgoing } from '../outbox/enqueue.ts';
import type { Job } from './job.ts';

/** The key of the one message about a paper, from the question to its end. */
export function keyOf({ id }: Pick<Job, 'id'>): string {
  return `document:${id}`;
}

/** It goes to whoever asked, and to nobody else. */
export function messageOf(teamId: string, job: Pick<Job, 'id' | 'askedBy'>): Outgoing {
  return {
    teamId,
    key: keyOf(job),
    kind: 'document_job',
    target: job.askedBy,
    ref: { jobId: job.id },
  };
}
