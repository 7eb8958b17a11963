import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Db } from './open.ts';

/** Can the database keep what is written? 'full': the disk has no room; 'no': it refuses for another reason. */
export type Writable = 'yes' | 'full' | 'no';

export interface DiskOptions {
  db: Db;
  /** Undefined while it isn't known; then nothing is written. */
  teamId(): string | undefined;
  /** Of the embedded database; PostgreSQL's disk is seen by writing only. */
  dataDir: string | undefined;
  /** Bytes; below it the disk counts as full. */
  leastFree?: number;
}

/** The embedded database needs room for a few of its log's files of 16 MB, or it may never open again. */
const LEAST_FREE = 64 * 1024 * 1024;

/** Finds out by looking at the disk and by writing one row; whoever asks meanwhile gets the same answer. */
export function watchDisk({
  db,
  teamId,
  dataDir,
  leastFree = LEAST_FREE,
}: DiskOptions): () => Promise<Writable> {
  let looking: Promise<Writable> | undefined;

  async function look(): Promise<Writable> {
    if (dataDir !== undefined && (await isNearlyFull(dataDir, leastFree))) return 'full';
    const team = teamId();
    if (team === undefined) return 'yes';
    return write(db, team).then(
      () => 'yes',
      (error: unknown) => (isDiskFull(error) ? 'full' : 'no'),
    );
  }

  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

async function isNearlyFull(folder: string, leastFree: number): Promise<boolean> {
  const disk = await statfs(folder).catch(() => undefined);
  return disk !== undefined && disk.bavail * disk.bsize < leastFree;
}

async function write(db: Db, teamId: string): Promise<void> {
  await sql`
    insert into disk_probe (team_id, written_at) values (${teamId}, now())
    on conflict (team_id) do update set written_at = excluded.written_at`.execute(db);
}

/** PostgreSQL's word for it, or the file system's. */
function isDiskFull(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return code === '53100' || code === 'ENOSPC' || (cause !== undefined && isDiskFull(cause));
}
