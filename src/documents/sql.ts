import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { FAULTS, type Fault, type Job, type Parameters, readParameters, type What } from './job.ts';

export interface NewJob {
  teamId: string;
  id: string;
  cause: string;
  askedBy: string;
  now: Temporal.Instant;
  what: What;
  parameters: Parameters;
}

export async function insertJob(
  trx: Trx,
  { teamId, id, cause, askedBy, now, what, parameters }: NewJob,
): Promise<void> {
  await trx
    .insertInto('document_job')
    .values({
      team_id: teamId,
      id,
      cause,
      asked_by: askedBy,
      asked_at: now,
      what,
      parameters,
      lease_until: null,
      fault: null,
      ended_at: null,
    })
    .execute();
}

export async function findJob(db: Db, teamId: string, id: string): Promise<Job | undefined> {
  const row = await db
    .selectFrom('document_job')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && jobOf(row);
}

/** All that aren't done, the oldest first. */
export async function listGoingOn(db: Db, teamId: string): Promise<Job[]> {
  const rows = await db
    .selectFrom('document_job')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('state', 'in', ['waiting', 'building'])
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
  return rows.map(jobOf);
}

/** Which job of which workspace, and until when the lease of whoever is at it runs, by the wall's clock. */
export interface Held {
  teamId: string;
  id: string;
  wallNow: Temporal.Instant;
  seconds: number;
}

/** Takes it on for so long; undefined when somebody else has it, or it is done. */
export async function takeJob(db: Db, { teamId, id, wallNow, seconds }: Held): Promise<Job | undefined> {
  const row = await db
    .updateTable('document_job')
    .set({
      state: 'building',
      progress: 0,
      lease_until: wallNow.add({ seconds }),
      tries: sql<number>`tries + 1`,
    })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'building'])
    .where(({ eb, or }) => or([eb('lease_until', 'is', null), eb('lease_until', '<', wallNow)]))
    .returningAll()
    .executeTakeFirst();
  return row && jobOf(row);
}

/** How far it has come; the lease begins anew. `tries` says whose turn it is: an earlier one moves nothing any more. */
export async function keepProgress(
  trx: Trx,
  { teamId, id, wallNow, seconds }: Held,
  { tries, progress, title }: { tries: number; progress: number; title: string },
): Promise<boolean> {
  const row = await trx
    .updateTable('document_job')
    .set({ progress, title, lease_until: wallNow.add({ seconds }) })
    .where('team_id', '=', teamId)
    .where(isAt({ id, tries }))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The job, while this try is the one that builds it. */
const isAt = ({ id, tries }: { id: string; tries: number }) =>
  sql<SqlBool>`id = ${id} and state = 'building' and tries = ${tries}`;

/** How it ended, and at which try. */
export interface Ended {
  fault: Fault | undefined;
  title: string;
  tries: number;
  now: Temporal.Instant;
}

/** One guarded statement: whoever's lease ran out meanwhile leaves the end to whoever went on. */
export async function endJob(
  trx: Trx,
  { teamId, id }: Pick<Held, 'teamId' | 'id'>,
  { fault, title, tries, now }: Ended,
): Promise<boolean> {
  const row = await trx
    .updateTable('document_job')
    .set({
      state: fault && fault !== 'nothing' ? 'failed' : 'done',
      progress: 100,
      lease_until: null,
      fault: fault ?? null,
      title,
      ended_at: now,
    })
    .where('team_id', '=', teamId)
    .where(isAt({ id, tries }))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Days for which it is known what somebody asked for. */
const KEPT_DAYS = 30;

/** Forgets what ended long ago; says when the next one has had its time. */
export async function forgetJobs(
  db: Db,
  teamId: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const hours = KEPT_DAYS * 24;
  await db
    .deleteFrom('document_job')
    .where('team_id', '=', teamId)
    .where('ended_at', '<=', now.subtract({ hours }))
    .execute();
  const { rows } = await sql<{ oldest: Temporal.Instant | null }>`
    select min(ended_at) as oldest from document_job where team_id = ${teamId} and ended_at is not null`.execute(
    db,
  );
  return rows[0]?.oldest?.add({ hours });
}

/** All programme years, the one for new things first, then the newest. */
export async function listYears(db: Db, teamId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('programme_year')
    .select('year')
    .where('team_id', '=', teamId)
    .orderBy('current', 'desc')
    .orderBy('year', 'desc')
    .execute();
  return rows.map(({ year }) => year);
}

function jobOf(row: Selectable<Tables['document_job']>): Job {
  return {
    id: row.id,
    askedBy: row.asked_by,
    what: row.what,
    parameters: readParameters(row.parameters),
    state: row.state,
    progress: row.progress,
    tries: row.tries,
    leaseUntil: row.lease_until ?? undefined,
    title: row.title,
    fault: FAULTS.find((one) => one === row.fault),
  };
}
