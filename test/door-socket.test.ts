import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { registerRooms } from '../src/app.ts';
import { wallNow } from '../src/clock.ts';
import { listTeams } from '../src/directory/teams.ts';
import { buildEvent } from '../src/playground/payloads.ts';
import type { DeliveryKind } from '../src/playground/records.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { createBolt } from '../src/slack/bolt.ts';
import { openTestDatabase } from './helpers/database.ts';
import { CHANNEL } from './helpers/desk.ts';

/** The shape of what comes through a socket, where the SDK reads it before Bolt does. */
interface Line {
  level: number;
  msg: string;
  kind?: string;
  path?: string;
}

const TOKENS = { botToken: 'xoxb-test', appToken: 'xapp-test', signingSecret: undefined };

let workspace: Workspace;
const lines: Line[] = [];
const crashes: unknown[] = [];
const hear = (reason: unknown) => void crashes.push(reason);
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  process.on('unhandledRejection', hear);
  ends.push(() => process.off('unhandledRejection', hear));
  workspace = await startWorkspace({
    ...{ ...TOKENS, delivery: 'socket', appUrl: '', signingSecret: '', manifest: buildManifest('socket') },
    ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds },
  });
  ends.push(() => workspace.close());
  workspace.addUser({ id: 'U0HOST', name: '卢工', isAdmin: true });
  workspace.addChannel({ id: CHANNEL, name: '专家需求', members: ['U0HOST'], botIsMember: true });
  const { db, close } = await openTestDatabase();
  ends.push(close);
  const log = pino({ level: 'info' }, { write: (text: string) => void lines.push(JSON.parse(text) as Line) });
  const bolt = createBolt({
    ...TOKENS,
    apiUrl: workspace.apiUrl,
    wallNow,
    listTeams: () => listTeams(db),
    log,
  });
  const deps = registerRooms({ bolt, db, now: wallNow, wallNow, pace: { perTargetMs: 0 }, log });
  await bolt.start();
  ends.push(async () => {
    await workspace.settled();
    await bolt.stop();
    await deps.sender.stop();
  });
  await workspace.until(() => workspace.sockets.open === 2);
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  lines.length = 0;
  crashes.length = 0;
});

test('When envelopes without their right shape come, Then each is acknowledged and dropped, and the next good one is served', async () => {
  const event = (body: unknown) => ({ ...buildEvent(workspace.team, { type: 'x' }), event: body });
  const user = { id: 'U0HOST' };
  const team = { id: workspace.teamId };
  const bad: [DeliveryKind, unknown, string, string][] = [
    ['event', null, 'unknown', '.'],
    ['event', [], 'unknown', '.'],
    ['event', { type: 'event_callback', team_id: workspace.teamId }, 'event_callback', 'event'],
    ['event', event(null), 'event_callback', 'event'],
    ['event', event('secret'), 'event_callback', 'event'],
    ['event', event({ type: 5 }), 'event_callback', 'event.type'],
    ['event', event({ type: 'app_home_opened', user: null }), 'app_home_opened', 'event.user'],
    ['block_actions', null, 'unknown', '.'],
    ['block_actions', { type: 'block_actions', user, team, actions: null }, 'block_actions', 'actions'],
    ['view_submission', { type: 'view_submission', user: null, team }, 'view_submission', 'user'],
    ['command', {}, 'unknown', 'type'],
  ];
  // One after the other, so that each of the two sockets takes its turn.
  for (const [kind, body] of bad) {
    expect((await workspace.deliver(kind, body)).status, JSON.stringify(body)).toBe(200);
  }
  expect(lines.filter(({ level }) => level >= 40)).toMatchObject(
    bad.map(([, , kind, path]) => ({
      ...{ level: 40, kind, path },
      msg: 'a payload without its right shape was turned away',
    })),
  );
  expect(JSON.stringify(lines)).not.toContain('secret');
  expect(crashes).toEqual([]);
  expect(workspace.sockets.open).toBe(2);
  for (const time of [1, 2]) {
    expect((await workspace.as('U0HOST').command('/expert', 'help', CHANNEL)).status).toBe(200);
    await workspace.settled();
    await workspace.until(() => workspace.as('U0HOST').ephemerals.length === time);
  }
});
