import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../src/playground/records.ts';
import { CHANNEL, type Desk, SECRETS, startDesk } from './helpers/desk.ts';
import { createDice, mutated } from './helpers/fuzz.ts';

/** Every door's real payload, changed somewhere, signed and posted: nothing falls over, nobody strange acts. */
const MUTATIONS = process.env.TEST_EVERYTHING ? 5000 : 300;
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

let desk: Desk;
const rejections: unknown[] = [];
const hear = (reason: unknown) => void rejections.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', hear);
  desk = await startDesk();
});

afterAll(async () => {
  process.off('unhandledRejection', hear);
  await desk.close();
});

/** One of each kind and, of events, one of each type. */
async function record(): Promise<Delivery[]> {
  const { workspace, settle } = desk;
  const host = desk.as('U0HOST');
  await host.openHome();
  await settle();
  if (!host.home) throw new Error('no Home');
  await host.press(host.home, 'post_demand');
  await settle();
  await host.closeModal({ all: true });
  await host.mention(CHANNEL, 'help');
  await host.messageShortcut('demand_from_message', host.say(CHANNEL, 'We need help'));
  await settle();
  await host.closeModal({ all: true });
  await host.globalShortcut('post_demand');
  await settle();
  await host.submit({}).catch(() => undefined);
  await settle();
  await host.closeModal({ all: true });
  await host.globalShortcut('file_report');
  await settle();
  await host.closeModal({ all: true });
  await workspace.updateUser('U0ALICE', { tz: 'Europe/Paris' });
  for (const patch of [
    { leave: ['U0ALICE'] },
    { join: ['U0ALICE'] },
    { isArchived: true },
    { isArchived: false },
  ])
    await workspace.updateChannel(CHANNEL, patch);
  await settle();
  const kept = new Map<string, Delivery>();
  for (const delivery of workspace.deliveries) {
    const body = delivery.body as { event?: { type: string }; view?: { type?: string } };
    kept.set([delivery.kind, body.event?.type, body.view?.type].join(' '), delivery);
  }
  return [...kept.values()];
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

const rowsKept = async () => (await desk.db.selectFrom('audit').selectAll().orderBy('id').execute()).length;

test(`When real payloads are changed at random (seed ${SEED}), Then none ends the bot or acts for a stranger`, async () => {
  const seeds = await record();
  expect(new Set(seeds.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(5);
  const people = new Set([...desk.workspace.team.users.keys(), 'expert_desk']);
  const dice = createDice(SEED);
  let refused = 0;
  for (let i = 0; i < MUTATIONS; i += 1) {
    const one = mutated(dice.pick(seeds), dice);
    const before = await rowsKept();
    const status = await post(one);
    const name = `seed ${SEED}, mutation ${i}, ${status}`;
    expect(status, name).toBeLessThan(500);
    if (status !== 400) {
      await desk.bolt.idle();
      continue;
    }
    refused += 1;
    expect(await rowsKept(), name).toBe(before);
  }
  await desk.bolt.idle();
  expect(refused).toBeGreaterThan(MUTATIONS / 10);
  expect(rejections, `seed ${SEED}`).toEqual([]);
  const rows = await desk.db.selectFrom('audit').select(['actor', 'team_id']).execute();
  const foreign = rows.filter(
    ({ actor, team_id }) => !people.has(actor) || team_id !== desk.workspace.teamId,
  );
  expect(foreign, `seed ${SEED}`).toEqual([]);
  expect((await fetch(`${desk.appUrl}/livez`)).status).toBe(200);
}, 600_000);
