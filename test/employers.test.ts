import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { pressAtHome, pressNewest, submitTo, textOf, undoLast, type Values } from './helpers/published.ts';

/** Two experts with accounts, and who consents for each of two employers. */
const [EXPERT, RETIRED, HOME, SECOND, BUREAU] = [
  ...(['U0ZJ0006', 'U0ZJ0007', 'U0HOME', 'U0WUQING', 'U0BUREAU'] as const),
];
const TWO = {
  ...{ home_unit_user: HOME, second_employer: '津滨研究院', second_home_unit_user: SECOND, own_pledge: [] },
};

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await publishNeed(desk, {
    ...{ expert_slots: '3', time_text: '11月20日至22日', claim_deadline: '2013-11-18' },
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const press = (user: string, action: string, value?: string) => pressNewest(desk, user, action, value);
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const dmsOf = (user: string) => textOf(desk.as(user).dms.map(({ blocks }) => blocks));
const answerTo = (user: string) => desk.as(user).ephemerals.at(-1)?.text ?? '';
const closeAll = async (user: string) => {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
};
const claims = () => desk.db.selectFrom('claim').selectAll().orderBy('number').execute();
const organisation = (name: string) =>
  desk.db.selectFrom('organisation').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
const homeOf = async (user: string) => {
  await desk.as(user).openHome();
  await desk.settle();
  return textOf(desk.as(user).home?.blocks);
};

async function register(user: string, values: Values): Promise<Record<string, string>> {
  await closeAll(user);
  await desk.as(user).command('/expert', 'register');
  await desk.settle();
  await submitTo(desk, user, { ...REGISTRATION, ...values });
  return desk.as(user).errors;
}

test('When somebody has two employers, Then each claim says for which they go, and that one alone is asked and named', async () => {
  expect(await register(EXPERT, { ...TWO, second_employer: REGISTRATION.employer })).toHaveProperty(
    'second_employer',
  );
  expect(await register(EXPERT, { ...TWO, own_pledge: ['yes'] })).toHaveProperty('second_employer');
  expect(await register(EXPERT, { ...TWO, second_employer: null })).toHaveProperty('second_employer');
  expect(await register(EXPERT, { ...TWO, second_home_unit_user: EXPERT })).toHaveProperty(
    'second_home_unit_user',
  );
  await closeAll(EXPERT);
  await registerVerified(desk, EXPERT, TWO);
  expect(dmsOf(BUREAU)).toContain('津滨研究院');
  await press(EXPERT, 'claim_slot');
  expect(modalOf(EXPERT)).toContain('由哪个单位派出');
  expect(await claims()).toEqual([]);
  const { private_metadata: about = '{}' } = desk.as(EXPERT).views.at(-1) ?? {};
  for (const employer of ['', 'another', 'x'.repeat(2000)])
    await forgeSubmit(desk, EXPERT, 'choose_employer', {
      metadata: JSON.parse(about),
      values: { employer },
    });
  expect(await claims()).toEqual([]);
  await closeAll(EXPERT);
  await press(EXPERT, 'claim_slot');
  const second = await organisation('津滨研究院');
  await submitTo(desk, EXPERT, { employer: second.id });
  expect(modalOf(EXPERT)).toContain('下一步：由津滨研究院同意');
  await closeAll(EXPERT);
  expect(await claims()).toMatchObject([{ employer_id: second.id, state: 'home_unit_pending' }]);
  expect(lastDm(SECOND)).toContain('请代表津滨研究院答复');
  expect(dmsOf(HOME)).not.toContain('give_consent');
  expect(await homeOf(SECOND)).toContain('give_consent');
  expect(await homeOf(HOME)).not.toContain('give_consent');
  const [claim] = await claims();
  await forgePress(desk, HOME, 'give_consent', claim?.id ?? '');
  expect((await claims())[0]?.state).toBe('home_unit_pending');
  await desk.look('2013-11-07T10:30:00+08:00');
  expect(dmsOf(HOME)).not.toContain('give_consent');
  await press(SECOND, 'give_consent');
  expect(lastDm('U0HOST')).toContain('津滨研究院');
  expect(lastDm('U0HOST')).not.toContain(REGISTRATION.employer);
  expect(lastDm('U0HOST')).toContain('线上确认');
  // Pressed once more it is the slot that they hold, and nothing is asked.
  await press(EXPERT, 'claim_slot');
  expect(answerTo(EXPERT)).toContain('您已认领');
});

test('When a consent for a term is one employer’s, Then it covers no claim for the other', async () => {
  await registerVerified(desk, EXPERT, TWO);
  const [first, second] = [await organisation(REGISTRATION.employer), await organisation('津滨研究院')];
  const claimFrom = async (employer: string) => {
    await closeAll(EXPERT);
    await press(EXPERT, 'claim_slot');
    await submitTo(desk, EXPERT, { employer });
    return (await claims()).at(-1);
  };
  const of = await claimFrom(second.id);
  await press(SECOND, 'record_consent');
  await submitTo(desk, SECOND, { kind: 'blanket', date: '2013-11-04', until: '2013-12-31' });
  await forgePress(desk, EXPERT, 'withdraw_claim', of?.id ?? '');
  await submitTo(desk, EXPERT, { reason: '改期' });
  expect((await claimFrom(first.id))?.state).toBe('home_unit_pending');
  await forgePress(desk, EXPERT, 'withdraw_claim', (await claims()).at(-1)?.id ?? '');
  await submitTo(desk, EXPERT, { reason: '改期' });
  expect((await claimFrom(second.id))?.state).toBe('host_pending');
});

test('When somebody has one employer, Then nothing is asked, and a forged employer changes nothing', async () => {
  await registerVerified(desk, EXPERT, { home_unit_user: HOME });
  await press(EXPERT, 'claim_slot');
  expect(desk.as(EXPERT).views).toEqual([]);
  expect(await claims()).toMatchObject([{ employer_id: null, assistant: null }]);
  expect(lastDm(HOME)).toContain(`请代表${REGISTRATION.employer}答复`);
});

test('When an expert has no employer any more, Then their own pledge takes the consent’s place, and is shown as that', async () => {
  await registerVerified(desk, RETIRED, { name: '文老', own_pledge: ['yes'], home_unit_user: HOME });
  expect(dmsOf(BUREAU)).toContain('由本人承诺代替单位同意');
  await press(RETIRED, 'claim_slot');
  expect(answerTo(RETIRED)).toContain('由专家本人承诺');
  expect(dmsOf(HOME)).not.toContain('文老');
  expect(lastDm(RETIRED)).toContain('本人承诺：自愿到基层服务');
  const [claim] = await claims();
  const id = claim?.id ?? '';
  // Nobody consents in an employer's name where there is none.
  expect((await forgePress(desk, 'U0BINHAI', 'give_consent', id)).text).toContain('以本人承诺代替单位同意');
  expect((await forgePress(desk, HOME, 'give_consent', id)).text).toContain('不在您的权限之内');
  await desk.look('2013-11-07T10:30:00+08:00');
  expect(lastDm(RETIRED)).toContain('待其本人承诺');
  await press(RETIRED, 'own_pledge');
  expect((await claims())[0]?.state).toBe('host_pending');
  const consent = await desk.db.selectFrom('consent').selectAll().executeTakeFirstOrThrow();
  expect(consent).toMatchObject({
    kind: 'own_pledge',
    given_by: RETIRED,
    on_behalf: false,
    date: '2013-11-07',
  });
  expect(lastDm('U0HOST')).toContain('本人承诺');
  await undoLast(desk, RETIRED);
  expect((await claims())[0]?.state).toBe('home_unit_pending');
  expect(await homeOf(RETIRED)).toContain('待本人承诺');
});

test('When the one without an employer has no account, Then a coordinator records the pledge, never their assistant', async () => {
  await giveRole(desk, 'U0WUQING', { role: 'system', systems: ['education'] });
  await pressAtHome(desk, 'U0WUQING', 'record_expert');
  await submitTo(desk, 'U0WUQING', {
    ...{ ...REGISTRATION, name: '丁老', employer: '津沽农学院（退休）' },
    ...{ own_pledge: ['yes'], assistant: EXPERT },
  });
  await press(BUREAU, 'verify_expert');
  await press(EXPERT, 'claim_slot');
  const id = (await claims())[0]?.id ?? '';
  expect(dmsOf(EXPERT)).not.toContain('own_pledge');
  expect((await forgePress(desk, EXPERT, 'own_pledge', id)).text).toMatch(/不在您的权限之内|助手/);
  expect(lastDm('U0BINHAI')).toContain('请取得其本人的书面承诺后记录');
  await press('U0BINHAI', 'own_pledge');
  await submitTo(desk, 'U0BINHAI', { kind: 'own_pledge', document_no: '承诺书1号', date: '2013-11-03' });
  expect((await claims())[0]?.state).toBe('host_pending');
  expect(await desk.db.selectFrom('consent').selectAll().execute()).toMatchObject([
    { kind: 'own_pledge', document_no: '承诺书1号', given_by: 'U0BINHAI', on_behalf: true },
  ]);
  expect(lastDm(EXPERT)).toContain('联络员已记录您对认领');
  expect(lastDm(EXPERT)).toContain('您以 丁老 的助手身份收到此消息');
  await press('U0HOST', 'accept_expert');
  expect((await claims())[0]?.state).toBe('confirmed');
});
