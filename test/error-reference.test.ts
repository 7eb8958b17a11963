import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../src/db/open.ts';
import type { View } from '../src/playground/records.ts';
import { databaseKind } from './helpers/database.ts';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { keptLog, type Line } from './helpers/log.ts';
import { NEED, publishNeed } from './helpers/need.ts';

let desk: Desk;
const lines: Line[] = [];

beforeAll(async () => {
  desk = await startDesk({ log: keptLog(lines) });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await publishNeed(desk);
  await registerVerified(desk, 'U0ZJ0006');
});
beforeEach(async () => {
  await desk.settle();
  lines.length = 0;
});
afterEach(() => expect(desk.workspace.violations).toEqual([]));
afterAll(() => desk.close());

const isSaid = /编号 ([0-9A-F]{6})/;

/** The references that this person reads: in messages to them alone, direct messages and modals. */
function readBy(user: string): string[] {
  const { ephemerals, dms, views } = desk.as(user);
  return [...ephemerals, ...dms, ...views].flatMap((one) => JSON.stringify(one).match(isSaid)?.[1] ?? []);
}

const logged = () => lines.filter(({ reference }) => reference !== undefined);

/** Nobody's account can be read, which every door does first. */
async function whileBroken(work: () => Promise<unknown>): Promise<void> {
  await sql`alter table slack_user rename to slack_user_away`.execute(desk.db);
  try {
    await work();
    await desk.settle();
  } finally {
    await sql`alter table slack_user_away rename to slack_user`.execute(desk.db);
  }
}

async function openForm(user: string, shortcut: string): Promise<View> {
  const person = desk.as(user);
  await person.globalShortcut(shortcut);
  await desk.settle();
  const view = person.views.at(-1);
  if (!view) throw new Error(`${shortcut} opened nothing`);
  return view;
}

const DOORS: Record<string, (user: string) => Promise<() => Promise<unknown>>> = {
  command: async (user) => () => desk.as(user).command('/expert', 'help'),
  button: async (user) => () => desk.as(user).press(desk.lastCard(), 'claim_slot'),
  async choice(user) {
    const form = await openForm(user, 'post_demand');
    return () => desk.as(user).choose(form, 'unit_type', 'hospital');
  },
  async suggestion(user) {
    const form = await openForm(user, 'file_report');
    return () => desk.as(user).suggest(form, { blockId: 'experts', query: '何' });
  },
  async submission(user) {
    await openForm(user, 'post_demand');
    return () => desk.as(user).submit(NEED);
  },
  shortcut: async (user) => () => desk.as(user).globalShortcut('post_demand'),
  async 'message shortcut'(user) {
    const message = desk.as(user).say('C0NEEDS', '水泵坏了');
    return () => desk.as(user).messageShortcut('demand_from_message', message);
  },
  event: async (user) => () => desk.as(user).openHome(),
};

describe('something throws', () => {
  for (const [door, prepare] of Object.entries(DOORS))
    test(`When it came in by a ${door}, Then the person reads one reference, once, and the log names the same`, async () => {
      const user = 'U0ZJ0006';
      const act = await prepare(user);
      const before = readBy(user);
      await whileBroken(act);
      // The answer is written after the delivery has been worked through.
      await desk.workspace.until(() => readBy(user).some((one) => !before.includes(one)));
      await desk.settle();
      const references = readBy(user).filter((one) => !before.includes(one));
      expect(logged().map(({ reference }) => reference)).toEqual(references);
      expect(references).toHaveLength(1);
      if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
    });

  if (databaseKind === 'postgres')
    test('When a submission fails after “saving” stood there, Then the form that is back names what the log names, once', async () => {
      const other = await openDatabase({ databaseUrl: desk.databaseUrl, dataDir: '' });
      const person = desk.as('U0ZJ0007');
      await person.command('/expert', 'register');
      await desk.settle();
      await other.db.transaction().execute(async (trx) => {
        await sql`lock table expert in access exclusive mode`.execute(trx);
        await person.submit(REGISTRATION);
        expect(JSON.stringify(person.views.at(-1)?.blocks)).toContain('正在保存');
        await sql`alter table expert rename to expert_away`.execute(trx);
      });
      await desk.settle();
      await sql`alter table expert_away rename to expert`.execute(desk.db);
      await other.close();
      expect(readBy('U0ZJ0007')).toHaveLength(1);
      expect(logged().map(({ reference }) => reference)).toEqual(readBy('U0ZJ0007'));
      expect(JSON.stringify(person.views.at(-1)?.blocks)).toContain(REGISTRATION.specialty);
    });
});
