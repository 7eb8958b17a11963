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
import type { Start, StartStep } from './window-requests.ts';
import { startWorkspace } from './workspace.ts';

/** How many calls and deliveries a playground that stays open for weeks remembers. */
const KEEP = 300;

/** What plays in front of the workspace, when it is there. */
export interface PreparedApp {
  /** Starts the app against these credentials, and resolves when it can be reached; what it answers is served beside the window. */
  startApp(credentials: Credentials): Promise<RunningApp>;
  /** Empties the app's data of this workspace; the app is stopped. */
  emptyData(teamId: string): Promise<void>;
  /** Puts in the rows that the app had after the season, from this file; false when they don't fit it any more. */
  loadData(rows: URL): Promise<boolean>;
  /** Whether the app's database may be ahead of the disk. */
  setHurried(on: boolean): Promise<void>;
  /** What can wait until people are served. */
  tidy(): void;
  /** After the app was stopped for good. */
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  host: string;
  port: number;
  dataDir: string;
  /** What the last start left behind. */
  kept: Kept | undefined;
  clock: { now: () => Temporal.Instant; moveTo(moment: Temporal.Instant): void };
  wallNow: () => Temporal.Instant;
  /** Loads the app and opens its database; nobody else has that from then on. */
  prepare(): Promise<PreparedApp>;
  /** Whether the app keeps Slack's pace. */
  setPacing(on: boolean): void;
  /** Something went wrong while the season was played in: the window is usable all the same. */
  onTrouble(error: Error): void;
  /** What people saw can't be written down, and would be lost with the process. */
  onUnkept(error: Error): void;
}

export interface Playground {
  url: string;
  /** Resolves when the season is there, or what the last start left; rejects when the app can't be had. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/** Resolves when the window can be opened: it shows how far the start is. All that was asked meanwhile is done then. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { host, port, dataDir, kept, clock, wallNow, setPacing, onTrouble, onUnkept } = options;
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

  const app = options.prepare();
  const line = createLine({
    ...{ workspace, secrets, mode: kept?.delivery ?? 'http' },
    startApp: async (credentials) => (await app).startApp(credentials),
  });
  async function reset(makeReady: () => Promise<void>): Promise<void> {
    const { emptyData } = await app;
    await line.stop();
    forget(dataDir);
    await emptyData(workspace.teamId);
    await makeReady();
    await line.start();
  }
  async function loadSample(language: SampleLanguage): Promise<Kept | undefined> {
    const { loadData } = await app;
    const sample = readSample(language);
    return sample && (await loadData(sampleFiles(language).rows)) ? sample : undefined;
  }

  const whole = kept && isComplete(kept) ? kept : undefined;
  const stage = createStage({
    ...{ workspace, clock, wallNow, look: line.look, reset, loadSample, setPacing, onTrouble },
    setHurried: async (on) => (await app).setHurried(on),
    season: whole?.season ?? { state: 'playing', done: 0, total: 0 },
  });
  workspace.onRequest(line.route);
  workspace.onRequest(serveToWindow(workspace.team));
  workspace.onRequest(serveWindow);

  let stopWriting = () => {};
  let step: StartStep | undefined = 'database';
  async function begin(): Promise<void> {
    const { tidy } = await app;
    step = 'season';
    workspace.team.changed();
    if (whole) {
      restore(workspace, whole);
      await line.start();
    } else await stage.restart('sample');
    step = undefined;
    // Not before: until now another process may have had the folder.
    stopWriting = keepWriting(workspace, dataDir, moment, onUnkept);
    workspace.team.changed();
    tidy();
  }
  const moment = () => ({ now: String(clock.now()), season: stage.kept, delivery: line.mode });
  const ready = begin();
  const start: Start = { step: () => step, ended: ready.catch(() => {}) };

  function move(to: Temporal.Instant): void {
    clock.moveTo(to);
    void line.look();
  }
  const closeWindow = attachWindow(workspace, { clock: { now: clock.now, move }, stage, line, start });

  return {
    url: workspace.url,
    ready,
    async close() {
      await start.ended;
      stage.stop();
      closeWindow();
      await line.stop();
      stopWriting();
      await workspace.close();
      await (await app).close();
    },
  };
}
