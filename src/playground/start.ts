/** `npm start` without Slack credentials: the workspace, its window, and the app in front of it. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buildManifest } from '../../manifest/manifest.ts';
import { sendJson } from './http.ts';
import { forget, isComplete, type Kept, keepWriting, restore } from './keep.ts';
import { serveToWindow } from './serve-files.ts';
import { serveWindow } from './serve-window.ts';
import { createStage } from './stage.ts';
import { attachWindow } from './window-protocol.ts';
import { startWorkspace } from './workspace.ts';

/** How many calls and deliveries a playground that stays open for weeks remembers. */
const KEEP = 300;

export interface Credentials {
  botToken: string;
  signingSecret: string;
  appToken: undefined;
  apiUrl: string;
}

/** The app at work. */
export interface RunningApp {
  /** Answers what is the app's and says so. */
  route(request: IncomingMessage, response: ServerResponse): boolean;
  /** Finishes what is under way, its outgoing messages included. */
  stop(): Promise<void>;
}

export interface PlaygroundOptions {
  host: string;
  port: number;
  dataDir: string;
  /** What the last start left behind. */
  kept: Kept | undefined;
  clock: { now: () => Temporal.Instant; moveTo(moment: Temporal.Instant): void };
  wallNow: () => Temporal.Instant;
  /** Starts the app against these credentials; what it answers is served beside the window. */
  startApp(credentials: Credentials): RunningApp;
  /** Empties the app's data of this workspace; the app is stopped. */
  emptyData(teamId: string): Promise<void>;
  /** Whether the app keeps Slack's pace. */
  setPacing(on: boolean): void;
  /** Something went wrong while the season was played in: the window is usable all the same. */
  onTrouble(error: Error): void;
}

/** Resolves when the window can be opened; the season is played in behind it. */
export async function startPlayground(
  options: PlaygroundOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, dataDir, kept, clock, wallNow, startApp, emptyData, setPacing, onTrouble } = options;
  const secrets = {
    botToken: `xoxb-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
  };
  const workspace = await startWorkspace({
    ...{ ...secrets, host, port, appUrl: '', manifest: buildManifest('http'), keep: KEEP },
    ...{ now: clock.now, wallNow: () => wallNow().epochMilliseconds, filesDir: join(dataDir, 'files') },
  });
  workspace.connect(workspace.url);

  let app: RunningApp | undefined;
  const start = () => startApp({ ...secrets, appToken: undefined, apiUrl: workspace.apiUrl });
  async function reset(): Promise<void> {
    const stopped = app;
    app = undefined;
    await stopped?.stop();
    forget(dataDir);
    await emptyData(workspace.teamId);
    app = start();
  }

  const whole = kept && isComplete(kept) ? kept : undefined;
  const stage = createStage({
    ...{ workspace, clock, wallNow, reset, setPacing, onTrouble },
    season: whole?.season ?? { state: 'playing', done: 0, total: 0 },
  });
  workspace.onRequest((request, response) => app?.route(request, response) ?? refuse(request, response));
  workspace.onRequest(serveToWindow(workspace.team));
  workspace.onRequest(serveWindow);
  if (whole) {
    restore(workspace, whole);
    app = start();
  } else await stage.restart('sample');

  const closeWindow = attachWindow(workspace, { clock: { now: clock.now, move: clock.moveTo }, stage });
  const stopWriting = keepWriting(workspace, dataDir, () => ({
    now: String(clock.now()),
    season: stage.season,
  }));

  return {
    url: workspace.url,
    async close() {
      stage.stop();
      await app?.stop();
      closeWindow();
      stopWriting();
      await workspace.close();
    },
  };
}

/** Between two lives of the app. */
function refuse({ method, url = '' }: IncomingMessage, response: ServerResponse): boolean {
  if (method !== 'POST' || !url.startsWith('/slack/')) return false;
  sendJson(response, 503, { error: 'starting_again' });
  return true;
}
