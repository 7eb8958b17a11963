import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { postNeed, publishNeed } from './helpers/need.ts';
import { pressAtHome, pressNewest, submitTo, textOf, undoLast } from './helpers/published.ts';

/** A district's clerk who leaves, and who takes over; the bureau; a coordinator of another district. */
const [CLERK, NEXT, BUREAU, ELSEWHERE, HOST] = [
  'U0BINHAI',
  'U0ALICE',
  'U0BUREAU',
  'U0WUQING',
  'U0HOST',
] as const;
const EXPERT = 'U0ZJ0006';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, CLERK, { role: 'district', districts: ['binhai', 'dongli'] });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const errorsOf = (user: string) => desk.as(user).errors;
const grants = () =>
  desk.db.selectFrom('role_grant').select(['user_id', 'role', 'scope']).orderBy('scope').execute();

async function closeAll(user: string): Promise<void> {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
}

/** Who holds what, as rows. */
async function held() {
  const { db } = desk;
  return {
    grants: await grants(),
    contacts: await db.selectFrom('organisation_contact').selectAll().orderBy('user_id').execute(),
    needs: await db.selectFrom('demand').select(['id', 'poster', 'contact_user']).orderBy('id').execute(),
    experts: await db
      .selectFrom('expert')
      .select(['id', 'user_id', 'home_unit_user'])
      .orderBy('id')
      .execute(),
    rounds: await db.selectFrom('ask_round').select(['id', 'started_by']).orderBy('id').execute(),
    passedOn: await db.selectFrom('nudge_handover').selectAll().execute(),
    absences: await db.selectFrom('absence').selectAll().execute(),
    drafts: await db.selectFrom('draft').select(['id', 'user_id']).orderBy('id').execute(),
  };
}

async function choose(by: string, from: string, query: string): Promise<void> {
  await closeAll(by);
  await pressAtHome(desk, by, 'hand_over');
  const view = desk.as(by).views.at(-1);
  if (!view) throw new Error('no modal');
  const { groups } = await desk.as(by).suggest(view, { blockId: 'from_user', query });
  expect(groups.flatMap(({ options }) => options.map(({ value }) => value))).toContain(from);
  await desk.as(by).choose(view, 'from_user', from);
  await desk.settle();
}

const forge = (by: string, from: string, to: string) =>
  forgeSubmit(desk, by, 'hand_over', { values: { from_user: from, to_user: to, confirm: ['yes'] } });

test('When a clerk leaves, Then everything goes over in one act, what waits is asked anew, and both read it once', async () => {
  await publishNeed(desk);
  await postNeed(desk, { title: '待核对的需求' });
  await desk.deps.readers.find(desk.workspace.teamId, CLERK);
  await desk.workspace.updateUser(CLERK, { deleted: true });
  await desk.settle();
  const at = desk.clock.now();
  const team_id = desk.workspace.teamId;
  await desk.db
    .insertInto('absence')
    .values({
      ...{ team_id, user_id: 'U0HOME', from_at: at, until: '2013-11-05', deputy: CLERK },
      ends_at: at.add({ hours: 24 * 6 }),
    })
    .execute();
  const duty = { team_id, kind: 'review', object_id: 'x', from_user: 'U0HOME', to_user: CLERK, at };
  const back = { ...duty, object_id: 'y', from_user: NEXT };
  await desk.db.insertInto('nudge_handover').values([duty, back]).execute();

  await choose(BUREAU, CLERK, '滨海');
  expect(modalOf(BUREAU)).toContain('滨海新区联络员（已停用）将移交：2 个联络员角色、2 项别人转来的事。');
  await submitTo(desk, BUREAU, { to_user: NEXT });
  expect(modalOf(BUREAU)).toContain('勾选后再提交');
  expect((await grants()).filter(({ user_id }) => user_id === NEXT)).toEqual([]);
  await submitTo(desk, BUREAU, { to_user: NEXT, confirm: ['yes'] });
  expect(modalOf(BUREAU)).toContain('滨海新区联络员的工作已移交给Alice Wong：2 个联络员角色');

  expect(await grants()).toEqual([
    { user_id: BUREAU, role: 'bureau', scope: '' },
    { user_id: NEXT, role: 'district', scope: 'binhai' },
    { user_id: NEXT, role: 'district', scope: 'dongli' },
  ]);
  const { absences, passedOn } = await held();
  expect([absences[0]?.deputy, passedOn.map(({ to_user }) => to_user)]).toEqual([NEXT, [NEXT]]);
  const dms = desk.as(NEXT).dms.map(({ text }) => text);
  expect(dms.filter((text) => text.includes('You have taken over'))).toHaveLength(1);
  expect(dms.join()).not.toMatch(/联络员角色/);
  // What waited is asked of the new clerk, who decides it.
  await pressNewest(desk, NEXT, 'publish_demand');
  const states = await desk.db.selectFrom('demand').select('state').execute();
  expect(states.map(({ state }) => state)).toEqual(['published', 'published']);
});

test('When a contact hands over, Then units, needs and experts go, and what is somebody’s own is still refused to them', async () => {
  await registerVerified(desk, EXPERT, { home_unit_user: HOST });
  await publishNeed(desk, { expert_slots: '3', time_text: '11月20日至22日', claim_deadline: '2013-11-18' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  const before = await held();
  await choose(BUREAU, HOST, '卢');
  for (const said of ['2 家单位的联系人', '1 位专家的单位同意人', '1 条需求的联系人', '1 条由其发布的需求'])
    expect(modalOf(BUREAU)).toContain(said);
  await submitTo(desk, BUREAU, { to_user: 'U0HOME', confirm: ['yes'] });
  const after = await held();
  expect(after.needs[0]).toMatchObject({ poster: 'U0HOME', contact_user: 'U0HOME' });
  expect(after.experts[0]).toMatchObject({ user_id: EXPERT, home_unit_user: 'U0HOME' });
  expect(after.contacts.map(({ user_id }) => user_id)).toEqual(['U0HOME', 'U0HOME']);
  expect(lastDm(HOST)).toContain('您的工作已由市局专技处移交给津沽大学人事处');
  // The consent that waited is asked of who takes over, and no longer the former one's to give.
  const claim = await desk.db.selectFrom('claim').select('id').executeTakeFirstOrThrow();
  expect((await forgePress(desk, HOST, 'give_consent', claim.id)).text).toContain('联络员');
  expect(await undoLast(desk, BUREAU)).toContain('移交已撤回');
  expect(await held()).toEqual(before);

  // To the expert themselves: they don't consent for themselves, and another does it.
  await forge(BUREAU, HOST, EXPERT);
  const own = await held();
  expect(own.experts[0]).toMatchObject({ home_unit_user: HOST });
  expect(own.needs[0]).toMatchObject({ contact_user: EXPERT });
  expect((await forgePress(desk, EXPERT, 'give_consent', claim.id)).text).toContain('不在您的权限之内');
  expect((await forgePress(desk, EXPERT, 'accept_expert', claim.id)).text).toContain('不能');
  // Nor as the coordinator who they become.
  await forge(BUREAU, CLERK, EXPERT);
  expect((await grants()).filter(({ user_id }) => user_id === EXPERT)).toHaveLength(2);
  expect((await forgePress(desk, EXPERT, 'give_consent', claim.id)).text).toContain('不能');
});

test('When whoever took over has acted, Then it is not taken back', async () => {
  await postNeed(desk);
  await forge(BUREAU, CLERK, NEXT);
  await closeAll(BUREAU);
  await forge(BUREAU, NEXT, CLERK);
  await closeAll(BUREAU);
  await choose(BUREAU, CLERK, '滨海');
  await submitTo(desk, BUREAU, { to_user: NEXT, confirm: ['yes'] });
  await pressNewest(desk, NEXT, 'publish_demand');
  expect(await undoLast(desk, BUREAU)).toContain('接手人已经办理过事项');
  expect((await grants()).filter(({ user_id }) => user_id === NEXT)).toHaveLength(2);
});

test('When it is to somebody who can’t take it, or by somebody who may not, Then not, and it says why', async () => {
  await giveRole(desk, ELSEWHERE, { role: 'district', districts: ['wuqing'] });
  const before = await held();
  for (const to of ['U0GUEST', 'U0GONE', desk.workspace.botUserId])
    expect((await forge(BUREAU, CLERK, to)).text, to).toContain('接手人须是');
  expect((await forge(BUREAU, CLERK, CLERK)).text).toContain('不能是同一个人');
  expect((await forge(BUREAU, 'U0GUEST', NEXT)).text).toContain('没有可移交');
  expect((await forge(BUREAU, '', NEXT)).text).toContain('请选择移交人');
  expect((await forge(BUREAU, CLERK, '')).text).toContain('请选择接手人');
  for (const user of [HOST, EXPERT, 'U0GUEST']) {
    expect((await forgePress(desk, user, 'hand_over', 'new')).text).toContain('联络员');
    expect((await forge(user, CLERK, user)).text).toContain('联络员');
  }
  // A coordinator hands over what lies within their own reach, and never the bureau's.
  expect((await forge(ELSEWHERE, CLERK, ELSEWHERE)).text).toContain('不在您的范围内');
  expect((await forge(CLERK, BUREAU, CLERK)).text).toContain('不在您的范围内');
  expect(await held()).toEqual(before);
  expect((await forge(CLERK, CLERK, NEXT)).text).toContain('已移交给Alice Wong');
});

test('When the only one of the bureau hands over, Then the one who takes over is the bureau', async () => {
  const { delivery } = await forge(BUREAU, BUREAU, NEXT);
  await desk.workspace.redeliver(delivery, 1);
  await desk.settle();
  expect((await grants()).filter(({ role }) => role === 'bureau')).toEqual([
    { user_id: NEXT, role: 'bureau', scope: '' },
  ]);
  expect((await forgePress(desk, BUREAU, 'hand_over', 'new')).text).toContain('联络员');
  await desk.as(NEXT).command('/expert', 'settings');
  await desk.settle();
  const view = desk.as(NEXT).views.at(-1);
  if (!view) throw new Error('no settings');
  await desk.as(NEXT).press(view, 'hand_over');
  await desk.settle();
  expect(modalOf(NEXT)).toContain('Everything of one person goes to another');
  expect(errorsOf(NEXT)).toEqual({});
});
