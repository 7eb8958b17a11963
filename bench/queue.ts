import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../src/db/open.ts';
import { leaseDue, settle } from '../src/outbox/lease.ts';

import type { Contest, Ground } from './contest.ts';

const TEAM = 'T0BENCH';
const AT_ONCE = 20;

const now = () => Temporal.Now.instant();

/** What a year has left in the table, and what waits: to so many people, several messages each. */
async function seedQueue(
  db: Db,
  { sent, waiting, people, others }: { sent: number; waiting: number; people: number; others: number },
): Promise<void> {
  const rows = (
    from: number,
    count: number,
    state: string,
    ts: RawBuilder<unknown>,
    team = sql`${TEAM}::text`,
  ) =>
    sql`insert into outgoing (team_id, key, shape, kind, target, lane, ref, state, ts)
      select ${team}, 'm' || n, 'notice', 'claim_notice', 'U' || n % ${people}::int, 'to:U' || n % ${people}::int,
        '{}', ${state}, ${ts}
      from generate_series(${from}::int, ${from + count - 1}::int) n`.execute(db);
  await rows(1, sent, 'sent', sql`'1.' || n`);
  await rows(sent + 1, waiting, 'waiting', sql`null`);
  await rows(sent + waiting + 1, others, 'waiting', sql`null`, sql`'T' || n % 1000`);
  await sql`analyze outgoing`.execute(db);
}

/** The product's way: the first of each lane, one new message per place, settled one by one. */
async function takeAsProduct(db: Db): Promise<number> {
  const moments = { now: now(), wallNow: now() };
  const rows = await leaseDue(db, TEAM, moments, { 'chat.postMessage': AT_ONCE });
  for (const row of rows) await settle(db, row, { state: 'sent', channel_id: row.target, ts: row.key });
  return rows.length;
}

/** The yardstick: the usual queue in a table, oldest first with `skip locked`, without lanes, places or limits. */
async function takeAsUsual(db: Db): Promise<number> {
  const { rows } = await sql<{ key: string }>`
    update outgoing set state = 'leased' where team_id = ${TEAM} and key in (
      select key from outgoing where team_id = ${TEAM} and state = 'waiting' order by seq
      limit ${AT_ONCE} for update skip locked)
    returning key`.execute(db);
  for (const { key } of rows)
    await sql`update outgoing set state = 'sent', ts = ${key} where team_id = ${TEAM} and key = ${key}`.execute(
      db,
    );
  return rows.length;
}

/** Messages per second until nothing waits. */
async function measureQueue(take: typeof takeAsProduct, db: Db, waiting: number): Promise<number> {
  const started = performance.now();
  let taken = 0;
  for (let some = await take(db); some > 0; some = await take(db)) taken += some;
  if (taken !== waiting) throw new Error(`${taken} of ${waiting} messages were taken`);
  return waiting / ((performance.now() - started) / 1000);
}

function queueing(name: string, size: { waiting: number; sent: number; others: number }): Contest {
  const run =
    (take: typeof takeAsProduct) =>
    async ({ db }: Ground) => {
      await seedQueue(db, { ...size, people: 200 });
      return measureQueue(take, db, size.waiting);
    };
  return {
    name,
    unit: 'messages/s',
    yardstick: 'the usual queue in a table, without lanes',
    goal: '≥ 0.7',
    ours: run(takeAsProduct),
    usual: run(takeAsUsual),
  };
}

export const QUEUEING: readonly Contest[] = [
  queueing('queue, 400 messages wait, 500 were sent', { waiting: 400, sent: 500, others: 0 }),
  queueing('queue, 4,000 messages wait, 50,000 were sent', { waiting: 4000, sent: 50_000, others: 0 }),
  queueing('queue, 4,000 messages wait, 10,000 rest elsewhere', {
    waiting: 4000,
    sent: 50_000,
    others: 10_000,
  }),
];
