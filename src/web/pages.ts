import type { RoomDeps } from '../room.ts';
import type { Route } from './server.ts';

/**
 * The pages of all rooms, found by the first part of the path: for browsers, and whoever holds an address.
 * Nothing of a path is logged, as it may be a secret; what throws is told by its name, and the browser reads 500.
 */
export function createPages(deps: RoomDeps): Route {
  const pages = new Map(deps.rooms.flatMap((room) => Object.entries(room.pages ?? {})));
  return (request, response) => {
    const [, first = ''] = (request.url ?? '/').split(/[/?]/);
    const page = pages.get(first);
    if (!page) return false;
    page(deps, request, response).catch((error: Error) => {
      deps.log.error({ page: first, reason: error.name }, 'a page failed');
      if (!response.headersSent) response.writeHead(500, { 'cache-control': 'no-store' });
      response.end();
    });
    return true;
  };
}
