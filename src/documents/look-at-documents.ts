import { earliest } from '../clock.ts';
import type { RoomDeps } from '../room.ts';
import { makeDocument } from './make-document.ts';
import { forgetJobs, listGoingOn } from './sql.ts';

/** Builds what a process that is gone has left, and forgets what ended a month ago. */
export async function lookAtDocuments(deps: RoomDeps): Promise<Temporal.Instant | undefined> {
  const teamId = await deps.findTeam();
  if (teamId === undefined) return undefined;
  const going = await listGoingOn(deps.db, teamId);
  const wallNow = deps.wallNow();
  const left = going.filter(
    ({ leaseUntil }) => !leaseUntil || Temporal.Instant.compare(wallNow, leaseUntil) > 0,
  );
  for (const { id } of left) await makeDocument(deps, teamId, id);
  const next = await forgetJobs(deps.db, teamId, deps.now());
  // Somebody else is at one: it is looked at again with the next minute, in case they don't come to an end.
  return going.length > left.length ? earliest(deps.now(), next) : next;
}
