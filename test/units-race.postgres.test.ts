import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureOrganisation } from '../src/directory/organisations.ts';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgeSubmit } from './helpers/hostile.ts';

/** Two officers at one unit, at two units above each other, and at one name, at one moment. */
let desk: Desk;
const [ONE, OTHER] = ['U0BUREAU', 'U0ALICE'] as const;
let made = 0;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, OTHER, { role: 'bureau' });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const ensure = (name: string) =>
  desk.db.transaction().execute((trx) =>
    ensureOrganisation(trx, {
      ...{ teamId: desk.workspace.teamId, kind: 'host_unit' as const, name, district: 'binhai' },
      now: desk.clock.now(),
    }),
  );
function newName(): string {
  made += 1;
  return `Unit ${made}`;
}
const edit = (user: string, unitId: string, values: Record<string, string | string[]>) =>
  forgeSubmit(desk, user, 'edit_unit', {
    metadata: { unitId, version: '0' },
    values: { districts: ['binhai'], ...values },
  });
const unit = (id: string) =>
  desk.db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

test.each([1, 2, 3])(
  'When two edit one unit at once (%i), Then one does, and the other reads so',
  async () => {
    const name = newName();
    const id = await ensure(name);
    const told = await Promise.all([
      edit(ONE, id, { name, aliases: `${name} one` }),
      edit(OTHER, id, { name, aliases: `${name} other` }),
    ]);
    expect((await unit(id)).version).toBe(1);
    const names = await desk.db
      .selectFrom('organisation_name')
      .select('name')
      .where('organisation_id', '=', id)
      .execute();
    expect(names).toHaveLength(2);
    expect(
      told.filter(({ text }) => text.includes('没有保存') || text.includes('was not saved')),
    ).toHaveLength(1);
  },
);

test.each([1, 2, 3])('When two units become each other’s parent at once (%i), Then one does', async () => {
  const [first, second] = [newName(), newName()];
  const [a, b] = [await ensure(first), await ensure(second)];
  await Promise.all([edit(ONE, a, { name: first, parent: b }), edit(OTHER, b, { name: second, parent: a })]);
  const parents = [(await unit(a)).parent_id, (await unit(b)).parent_id];
  expect(parents.filter((parent) => parent !== null)).toHaveLength(1);
});

test.each([1, 2, 3])(
  'When two units take one alias at once, and a need is posted by it (%i), Then it is one unit’s',
  async () => {
    const [first, second, alias] = [newName(), newName(), newName()];
    const [a, b] = [await ensure(first), await ensure(second)];
    const [, , typed] = await Promise.all([
      edit(ONE, a, { name: first, aliases: alias }),
      edit(OTHER, b, { name: second, aliases: alias }),
      ensure(alias),
    ]);
    const owners = await desk.db
      .selectFrom('organisation_name')
      .select('organisation_id')
      .where('name', '=', alias)
      .execute();
    expect(owners).toEqual([{ organisation_id: typed }]);
    expect([...new Set([a, b, typed, await ensure(alias)])].length).toBeLessThanOrEqual(3);
    expect(await ensure(alias)).toBe(typed);
  },
);
