import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBeat, strikeOff } from '../src/outbox/beat.ts';
import { leaseDue, markSending } from '../src/outbox/lease.ts';
import { outgoing, type Queue, startQueue, TEAM } from './helpers/queue.ts';

let queue: Queue;
beforeAll(async () => {
  queue = await startQueue();
});
beforeEach(() => queue.reset());
afterAll(() => queue.close());

const DEAD = 'a process that was killed';

/** Another process takes what is due, calls Slack for some of it, and is never heard of again. */
async function takeAndDie(...called: string[]): Promise<void> {
  const taking = { now: queue.later(), wallNow: queue.later(), processId: DEAD };
  const rows = await leaseDue(queue.db, TEAM, taking, { 'chat.postMessage': 10, 'chat.update': 10 });
  for (const row of rows) if (called.includes(row.key)) await markSending(queue.db, row, queue.later());
}

/** Looks as often as a process with others beside it does, up to this second. */
async function lookUntil(seconds: number): Promise<void> {
  for (let at = queue.clock.ahead + 2; at <= seconds; at += 2) await queue.drainAt(at);
}

const processes = () => queue.db.selectFrom('sending_process').select('id').execute();

describe('a process that is killed with messages under way', () => {
  test('When the others have not heard of it for some seconds, Then they go on with what it had, within ten', async () => {
    await createBeat(queue.db, DEAD, queue.later).beat(TEAM);
    await queue.ask('view', outgoing('update', { target: 'U1' }));
    await queue.drainAt(0);
    queue.says = ({ text }) => `${text}!`;
    await queue.ask('view', outgoing('update', { target: 'U1' }));
    await queue.ask('notice', outgoing('taken'), outgoing('called', { target: 'C2' }));
    await takeAndDie('update', 'called');
    await lookUntil(6);
    expect(queue.textsIn('C1')).toEqual([]);
    await lookUntil(10);
    expect(queue.textsIn('C1')).toEqual(['taken!']);
    expect(queue.workspace.as('U1').dms.map(({ text }) => text)).toEqual(['update!']);
    expect([queue.textsIn('C2'), (await queue.rowOf('called')).state]).toEqual([[], 'unknown']);
    expect(queue.told).toEqual([TEAM]);
    expect(await processes()).toHaveLength(1);
  });

  test('When it still says that it lives, Then what it has is left to it, however long a send lasts', async () => {
    await queue.ask('notice', outgoing('slow'));
    await takeAndDie('slow');
    const alive = createBeat(queue.db, DEAD, queue.later);
    for (let at = 2; at <= 60; at += 2) {
      await alive.beat(TEAM);
      await queue.drainAt(at);
    }
    expect((await queue.rowOf('slow')).state).toBe('sending');
  });

  test('When the database was away for all, Then nobody is taken for dead for it', async () => {
    await queue.ask('notice', outgoing('slow'));
    await takeAndDie('slow');
    await queue.drainAt(2);
    await queue.drainAt(60);
    await createBeat(queue.db, DEAD, queue.later).beat(TEAM);
    await lookUntil(66);
    expect((await queue.rowOf('slow')).state).toBe('sending');
  });

  test('When it speaks again before it is struck off, or two strike it off, Then it happens once or not at all', async () => {
    const [one] = await sql<{ id: string; beat: number }>`
      insert into sending_process (team_id, id) values (${TEAM}, ${DEAD}) returning id, beat`
      .execute(queue.db)
      .then(({ rows }) => rows);
    if (!one) throw new Error('no process');
    const strike = (beat: number) =>
      queue.db.transaction().execute((trx) => strikeOff(trx, TEAM, [{ id: DEAD, beat }]));
    await createBeat(queue.db, DEAD, queue.later).beat(TEAM);
    expect(await strike(one.beat)).toEqual([]);
    const [now] = await queue.db.selectFrom('sending_process').select('beat').execute();
    expect(await strike(now?.beat ?? 0)).toEqual([DEAD]);
    expect(await strike(now?.beat ?? 0)).toEqual([]);
  });

  test('When a process ends by itself, Then it takes its leave', async () => {
    await queue.drainAt(0);
    expect(await processes()).toHaveLength(1);
    await queue.stopSenders();
    expect(await processes()).toEqual([]);
  });
});
