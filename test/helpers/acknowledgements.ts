import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Db } from '../../src/db/open.ts';
import type { Workspace } from '../../src/playground/workspace.ts';
import { PATIENCE_MS } from '../../src/slack/acknowledge.ts';
import { type Between, closeServer, listen } from './desk.ts';

export interface Acknowledgements {
  putBetween(workspace: Workspace): Promise<Between>;
  /** Where the acts stand; from here on it looks. */
  look(db: Db): void;
  /** Doors by which something was done, and whether it was when Slack heard that the payload had arrived. */
  list(): Promise<{ door: string; wasDone: boolean }[]>;
}

interface Interactive {
  type?: string;
  trigger_id?: string;
  actions?: { action_id: string }[];
  view?: { callback_id: string };
  callback_id?: string;
}

/** Stands on the way of what people press and submit, and looks for the act before the acknowledgement goes on. */
export function watchAcknowledgements(): Acknowledgements {
  let db: Db | undefined;
  const seen: { door: string; cause: string; wasDone: boolean }[] = [];

  async function isDone(cause: string): Promise<boolean> {
    const row = await db
      ?.selectFrom('audit')
      .select('id')
      .where('cause', '=', cause)
      .where('outcome', '=', 'done')
      .executeTakeFirst();
    return row !== undefined;
  }

  async function note(raw: string): Promise<void> {
    if (!db) return;
    const form = new URLSearchParams(raw);
    const payload = JSON.parse(form.get('payload') ?? '{}') as Interactive;
    const cause = payload.trigger_id ?? form.get('trigger_id');
    const name = payload.actions?.[0]?.action_id ?? payload.view?.callback_id ?? payload.callback_id;
    const door = `${payload.type ?? 'command'} ${name ?? form.get('command')}`;
    if (cause) seen.push({ door, cause, wasDone: await isDone(cause) });
  }

  return {
    async putBetween(workspace) {
      let target = '';
      const server = createServer(async (request, response) => {
        const body = await buffer(request);
        const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
          /^(content-type|user-agent|x-slack-.*)$/.test(name) ? [[name, String(value)]] : [],
        );
        const since = performance.now();
        const answer = await fetch(target + request.url, { method: 'POST', headers, body });
        const said = Buffer.from(await answer.arrayBuffer());
        // After that long it is acknowledged before anything is known.
        const isInTime = performance.now() - since < PATIENCE_MS;
        if (isInTime && headers.some(([, value]) => value.includes('urlencoded'))) await note(String(body));
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'text/plain',
        });
        response.end(said);
      });
      const url = await listen(server);
      return {
        apiUrl: workspace.apiUrl,
        reach(appUrl) {
          target = appUrl;
          workspace.connect(url);
        },
        close: () => closeServer(server),
      };
    },
    look(ours) {
      db = ours;
    },
    async list() {
      const done = await Promise.all(seen.map(async (one) => ((await isDone(one.cause)) ? [one] : [])));
      return done.flat().map(({ door, wasDone }) => ({ door, wasDone }));
    },
  };
}
