import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgeSubmit } from './helpers/hostile.ts';

/** Two coordinators about the same people at one moment: one wins, the other reads why under the field. */
let desk: Desk;
const [ONE, OTHER] = ['U0BUREAU', 'U0ALICE'] as const;
const PERSON = { employer: 'Farm', system: 'agriculture', title: 'professor', field: 'ict' };
let recorded = 0;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, OTHER, { role: 'bureau' });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function record(): Promise<string> {
  recorded += 1;
  const name = `Expert ${recorded}`;
  const metadata = { draftId: `draft-${recorded}` };
  await forgeSubmit(desk, ONE, 'record_expert', { metadata, values: { ...PERSON, name } });
  const row = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.id;
}

function newPerson(): string {
  const id = `U0PERSON${recorded}X${desk.workspace.team.users.size}`;
  desk.workspace.addUser({ id, name: id });
  return id;
}

const link = (user: string, expertId: string, account: string) =>
  forgeSubmit(desk, user, 'link_expert', { metadata: { expertId }, values: { account } });

const linked = () =>
  desk.db
    .selectFrom('expert')
    .select(['id', 'user_id'])
    .where('user_id', 'is not', null)
    .orderBy('id')
    .execute();

async function countDone(): Promise<number> {
  const rows = await desk.db
    .selectFrom('audit')
    .select('id')
    .where('act', '=', 'link_expert')
    .where('outcome', '=', 'done')
    .orderBy('id')
    .execute();
  return rows.length;
}

test.each([1, 2, 3, 4])(
  'When one account is linked to two experts at once (%i), Then it is that of one',
  async () => {
    const [first, second] = [await record(), await record()];
    const account = newPerson();
    const [before, done] = [(await linked()).length, await countDone()];
    await Promise.all([link(ONE, first, account), link(OTHER, second, account)]);
    expect((await linked()).filter(({ user_id }) => user_id === account)).toHaveLength(1);
    expect(await linked()).toHaveLength(before + 1);
    expect(await countDone()).toBe(done + 1);
    expect(desk.as(account).dms).toHaveLength(1);
  },
);

test.each([1, 2, 3, 4])('When two accounts are linked to one expert at once (%i), Then one is', async () => {
  const expert = await record();
  const accounts = [newPerson(), newPerson()] as const;
  const done = await countDone();
  await Promise.all([link(ONE, expert, accounts[0]), link(OTHER, expert, accounts[1])]);
  const holder = (await linked()).find(({ id }) => id === expert)?.user_id;
  expect(accounts).toContain(holder);
  expect(await countDone()).toBe(done + 1);
  for (const account of accounts) expect(desk.as(account).dms).toHaveLength(account === holder ? 1 : 0);
});
