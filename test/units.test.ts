import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { postNeed } from './helpers/need.ts';
import { newestNeedOf, submitTo, textOf, undoLast } from './helpers/published.ts';

/** The register of units and experts, as coordinators read and mend it. */
let desk: Desk;
const [BUREAU, BINHAI, WUQING, ALICE] = ['U0BUREAU', 'U0BINHAI', 'U0WUQING', 'U0ALICE'] as const;
const HOST = 'U0HOST';

beforeAll(async () => {
  desk = await startDesk();
  await registerVerified(desk, 'U0ZJ0006', { employer: '津沽大学' });
  await giveRole(desk, BINHAI, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, WUQING, { role: 'district', districts: ['wuqing'] });
  await giveRole(desk, ALICE, { role: 'system', systems: ['education'] });
  await postNeed(desk, { unit_name: '滨海泵业' });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const screen = (user: string) => desk.as(user).views.at(-1);
const read = (user: string) => textOf(screen(user)?.blocks);
async function closeAll(user: string) {
  if (screen(user)) await desk.as(user).closeModal({ all: true });
}
async function open(user: string, words: string) {
  await closeAll(user);
  await desk.as(user).command('/expert', words);
  await desk.settle();
}
async function press(user: string, action: string, about = '') {
  const view = screen(user);
  const block = view?.blocks.find(
    (one) => textOf(one).includes(`"${action}"`) && textOf(one).includes(about),
  );
  if (!view || !block?.block_id) throw new Error(`no ${action} on ${about}`);
  await desk.as(user).press(view, action, { blockId: block.block_id });
  await desk.settle();
}
const unit = (name: string) =>
  desk.db.selectFrom('organisation').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
const contacts = async (id: string) =>
  (await desk.db.selectFrom('organisation_contact').selectAll().where('organisation_id', '=', id).execute())
    .map(({ user_id, kind }) => `${user_id} ${kind}`)
    .toSorted();

test('When a coordinator edits a unit of theirs, Then it is kept, Homes are redrawn, and it can be taken back', async () => {
  const before = await unit('滨海泵业');
  await desk.as(HOST).openHome();
  await desk.settle();
  const home = () =>
    desk.db
      .selectFrom('outgoing')
      .select('wanted')
      .where('target', '=', HOST)
      .where('kind', '=', 'home')
      .executeTakeFirstOrThrow();
  const drawn = (await home()).wanted;
  await open(BINHAI, 'units');
  expect(read(BINHAI)).toContain('共 1 个单位：派出单位 0 个、受援单位 1 个；尚无联系人 1 个');
  expect(read(BINHAI)).toContain('尚无联系人 · 本年度需求 1 条');
  await press(BINHAI, 'edit_unit', '滨海泵业');
  expect(read(BINHAI)).toContain('已按单位类型或名称拟填');
  await submitTo(desk, BINHAI, { contacts: [HOST], deputies: [HOST] });
  expect(desk.as(BINHAI).errors.deputies).toContain('同一个人');
  await submitTo(desk, BINHAI, { deputies: ['U0GONE'] });
  expect(desk.as(BINHAI).errors.deputies).toContain('已停用');
  await submitTo(desk, BINHAI, {
    ...{ name: '滨海泵业有限公司', level: 'county', system: 'industry', aliases: '泵业' },
    ...{ contacts: [HOST], deputies: ['U0HOME'] },
  });
  expect(read(BINHAI)).toContain('原名称“滨海泵业”仍可用来查找');
  const after = await unit('滨海泵业有限公司');
  expect(after).toMatchObject({ id: before.id, level: 'county', system: 'industry', districts: ['binhai'] });
  expect(await contacts(before.id)).toEqual(['U0HOME deputy', 'U0HOST contact']);
  expect((await home()).wanted).toBeGreaterThan(drawn);
  expect(await undoLast(desk, BINHAI)).toContain('已恢复为修改前的内容');
  expect(await unit('滨海泵业')).toEqual({ ...before, version: 2 });
  expect(await contacts(before.id)).toEqual([]);
  const names = await desk.db
    .selectFrom('organisation_name')
    .select('name')
    .where('organisation_id', '=', before.id)
    .execute();
  expect(names).toEqual([{ name: '滨海泵业' }]);
  const acts = await desk.db.selectFrom('audit').select('act').where('object_id', '=', before.id).execute();
  expect(acts.map(({ act }) => act).toSorted()).toEqual(['edit_unit', 'undo']);
});

test('When somebody edited it after the form was opened, Then the later one reads who did, and nothing is lost', async () => {
  const { id } = await unit('滨海泵业');
  await forgePress(desk, BINHAI, 'edit_unit', id);
  await forgePress(desk, BUREAU, 'edit_unit', id);
  await submitTo(desk, BUREAU, { aliases: '泵厂' });
  await submitTo(desk, BINHAI, { aliases: '滨泵' });
  expect(read(BINHAI)).toMatch(/市局专技处 于 .*修改过“滨海泵业”/);
  await press(BINHAI, 'edit_unit');
  expect(read(BINHAI)).toContain('泵厂');
  await closeAll(BINHAI);
  // Taken back, its name may be another's by then.
  await closeAll(BUREAU);
  await forgePress(desk, BUREAU, 'edit_unit', id);
  await submitTo(desk, BUREAU, { name: '新泵业', aliases: '' });
  await postNeed(desk, { unit_name: '泵厂' });
  expect(await undoLast(desk, BUREAU)).toContain('不能再撤回');
  expect((await unit('新泵业')).id).toBe(id);
  await closeAll(BUREAU);
});

test('When a list is searched, filtered and paged, Then each page is as long as people read, and the way back is there', async () => {
  const of = { team_id: desk.workspace.teamId, kind: 'host_unit' as const, created_at: desk.clock.now() };
  const villages = Array.from({ length: 41 }, (_, i) => `后柳村${String(i + 1).padStart(2, '0')}`);
  await desk.db
    .insertInto('organisation')
    .values(villages.map((name) => ({ ...of, id: name, name, name_key: name, district: 'wuqing' })))
    .execute();
  await open(WUQING, 'units');
  expect(read(WUQING)).toContain('第 1 页，共 3 页 · 41 条');
  await press(WUQING, 'next_page');
  await press(WUQING, 'next_page');
  expect(read(WUQING)).toContain('后柳村41');
  expect(read(WUQING)).not.toContain('"next_page"');
  await press(WUQING, 'previous_page');
  expect(read(WUQING)).toContain('后柳村21');
  expect(read(WUQING)).not.toContain('泵');
  await press(WUQING, 'find_list');
  await submitTo(desk, WUQING, { words: ' 柳村 07', state: 'no_contact', order: 'newest' });
  expect(read(WUQING)).toContain('筛选：“柳村 07”、尚无联系人、新登记的在前');
  expect(read(WUQING)).toContain('后柳村07');
  await press(WUQING, 'find_list');
  await submitTo(desk, WUQING, { words: '<!channel> 没有' });
  expect(read(WUQING)).toContain('没有找到“<!channel> 没有”');
  await press(WUQING, 'show_all');
  expect(read(WUQING)).toContain('第 1 页，共 3 页');
  // What is in front of one's eyes may be gone by then; and a forged filter is the whole list.
  await desk.db
    .deleteFrom('organisation')
    .where('id', '>=', '后柳村10')
    .where('kind', '=', 'host_unit')
    .where('id', 'like', '后柳村%')
    .execute();
  await press(WUQING, 'next_page');
  expect(read(WUQING)).toContain('后柳村09');
  const forged = {
    metadata: { list: 'units' },
    values: { district: 'nowhere', state: "'; drop", order: 'x' },
  };
  expect((await forgeSubmit(desk, WUQING, 'find_list', forged)).text).toContain('后柳村01');
  await closeAll(WUQING);
});

test('When somebody reads the experts, Then those within their reach, each with the acts that are theirs', async () => {
  await open(WUQING, '专家');
  expect(read(WUQING)).toContain('您负责的范围内还没有专家');
  const person = {
    name: 'Ding',
    employer: '津沽大学',
    system: 'education',
    title: 'professor',
    field: 'agri',
  };
  await forgeSubmit(desk, ALICE, 'record_expert', { metadata: { draftId: 'ding' }, values: person });
  await open(ALICE, 'experts');
  expect(read(ALICE)).toContain('2 experts: 1 verified, 1 to be verified, 0 returned; without an account 1.');
  expect(read(ALICE)).toMatch(/Ding · 津沽大学.*To be verified · 0 active claims · No account yet/);
  await open(BUREAU, '专家 津沽 Ding');
  await press(BUREAU, 'open_object', 'Ding');
  expect(read(BUREAU)).toContain('尚无账号');
  await press(BUREAU, 'verify_expert');
  await closeAll(BUREAU);
  await open(BUREAU, 'experts Ding');
  await press(BUREAU, 'open_object', 'Ding');
  await press(BUREAU, 'link_expert');
  expect(screen(BUREAU)?.callback_id).toBe('link_expert');
  await closeAll(BUREAU);
  // Whoever is kept twice is merged from here, and so is a unit.
  for (const [list, by] of [
    ['experts Ding', 'open_object'],
    ['units 津沽', 'edit_unit'],
  ] as const) {
    await open(BUREAU, list);
    await press(BUREAU, by);
    await press(BUREAU, 'merge');
    expect(screen(BUREAU)?.callback_id).toBe('merge');
    await closeAll(BUREAU);
  }
  const { id } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('name', '=', 'Ding')
    .executeTakeFirstOrThrow();
  expect((await forgePress(desk, WUQING, 'open_object', `expert:${id}`)).text).toContain(
    '不在您负责的系统或区县内',
  );
  await desk.as(BUREAU).openHome();
  await desk.settle();
  const home = desk.as(BUREAU).home;
  const block = home?.blocks.find((one) => textOf(one).includes('专家名录'));
  if (!home || !block?.block_id) throw new Error('no way to the register');
  await desk.as(BUREAU).press(home, 'show_all', { blockId: block.block_id });
  await desk.settle();
  expect(screen(BUREAU)?.title).toMatchObject({ text: '专家名录' });
  await closeAll(BUREAU);
});

test('When somebody coordinates nothing, Then help says nothing of the register, and the word explains whose it is', async () => {
  const help = async (user: string) => {
    await desk.as(user).command('/expert', 'help');
    await desk.settle();
    return desk.as(user).ephemerals.at(-1)?.text ?? '';
  };
  expect(await help(BINHAI)).toContain('/expert units');
  expect(await help(HOST)).not.toContain('/expert units');
  await open(HOST, 'units');
  expect(screen(HOST)).toBeUndefined();
  expect(desk.as(HOST).ephemerals.at(-1)?.text).toContain('联络员');
});

test('When the host unit stands above the county, Then publishing asks why, and coordinators read it', async () => {
  const review = await postNeed(desk, { unit_name: '天津市农业科学院', unit_type: 'institute', title: '甲' });
  const { id, number } = await newestNeedOf(desk);
  await desk.as(BINHAI).press(review, 'publish_demand');
  await desk.settle();
  expect(screen(BINHAI)?.callback_id).toBe('publish_demand');
  expect(read(BINHAI)).toContain('从名称看是市级单位');
  expect((await newestNeedOf(desk)).state).toBe('submitted');
  const again = { metadata: { demandId: id, act: 'publish_demand' } };
  expect(
    (await forgeSubmit(desk, HOST, 'publish_demand', { ...again, values: { reason: 'x' } })).text,
  ).toContain('联络员');
  await submitTo(desk, BINHAI, { reason: '所属基地在汉沽，服务对象是周边农户' });
  expect(read(BINHAI)).toContain('undo');
  expect((await newestNeedOf(desk)).state).toBe('published');
  expect(
    (await forgeSubmit(desk, BINHAI, 'publish_demand', { ...again, values: { reason: 'x' } })).text,
  ).not.toContain('errors');
  await closeAll(BINHAI);
  const digest = async (user: string) => {
    await desk.as(user).command('/expert-digest');
    await desk.settle();
    return desk.as(user).ephemerals.at(-1)?.text ?? '';
  };
  expect(await digest(BINHAI)).toContain(`${number} 天津市农业科学院：所属基地在汉沽，服务对象是周边农户`);
  expect(await digest(WUQING)).not.toContain('农业科学院');
  expect(await digest(HOST)).not.toContain('农业科学院');
  // The level that somebody said goes before the name; and whose level is clear is not asked about.
  const second = await postNeed(desk, { unit_name: '天津市农业科学院', unit_type: 'institute', title: '乙' });
  const host = await unit('天津市农业科学院');
  await forgePress(desk, BUREAU, 'edit_unit', host.id);
  await submitTo(desk, BUREAU, { level: 'county' });
  await closeAll(BUREAU);
  await desk.as(BINHAI).press(second, 'grant_instant');
  await desk.settle();
  expect(screen(BINHAI)).toBeUndefined();
  expect(await newestNeedOf(desk)).toMatchObject({ state: 'published', instant: true });
});
