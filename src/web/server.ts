import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Writable } from '../db/disk.ts';
import { countStopped } from '../outbox/left-workspaces.ts';
import type { RoomDeps } from '../room.ts';
import type { Bolt } from '../slack/bolt.ts';
import { createPages } from './pages.ts';

/** Answers what is ours and says so; anything else is left to whoever asked. */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface RouteParts {
  deps: RoomDeps;
  bolt: Pick<Bolt, 'takeEvents' | 'reached' | 'ownTeam' | 'clockBehind'>;
  isWritable(): Promise<Writable>;
}

/**
 * `POST /slack/events` · `GET /livez` (the process runs) · `GET /readyz` (database migrated, Slack reachable or
 * not yet asked, clock and disk in order; what isn't is named; `stopped`: workspaces to which nothing can be sent).
 */
export function createRoutes({ deps, bolt, isWritable }: RouteParts): Route {
  const showPage = createPages(deps);
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/slack/events' && request.method === 'POST' && bolt.takeEvents) {
      bolt.takeEvents(request, response);
      return true;
    }
    if (showPage(request, response)) return true;
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (path === '/livez') {
      answer(response, 200, { alive: true });
      return true;
    }
    if (path === '/readyz') {
      void ready({ deps, bolt, isWritable }).then((state) =>
        answer(response, state.ready ? 200 : 503, state),
      );
      return true;
    }
    return false;
  };
}

/** A plain server over the routes: what isn't ours is not found. */
export function listenTo(route: Route): RequestListener {
  return (request, response) => {
    if (route(request, response)) return;
    request.resume();
    answer(response, 404, { error: 'not_found' });
  };
}

/** A workspace that took the app out is nothing that a restart would mend: it is said, and it is ready all the same. */
async function ready({ deps: { db }, bolt, isWritable }: RouteParts) {
  const stopped = await countStopped(db).catch(() => undefined);
  const writable = await isWritable();
  const database = stopped !== undefined && writable !== 'no';
  const slack = bolt.reached();
  const isForeign = bolt.ownTeam.foreign() !== undefined;
  const seconds = bolt.clockBehind();
  const isInTime = seconds === undefined;
  return {
    ready: database && writable === 'yes' && slack !== 'no' && !isForeign && isInTime,
    database,
    slack,
    ...(writable === 'full' ? { disk: 'full' } : {}),
    ...(isInTime ? {} : { clock: 'behind', clockSeconds: seconds }),
    ...(isForeign ? { workspace: 'another' } : {}),
    ...(stopped ? { stopped } : {}),
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
