/** The workspace between two starts: what people saw must still be there, as the database remembers it too. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync } from 'node:zlib';
import { closeToOthers } from './file-store.ts';
import type { Season } from './stage.ts';
import type { DeliveryMode, Team } from './team.ts';
import type { Workspace } from './workspace.ts';

const KEPT = [
  'users',
  'channels',
  'messages',
  'ephemerals',
  'homes',
  'files',
  'read',
  'sequence',
  'lastMicros',
  'issued',
] as const;

interface Moment {
  /** Programme time. */
  now: string;
  season: Season;
  delivery: DeliveryMode;
}

export type Kept = Pick<Team, (typeof KEPT)[number]> & Moment;

/** What its people read; their own words stay as they are. */
export type SampleLanguage = 'zh' | 'en';

/** What the season left in the workspace, and in the app's tables, which the app reads itself: made by `npm run season`. */
export function sampleFiles(language: SampleLanguage): { workspace: URL; rows: URL } {
  return {
    workspace: new URL(`./data/season.${language}.workspace.gz`, import.meta.url),
    rows: new URL(`./data/season.${language}.rows.gz`, import.meta.url),
  };
}

/** Changes within this many milliseconds are written at once. */
const CALM = 500;

function fileIn(dataDir: string): string {
  return join(dataDir, 'playground.bin');
}

/** What the last start left behind; undefined the first time. */
export function readKept(dataDir: string): Kept | undefined {
  const file = fileIn(dataDir);
  return existsSync(file) ? (deserialize(readFileSync(file)) as Kept) : undefined;
}

/** Half a season, or one that failed, is no beginning: the next start plays it from scratch. */
export function isComplete({ season }: Kept): boolean {
  return season?.state === 'done' || season?.state === 'none';
}

/** Before the app's data are emptied: what a crash in between leaves must not look complete. */
export function forget(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Puts the people, channels and messages of the last start back; ids go on counting. */
export function restore({ team }: Workspace, kept: Kept): void {
  const sequence = Math.max(team.sequence, kept.sequence);
  Object.assign(team, Object.fromEntries(KEPT.map((name) => [name, kept[name] ?? team[name]])), { sequence });
}

/** What was kept of the sample season after it had been played to its end; a new copy each time. */
export function readSample(language: SampleLanguage): Kept | undefined {
  const { workspace } = sampleFiles(language);
  return existsSync(workspace) ? (deserialize(gunzipSync(readFileSync(workspace))) as Kept) : undefined;
}

/**
 * Writes the workspace down after changes, and once more when the returned function ends it. Where the disk doesn't
 * take it that is told once, and it is tried again with the next change.
 */
export function keepWriting(
  workspace: Workspace,
  dataDir: string,
  moment: () => Moment,
  onTrouble: (error: Error) => void,
): () => void {
  const file = fileIn(dataDir);
  closeToOthers(file, 0o600);
  let timer: NodeJS.Timeout | undefined;
  let pause = CALM;
  let isTold = false;

  function write(): void {
    const kept = { ...Object.fromEntries(KEPT.map((name) => [name, workspace.team[name]])), ...moment() };
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // A file that is there already would keep its mode; names and phones stand in this one.
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, serialize(kept), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  function writeIfPossible(): void {
    timer = undefined;
    const begun = performance.now();
    try {
      write();
      // A large workspace that changes all the time takes a small part of the time all the same.
      pause = Math.max(CALM, 20 * (performance.now() - begun));
      isTold = false;
    } catch (error) {
      const wasTold = isTold;
      isTold = true;
      if (!wasTold) onTrouble(error as Error);
    }
  }

  const stop = workspace.onChange(() => {
    timer ??= setTimeout(writeIfPossible, pause);
  });
  return () => {
    stop();
    clearTimeout(timer);
    writeIfPossible();
  };
}
