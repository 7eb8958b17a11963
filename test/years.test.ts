import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';
import { NEXT_YEAR } from './helpers/next-year.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk({ now: '2014-01-02T10:00:00+08:00' });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
});

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function years(user: string): Promise<string> {
  const { as, settle } = desk;
  await as(user).command('/expert', user === 'U0ALICE' ? 'year' : '年度');
  await settle();
  return JSON.stringify(as(user).ephemerals.at(-1)?.blocks ?? []);
}

/** Opens the modal behind a button of the newest answer. */
async function press(user: string, action: string, value?: string): Promise<void> {
  const { as, settle } = desk;
  const said = as(user).ephemerals.at(-1);
  if (!said) throw new Error('nothing was answered');
  await as(user).press(said, action, value === undefined ? {} : { value });
  await settle();
}

async function submit(user: string, values: Record<string, string | string[] | null>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

describe('the next year', () => {
  test('When the bureau opens it, Then it is a copy, new needs belong to it, and the one before is closing', async () => {
    const bureau = desk.as('U0BUREAU');
    expect(await years('U0BUREAU')).toContain('2013 年 · 天津市专家服务基层行动 · 进行中');
    await press('U0BUREAU', 'open_year');
    await submit('U0BUREAU', { ...NEXT_YEAR, year: '2013' });
    expect(bureau.errors.year).toContain('晚于 2013 年');
    await submit('U0BUREAU', { ...NEXT_YEAR, opens_on: '2013-12-31' });
    expect(bureau.errors.opens_on).toContain('该年度之内');
    await submit('U0BUREAU', NEXT_YEAR);
    expect(JSON.stringify(bureau.views.at(-1))).toContain('2014 年已开启');
    await bureau.closeModal();

    const rows = await desk.db.selectFrom('programme_year').selectAll().orderBy('year').execute();
    const [before, next] = rows;
    expect(rows).toHaveLength(2);
    expect(before).toMatchObject({ year: 2013, state: 'closing', current: false });
    expect(next).toMatchObject({ year: 2014, state: 'open', current: true, target_experts: 200 });
    for (const same of ['name', 'channel_id', 'language', 'catalogue', 'published_by', 'time_zone'] as const)
      expect(next?.[same]).toEqual(before?.[same]);
    expect(desk.lastCard().text).toContain('2014 年');

    const english = await years('U0ALICE');
    expect(english).toContain('2013 · 天津市专家服务基层行动 · closing');
    expect(english).toContain('27 summaries are not accepted');
    expect(english).toContain('New needs belong to this year.');
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await publishNeed(desk, {
      title: '新年第一个需求',
      time_text: '2014年3月上旬',
      claim_deadline: '2014-02-20',
    });
    const { number } = await desk.db.selectFrom('demand').select('number').executeTakeFirstOrThrow();
    expect(number).toBe('XQ-2014-0001');
  });

  test('When two open it at once, Then one does, and the other reads it; nobody else may', async () => {
    for (const user of ['U0BUREAU', 'U0ALICE']) {
      await years(user);
      await press(user, 'open_year');
    }
    await Promise.all(['U0BUREAU', 'U0ALICE'].map((user) => desk.as(user).submit(NEXT_YEAR)));
    await desk.settle();
    const said = ['U0BUREAU', 'U0ALICE'].map((user) => JSON.stringify(desk.as(user).views.at(-1)));
    expect(said.filter((one) => /已开启，新需求|is open, and new needs/.test(one))).toHaveLength(1);
    expect(said.filter((one) => /已有人开启|has opened the next year already/.test(one))).toHaveLength(1);
    const opened = await desk.db
      .selectFrom('audit')
      .select('act')
      .where('act', '=', 'open_year')
      .orderBy('id')
      .execute();
    expect(opened).toHaveLength(1);
    expect(await years('U0HOST')).toContain('市局');
    expect(desk.as('U0HOST').views).toEqual([]);
  });
});

describe('settings of a year', () => {
  async function edit(user: string): Promise<void> {
    await years(user);
    await press(user, 'edit_programme', '2013');
  }

  test('When they are wrong, Then each mistake stands under its field, and nothing is lost', async () => {
    await edit('U0BUREAU');
    await submit('U0BUREAU', {
      year: '2015',
      target_experts: '零个',
      deadline_time: '09:30',
      day_step: '2',
      retention_years: '很久',
      line_order: 'medical\nhealth',
      extra_metrics: 'patents = 申请专利数',
      labels: 'trained_persons = 受训人数 | People trained\nunheard = 没有 | None',
    });
    const { errors } = desk.as('U0BUREAU');
    expect(Object.keys(errors).sort()).toEqual(
      [
        'day_step',
        'extra_metrics',
        'labels',
        'line_order',
        'retention_years',
        'target_experts',
        'year',
      ].sort(),
    );
    expect(errors.extra_metrics).toContain('第 1 行');
    expect(errors.labels).toContain('unheard');
    expect(errors.line_order).toContain('health');
    expect(errors.year).toContain('2013');
  });

  test('When they are changed, Then form, year and history say so, and a moved deadline is told to who owes by it', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await edit('U0BUREAU');
    await submit('U0BUREAU', {
      target_experts: '３２０',
      deadline: '2014-01-10',
      deadline_time: '17:00',
      basis: '津人社局函〔2013〕530号',
      day_step: '0.25',
      lines: ['tech_sme', 'medical', 'other'],
      line_order: 'medical\ntech_sme',
      extra_metrics: 'patents ＝ 申请专利数 ｜ Patents filed',
      labels: 'trained_persons = 受训人数 | People taught',
    });
    const done = JSON.stringify(desk.as('U0BUREAU').views.at(-1));
    expect(done).toContain('目标：服务专家人数由“300”改为“320”');
    await desk.as('U0BUREAU').closeModal();
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toContain('2013 年度总结的截止时间改为 2014年1月10日 17:00');
    expect(desk.as('U0BUREAU').dms.filter(({ text }) => text.includes('截止时间改为'))).toEqual([]);

    const english = await years('U0ALICE');
    expect(english).toContain('Target 320');
    expect(english).toContain('from “300” to “320”');
    expect(english).toContain('patents = 申请专利数 | Patents filed');

    const { catalogue, rules } = await desk.db
      .selectFrom('programme_year')
      .select(['catalogue', 'rules'])
      .executeTakeFirstOrThrow();
    expect(rules).toMatchObject({ dayStep: 0.25, basis: '津人社局函〔2013〕530号' });
    expect(catalogue).toMatchObject({
      action_lines: [{ id: 'medical' }, { id: 'tech_sme' }, { off: true }, { id: 'other' }],
    });

    await edit('U0ALICE');
    const again = JSON.stringify(desk.as('U0ALICE').views.at(-1));
    expect(again).toContain('patents = 申请专利数 | Patents filed');
    await submit('U0ALICE', { extra_metrics: null });
    expect(desk.as('U0ALICE').errors).toEqual({});
    expect(JSON.stringify(desk.as('U0ALICE').views.at(-1))).toContain('More figures');
    const kept = await desk.db.selectFrom('programme_year').select('catalogue').executeTakeFirstOrThrow();
    const { metrics } = kept.catalogue as { metrics: { id: string; off: boolean }[] };
    expect(metrics.find(({ id }) => id === 'patents')).toMatchObject({ off: true });
  });
});

describe('the next digest', () => {
  test('When settings were changed, Then it says which everybody should know, once', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    for (const day of ['03', '06']) await desk.look(`2014-01-${day}T09:00:00+08:00`);
    await years('U0BUREAU');
    await press('U0BUREAU', 'edit_programme', '2013');
    await submit('U0BUREAU', { target_experts: '310', retention_years: '5' });
    await desk.as('U0BUREAU').closeModal();
    await years('U0BUREAU');
    await press('U0BUREAU', 'edit_programme', '2013');
    await submit('U0BUREAU', { target_experts: '320' });
    await desk.as('U0BUREAU').closeModal();
    await desk.look('2014-01-13T09:00:00+08:00');
    const said = JSON.stringify(desk.lastCard().blocks);
    expect(said).toContain('目标：服务专家人数由“300”改为“320”');
    expect(said).not.toContain('保留年限');
  });
});

describe('the lowest title', () => {
  test('When the year asks for one, Then whoever is below reads which, and whoever has it claims', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await registerVerified(desk, 'U0ZJ0006', { title: 'lecturer' });
    await publishNeed(desk, { time_text: '2014年3月上旬', claim_deadline: '2014-02-20' });
    await years('U0BUREAU');
    await press('U0BUREAU', 'edit_programme', '2013');
    await submit('U0BUREAU', { minimum_title: 'vice_senior' });
    await desk.as('U0BUREAU').closeModal();
    const claim = async () => {
      await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
      await desk.settle();
      return desk.as('U0ZJ0006').ephemerals.at(-1)?.text ?? '';
    };
    expect(await claim()).toContain('本年度要求职称为副高级及以上');
    await desk.db.updateTable('expert').set({ title: 'professor' }).execute();
    expect(await claim()).toContain('认领成功');
  });
});
