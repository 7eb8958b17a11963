import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameKey } from '../src/directory/organisations.ts';
import { isAboveCounty, proposeLevel } from '../src/directory/unit.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { postNeed, publishNeed } from './helpers/need.ts';
import { openYear } from './helpers/next-year.ts';
import { newestClaimOf, pressNewest, submitTo, textOf } from './helpers/published.ts';

/** Every name of a unit finds it, a year keeps its names, and nobody stands above themselves. */
let desk: Desk;
let asked = 0;
const [BUREAU, BINHAI, EXPERT] = ['U0BUREAU', 'U0BINHAI', 'U0ZJ0006'] as const;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, BINHAI, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const units = () =>
  desk.db.selectFrom('organisation').selectAll().orderBy('created_at').orderBy('name').execute();
async function unitCalled(name: string) {
  const found = (await units()).find((one) => one.name_key === nameKey(name));
  if (!found) throw new Error(`no unit ${name}`);
  return found;
}

async function edit(name: string, values: Record<string, string | string[] | null>, user: string = BUREAU) {
  const { id } = await unitCalled(name);
  await forgePress(desk, user, 'edit_unit', id);
  await submitTo(desk, user, values);
  const { errors } = desk.as(user);
  const said = textOf(desk.as(user).views.at(-1)?.blocks);
  await desk.as(user).closeModal({ all: true });
  return { errors, said };
}

/** The unit that the newest need of this name belongs to. */
async function hostOf(unit_name: string, districts = ['binhai']): Promise<string> {
  asked += 1;
  await postNeed(
    desk,
    { unit_name, districts, title: `需求 ${asked}` },
    { coordinator: districts[0] === 'binhai' ? BINHAI : 'U0WUQING' },
  );
  const { host_unit_id } = await desk.db
    .selectFrom('demand')
    .select('host_unit_id')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return host_unit_id;
}

test('When a unit is typed by another of its names, Then it is the same unit, wherever it is typed', async () => {
  await registerVerified(desk, EXPERT, { employer: '津沽大学' });
  const employer = (await unitCalled('津沽大学')).id;
  await edit('津沽大学', { aliases: '津沽大 \nJingu University；津大' });
  await registerVerified(desk, 'U0ZJ0007', { name: '田若川', employer: ' ｊｉｎｇｕ  university' });
  const people = await desk.db.selectFrom('expert').select('employer_id').execute();
  expect(people.map(({ employer_id }) => employer_id)).toEqual([employer, employer]);
  // A home unit's names are not a host's.
  const host = await hostOf('锐驰传动');
  await edit('锐驰传动', { aliases: '锐驰' }, BINHAI);
  expect(await hostOf('锐 驰')).toBe(host);
  // Of another district it is another unit, until the unit is there as well.
  const other = await hostOf('锐驰', ['wuqing']);
  expect(other).not.toBe(host);
  expect((await edit('锐驰传动', { districts: ['binhai', 'wuqing'] })).errors.aliases).toContain('“锐驰”');
  expect(await units()).toHaveLength(3);
  const likely = {
    ...{ name: '何知远', employer: '津大', system: 'education', title: 'professor', field: 'ict' },
  };
  const { text } = await forgeSubmit(desk, BUREAU, 'record_expert', {
    metadata: { draftId: 'd1' },
    values: likely,
  });
  expect(text).toContain('已有同名专家');
});

test('When a name finds another unit already, Then it is refused with that unit’s name and what to do', async () => {
  await hostOf('海晶化工');
  const { errors } = await edit('海晶化工', { name: '锐驰' });
  expect(errors.name).toContain('“锐驰”已是另一个单位“锐驰传动”的名称或别名');
  expect(errors.name).toContain('合并');
  expect((await edit('海晶化工', { aliases: '锐驰传动' })).errors.aliases).toContain('锐驰传动');
  expect((await edit('海晶化工', { name: '   ' })).errors.name).toBeTruthy();
  const { id } = await unitCalled('海晶化工');
  const nowhere = { metadata: { unitId: id, version: '0' }, values: { name: '海晶化工' } };
  expect((await forgeSubmit(desk, BUREAU, 'edit_unit', nowhere)).text).toContain('请填写这一项');
  expect(await unitCalled('海晶化工')).toMatchObject({ districts: ['binhai'], version: 0 });
});

test('When a unit’s parent stands below it, Then the circle is refused, and the parent is found by any name', async () => {
  await hostOf('塘沽集团');
  const [parent, child] = [await unitCalled('塘沽集团'), await unitCalled('海晶化工')];
  await edit('塘沽集团', { aliases: '塘集' });
  await forgePress(desk, BUREAU, 'edit_unit', child.id);
  const form = desk.as(BUREAU).views.at(-1);
  if (!form) throw new Error('no form');
  const { groups } = await desk.as(BUREAU).suggest(form, { blockId: 'parent', query: '塘集' });
  expect(JSON.stringify(groups)).toContain('塘沽集团（滨海新区）');
  await submitTo(desk, BUREAU, { parent: parent.id });
  await desk.as(BUREAU).closeModal({ all: true });
  expect((await unitCalled('海晶化工')).parent_id).toBe(parent.id);
  await forgePress(desk, BUREAU, 'edit_unit', parent.id);
  const values = { name: '塘沽集团', districts: ['binhai'] };
  await desk.as(BUREAU).closeModal({ all: true });
  for (const above of [child.id, parent.id]) {
    const { text } = await forgeSubmit(desk, BUREAU, 'edit_unit', {
      metadata: { unitId: parent.id, version: '1' },
      values: { ...values, parent: above },
    });
    expect(text).toContain('不能又作为它的上级单位');
  }
  expect((await unitCalled('塘沽集团')).parent_id).toBeNull();
});

test('When a unit is renamed, Then years before keep its old name, which still finds it', async () => {
  const before = await unitCalled('津沽大学');
  await publishNeed(desk, { time_text: '长期' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  await forgePress(desk, BINHAI, 'give_consent', (await newestClaimOf(desk, EXPERT)).id);
  desk.clock.moveTo(Temporal.Instant.from('2014-01-02T10:00:00+08:00'));
  await openYear(desk);
  const { said } = await edit('津沽大学', { name: '海河大学' });
  expect(said).toContain('原名称“津沽大学”仍可用来查找');
  const names = await desk.db
    .selectFrom('organisation_name')
    .select(['name', 'until_year'])
    .where('organisation_id', '=', before.id)
    .orderBy('name')
    .execute();
  expect(names.find(({ name }) => name === '津沽大学')?.until_year).toBe(2013);
  expect(names.find(({ name }) => name === '海河大学')?.until_year).toBeNull();
  await desk.as('U0HOST').openHome();
  await desk.settle();
  const home = textOf(desk.as('U0HOST').home?.blocks);
  expect([home.includes('津沽大学'), home.includes('海河大学')]).toEqual([true, false]);
  expect((await edit('海河大学', { level: 'city' })).errors).toEqual({});
  expect((await unitCalled('海河大学')).id).toBe(before.id);
  await registerVerified(desk, 'U0HOST', { name: '卢工', employer: '津沽大学' });
  expect(
    (await desk.db.selectFrom('expert').selectAll().where('user_id', '=', 'U0HOST').executeTakeFirst())
      ?.employer_id,
  ).toBe(before.id);
});

test('When nobody has said a unit’s level, Then type and name propose it, and only a body of the city asks for a reason', () => {
  const level = undefined;
  const of = (name: string, unitType?: string) => ({ level, name, unitType });
  expect(proposeLevel(of('后柳村', 'village'))).toBe('village');
  expect(proposeLevel(of('天津某某科技有限公司', 'tech_sme'))).toBe('county');
  expect(proposeLevel(of('某某', undefined))).toBeUndefined();
  for (const name of ['天津市农业局', '天津大学', '市第一医院', 'Tianjin University of Technology'])
    expect([name, isAboveCounty(of(name, 'school'))]).toEqual([name, true]);
  for (const name of [
    '天津市宁河县医院',
    '天津津南模具行业协会',
    '塘沽区中心医院',
    '天津云帆软件有限公司',
    '中新生态城联盟',
  ])
    expect([name, isAboveCounty(of(name))]).toEqual([name, false]);
  expect(isAboveCounty({ level: 'county', name: '天津市农业局', unitType: undefined })).toBe(false);
  expect(isAboveCounty({ level: 'city', name: '后柳村', unitType: 'village' })).toBe(true);
});
