import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readList } from '../src/imports/read-list.ts';
import { headingKey } from '../src/imports/sheet.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { EXPERT_HEAD, expertRow, lastAbout, pressOn, putIn } from './helpers/imports.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006');
  await giveRole(desk, 'U0WUQING', { role: 'system', systems: ['education'] });
});
afterEach(() => expect(desk.workspace.violations).toEqual([]));
afterAll(() => desk.close());

const buttonsOf = ({ blocks }: { blocks?: unknown }) =>
  [...JSON.stringify(blocks ?? []).matchAll(/"action_id":"(\w+)"/g)].map(([, id]) => id);
const experts = () => desk.db.selectFrom('expert').selectAll().orderBy('name').execute();
const acts = (act: string) =>
  desk.db
    .selectFrom('audit')
    .select(['actor', 'object_id', 'details'])
    .where('act', '=', act)
    .orderBy('id')
    .execute();
const errorsOf = (user: string) => desk.as(user).errors;

describe('a list of experts', () => {
  const LIST = [
    EXPERT_HEAD,
    expertRow('丁一'),
    expertRow('丁二', '津沽大学', '13800138000'),
    expertRow('', '津沽大学'),
    ['丁三', '津沽大学', '教育系统', '大师', '新材料', ''],
    // Perhaps the one who is registered, and two of one name in the file.
    expertRow('何知远'),
    expertRow('丁一'),
    expertRow('丁 二', '另一所大学', '138-0013-8000'),
  ];
  const GOOD = LIST.map((row, i) => (i === 0 || i === 4 ? row : row.with(4, '新能源与新材料')));

  test('When it is put in, Then one message says what is good, what is refused and where, and what may be there', async () => {
    const message = await putIn(desk, 'U0WUQING', 'experts', GOOD, '专家.xlsx');
    expect(message.text).toContain('“专家.xlsx”检查完毕：专家 7 行');
    expect(message.text).toContain('可以导入  2 行');
    expect(message.text).toContain('第 4 行 · 姓名：请填写这一项。');
    expect(message.text).toContain('第 5 行 · 职称：“大师”不在可选内容中');
    expect(message.text).toContain('3 行，其中 3 行待您确认');
    expect(message.text).toContain('已请：市局专技处');
    expect(desk.as('U0WUQING').dms.filter(({ text }) => text.includes('专家.xlsx'))).toHaveLength(1);
    expect(lastAbout(desk, 'U0BUREAU', '专家.xlsx').text).toContain('由武清区联络员上传');
    expect(await experts()).toHaveLength(1);
  });

  test('When rows may be there, Then nothing is applied before each is answered', async () => {
    expect(buttonsOf(lastAbout(desk, 'U0BUREAU', '专家.xlsx'))).toEqual([
      'answer_likely',
      'refused_rows',
      'drop_import',
    ]);
    await pressOn(desk, 'U0WUQING', 'answer_likely');
    const view = JSON.stringify(desk.as('U0WUQING').views.at(-1)?.blocks);
    expect(view).toContain('已有：何知远 · 津沽大学');
    expect(view).toContain('与本文件第 2 行相同');
    expect(view).toContain('与本文件第 3 行相同');
    await desk.as('U0WUQING').submit({ row_6: 'same', row_7: 'another' });
    await desk.settle();
    expect(JSON.stringify(desk.as('U0WUQING').views)).toContain('还有 1 行没有确认');
    await desk.as('U0WUQING').closeModal({ all: true });
    await pressOn(desk, 'U0WUQING', 'answer_likely');
    await desk.as('U0WUQING').submit({ row_8: 'same' });
    await desk.settle();
    await desk.as('U0WUQING').closeModal({ all: true });
  });

  test('When whoever put it in applies it, Then another is named, and nothing is written', async () => {
    expect(await pressOn(desk, 'U0WUQING', 'apply_import')).toContain('可以办理的有：市局专技处');
    expect(await experts()).toHaveLength(1);
  });

  test('When another applies it, Then all good rows are there, each with its acts, verified by who applied', async () => {
    expect(await pressOn(desk, 'U0BUREAU', 'apply_import')).toContain('已导入 3 行');
    const rows = await experts();
    expect(rows.map(({ name }) => name).toSorted()).toEqual(['丁一', '丁一', '丁二', '何知远'].toSorted());
    expect(rows.find(({ name }) => name === '丁二')).toMatchObject({
      ...{ state: 'verified', recorded_by: 'U0WUQING', verified_by: 'U0BUREAU', user_id: null },
      ...{ phone: '13800138000', system: 'education', title: 'professor', field: 'newmat' },
    });
    expect(await acts('record_expert')).toHaveLength(3);
    expect((await acts('verify_expert')).filter(({ details }) => 'import' in details)).toHaveLength(3);
    expect(lastAbout(desk, 'U0WUQING', '专家.xlsx').text).toContain('已由市局专技处导入');
    // What people wrote is kept by the experts, and nowhere else.
    const kept = await desk.db.selectFrom('import_row').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain('13800138000');
    expect(await pressOn(desk, 'U0BUREAU', 'undo_import')).toContain('已整体撤回 3 行');
    expect(await experts()).toHaveLength(1);
    expect(lastAbout(desk, 'U0WUQING', '专家.xlsx').text).toContain('已整体撤回');
  });

  test('When the same file is put in again after it was applied, Then it is refused; and not once something depends on it', async () => {
    const list = [EXPERT_HEAD, expertRow('戊一').with(4, '新能源与新材料')];
    await putIn(desk, 'U0WUQING', 'experts', list, '再来.xlsx');
    await putIn(desk, 'U0WUQING', 'experts', list, '又来.xlsx');
    await pressOn(desk, 'U0BUREAU', 'apply_import');
    // The older copy: somebody of that name is there by now.
    const older = lastAbout(desk, 'U0BUREAU', '再来.xlsx');
    const before = desk.as('U0BUREAU').ephemerals.length;
    await desk.as('U0BUREAU').press(older, 'apply_import');
    await desk.settle();
    expect(
      desk
        .as('U0BUREAU')
        .ephemerals.slice(before)
        .map(({ text }) => text)
        .join(),
    ).toContain('没有重复导入');
    const again = await putIn(desk, 'U0WUQING', 'experts', list, '第三次.xlsx');
    expect(again.text).toContain('这个文件已由市局专技处导入过');
    const { id } = (await experts()).find(({ name }) => name === '戊一') ?? { id: '' };
    await desk.db.updateTable('expert').set({ user_id: 'U0ALICE' }).where('id', '=', id).execute();
    expect(await pressOn(desk, 'U0BUREAU', 'undo_import')).toContain('已有 1 项被使用或改动：戊一');
    await desk.db.updateTable('expert').set({ user_id: null }).where('id', '=', id).execute();
  });

  test('When nobody else could apply it, Then who put it in does it alone, and that is marked', async () => {
    await putIn(
      desk,
      'U0BUREAU',
      'experts',
      [EXPERT_HEAD, expertRow('己一', '某医院').with(2, '卫生系统').with(4, '临床医学')],
      '独自.xlsx',
    );
    await pressOn(desk, 'U0BUREAU', 'apply_import');
    await desk.as('U0BUREAU').submit({ confirm: ['yes'] });
    await desk.settle();
    await desk.as('U0BUREAU').closeModal({ all: true });
    expect((await acts('apply_import')).at(-1)).toMatchObject({
      actor: 'U0BUREAU',
      details: { alone: 2013 },
    });
    expect((await experts()).some(({ name }) => name === '己一')).toBe(true);
  });
});

describe('a list of units', () => {
  test('When a coordinator puts one in, Then what is theirs is made, what is there stays, and the rest is refused', async () => {
    const head = ['单位名称', '类别', '单位类型', '所在区县'];
    const list = [
      head,
      ['大田镇卫生院', '受援单位', '', '塘沽'],
      ['大田镇卫生院', '受援单位', '', '滨海新区'],
      ['下伍旗镇', '受援单位', '', '武清县'],
      ['某厂', '', '', ''],
      ['津沽大学', '派出单位', '', ''],
    ];
    const message = await putIn(desk, 'U0BINHAI', 'units', list, '单位.xlsx');
    expect(message.text).toContain('第 4 行 · 整行：不在您负责的区县或系统');
    expect(message.text).toContain('第 5 行 · 类别：请写明是受援单位还是派出单位');
    expect(await pressOn(desk, 'U0BINHAI', 'apply_import')).toContain('已导入 1 行');
    const units = await desk.db.selectFrom('organisation').select(['name', 'district', 'kind']).execute();
    expect(units.filter(({ name }) => name === '大田镇卫生院')).toEqual([
      { name: '大田镇卫生院', district: 'binhai', kind: 'host_unit' },
    ]);
    expect(units.filter(({ name }) => name === '津沽大学')).toHaveLength(1);
    expect(await pressOn(desk, 'U0BINHAI', 'undo_import')).toContain('已整体撤回 1 行');
  });
});

describe('a list of needs', () => {
  const head = ['受援单位', '区县', '服务方向', '需求标题', '需要几位专家', '时间', '服务结束日期', '保密'];
  const need = (title: string) => ['某镇农技站', '滨海', '其他基层服务', title, '两', '11月中旬', '', '是'];

  test('When it is applied, Then they wait for review, and each reviewer hears of it once', async () => {
    const dms = desk.as('U0BINHAI').dms.length;
    const list = [
      head,
      need('果树'),
      need('水稻'),
      need('果 树'),
      need('养殖').with(4, '几位'),
      need('防汛').with(6, '41620'),
    ];
    const message = await putIn(desk, 'U0BUREAU', 'demands', list, '需求.xlsx');
    expect(message.text).toContain('第 5 行 · 需要几位专家：');
    await pressOn(desk, 'U0BUREAU', 'answer_likely');
    await desk.as('U0BUREAU').submit({ row_4: 'same' });
    await desk.settle();
    await desk.as('U0BUREAU').closeModal({ all: true });
    expect(await pressOn(desk, 'U0BUREAU', 'apply_import')).toContain('已导入 3 行');
    const rows = await desk.db.selectFrom('demand').selectAll().orderBy('number').execute();
    expect(rows).toMatchObject([
      ...[{ number: 'XQ-2013-0001', title: '果树', state: 'submitted', confidential: true, expert_slots: 2 }],
      ...[{ title: '水稻', service_start: '2013-11-11', service_end: '2013-11-20', recorded_by: 'U0BUREAU' }],
      ...[{ title: '防汛', service_end: '2013-12-12' }],
    ]);
    expect(desk.as('U0BINHAI').dms).toHaveLength(dms + 1);
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toContain('市局专技处导入了 3 项需求');
    expect(await acts('post_demand')).toHaveLength(3);
    expect(await pressOn(desk, 'U0BUREAU', 'undo_import')).toContain('已整体撤回 3 行');
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toContain('已整体撤回');
    const after = await desk.db.selectFrom('demand').select('state').execute();
    expect(after.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('a list of past services', () => {
  const head = [
    '服务内容',
    '服务类别',
    '服务区县',
    '开始日期',
    '结束日期',
    '服务天数',
    '地点',
    '参加服务的专家',
    '培训人次',
    '义诊人次',
    '需求编号',
  ];
  const service = (title: string, who = '何知远', day = '2013-10-08') => [
    ...[title, '其他基层服务', '滨海新区', day, '', '半天', '某村', who, '70余', '', ''],
  ];

  test('When another applies it, Then the services count, in the year they ended, and the expert hears of it once', async () => {
    const list = [
      head,
      service('培训一'),
      service('培训二', '何知远（津沽大学）', '2013年10月9日'),
      service('没有这个人', '赵无名'),
      service('去年', '何知远', '2012-10-08'),
      service('以后', '何知远', '2013-12-30'),
      service('有需求').with(10, 'XQ-2013-0001'),
      service('培训三').with(3, '41555').with(8, '好多'),
    ];
    const message = await putIn(desk, 'U0BINHAI', 'reports', list, '服务.xlsx');
    expect(message.text).toContain('第 4 行 · 参加服务的专家：没有找到专家“赵无名”');
    expect(message.text).toContain('第 5 行 · 结束日期：没有 2012 年度');
    expect(message.text).toContain('第 6 行 · 结束日期：');
    expect(message.text).toContain('第 7 行 · 对应的需求：在本平台有需求的服务');
    expect(message.text).toContain('第 8 行 · 培训人次：没有看懂这个数字');
    expect(await pressOn(desk, 'U0BINHAI', 'apply_import')).toContain('可以办理的有：市局专技处');
    expect(await pressOn(desk, 'U0BUREAU', 'apply_import')).toContain('已导入 2 行');
    const rows = await desk.db.selectFrom('report').selectAll().orderBy('number').execute();
    expect(rows).toMatchObject([
      {
        ...{
          number: 'BG-2013-0001',
          state: 'accepted',
          year: 2013,
          accepted_by: 'U0BUREAU',
          author: 'U0ZJ0006',
        },
        ...{
          recorded_by: 'U0BINHAI',
          metrics: { trained_persons: 70 },
          days: 0.5,
          service_end: '2013-10-08',
        },
      },
      { number: 'BG-2013-0002', title: '培训二', service_start: '2013-10-09' },
    ]);
    expect(desk.as('U0ZJ0006').dms.filter(({ text }) => text.includes('服务.xlsx'))).toHaveLength(1);
    expect(lastAbout(desk, 'U0ZJ0006', '服务.xlsx').text).toContain('您 2 次已开展的服务');
    const bureau = desk.as('U0BUREAU');
    await bureau.command('/expert-digest');
    await desk.settle();
    expect(JSON.stringify([bureau.ephemerals.at(-1), bureau.views.at(-1)])).toMatch(/培训[^"]*140/);
    expect(await pressOn(desk, 'U0BUREAU', 'undo_import')).toContain('已整体撤回 2 行');
    const after = await desk.db.selectFrom('report').select('state').execute();
    expect(after.map(({ state }) => state)).toEqual(['voided', 'voided']);
  });
});

describe('what is refused at the door', () => {
  test('When somebody coordinates nothing, Then it isn’t theirs, and a forged press gives them no template', async () => {
    const alice = desk.as('U0ALICE');
    await alice.command('/expert', 'import');
    await desk.settle();
    expect(alice.views).toEqual([]);
    expect(alice.ephemerals.at(-1)?.text).toContain('This step belongs to');
  });

  test.each([
    ['is of another kind', '名单.pdf', Buffer.from('%PDF-1.4'), '不是 xlsx 或 csv'],
    ['is too large', '大.xlsx', Buffer.alloc(5 * 1024 * 1024 + 1), '超过 5 MB'],
  ])(
    'When a file %s, Then it says so beside the field, and nothing is kept',
    async (_, name, bytes, said) => {
      const person = desk.as('U0BINHAI');
      await person.command('/expert', '导入');
      await desk.settle();
      const element = person.views.at(-1)?.blocks.find(({ block_id: id }) => id === 'file')
        ?.element as object;
      Object.assign(element, { filetypes: undefined });
      const count = () => desk.db.selectFrom('import').select('id').execute();
      const before = await count();
      await person.submit({ kind: 'experts', file: [person.upload(name, bytes).id] });
      await desk.settle();
      expect(errorsOf('U0BINHAI').file).toContain(said);
      expect(await count()).toEqual(before);
      await person.closeModal({ all: true });
    },
  );

  test('When files:read was not granted, Then the form says so, and gives templates alone', async () => {
    const { options } = desk.workspace.team;
    const granted = options.grantedOptional;
    options.grantedOptional = [];
    const person = desk.as('U0BINHAI');
    await person.openHome();
    await desk.settle();
    await person.command('/expert', 'import');
    await desk.settle();
    const view = person.views.at(-1);
    expect(JSON.stringify(view?.blocks)).toContain('files:read');
    expect(view?.blocks.map(({ block_id: id }) => id)).not.toContain('file');
    await person.closeModal({ all: true });
    options.grantedOptional = granted;
    // Slack says it with its next answer.
    await person.command('/expert', 'import');
    await desk.settle();
    await person.closeModal({ all: true });
  });

  test('When a file is no list, Then its one message says why and what to do, and the desk goes on', async () => {
    const message = await putIn(desk, 'U0BINHAI', 'units', Buffer.from('PK\x03\x04 nothing'), '坏的.xlsx');
    expect(message.text).toContain('文件已损坏');
    const csv = await putIn(desk, 'U0BINHAI', 'units', Buffer.from('甲,乙\n1,2'), '没有表头.csv');
    expect(csv.text).toContain('没有找到表头。第一行应写列名，例如：单位名称');
    // It is deleted in Slack between the form and the reading.
    const gone = desk.as('U0BINHAI');
    await gone.command('/expert', 'import');
    await desk.settle();
    const file = gone.upload('没了.csv', Buffer.from('x'));
    desk.workspace.team.bytes.clear();
    await gone.submit({ kind: 'units', file: [file.id] });
    await desk.settle();
    expect(lastAbout(desk, 'U0BINHAI', '没了.csv').text).toContain('已在 Slack 中删除');
    await gone.closeModal({ all: true });
  });

  test('When nobody confirms a list for two weeks, Then it is dropped, and what stood in it is forgotten', async () => {
    await putIn(
      desk,
      'U0WUQING',
      'experts',
      [EXPERT_HEAD, expertRow('庚一').with(4, '新能源与新材料')],
      '忘了.xlsx',
    );
    await desk.look('2013-11-20T10:00:00+08:00');
    expect(lastAbout(desk, 'U0WUQING', '忘了.xlsx').text).toContain('超过 14 天没有确认');
    const rows = await desk.db.selectFrom('import_row').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('庚一');
  });
});

describe('templates and mistakes as files', () => {
  test.each(['units', 'experts', 'demands', 'reports'])(
    'When a template of %s is put in as it is, Then its headings are known and its example is no row',
    async (kind) => {
      const person = desk.as('U0BINHAI');
      await person.command('/expert', 'import');
      await desk.settle();
      const view = person.views.at(-1);
      if (!view) throw new Error('no form');
      const block = view.blocks.find(({ accessory }) =>
        JSON.stringify(accessory ?? {}).includes(`"${kind}"`),
      );
      await person.press(view, 'import_template', { blockId: block?.block_id ?? '' });
      await desk.settle();
      await person.closeModal({ all: true });
      const file = [...desk.workspace.team.files.values()].findLast(({ name }) =>
        name.startsWith('导入模板'),
      );
      const chunks: Buffer[] = [];
      for await (const chunk of desk.workspace.team.bytes.read(file?.id ?? '') ?? []) chunks.push(chunk);
      const message = await putIn(desk, 'U0BINHAI', kind, Buffer.concat(chunks), `模板${kind}.xlsx`);
      expect(message.text).toContain('表头下面没有内容');
    },
  );

  test('When rows are refused, Then they can be had as a file with what is wrong beside them', async () => {
    // More than are written in this thread.
    const many = Array.from({ length: 120 }, () => ['乙', '上海']);
    const list = [['单位名称', '区县'], ['甲', '上海'], ['', '滨海'], ...many];
    await putIn(desk, 'U0BINHAI', 'units', list, '错的.xlsx');
    await pressOn(desk, 'U0BINHAI', 'refused_rows');
    const file = [...desk.workspace.team.files.values()].findLast(({ name }) => name.startsWith('问题清单'));
    const chunks: Buffer[] = [];
    for await (const chunk of desk.workspace.team.bytes.read(file?.id ?? '') ?? []) chunks.push(chunk);
    const keys = ['行', '问题', '单位名称', '区县'].map(headingKey);
    const { rows } = await readList({ bytes: new Uint8Array(Buffer.concat(chunks)).buffer, keys });
    expect(rows).toHaveLength(122);
    expect(rows.slice(0, 2).map(({ cells }) => cells)).toEqual([
      ['2', '区县: “上海”不是本市的区县。', '甲', '上海'],
      ['3', '单位名称: 请填写这一项。', '', '滨海'],
    ]);
  });
});
