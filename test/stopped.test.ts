import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { enqueueNotice } from '../src/outbox/enqueue.ts';
import { buildEvent } from '../src/playground/payloads.ts';
import { CHANNEL, type Desk, startDesk } from './helpers/desk.ts';

let desk: Desk;
let lines: { level: number; msg: string; [field: string]: unknown }[] = [];

/** What an operator reads at the level of an error. */
const errors = () => lines.filter(({ level }) => level === 50);

beforeAll(async () => {
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  desk = await startDesk({ log: pino({ level: 'info' }, stream) });
});

beforeEach(async () => {
  lines = [];
  desk.workspace.faults.clear();
  await desk.db.deleteFrom('stopped_workspace').execute();
});

afterAll(() => desk.close());

const readiness = async () => {
  const answer = await fetch(`${desk.appUrl}/readyz`);
  return { status: answer.status, ...((await answer.json()) as object) };
};

async function tell(type: string): Promise<void> {
  const { workspace } = desk;
  const event = { type, event_ts: '1.1', tokens: { bot: ['U0EXPERTDESK'] } };
  await workspace.deliver('event', buildEvent(workspace.team, event));
  await desk.settle();
}

async function askLine(key: string): Promise<void> {
  const { teamId } = desk.workspace;
  const line = { teamId, key, kind: 'welcome', target: CHANNEL, lane: key, ref: { by: 'U0BUREAU' } };
  await desk.db.transaction().execute((trx) => enqueueNotice(trx, line));
}

test('When the app is taken out, Then one error says what it means and what to do, and readiness counts it', async () => {
  await tell('app_uninstalled');
  await tell('tokens_revoked');
  expect(errors()).toEqual([
    expect.objectContaining({
      ...{ team: desk.workspace.teamId, reason: 'app_uninstalled', emptyAt: expect.any(String) },
      msg: expect.stringMatching(/nothing is sent.*install/s),
    }),
  ]);
  expect(await readiness()).toMatchObject({ status: 200, ready: true, database: true, stopped: 1 });

  const longAgo = desk.deps.wallNow().subtract({ minutes: 5 });
  await desk.db.updateTable('stopped_workspace').set({ stopped_at: longAgo }).execute();
  await desk.as('U0BUREAU').command('/expert', 'help');
  await desk.settle();
  expect(lines.at(-1)).toMatchObject({ level: 30, team: desk.workspace.teamId });
  expect(await readiness()).not.toHaveProperty('stopped');
});

for (const reason of ['token_revoked', 'account_inactive'])
  test(`When calls fail with ${reason}, Then one error says it, however many messages wait, until it works again`, async () => {
    desk.workspace.faults.refuse('chat.postMessage', reason, 100);
    await askLine(`welcome:${reason}:1`);
    await desk.settle();
    for (const n of [2, 3]) await askLine(`welcome:${reason}:${n}`);
    const goOn = async () => {
      await desk.db.deleteFrom('slack_hold').execute();
      await desk.db
        .updateTable('outgoing')
        .set({ next_at: desk.deps.wallNow() })
        .where('state', '=', 'waiting')
        .execute();
      await desk.settle();
    };
    await goOn();
    const said = () => errors().filter(({ msg }) => msg !== 'message not sent');
    expect(said()).toEqual([
      expect.objectContaining({ team: desk.workspace.teamId, reason, msg: expect.stringContaining('token') }),
    ]);
    expect(await readiness()).toMatchObject({ ready: true, stopped: 1 });
    desk.workspace.faults.clear();
    await goOn();
    expect(await readiness()).not.toHaveProperty('stopped');
    expect(desk.workspace.messages(CHANNEL).length).toBeGreaterThan(2);
  });
