import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { createClock, wallNow } from '../src/clock.ts';
import { openFolder } from '../src/db/embedded.ts';
import { keepInFolder } from '../src/playground/file-store.ts';
import { keepWriting } from '../src/playground/keep.ts';
import { startWorkspace } from '../src/playground/workspace.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A folder that everybody may enter. */
function makeOpenFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'expert-desk-private-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  return folder;
}

/** What others on the machine may do with it. */
function forOthers(...path: string[]): string {
  return (statSync(join(...path)).mode & 0o077).toString(8);
}

describe.skipIf(process.platform === 'win32')('what stands in the folder from before', () => {
  test('When the database opens, Then nobody else can look into it', async () => {
    const folder = makeOpenFolder();
    async function open(): Promise<void> {
      const { pglite, unlock } = await openFolder(folder);
      expect([forOthers(folder, 'database'), forOthers(folder, 'lock.sqlite')]).toEqual(['0', '0']);
      await pglite.close();
      unlock();
    }
    await open();
    chmodSync(join(folder, 'database'), 0o755);
    chmodSync(join(folder, 'lock.sqlite'), 0o644);
    await open();
  });

  test('When the playground keeps what people saw, Then nobody else can read what was kept before', async () => {
    const folder = makeOpenFolder();
    writeFileSync(join(folder, 'playground.bin'), 'before', { mode: 0o644 });
    mkdirSync(join(folder, 'files'), { mode: 0o755 });
    const { now } = createClock(Temporal.Instant.from('2013-10-31T10:00:00+08:00'));
    const workspace = await startWorkspace({
      appUrl: '',
      signingSecret: 'a-signing-secret',
      botToken: 'xoxb-1',
      manifest: buildManifest('http'),
      now,
      wallNow: () => wallNow().epochMilliseconds,
      filesDir: join(folder, 'files'),
    });
    ends.push(() => workspace.close());
    const season = { state: 'none', done: 0, total: 0 } as const;
    const moment = () => ({ now: String(now()), season, delivery: 'http' as const });
    ends.push(keepWriting(workspace, folder, moment, (error) => expect(error).toBeUndefined()));
    expect([forOthers(folder, 'playground.bin'), forOthers(folder, 'files')]).toEqual(['0', '0']);
    keepInFolder(join(folder, 'files')).put('F1', Buffer.from('a picture'));
    expect(forOthers(folder, 'files', 'F1')).toBe('0');
  });
});
