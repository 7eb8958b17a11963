import type { Room } from './lease.ts';

/** How many calls of each method are under way at once, those that wait for their turn at Slack's limit with them. */
const AT_ONCE = { 'chat.postMessage': 20, 'chat.update': 10, 'views.publish': 10 };

/** The same while people wait for answers: still several times what Slack takes in a minute. */
const IN_A_RUSH = { 'chat.postMessage': 4, 'chat.update': 2, 'views.publish': 2 };

/** How many more may be under way beside these. */
export function roomBeside(underWay: ReadonlyMap<unknown, string>, isRush = false): Room {
  const used = Map.groupBy(underWay.values(), (method) => method);
  return Object.fromEntries(
    Object.entries(isRush ? IN_A_RUSH : AT_ONCE).map(([method, most]) => [
      method,
      Math.max(0, most - (used.get(method)?.length ?? 0)),
    ]),
  );
}
