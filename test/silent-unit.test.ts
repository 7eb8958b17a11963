import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';

/** A home unit that has a contact who says nothing: a coordinator may answer for it, and the contact is told. */
let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
  await publishNeed(desk, { service_start: '2013-11-20', service_end: '2013-11-21' });
  await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
  await desk.settle();
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const theClaim = () => desk.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
const homeOf = async (user: string) => {
  await desk.as(user).openHome();
  await desk.settle();
  return JSON.stringify(desk.as(user).home);
};
const lastDm = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';

describe('a silent home unit', () => {
  test('When it has said nothing for days, Then its coordinators find the request, answer for it, and it is told', async () => {
    const { id } = await theClaim();
    expect(await homeOf('U0BINHAI')).not.toContain(id);
    await desk.look('2013-11-04T10:00:00+08:00');
    expect(await homeOf('U0BINHAI')).toContain(id);
    await forgePress(desk, 'U0BINHAI', 'give_consent', id);
    await desk.settle();
    expect((await theClaim()).state).toBe('host_pending');
    expect(lastDm('U0HOME')).toContain('代津沽大学登记同意');
    expect((await forgePress(desk, 'U0HOME', 'refuse_consent', id)).text).toContain('待受援单位确认');
  });

  test('When a coordinator answers no for it, Then it is told with the reason, and the expert without', async () => {
    const { id } = await theClaim();
    await forgePress(desk, 'U0BUREAU', 'refuse_consent', id);
    await desk.as('U0BUREAU').submit({ reason: '电话答复：走不开' });
    await desk.settle();
    expect((await theClaim()).state).toBe('home_unit_declined');
    expect(lastDm('U0HOME')).toContain('走不开');
    expect(JSON.stringify(desk.as('U0ZJ0006').dms)).not.toContain('走不开');
  });

  test('When its contact answers, Then nobody tells the contact of it', async () => {
    const { id } = await theClaim();
    const before = desk.as('U0HOME').dms.length;
    await forgePress(desk, 'U0HOME', 'give_consent', id);
    await desk.settle();
    expect(desk.as('U0HOME').dms).toHaveLength(before);
  });
});
