import { chmodSync, existsSync, fsyncSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { makeAside } from './make-aside.ts';

/** Another process has the embedded database open; the message is for the person who started this one. */
export class DatabaseFolderInUse extends Error {
  override name = 'DatabaseFolderInUse';

  constructor(dataDir: string) {
    super(
      `The database folder ${dataDir} is already in use by another Expert Desk process: stop that process, or set DATA_DIR to another folder. ` +
        `数据库文件夹 ${dataDir} 正被另一个专家服务台进程使用：请先停止那个进程，或把 DATA_DIR 设为另一个文件夹。`,
    );
  }
}

export interface OpenFolder {
  pglite: PGlite;
  /** To be called after PGlite was closed. */
  unlock(): void;
}

/**
 * Opens (and, the first time, makes) the database in `<dataDir>/database/`, alone: every commit is on the disk
 * when it is acknowledged, and a second process is refused. One that is made is migrated at once if so wished.
 *
 * @throws DatabaseFolderInUse
 */
export async function openFolder(dataDir: string, isMigrated = false): Promise<OpenFolder> {
  const root = resolve(dataDir);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(root);
  try {
    const folder = join(root, 'database');
    if (!existsSync(folder)) await makeAside(root, folder, isMigrated);
    const pglite = await openPGlite(folder);
    closeToOthers(folder, 0o700);
    return { pglite, unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A handle that nobody refers to would be collected, and its lock with it. */
const heldLocks = new Set<DatabaseSync>();

/** PGlite itself lets two processes write to one folder, and committed rows vanish (electric-sql/pglite#1106). */
function lockFolder(dataDir: string): () => void {
  // SQLite's lock is the kernel's, so it ends with the process however that ends; a pid file would stay.
  const path = join(dataDir, 'lock.sqlite');
  const lock = new DatabaseSync(path, { timeout: 0 });
  closeToOthers(path, 0o600);
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    const SQLITE_BUSY = 5;
    const busy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
    throw busy ? new DatabaseFolderInUse(dataDir) : error;
  }
  heldLocks.add(lock);
  return () => {
    heldLocks.delete(lock);
    lock.close();
  };
}

/** The database in this folder, which is made when it isn't there. */
export async function openPGlite(folder: string): Promise<PGlite> {
  return PGlite.create({
    fs: new SyncedNodeFS(folder),
    startParams: [
      // -F is fsync=off.
      ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
      '-c',
      'fsync=on',
      // PGlite's fdatasync, the default, does nothing.
      '-c',
      'wal_sync_method=fsync',
      '-c',
      'shared_buffers=32MB',
      '-c',
      'timezone=UTC',
    ],
  });
}

const stops = new WeakMap<PGlite, Error>();

/** Why this database answers nothing any more; undefined while it does. */
export function stopReason(pglite: PGlite): Error | undefined {
  return stops.get(pglite);
}

type ModuleOptions = Parameters<NodeFS['init']>[1];

interface NodeFsModule {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } };
  FS: { ErrnoError: new (errno: number) => Error };
}

/** PGlite's own NodeFS has no fsync: a power cut would lose what was acknowledged (electric-sql/pglite#1107). */
class SyncedNodeFS extends NodeFS {
  override async init(pglite: PGlite, options: ModuleOptions): Promise<{ emscriptenOpts: ModuleOptions }> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const addFsync = (mod: unknown) => {
      const { NODEFS, FS } = mod as NodeFsModule;
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        try {
          fsyncSync(nfd);
          return 0;
        } catch (cause) {
          // PostgreSQL panics on this, and what PGlite does after a panic is to spin for ever.
          const why = new Error('The disk did not keep a commit; the database has stopped until a restart.', {
            cause,
          });
          stops.set(pglite, why);
          pglite.execProtocolRawSync = () => {
            throw why;
          };
          const EIO = 29;
          throw new FS.ErrnoError(EIO);
        }
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } };
  }
}

/** What an older release left open to others too. A file system without modes, or a folder of another owner, stays. */
function closeToOthers(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {}
}
