/** The line between workspace and app: which way it runs, and the app at its end, of which there is one at a time. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildManifest } from '../../manifest/manifest.ts';
import { sendJson } from './http.ts';
import type { DeliveryMode } from './team.ts';
import type { Workspace } from './workspace.ts';

export interface Credentials {
  botToken: string;
  signingSecret: string;
  /** In Socket Mode only: an app that has one opens sockets. */
  appToken: string | undefined;
  apiUrl: string;
}

/** The app at work. */
export interface RunningApp {
  /** Answers what is the app's and says so. */
  route(request: IncomingMessage, response: ServerResponse): boolean;
  /** Looks at what is due at the clock's moment, and sends it. */
  look(): Promise<void>;
  /** Finishes what is under way, its outgoing messages included. */
  stop(): Promise<void>;
}

export interface Line {
  readonly mode: DeliveryMode;
  /** How many sockets of the app take envelopes; none over HTTP. */
  readonly connections: number;
  /** Stops the app and starts it again on the other way; nothing that was sent waits for the wrong one. */
  switchTo(mode: DeliveryMode): Promise<void>;
}

/** The same for whoever starts and ends the app. One thing at a time, in the order it was asked for. */
export interface AppLine extends Line {
  start(): Promise<void>;
  stop(): Promise<void>;
  look(): Promise<void>;
  route(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface LineOptions {
  workspace: Workspace;
  mode: DeliveryMode;
  secrets: { botToken: string; signingSecret: string; appToken: string };
  /** Resolves when the app can be reached. */
  startApp(credentials: Credentials): Promise<RunningApp>;
}

/** No app is at its end yet. */
export function createLine({ workspace, secrets, startApp, ...options }: LineOptions): AppLine {
  const { team, apiUrl, sockets } = workspace;
  let app: RunningApp | undefined;
  let mode = options.mode;
  let work = Promise.resolve();

  function inTurn(act: () => Promise<void>): Promise<void> {
    const one = work.then(act);
    work = one.catch(() => {});
    return one;
  }

  async function start(): Promise<void> {
    Object.assign(team.options, { delivery: mode, manifest: buildManifest(mode) });
    const appToken = mode === 'socket' ? secrets.appToken : undefined;
    app = await startApp({ ...secrets, appToken, apiUrl });
    team.changed();
  }

  async function stop(): Promise<void> {
    const stopped = app;
    app = undefined;
    // What is on its way to the app would be worked through after it had stopped.
    await workspace.settled();
    await stopped?.stop();
  }

  return {
    get mode() {
      return mode;
    },
    get connections() {
      return sockets.open;
    },
    start: () => inTurn(start),
    stop: () => inTurn(stop),
    look: async () => app?.look(),
    switchTo: (wanted) =>
      inTurn(async () => {
        if (wanted === mode) return;
        await stop();
        mode = wanted;
        await start();
      }),
    route: (request, response) => app?.route(request, response) ?? refuse(request, response),
  };
}

/** Between two lives of the app. */
function refuse({ method, url = '' }: IncomingMessage, response: ServerResponse): boolean {
  if (method !== 'POST' || !url.startsWith('/slack/')) return false;
  sendJson(response, 503, { error: 'starting_again' });
  return true;
}
