/** `npm start` without Slack credentials: the workspace, its window, and the app in front of it. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildManifest } from '../../manifest/manifest.ts';
import { enterCast, furnish } from './cast.ts';
import { type Kept, keepWriting, restore } from './keep.ts';
import { serveWindow } from './serve-window.ts';
import { attachWindow } from './window-protocol.ts';
import { startWorkspace, type Workspace } from './workspace.ts';

/** The sample season's day: Thursday, 10:00 in Shanghai. */
export const SEASON_DAY = Temporal.Instant.from('2013-10-31T10:00:00+08:00');

export interface Credentials {
  botToken: string;
  signingSecret: string;
  appToken: undefined;
  apiUrl: string;
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
  startApp(credentials: Credentials): { route(request: IncomingMessage, response: ServerResponse): boolean };
  /** Something went wrong while the cast entered: the window is usable all the same. */
  onTrouble(error: Error): void;
}

/** Resolves when the window can be opened; the cast enters in the background. */
export async function startPlayground(
  options: PlaygroundOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, dataDir, kept, clock, wallNow, startApp, onTrouble } = options;
  const secrets = {
    botToken: `xoxb-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
  };
  const workspace: Workspace = await startWorkspace({
    ...{ ...secrets, host, port, appUrl: '', manifest: buildManifest('http') },
    ...{ now: clock.now, wallNow: () => wallNow().epochMilliseconds },
  });
  workspace.connect(workspace.url);
  if (kept) restore(workspace, kept);
  else furnish(workspace);

  const app = startApp({ ...secrets, appToken: undefined, apiUrl: workspace.apiUrl });
  workspace.onRequest(app.route);
  workspace.onRequest(serveWindow);
  const closeWindow = attachWindow(workspace, { clock: { now: clock.now, move: clock.moveTo } });
  const stopWriting = keepWriting(workspace, dataDir, clock.now);
  if (!kept) void enterCast(workspace).catch(onTrouble);

  return {
    url: workspace.url,
    async close() {
      closeWindow();
      stopWriting();
      await workspace.close();
    },
  };
}
