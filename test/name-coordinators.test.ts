import { afterEach, beforeEach, expect, test } from 'vitest';
import { readNameLines } from '../src/directory/name-lines.ts';
import { DISTRICTS, SYSTEMS } from '../src/programme/places.ts';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { pressAtHome, submitTo, textOf, undoLast } from './helpers/published.ts';

const BUREAU = 'U0BUREAU';
let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const grants = async () =>
  (await desk.db.selectFrom('role_grant').selectAll().orderBy('user_id').orderBy('scope').execute())
    .filter(({ role }) => role !== 'bureau')
    .map(({ user_id, scope }) => `${user_id} ${scope}`);
const shown = (user = BUREAU) => textOf(desk.as(user).views.at(-1)?.blocks);
const told = (user: string) => desk.as(user).dms.filter(({ text }) => /联络员|coordinator/.test(text));

/** From the settings, as whoever looks for it finds it. */
async function open(user = BUREAU): Promise<void> {
  await desk.as(user).command('/expert', 'settings');
  await desk.settle();
  const settings = desk.as(user).views.at(-1);
  if (!settings) throw new Error('no settings');
  await desk.as(user).press(settings, 'name_coordinators');
  await desk.settle();
}

const submit = (lines: string, user = BUREAU) => submitTo(desk, user, { lines });

test('When a list is given, Then it is shown once, given by one press, told once to each, and can be taken back', async () => {
  await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
  const before = await grants();
  await open();
  const list = '塘沽、宝坻 何知远\n1. 武清区\t武清区联络员\t科长\n\n教育系统，何知远\n卫生系统 <@U0ZJ0007>';
  await submit(list);
  expect(shown()).toContain('将任命 2 人');
  expect(shown()).toMatch(/何知远.{0,40}滨海新区、宝坻区、教育系统/);
  expect(shown()).toMatch(/以下人员已是联络员.*武清区联络员.{0,40}武清区/s);
  expect(shown()).toContain('塘沽、宝坻 何知远');
  expect(await grants()).toEqual(before);
  await submit(list);
  expect(shown()).toContain('已任命 2 人');
  expect(await grants()).toEqual(
    [...before, 'U0ZJ0006 baodi', 'U0ZJ0006 binhai', 'U0ZJ0006 education', 'U0ZJ0007 health'].toSorted(),
  );
  expect(told('U0ZJ0006').map(({ text }) => text)).toEqual([
    expect.stringMatching(/负责：滨海新区、宝坻区、教育系统.*审核发布.*核实.*主页/s),
  ]);
  expect([told('U0ZJ0007').length, told('U0WUQING').length]).toEqual([1, 0]);
  expect(await undoLast(desk, BUREAU)).toContain('联络员的任命已撤回');
  expect(await grants()).toEqual(before);
  expect(desk.as('U0ZJ0007').dms.at(-1)?.text).toContain('已撤回');
});

test('When lines can’t be read, Then each says why, nothing is done, and what was typed stays', async () => {
  for (const id of ['U0TWIN1', 'U0TWIN2'])
    desk.workspace.addUser({ id, name: '张伟', title: id === 'U0TWIN1' ? '农业局' : '卫生局' });
  await pressAtHome(desk, BUREAU, 'name_coordinators');
  const before = await grants();
  const rubbish = `${'区'.repeat(40)}<!channel> *x*`;
  await submit(
    ['南山区 何知远', '武清区', '何知远', '武清区 无此人', '武清区 张伟', '武清区 已离职', rubbish].join(
      '\n',
    ),
  );
  const said = desk.as(BUREAU).errors.lines ?? '';
  for (const part of [
    '第 1 行：没有“南山区”',
    '第 2 行“武清区”：缺少姓名',
    '第 3 行“何知远”：没有找到区县',
    '没有叫“无此人”的人',
    '已离职”的账号已停用',
    '第 7 行',
  ])
    expect(said).toContain(part);
  expect(said).toMatch(/第 5 行：叫“张伟”的有 2 人.*U0TWIN1.*农业局.*U0TWIN2.*卫生局/);
  expect(await grants()).toEqual(before);
  await submit('  \n ');
  expect(desk.as(BUREAU).errors.lines).toContain('请填写名单');
  await submit(Array.from({ length: 201 }, () => '武清区 张伟').join('\n'));
  expect(desk.as(BUREAU).errors.lines).toContain('最多 200 行');
  await submit('武清区 U0TWIN2\n静海 @Alice Wong');
  await submit('武清区 U0TWIN2\n静海 @Alice Wong');
  expect(await grants()).toEqual([...before, 'U0ALICE jinghai', 'U0TWIN2 wuqing']);
  expect(desk.as('U0ALICE').dms.at(-1)?.text).toMatch(/coordinator of: Jinghai.*check and publish/s);
  // Whoever was named has begun: it isn't taken back over their heads.
  await forgePress(desk, 'U0TWIN2', 'record_expert', 'new');
  await forgeSubmit(desk, 'U0TWIN2', 'record_expert', {
    metadata: { draftId: 'one' },
    values: { name: 'X', employer: 'Y', system: 'water', title: 'professor', field: 'ict' },
  });
  expect(await undoLast(desk, BUREAU)).toContain('已经办理过事项');
  expect(await grants()).toHaveLength(before.length + 2);
});

test('When all units are named at once by people whom the desk never met, Then Slack is asked for them, page by page', async () => {
  const units = [...DISTRICTS.map(({ zh_today }) => zh_today), ...SYSTEMS.map(({ zh }) => zh)];
  const nameOf = (n: number) => `新人${String(n).padStart(3, '0')}`;
  for (let n = 1; n <= 450; n += 1) desk.workspace.addUser({ id: `U0NEW${n}`, name: nameOf(n) });
  // Each of the last ten for twenty units.
  const lines = Array.from(
    { length: 200 },
    (_, i) => `${units[i % 20]}　${nameOf(441 + Math.floor(i / 20))}`,
  );
  await open();
  await submit(lines.join('\n'));
  expect(desk.as(BUREAU).errors).toEqual({});
  expect(shown()).toContain('将任命 10 人');
  await submit(lines.join('\n'));
  expect(await grants()).toHaveLength(200);
  expect(told('U0NEW450')).toHaveLength(1);
  expect(desk.workspace.calls.filter(({ method }) => method === 'users.list')).toHaveLength(3);
  // Who was only looked through leaves no trace.
  const rows = await desk.db
    .selectFrom('slack_user')
    .select('user_id')
    .where('user_id', 'like', 'U0NEW%')
    .execute();
  expect(rows.length).toBeLessThanOrEqual(10);
});

test('When Slack limits us, Then those whom the desk has met are found, and it says why others are not', async () => {
  await desk.as('U0ZJ0006').openHome();
  await desk.settle();
  desk.workspace.faults.respond429('users.list', { retryAfter: 60 });
  await open();
  await submit('武清区 田若川');
  expect(desk.as(BUREAU).errors.lines).toMatch(/没有叫“田若川”的人.*Slack 暂时没有给出全部成员/s);
  await submit('武清区 何知远、U0ZJ0007');
  expect(shown()).toContain('将任命 2 人');
  // It isn't asked again before it may.
  expect(desk.workspace.calls.filter(({ method }) => method === 'users.list')).toHaveLength(1);
});

test('When somebody who may not tries, or two press at once, Then not, and once', async () => {
  const before = await grants();
  for (const user of ['U0HOST', 'U0GUEST', 'U0BINHAI']) {
    expect((await forgePress(desk, user, 'name_coordinators', 'new')).text).toMatch(/主任|市|管理员/);
    await forgeSubmit(desk, user, 'name_coordinators', { values: { lines: '武清区 何知远' } });
  }
  expect(await grants()).toEqual(before);
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await open('U0ALICE');
  const list = 'Jinghai, Binhai New Area  Alice Wong\nIndustry and information technology 田若川';
  await submit(list, 'U0ALICE');
  expect(shown('U0ALICE')).toContain('2 people become coordinators');
  expect(shown('U0ALICE')).not.toMatch(/将|任命/);
  const look = JSON.parse(desk.as('U0ALICE').views.at(-1)?.private_metadata ?? '{}');
  const window = { metadata: look, values: { lines: list } };
  await Promise.all([
    forgeSubmit(desk, 'U0ALICE', 'name_coordinators', window),
    forgeSubmit(desk, 'U0ALICE', 'name_coordinators', { ...window, times: 2 }),
  ]);
  expect(await grants()).toEqual([...before, 'U0ALICE binhai', 'U0ALICE jinghai', 'U0ZJ0007 industry']);
  expect(told('U0ZJ0007')).toHaveLength(1);
});

test('When lines are read, Then places by any of their names, and the person behind them', () => {
  const read = (text: string) =>
    readNameLines(text).map(({ places, who }) => `${places.map(({ scope }) => scope).join('+')} ${who}`);
  const lines: [string, string][] = [
    ['滨海新区 张 三', 'binhai 张 三'],
    ['天津市武清区，张三', 'wuqing 张三'],
    ['大港、汉沽、塘沽 张三', 'binhai 张三'],
    ['蓟县\t李四\t022-1', 'jizhou 李四'],
    ['序号\t武清区\t李四', ' 序号'],
    ['12、河北 王五', 'hebei 王五'],
    ['武清区/宝坻区; 和平区 赵六、钱七', 'wuqing+baodi+heping 赵六、钱七'],
    ['武清区 和 宝坻区 赵六', 'wuqing+baodi 赵六'],
    ['中央驻津单位　孙八', 'central 孙八'],
    ['教育系统（高等院校） 孙八', 'education 孙八'],
    ['卫生,水务 <@U0AB|x>', 'health+water U0AB'],
    ['Binhai New Area Alice Wong', 'binhai Alice Wong'],
    ['Jixian and Hexi District: Bob', 'jizhou+hexi Bob'],
    ['Industry and information technology Alice', 'industry Alice'],
    ['和平区', 'heping '],
  ];
  for (const [text, said] of lines) expect(read(text), text).toEqual([said]);
});
