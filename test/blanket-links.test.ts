import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintRows } from './helpers/all-rows.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { MAKER, makeLink, open, send, textIn } from './helpers/links.ts';
import { publishNeed } from './helpers/need.ts';
import { newestClaimOf, pressNewest, submitTo, textOf } from './helpers/published.ts';

/** The personnel office of 津沽大学, of which two are, agrees in advance on a phone; the bureau makes the address. */
const [BUREAU, EXPERT, OTHER] = ['U0BUREAU', 'U0ZJ0006', 'U0ZJ0007'] as const;
const DATED = { time_text: '11月20日至22日', claim_deadline: '2013-11-18' };

let desk: Desk;
let unit = '';

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, MAKER, { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT);
  await registerVerified(desk, OTHER, { name: '田若川' });
  const { employer_id } = await desk.db
    .selectFrom('expert')
    .select('employer_id')
    .limit(1)
    .executeTakeFirstOrThrow();
  unit = employer_id;
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const links = () => desk.db.selectFrom('answer_link').selectAll().orderBy('made_at').execute();
const blankets = () => desk.db.selectFrom('blanket').selectAll().execute();
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const acts = (act: string) =>
  desk.db
    .selectFrom('audit')
    .select(['actor', 'on_behalf_of', 'details', 'object_id'])
    .where('act', '=', act)
    .where('outcome', '=', 'done')
    .execute();

test('When a home unit is shown whole, Then a link is offered to who may write down its word, and the address stands in the modal alone', async () => {
  await forgePress(desk, BUREAU, 'open_object', `unit:${unit}`);
  expect(textOf(desk.as(BUREAU).views.at(-1)?.blocks)).toContain('生成统一同意链接');
  const whole = desk.as(BUREAU).views.at(-1);
  if (!whole) throw new Error('the unit is not shown');
  await desk.as(BUREAU).press(whole, 'make_link');
  await desk.settle();
  const view = desk.as(BUREAU).views.at(-1);
  const address = textIn(view, 'link');
  expect(address).toMatch(/^https:\/\/desk\.test\/a\/[\w-]{22}$/);
  expect(textIn(view, 'sms')).toContain('是否统一同意本单位专家到基层服务（津沽大学）');
  expect(textOf(view?.blocks)).toContain('至 12月31日');
  expect(textOf(view?.blocks)).toContain('2013年11月14日');
  await desk.as(BUREAU).closeModal({ all: true });
  expect(await links()).toMatchObject([{ asks: 'blanket', organisation_id: unit, until: '2013-12-31' }]);
  expect(await acts('make_link')).toMatchObject([{ actor: BUREAU, details: { unit, asks: 'blanket' } }]);
  // Without the right, or of a unit that sends nobody.
  expect((await forgePress(desk, MAKER, 'make_link', unit)).text).toContain('这一步由');
  await publishNeed(desk, DATED);
  const host = await desk.db
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'host_unit')
    .executeTakeFirstOrThrow();
  expect((await forgePress(desk, BUREAU, 'make_link', host.id)).text).toContain('不是派出单位');
  await forgePress(desk, MAKER, 'open_object', `unit:${host.id}`);
  expect(textOf(desk.as(MAKER).views.at(-1)?.blocks)).not.toContain('生成统一同意链接');
  expect(await links()).toHaveLength(1);
});

test('When the personnel office opens it, Then it reads who and until when in its language, and nothing changes', async () => {
  const path = await makeLink(desk, unit, BUREAU);
  const before = await fingerprintRows(desk.db);
  const page = await open(desk, path);
  expect(page.status).toBe(200);
  for (const said of [
    '津沽大学',
    '现有 2 人：',
    '何知远',
    '田若川',
    '12月31日',
    '岗位保持不变',
    '2013-12-31',
  ])
    expect(page.text).toContain(said);
  expect(page.text).not.toMatch(/other_date|022-0000|<script|https?:\/\//);
  expect((await open(desk, path, { method: 'HEAD' })).status).toBe(200);
  const english = await open(desk, path, { language: 'en' });
  expect(english.text).toContain('We agree in advance');
  expect(english.text.replaceAll(/<dd>.*?<\/dd>|天津市专家服务基层行动|津沽大学/g, '')).not.toMatch(
    /[\u3000-\u9fff]/,
  );
  const print = await open(desk, `${path}?print`);
  expect(print.text).toContain('<svg class="qr" role="img"');
  const wrong: Record<string, string>[] = [
    { answer: 'other_date', reason: '改天' },
    { answer: 'no', reason: ' ' },
    { answer: 'yes', until: '2013-10-30' },
    { answer: 'yes', until: '2013-02-30' },
    { answer: 'yes', until: '明年' },
  ];
  for (const fields of wrong) expect((await send(desk, path, fields)).status).toBe(422);
  const again = await send(desk, path, { answer: 'yes', until: '2013-10-30', reason: '先试一年' });
  expect(again.text).toContain('请填写今天或以后的日期');
  expect(again.text).toMatch(/value="2013-10-30" aria-invalid="true"/);
  expect(again.text).toContain('先试一年</textarea>');
  expect(await fingerprintRows(desk.db)).toBe(before);
});

test('When it says yes, Then claims pass by it as if it had been written down, once, and the trail says by whose link', async () => {
  const path = await makeLink(desk, unit, BUREAU);
  const done = await send(desk, path, { answer: 'yes', until: '2013-11-30', reason: '' });
  expect([done.status, done.text.includes('已收到您的答复：统一同意')]).toEqual([200, true]);
  const [link] = await links();
  expect(await blankets()).toMatchObject([
    {
      ...{ id: link?.id, employer_id: unit, expert_id: null, until: '2013-11-30', date: '2013-10-31' },
      ...{ recorded_by: BUREAU, on_behalf: true },
    },
  ]);
  expect(await acts('record_blanket')).toMatchObject([
    { actor: BUREAU, on_behalf_of: 'home_unit', details: { employer: unit, link: link?.id } },
  ]);
  expect(lastDm(BUREAU)).toContain('统一同意本单位专家到基层服务，至 11月30日');
  for (const again of [await open(desk, path), await send(desk, path, { answer: 'no', reason: '改主意' })]) {
    expect(again.status).toBe(410);
    expect(again.text).toContain('您的答复：统一同意。');
    expect(again.text).not.toContain('何知远');
  }
  await publishNeed(desk, DATED);
  await pressNewest(desk, EXPERT, 'claim_slot');
  expect(await newestClaimOf(desk, EXPERT)).toMatchObject({ state: 'host_pending' });
  // It can be ended from the message that told of it.
  await pressNewest(desk, BUREAU, 'end_blanket', link?.id);
  await pressNewest(desk, OTHER, 'claim_slot');
  expect(await newestClaimOf(desk, OTHER)).toMatchObject({ state: 'home_unit_pending' });
});

test('When it says no, Then nothing is agreed, and the unit’s coordinators read why', async () => {
  await giveRole(desk, 'U0WUQING', { role: 'system', systems: ['education'] });
  await desk.db.updateTable('organisation').set({ system: 'education' }).where('id', '=', unit).execute();
  const path = await makeLink(desk, unit, BUREAU);
  expect((await send(desk, path, { answer: 'no', reason: '先逐次看 <!here>' })).status).toBe(200);
  expect(await blankets()).toEqual([]);
  expect(await acts('refuse_blanket')).toMatchObject([
    { actor: BUREAU, on_behalf_of: 'home_unit', object_id: unit, details: { reason: '先逐次看 <!here>' } },
  ]);
  expect(lastDm(BUREAU)).toContain('已通过您发出的链接答复：不统一同意');
  expect(lastDm('U0WUQING')).toContain('已通过联络员发出的链接答复：不统一同意');
  expect(lastDm('U0WUQING')).toContain('先逐次看');
  // They may be asked once more.
  expect((await open(desk, await makeLink(desk, unit, 'U0WUQING'))).status).toBe(200);
});

test('When it is taken back, replaced, over, or written down in Slack, Then it is none, or says who was faster', async () => {
  const unknown = await open(desk, '/a/AAAAAAAAAAAAAAAAAAAAAA');
  const expectNone = async (path: string) => {
    const page = await open(desk, path);
    expect([page.status, page.text]).toEqual([404, unknown.text]);
    expect((await send(desk, path, { answer: 'yes' })).status).toBe(404);
    expect(await blankets()).toEqual([]);
  };
  const first = await makeLink(desk, unit, BUREAU);
  const second = await makeLink(desk, unit, BUREAU);
  await expectNone(first);
  const live = async () => (await links()).find(({ ended_at }) => ended_at === null);
  const { id } = (await live()) ?? { id: '' };
  const end = { metadata: { linkId: id }, values: { revoke: ['yes'] } };
  // Neither whoever coordinates something else, nor nothing.
  for (const user of ['U0ALICE', MAKER]) await forgeSubmit(desk, user, 'answer_link', end);
  expect(await live()).toMatchObject({ id });
  await giveRole(desk, 'U0WUQING', { role: 'bureau' });
  await forgeSubmit(desk, 'U0WUQING', 'answer_link', end);
  await expectNone(second);
  const third = await makeLink(desk, unit, BUREAU);
  desk.clock.moveTo((await live())?.expires_at as Temporal.Instant);
  await expectNone(third);

  const fourth = await makeLink(desk, unit, BUREAU);
  await forgePress(desk, BUREAU, 'record_blanket', unit);
  await submitTo(desk, BUREAU, { until: '2013-12-31', document_no: '7号' });
  await desk.as(BUREAU).closeModal({ all: true });
  const said = await send(desk, fourth, { answer: 'no', reason: '不行' });
  expect([said.status, said.text.includes('贵单位的统一同意已登记。办理：')]).toEqual([410, true]);
  expect((await forgePress(desk, BUREAU, 'make_link', unit)).text).toContain('已统一同意');
  // What was agreed has ended: it is asked again.
  const [blanket] = await blankets();
  await forgePress(desk, BUREAU, 'end_blanket', blanket?.id ?? '');
  expect((await open(desk, fourth)).status).toBe(200);
});

test('When the unit turns out to be kept twice, Then what it was asked is asked no more, and of the one that stays anew', async () => {
  const row = {
    team_id: desk.workspace.teamId,
    id: 'kept-twice',
    kind: 'home_unit',
    name: '津沽大学本部',
  } as const;
  await desk.db
    .insertInto('organisation')
    .values({ ...row, name_key: row.name, created_at: desk.clock.now() })
    .execute();
  const path = await makeLink(desk, row.id, BUREAU);
  await forgePress(desk, BUREAU, 'merge', row.id);
  await forgeSubmit(desk, BUREAU, 'merge', {
    metadata: { id: row.id },
    values: { into: unit, confirm: ['yes'] },
  });
  const { merged_into } = await desk.db
    .selectFrom('organisation')
    .select('merged_into')
    .where('id', '=', row.id)
    .executeTakeFirstOrThrow();
  expect(merged_into).toBe(unit);
  expect((await open(desk, path)).status).toBe(404);
  expect((await send(desk, path, { answer: 'yes' })).status).toBe(404);
  expect(await blankets()).toEqual([]);
  await desk.as(BUREAU).closeModal({ all: true });
  // An old button leads to the one that stays.
  const next = await makeLink(desk, row.id, BUREAU);
  expect((await open(desk, next)).text).toContain('何知远');
  expect((await links()).every(({ organisation_id }) => organisation_id === unit)).toBe(true);
});
