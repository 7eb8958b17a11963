import { type RootOperationNode, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Trx } from '../src/db/open.ts';
import { leaseDue } from '../src/outbox/lease.ts';
import { outgoing, type Queue, startQueue, TEAM } from './helpers/queue.ts';

let queue: Queue;
let looks = 0;

/** The statement that takes what is due. */
function isLook(node: RootOperationNode): boolean {
  return node.kind === 'RawNode' && node.sqlFragments.join().includes("set state = 'leased'");
}

beforeAll(async () => {
  queue = await startQueue(undefined, (node) => {
    if (isLook(node)) looks += 1;
  });
});
beforeEach(() => queue.reset());
afterAll(() => queue.close());

/** So many rows: `of` gives each its place and lane from its number. */
async function insert(
  count: number,
  { place, lane, state = 'waiting' }: Record<string, string>,
): Promise<void> {
  await sql`insert into outgoing (team_id, key, shape, kind, target, lane, ref, state, ts)
    select ${TEAM}, ${place} || ${lane} || ${state} || n, 'notice', 'line', ${sql.raw(place ?? '')}, ${sql.raw(lane ?? '')},
      '{"text": "x"}', ${state}, case when ${state} = 'sent' then n::text end
    from generate_series(1, ${count}::integer) n`.execute(queue.db);
}

/** Rows of the table that this transaction has read so far; the server adds what others left to count. */
async function countRead(trx: Trx): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select (seq_tup_read + idx_tup_fetch)::integer as read from pg_stat_xact_user_tables
    where relname = 'outgoing'`.execute(trx);
  return rows[0]?.read ?? Number.NaN;
}

/** What the queue takes, and how many rows it read for that. */
async function look(): Promise<{ taken: string[]; read: number }> {
  await sql`analyze outgoing`.execute(queue.db);
  return queue.db.transaction().execute(async (trx) => {
    const before = await countRead(trx);
    const moments = { now: queue.later(), wallNow: queue.later() };
    const rows = await leaseDue(trx, TEAM, moments, { 'chat.postMessage': 20, 'chat.update': 10 });
    return { taken: rows.map(({ target }) => target), read: (await countRead(trx)) - before };
  });
}

describe('what the queue reads to find the first of each lane', () => {
  test('When thousands wait and were sent, Then as much as it takes, and not more', async () => {
    await insert(6000, { place: "'C' || n % 300", lane: "'to:C' || n % 300", state: 'sent' });
    await insert(3000, { place: "'C' || n % 300", lane: "'to:C' || n % 300" });
    await sql`insert into outgoing (team_id, key, shape, kind, target, lane, next_at)
      select 'T' || n % 100, 'm' || n, 'notice', 'line', 'C' || n % 200, 'to:C' || n % 200, now() + interval '10 minutes'
      from generate_series(1, 6000) n`.execute(queue.db);
    const first = await look();
    expect(new Set(first.taken).size).toBe(20);
    expect(first.read).toBeLessThan(200);
    expect((await look()).read).toBeLessThan(300);
  });

  test('When a lane is long, Then its first is taken, and the others go on', async () => {
    await insert(500, { place: "'C1'", lane: "'to:C1'" });
    await insert(3, { place: "'D' || n", lane: "'to:D' || n" });
    expect((await look()).taken.toSorted()).toEqual(['C1', 'D1', 'D2', 'D3']);
    expect((await look()).taken).toEqual([]);
  });
});

describe('the queue', () => {
  test('When a view has changed, Then it is rendered once for it', async () => {
    let rendered = 0;
    let newest = 'first';
    queue.says = () => {
      rendered += 1;
      return newest;
    };
    await queue.ask('view', outgoing('card'));
    await queue.drainAt(0);
    newest = 'last';
    await queue.ask('view', outgoing('card'));
    await queue.drainAt(0);
    expect([queue.textsIn('C1'), rendered]).toEqual([['last'], 2]);
  });

  test('When acts come in a row while a call is slow, Then several share a look, and none waits for the call', async () => {
    queue.pace.perTargetMs = 1;
    queue.workspace.faults.delay('chat.postMessage', 2000);
    await queue.ask('notice', outgoing('slow'), outgoing('beside', { target: 'U1' }));
    const sender = queue.sender();
    sender.wake();
    await queue.workspace.until(() => queue.workspace.as('U1').dms.length > 0);
    const [before, begun] = [looks, performance.now()];
    for (let i = 0; i < 40; i += 1) {
      await queue.ask('notice', outgoing(`quick ${i}`, { target: 'C2', lane: `quick ${i}` }));
      sender.wake();
    }
    await queue.workspace.until(() => queue.textsIn('C2').length > 0);
    expect(looks - before).toBeLessThan(10 + (performance.now() - begun) / 100);
    queue.workspace.faults.clear();
  });
});
