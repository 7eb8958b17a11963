import { createHmac } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerRooms } from '../src/app.ts';
import { wallNow } from '../src/clock.ts';
import { listTeams } from '../src/directory/teams.ts';
import type { Delivery } from '../src/playground/records.ts';
import { createBolt } from '../src/slack/bolt.ts';
import { EVENTS } from '../src/slack/payload-events.ts';
import { fingerprintRows } from './helpers/all-rows.ts';
import { type Desk, SECRETS, startDesk } from './helpers/desk.ts';
import { createDice, mutated } from './helpers/fuzz.ts';
import { DOORS, doorOf, recordDoors } from './helpers/record-doors.ts';
import { runs, SEED } from './helpers/runs.ts';

/** Every door's real payload, changed somewhere, signed and posted: nothing falls over, nobody strange acts. */
const MUTATIONS = runs(5000, 300);

/** So many refused payloads are looked at together: had one written something, it is then looked for among them. */
const BATCH = 25;

/** Well formed, they stop the workspace, and nothing more would be tried. */
const FAREWELLS = ['event app_uninstalled', 'event tokens_revoked'];

interface Posted {
  name: string;
  raw: string;
  type: string;
  status: number;
}

let desk: Desk;
let seeds: Delivery[];
const crashes: unknown[] = [];
const hear = (reason: unknown) => void crashes.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', hear);
  process.on('uncaughtException', hear);
  desk = await startDesk();
  seeds = await recordDoors(desk);
  await goOn();
});

afterAll(async () => {
  process.off('unhandledRejection', hear);
  process.off('uncaughtException', hear);
  await desk.close();
});

/** Brings the workspace back. */
async function goOn(): Promise<void> {
  await desk.db.deleteFrom('stopped_workspace').execute();
}

async function post({ raw, type }: { raw: string; type: string }): Promise<number> {
  const stamp = Math.floor(Date.now() / 1000);
  const hash = createHmac('sha256', SECRETS.signingSecret).update(`v0:${stamp}:${raw}`).digest('hex');
  const headers = { 'x-slack-request-timestamp': String(stamp), 'x-slack-signature': `v0=${hash}` };
  const answer = await fetch(`${desk.appUrl}/slack/events`, {
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body: raw,
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Posts them again, alone: what is written meanwhile is theirs. The first that writes, or none. */
async function findWriter(refused: Posted[]): Promise<Posted | undefined> {
  const before = await fingerprintRows(desk.db);
  for (const one of refused) expect(await post(one), one.name).toBe(one.status);
  await desk.bolt.idle();
  if ((await fingerprintRows(desk.db)) === before || refused.length === 0) return undefined;
  if (refused.length === 1) return refused[0];
  const half = Math.ceil(refused.length / 2);
  return (await findWriter(refused.slice(0, half))) ?? (await findWriter(refused.slice(half)));
}

test('When a door is added, Then its payload is checked, and recorded for what follows', () => {
  expect(seeds.map(doorOf).toSorted()).toEqual(DOORS.toSorted());
  const log = pino({ level: 'silent' });
  const bolt = createBolt({
    ...{ ...SECRETS, appToken: undefined, apiUrl: desk.workspace.apiUrl },
    ...{ wallNow, listTeams: () => listTeams(desk.db), log },
  });
  const heard: string[] = [];
  const listen = bolt.app.event.bind(bolt.app) as (...args: unknown[]) => void;
  Object.assign(bolt.app, {
    event(type: string, ...listeners: unknown[]) {
      heard.push(type);
      listen(type, ...listeners);
    },
  });
  registerRooms({ bolt, db: desk.db, now: desk.clock.now, wallNow, pace: { perTargetMs: 0 }, log });
  expect(heard.length).toBeGreaterThan(0);
  expect([...EVENTS.keys()].toSorted()).toEqual(heard.toSorted());
  const recorded = DOORS.flatMap((door) => (door.startsWith('event ') ? [door.slice('event '.length)] : []));
  expect(recorded.toSorted()).toEqual(heard.toSorted());
});

test(`When real payloads are changed at random (seed ${SEED}), Then none ends the bot or acts for a stranger, and what is refused writes nothing`, async () => {
  const people = new Set([...desk.workspace.team.users.keys(), 'expert_desk']);
  const dice = createDice(SEED);
  let refusals = 0;
  let refused: Posted[] = [];

  async function lookAtRefused(): Promise<void> {
    await desk.settle();
    const writer = await findWriter(refused);
    expect(writer?.name).toBeUndefined();
    refusals += refused.length;
    refused = [];
  }

  const reached = new Set<string>();
  for (let i = 0; i < MUTATIONS; i += 1) {
    const seed = dice.pick(seeds);
    const one = mutated(seed, dice);
    const status = await post(one);
    const name = `seed ${SEED}, mutation ${i}, ${doorOf(seed)}, ${status}`;
    expect(status, name).toBeLessThan(500);
    reached.add(doorOf(seed));
    if (status >= 400) refused.push({ ...one, name, status });
    else await desk.bolt.idle();
    if (FAREWELLS.includes(doorOf(seed))) await goOn();
    if (refused.length === BATCH) await lookAtRefused();
  }
  await lookAtRefused();
  expect([...reached].toSorted()).toEqual(DOORS.toSorted());
  expect(refusals).toBeGreaterThan(MUTATIONS / 10);
  expect(crashes, `seed ${SEED}`).toEqual([]);
  const rows = await desk.db.selectFrom('audit').select(['actor', 'team_id']).orderBy('id').execute();
  const foreign = rows.filter(
    ({ actor, team_id }) => !people.has(actor) || team_id !== desk.workspace.teamId,
  );
  expect(foreign, `seed ${SEED}`).toEqual([]);
  expect((await fetch(`${desk.appUrl}/livez`)).status).toBe(200);
}, 600_000);
