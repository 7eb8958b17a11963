import type { Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { keepReachable } from '../directory/reachable.ts';
import { listBureau, listCoordinators } from '../directory/roles.ts';
import { enqueueNotice, enqueueView, refreshView } from '../outbox/enqueue.ts';
import { coordinatedBy, type Summary, stateOf } from './summary.ts';

/** Shows a changed summary to the bureau, and in the Homes of all whom it concerns. */
export async function showSummary(trx: Trx, teamId: string, summary: Summary): Promise<void> {
  const { id, latest, unit } = summary;
  await refreshView(trx, teamId, `summary_review:${id}:`);
  const bureau = await askReview(trx, teamId, summary);
  const coordinators = await listCoordinators(trx, teamId, coordinatedBy(unit));
  await enqueueHomes(trx, teamId, [...bureau, ...coordinators, latest?.submittedBy], [id]);
}

/**
 * Asks the bureau to accept the version that waits for it, in a message for each. Whoever handed it in is not asked
 * to read it again, unless nobody else is there to accept it. Returns the whole bureau.
 */
export async function askReview(trx: Trx, teamId: string, summary: Summary): Promise<string[]> {
  const { id, latest } = summary;
  const bureau = await listBureau(trx, teamId);
  const others = bureau.filter((one) => one !== latest?.submittedBy);
  if (latest && stateOf(summary) === 'submitted')
    await enqueueView(
      trx,
      ...(others.length > 0 ? others : bureau).map((target) => ({
        ...{
          teamId,
          key: `summary_review:${id}:${target}:${latest.version}`,
          kind: 'summary_review',
          target,
        },
        ref: { summaryId: id, version: String(latest.version) },
      })),
    );
  return bureau;
}

/** Tells the unit's coordinators, and whoever handed it in, once, what somebody else did. */
export async function tellOfSummary(
  trx: Trx,
  teamId: string,
  { summary, auditId, actor }: { summary: Summary; auditId: number; actor: string },
): Promise<void> {
  const { id, unit, latest } = summary;
  const coordinators = await listCoordinators(trx, teamId, coordinatedBy(unit));
  for (const target of await keepReachable(trx, teamId, [...coordinators, latest?.submittedBy])) {
    if (target === actor) continue;
    await enqueueNotice(trx, {
      ...{ teamId, key: `notice:${auditId}:${target}`, kind: 'summary_notice', target },
      ref: { summaryId: id, auditId: String(auditId) },
    });
  }
}
