import { actOnce } from '../db/audit.ts';
import { findActor } from '../directory/roles.ts';
import { handFile } from '../files/hand-file.ts';
import { markChanged } from '../outbox/marks.ts';
import { findYear } from '../programme/repository.ts';
import type { RoomDeps } from '../room.ts';
import { writeApart } from './apart.ts';
import { type Fault, isOfObject, isWhat, type Job, type Parameters, type What } from './job.ts';
import type { Paper } from './paper.ts';
import { isCoordinating, isWithin } from './reach.ts';
import { rowsOf } from './rows-of.ts';
import { SOURCES } from './sources.ts';
import { endJob, keepProgress, takeJob } from './sql.ts';
import { keyOf } from './tell.ts';

/** In seconds, begun anew with each step: by then it is built, or whoever built it is gone. */
const LEASE_SECONDS = 180;
/** As often as it is begun; then it is given up. */
const MOST_TRIES = 3;

/** In percent: read; written; the rest is handing it over. */
const [READ, WRITTEN] = [60, 90];

/**
 * Reads, writes and hands over a paper that somebody asked for. Whoever is at it already goes on alone; what a process
 * that is gone has left is begun again. The file is handed over once, by a key that is the job's for good.
 */
export async function makeDocument(deps: RoomDeps, teamId: string, id: string): Promise<void> {
  const { db, wallNow } = deps;
  const job = await takeJob(db, { teamId, id, wallNow: wallNow(), seconds: LEASE_SECONDS });
  if (!job) return;
  const ended =
    job.tries > MOST_TRIES
      ? { fault: 'gave_up' as const, title: job.title }
      : await build(deps, teamId, job).catch((error: Error) => {
          deps.log.error({ job: 'build_document', what: job.what, reason: error.name }, 'a paper failed');
          return { fault: 'broken' as const, title: job.title };
        });
  const done = { ...ended, tries: job.tries, now: deps.now() };
  await actOnce(db, async (trx) => {
    if (await endJob(trx, { teamId, id }, done)) await markChanged(trx, { teamId, views: [keyOf(job)] });
  });
  deps.sender.wake();
}

interface Built {
  fault: Fault | undefined;
  title: string;
}

async function build(deps: RoomDeps, teamId: string, job: Job): Promise<Built> {
  const { what, parameters, title } = job;
  if (!isWhat(what) || !parameters) return { fault: 'gone', title };
  await advance(deps, teamId, job, { progress: 1, title });
  const paper = await read(deps, teamId, job, { what, parameters });
  if (typeof paper === 'string') return { fault: paper, title };
  await advance(deps, teamId, job, { progress: READ, title: paper.title });
  const { written, why } = await writeApart(paper, parameters.format);
  if (!written) return { fault: why, title: paper.title };
  await advance(deps, teamId, job, { progress: WRITTEN, title: paper.title });
  await handFile(
    deps,
    { teamId, userId: job.askedBy, cause: keyOf(job), now: deps.now() },
    {
      name: written.name,
      title: paper.title,
      type: written.mime,
      bytes: written.bytes,
      rows: rowsOf(paper),
    },
  );
  return { fault: undefined, title: paper.title };
}

/** As whoever asked may read it at this moment: a role that was taken away ends here, too. */
async function read(
  deps: RoomDeps,
  teamId: string,
  job: Job,
  { what, parameters }: { what: What; parameters: Parameters },
): Promise<Paper | Fault> {
  const { db, readers, publicUrl, rooms } = deps;
  const { year, object, language, reach } = parameters;
  const now = deps.now();
  const reader = await readers.find(teamId, job.askedBy);
  if (reader.deleted) return 'not_yours';
  const actor = await findActor(db, reader, now);
  const isOwn = isOfObject(what) || what === 'records';
  if (!isWithin(reach, actor) || !(isOwn || isCoordinating(actor))) return 'not_yours';
  const programme = await findYear(db, { teamId, year });
  if (!programme) return 'gone';
  let told = 0;
  return SOURCES[what](db, {
    programme,
    locale: language,
    reach,
    actor,
    object,
    publicUrl,
    rooms,
    now,
    async onProgress(done, total) {
      const progress = Math.floor((done / Math.max(1, total)) * READ);
      if (progress < told + 10) return;
      told = progress;
      await advance(deps, teamId, job, { progress, title: job.title });
    },
  });
}

/** Says how far it is, in the one message, and keeps the lease. */
async function advance(
  { db, wallNow, sender }: RoomDeps,
  teamId: string,
  job: Job,
  { progress, title }: { progress: number; title: string },
): Promise<void> {
  const { id, tries } = job;
  await actOnce(db, async (trx) => {
    const held = { teamId, id, wallNow: wallNow(), seconds: LEASE_SECONDS };
    if (await keepProgress(trx, held, { tries, progress, title }))
      await markChanged(trx, { teamId, views: [keyOf(job)] });
  });
  sender.wake();
}
