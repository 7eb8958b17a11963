import type { Room } from './lease.ts';

/** How many calls of each method are under way at once, those that wait for their turn at Slack's limit with them. */
const AT_ONCE = { 'chat.postMessage': 20, 'chat.update': 10, 'views.publish': 10 };

/** How many more may be under way beside these. */
export function roomBeside(underWay: ReadonlyMap<unknown, string>): Room {
  const used = Map.groupBy(underWay.values(), (method) => method);
  return Object.fromEntries(
    Object.entries(AT_ONCE).map(([method, most]) => [method, most - (used.get(method)?.length ?? 0)]),
  );
}
