import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { pressAtHome, pressNewest, submitTo, textOf, type Values } from './helpers/published.ts';

/** Assistants, second employers and own pledges, where a coordinator claims, somebody is rung, or a unit speaks. */
const [EXPERT, ASSISTANT, HOME, SECOND] = ['U0ZJ0006', 'U0ZJ0007', 'U0HOME', 'U0ALICE'] as const;
const [SYSTEM, DISTRICT, BUREAU] = ['U0WUQING', 'U0BINHAI', 'U0BUREAU'] as const;
const { home_unit_user: _, ...PERSON } = { home_unit_user: '', ...REGISTRATION };
const TWO = {
  ...{ home_unit_user: HOME, second_employer: '津滨研究院', second_home_unit_user: SECOND, own_pledge: [] },
};

let desk: Desk;
let need = '';

beforeEach(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00' });
  await giveRole(desk, DISTRICT, { role: 'district', districts: ['binhai'] });
  need = await publishNeed(desk, {
    ...{ expert_slots: '3', time_text: '11月20日至22日', claim_deadline: '2013-11-18' },
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const closeAll = async (user: string) => {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
};
const homeOf = async (user: string) => {
  await desk.as(user).openHome();
  await desk.settle();
  return textOf(desk.as(user).home?.blocks);
};
const claims = () => desk.db.selectFrom('claim').selectAll().orderBy('number').execute();
const expertOf = (name: string) =>
  desk.db.selectFrom('expert').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
const unitOf = (name: string) =>
  desk.db.selectFrom('organisation').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
const lines = (kind: string) =>
  desk.db.selectFrom('telephone_line').selectAll().where('kind', '=', kind).execute();

const coordinate = () => giveRole(desk, SYSTEM, { role: 'system', systems: ['education'] });

async function record(name: string, values: Values = {}): Promise<string> {
  await closeAll(SYSTEM);
  await pressAtHome(desk, SYSTEM, 'record_expert');
  await submitTo(desk, SYSTEM, { ...PERSON, name, phone: '022-0000-2201', ...values });
  expect(desk.as(SYSTEM).errors).toEqual({});
  await closeAll(SYSTEM);
  const { id } = await expertOf(name);
  await pressNewest(desk, BUREAU, 'verify_expert', id);
  return id;
}

async function claimFor(expert: string): Promise<void> {
  await closeAll(SYSTEM);
  await forgePress(desk, SYSTEM, 'claim_for', need);
  await forgeSubmit(desk, SYSTEM, 'claim_for', {
    metadata: { demandId: need },
    values: { expert, reason: '电话确认' },
  });
}

test('When somebody without an account has an assistant, Then they are told instead of rung; without one, rung', async () => {
  await coordinate();
  const assisted = await record('丁老', { home_unit_user: HOME, assistant: ASSISTANT });
  await claimFor(assisted);
  const [claim] = await claims();
  expect(claim).toMatchObject({ expert_id: assisted, assistant: null });
  expect(lastDm(ASSISTANT)).toContain('您以 丁老 的助手身份收到此消息');
  expect(await desk.db.selectFrom('telephone_line').selectAll().execute()).toEqual([]);
  expect((await forgePress(desk, ASSISTANT, 'consent_letter', claim?.id ?? '')).text).toMatch(/同意/);

  const alone = await record('张老', { home_unit_user: HOME });
  await claimFor(alone);
  expect(await lines('claim_notice')).toMatchObject([{ person: 'expert', person_id: alone }]);
  expect(await lines('registration_notice')).toMatchObject([{ person_id: alone }]);
});

test('When the one who pledges has neither account nor assistant, Then they are rung, and the pledge is recorded', async () => {
  await coordinate();
  const id = await record('丁老', { own_pledge: ['yes'] });
  await claimFor(id);
  expect(await lines('consent_request')).toMatchObject([{ person: 'expert', person_id: id }]);
  expect(lastDm(DISTRICT)).toContain('请取得其本人的书面承诺后记录');
  expect(await homeOf(SYSTEM)).toContain('请本人作出书面承诺');
  await pressNewest(desk, DISTRICT, 'own_pledge');
  await submitTo(desk, DISTRICT, { kind: 'own_pledge', document_no: '承诺书1号', date: '2013-11-03' });
  expect((await claims())[0]?.state).toBe('host_pending');
  expect(await homeOf(SYSTEM)).toContain('已记录您的本人承诺');
});

test('When a coordinator claims for somebody with two employers, Then the employer is asked for, and none but that one concerned', async () => {
  await registerVerified(desk, EXPERT, TWO);
  await coordinate();
  const { id } = await expertOf('何知远');
  const second = await unitOf('津滨研究院');
  await closeAll(SYSTEM);
  await forgePress(desk, SYSTEM, 'claim_for', need);
  const form = desk.as(SYSTEM).views.at(-1);
  if (!form) throw new Error('no form');
  await desk.as(SYSTEM).suggest(form, { blockId: 'expert', query: '何知远' });
  await submitTo(desk, SYSTEM, { expert: id, reason: '电话确认' });
  expect(modalOf(SYSTEM)).toContain('由哪个单位派出');
  expect(await claims()).toEqual([]);
  // The form is nobody's who may not claim for others.
  const chosen = { metadata: { demandId: need, expertId: id, onBehalf: 'yes', reason: 'x' } };
  await forgeSubmit(desk, 'U0HOST', 'choose_employer', { ...chosen, values: { employer: second.id } });
  expect(await claims()).toEqual([]);
  await submitTo(desk, SYSTEM, { employer: second.id });
  expect(await claims()).toMatchObject([{ employer_id: second.id, state: 'home_unit_pending' }]);
  expect(lastDm(SECOND)).toContain('津滨研究院');
  expect(await homeOf(SECOND)).toContain('RL-2013-');
  expect(await homeOf(HOME)).not.toContain('RL-2013-');
});

test('When one of two employers says yes in advance, Then claims for it alone pass', async () => {
  await registerVerified(desk, EXPERT, TWO);
  await coordinate();
  const { id } = await expertOf('何知远');
  const [first, second] = [await unitOf(REGISTRATION.employer), await unitOf('津滨研究院')];
  // Each speaks for their own employer, whichever that is.
  await forgePress(desk, SECOND, 'record_blanket', id);
  expect(textOf(desk.as(SECOND).views.at(-1)?.blocks)).toContain(second.id);
  await submitTo(desk, SECOND, {
    employer: second.id,
    expert: id,
    document_no: '津滨函1号',
    until: '2013-12-31',
  });
  expect(desk.as(SECOND).errors).toEqual({});
  expect(await desk.db.selectFrom('blanket').selectAll().execute()).toMatchObject([
    { employer_id: second.id, expert_id: id },
  ]);
  const claimFrom = async (employer: string) => {
    await closeAll(EXPERT);
    await pressNewest(desk, EXPERT, 'claim_slot');
    await submitTo(desk, EXPERT, { employer });
    const claim = (await claims()).at(-1);
    await forgePress(desk, EXPERT, 'withdraw_claim', claim?.id ?? '');
    await submitTo(desk, EXPERT, { reason: '改期' });
    return desk.db
      .selectFrom('consent')
      .select('blanket_id')
      .where('claim_id', '=', claim?.id ?? '')
      .execute();
  };
  expect(await claimFrom(first.id)).toEqual([]);
  expect(await claimFrom(second.id)).toHaveLength(1);
  expect(await homeOf(SECOND)).toContain('津滨函1号');
  expect(await homeOf(HOME)).not.toContain('津滨函1号');
});

test('When people or units with these are merged, Then nobody assists twice, has one employer twice, or loses what was chosen', async () => {
  await registerVerified(desk, EXPERT, TWO);
  await coordinate();
  const { id } = await expertOf('何知远');
  const [first, second] = [await unitOf(REGISTRATION.employer), await unitOf('津滨研究院')];
  const merge = async (from: string, into: string) => {
    await closeAll(BUREAU);
    await forgeSubmit(desk, BUREAU, 'merge', { metadata: { id: from }, values: { into, confirm: ['yes'] } });
    return textOf(desk.as(BUREAU).views.at(-1)?.blocks) + (desk.as(BUREAU).ephemerals.at(-1)?.text ?? '');
  };
  await merge(second.id, first.id);
  expect((await unitOf('津滨研究院')).merged_into).toBeNull();

  const twin = await record('何知远二', { assistant: ASSISTANT, employer: '津滨研究院' });
  await claimFor(twin);
  await desk.db.updateTable('claim').set({ employer_id: second.id }).execute();
  await merge(twin, id);
  expect(await expertOf('何知远二')).toMatchObject({ merged_into: id, assistant_user: null });
  expect(await claims()).toMatchObject([{ expert_id: id, employer_id: second.id }]);
  const { id: done } = await desk.db
    .selectFrom('audit')
    .select('id')
    .where('act', '=', 'merge')
    .where('outcome', '=', 'done')
    .executeTakeFirstOrThrow();
  expect((await forgePress(desk, BUREAU, 'undo', String(done))).text).toContain('仍为两份');
  expect(await expertOf('何知远二')).toMatchObject({ merged_into: null, assistant_user: ASSISTANT });
  // Whoever assists hands that over, too.
  await forgeSubmit(desk, BUREAU, 'hand_over', {
    values: { from_user: ASSISTANT, to_user: 'U0HOST', confirm: ['yes'] },
  });
  expect(await expertOf('何知远二')).toMatchObject({ assistant_user: 'U0HOST' });
});
