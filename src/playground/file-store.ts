/** The bytes behind what people upload. */
import { chmodSync, createReadStream, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { StateValue } from './records.ts';

/** A file object as forms and files.info show it. */
export type File = NonNullable<StateValue['files']>[number] & { size: number };

/** A file that the app has announced, and its bytes once they are there. */
export interface Upload {
  /** Names it in the address to which the bytes go. */
  secret: string;
  name: string;
  /** In bytes, as announced. */
  length: number;
  bytes?: Buffer;
}

/** Where the bytes lie: in a folder, or in memory where nothing is to remain. */
export interface Bytes {
  put(id: string, bytes: Buffer): void;
  read(id: string): Readable | undefined;
  clear(): void;
}

export function keepInMemory(): Bytes {
  const kept = new Map<string, Buffer>();
  return {
    put: (id, bytes) => void kept.set(id, bytes),
    read(id) {
      const bytes = kept.get(id);
      return bytes && Readable.from([bytes]);
    },
    clear: () => kept.clear(),
  };
}

/** Ids are ours, so a file's own name never becomes a path. */
export function keepInFolder(folder: string): Bytes {
  closeToOthers(folder, 0o700);
  return {
    put(id, bytes) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, id), bytes, { mode: 0o600 });
    },
    read: (id) => (existsSync(join(folder, id)) ? createReadStream(join(folder, id)) : undefined),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** If it is there: what an older release left open to others. A file system without modes stays as it is. */
export function closeToOthers(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {}
}
