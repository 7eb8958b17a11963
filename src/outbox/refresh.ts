import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { LONGEST_REPAIR_MS } from './ceilings.ts';
import { SHOW_AGAIN } from './enqueue.ts';

/** Shows these again, whatever asked for it: keys as in a mark. Always locked in one order. */
export async function showAgain(trx: Trx, teamId: string, views: readonly string[]): Promise<void> {
  if (views.length === 0) return;
  const ranges = [...new Set(views)].map(rangeOf);
  await trx
    .with('hit', (query) =>
      query
        .selectFrom('outgoing as o')
        .select('o.key')
        .where('o.team_id', '=', teamId)
        .where('o.shape', '=', 'view')
        .where('o.key', 'in', keysWithin(teamId, ranges))
        .orderBy('o.key')
        .forUpdate(),
    )
    .updateTable('outgoing')
    .from('hit')
    .set(SHOW_AGAIN)
    .where('outgoing.team_id', '=', teamId)
    .whereRef('outgoing.key', '=', 'hit.key')
    .execute();
}

/** Each range by itself through the primary key, also under a plan that knows no values. */
function keysWithin(teamId: string, ranges: readonly Range[]) {
  const [lows, highs] = [ranges.map(({ low }) => low), ranges.map(({ high }) => high)];
  return sql<string>`(
    select one.key from unnest(${lows}::text[], ${highs}::text[]) as range (low, high)
    cross join lateral (
      select key from outgoing where team_id = ${teamId} and key >= range.low and key < range.high
    ) one
  )`;
}

/** The keys from `low` to before `high`, byte by byte. */
interface Range {
  low: string;
  high: string;
}

/** ';' is the character after ':'; nothing can stand between a key and the same with the lowest character after it. */
function rangeOf(view: string): Range {
  return { low: view, high: view.endsWith(':') ? `${view.slice(0, -1)};` : `${view}\u0001` };
}

/** Shows again what stands in Slack of these; what isn't there is not brought there. */
export async function refreshStanding(trx: Trx, teamId: string, keyPrefix: `${string}:`): Promise<void> {
  await showAllAgain(trx, teamId, keyPrefix).where('ts', 'is not', null).execute();
}

/**
 * The same for what the days that pass can change: what rests is left alone, however much of it there is, and what
 * doesn't stand in Slack isn't brought there by a new day.
 */
export async function refreshByDay(trx: Trx, teamId: string, keyPrefix: `${string}:`): Promise<void> {
  await showAllAgain(trx, teamId, keyPrefix)
    .set({ unprompted: true })
    .where('rests', '=', false)
    .where(({ or, eb }) => or([eb('ts', 'is not', null), eb('kind', '=', 'home')]))
    .execute();
}

function showAllAgain(trx: Trx, teamId: string, keyPrefix: string) {
  const { low, high } = rangeOf(keyPrefix);
  return trx
    .updateTable('outgoing')
    .set(SHOW_AGAIN)
    .where('team_id', '=', teamId)
    .where('key', '>=', low)
    .where('key', '<', high)
    .where('shape', '=', 'view');
}

/**
 * Shows these messages anew even where nothing changed in the data, each a little after the one before: what differs
 * in Slack is repaired, what was deleted there is found out. One that is under way is left alone.
 */
export async function repairViews(
  trx: Trx,
  teamId: string,
  keys: readonly string[],
  { from, everySeconds, unprompted }: { from: Temporal.Instant; everySeconds: number; unprompted: boolean },
): Promise<void> {
  const again = { ...SHOW_AGAIN, content_hash: null, unprompted };
  const everyMs = Math.min(everySeconds * 1000, LONGEST_REPAIR_MS / keys.length);
  for (const [i, key] of keys.toSorted().entries()) {
    await trx
      .updateTable('outgoing')
      .set({ ...again, next_at: from.add({ milliseconds: Math.floor(i * everyMs) }) })
      .where('team_id', '=', teamId)
      .where('key', '=', key)
      .where('shape', '=', 'view')
      .where('state', '=', 'sent')
      .where('ts', 'is not', null)
      .execute();
  }
}
