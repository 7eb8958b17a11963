/** `npm start` without Slack credentials: the workspace, its window, and the app in front of it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buildManifest } from '../../manifest/manifest.ts';
import {
  forget,
  isComplete,
  type Kept,
  keepWriting,
  readSample,
  restore,
  type SampleLanguage,
  sampleFiles,
} from './keep.ts';
import { type Credentials, createLine, type RunningApp } from './line.ts';
import { serveToWindow } from './serve-files.ts';
import { serveWindow } from './serve-window.ts';
import { createStage } from './stage.ts';
import { attachWindow } from './window-protocol.ts';
import { startWorkspace } from './workspace.ts';

/** How many calls and deliveries a playground that stays open for weeks remembers. */
const KEEP = 300;

export interface PlaygroundOptions {
  host: string;
  port: number;
  dataDir: string;
  /** What the last start left behind. */
  kept: Kept | undefined;
  clock: { now: () => Temporal.Instant; moveTo(moment: Temporal.Instant): void };
  wallNow: () => Temporal.Instant;
  /** Starts the app against these credentials, and resolves when it can be reached; what it answers is served beside the window. */
  startApp(credentials: Credentials): Promise<RunningApp>;
  /** Empties the app's data of this workspace; the app is stopped. */
  emptyData(teamId: string): Promise<void>;
  /** Puts in the rows that the app had after the season, from this file; false when they don't fit it any more. */
  loadData(rows: URL): Promise<boolean>;
  /** Whether the app's database may be ahead of the disk. */
  setHurried(on: boolean): Promise<void>;
  /** Whether the app keeps Slack's pace. */
  setPacing(on: boolean): void;
  /** Something went wrong while the season was played in: the window is usable all the same. */
  onTrouble(error: Error): void;
}

/** Resolves when the window can be opened; the season is played in behind it. */
export async function startPlayground(
  options: PlaygroundOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const {
    host,
    port,
    dataDir,
    kept,
    clock,
    wallNow,
    startApp,
    emptyData,
    loadData,
    setHurried,
    setPacing,
    onTrouble,
  } = options;
  const secrets = {
    botToken: `xoxb-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    appToken: `xapp-${randomBytes(12).toString('hex')}`,
  };
  const workspace = await startWorkspace({
    ...{ ...secrets, host, port, appUrl: '', manifest: buildManifest('http'), keep: KEEP },
    ...{ now: clock.now, wallNow: () => wallNow().epochMilliseconds, filesDir: join(dataDir, 'files') },
  });
  workspace.connect(workspace.url);

  const line = createLine({ workspace, secrets, startApp, mode: kept?.delivery ?? 'http' });
  async function reset(makeReady: () => Promise<void>): Promise<void> {
    await line.stop();
    forget(dataDir);
    await emptyData(workspace.teamId);
    await makeReady();
    await line.start();
  }
  async function loadSample(language: SampleLanguage): Promise<Kept | undefined> {
    const sample = readSample(language);
    return sample && (await loadData(sampleFiles(language).rows)) ? sample : undefined;
  }

  const whole = kept && isComplete(kept) ? kept : undefined;
  const stage = createStage({
    ...{ workspace, clock, wallNow, look: line.look, reset, loadSample, setHurried, setPacing, onTrouble },
    season: whole?.season ?? { state: 'playing', done: 0, total: 0 },
  });
  workspace.onRequest(line.route);
  workspace.onRequest(serveToWindow(workspace.team));
  workspace.onRequest(serveWindow);
  if (whole) {
    restore(workspace, whole);
    await line.start();
  } else await stage.restart('sample');

  function move(moment: Temporal.Instant): void {
    clock.moveTo(moment);
    void line.look();
  }
  const closeWindow = attachWindow(workspace, { clock: { now: clock.now, move }, stage, line });
  const stopWriting = keepWriting(workspace, dataDir, () => ({
    now: String(clock.now()),
    season: stage.season,
    delivery: line.mode,
  }));

  return {
    url: workspace.url,
    async close() {
      stage.stop();
      closeWindow();
      await line.stop();
      stopWriting();
      await workspace.close();
    },
  };
}
