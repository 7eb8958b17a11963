import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { extrasField } from '../src/years/lists.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
});

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** Opens the form of the year from `/expert year`. */
async function edit(user: string): Promise<void> {
  await desk.as(user).command('/expert', 'year');
  await desk.settle();
  const said = desk.as(user).ephemerals.at(-1);
  if (!said) throw new Error('nothing was answered');
  await desk.as(user).press(said, 'edit_programme');
  await desk.settle();
}

async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
  await desk.as(user).submit(values);
  await desk.settle();
}

const view = (user: string) => JSON.stringify(desk.as(user).views.at(-1)?.blocks ?? []);

const fieldsOn = (user: string) =>
  (desk.as(user).views.at(-1)?.blocks ?? []).flatMap(({ type, block_id }) =>
    type === 'input' && block_id ? [block_id] : [],
  );

const report = {
  demand: 'none',
  title: '义诊',
  action_line: 'medical',
  districts: ['binhai'],
  service_start: '2013-10-20',
  service_end: '2013-10-20',
  summary: '义诊',
};

describe('figures that the bureau adds', () => {
  test('When one would take the place of another field, or there are too many, Then it is refused under the field', async () => {
    await registerVerified(desk, 'U0ZJ0006');
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    const first = fieldsOn('U0ZJ0006');
    await submit('U0ZJ0006', report);
    const taken = [...first, ...fieldsOn('U0ZJ0006'), 'reason', 'attachments', 'confirm', 'confirm_days'];
    expect(taken).toContain('typical_story');
    await desk.as('U0ZJ0006').closeModal({ all: true });

    await edit('U0BUREAU');
    const field = extrasField(CATALOGUE, 'en');
    for (const key of [...taken, 'constructor'])
      expect(field.safeParse(`${key} = 新指标 | New`).success, key).toBe(false);
    expect(field.safeParse('patents = 申请专利数 | Patents filed').success).toBe(true);
    await submit('U0BUREAU', { extra_metrics: 'days = 天数 | Days' });
    expect(desk.as('U0BUREAU').errors.extra_metrics).toContain('“days”');
    const many = Array.from({ length: 21 }, (_, i) => `extra_${i} = 指标${i} | Figure ${i}`);
    await submit('U0BUREAU', { extra_metrics: many.join('\n') });
    expect(desk.as('U0BUREAU').errors.extra_metrics).toContain('20');

    // What was kept has to stand in the form again, whole.
    const long = many
      .slice(0, 20)
      .map((line) =>
        line
          .replace('指标', '长'.repeat(61))
          .replace(' = ', '=')
          .replace(' | ', '|')
          .replace('Figure', 'l'.repeat(71)),
      );
    await submit('U0BUREAU', { extra_metrics: long.join('\n') });
    expect(desk.as('U0BUREAU').errors.extra_metrics).toContain('3000');
    await submit('U0BUREAU', { extra_metrics: many.slice(0, 20).join('\n') });
    expect(desk.as('U0BUREAU').errors).toEqual({});
    await desk.as('U0BUREAU').closeModal();
    await edit('U0BUREAU');
    expect(view('U0BUREAU')).toContain('extra_19 = 指标19 | Figure 19');
    const labels = CATALOGUE.metrics
      .slice(0, 10)
      .map(({ id }) => `${id} = ${'长'.repeat(100)} | ${'l'.repeat(100)}`);
    await submit('U0BUREAU', { labels: labels.join('\n') });
    expect(desk.as('U0BUREAU').errors.labels).toContain('3000');
    await desk.as('U0BUREAU').closeModal();

    // The report's form with twenty more figures is still one that Slack takes.
    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    await submit('U0ZJ0006', report);
    expect(fieldsOn('U0ZJ0006')).toContain('extra_19');
  });

  test('When one is added, a line is off and another renamed, Then form, message, digest and summary follow', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await registerVerified(desk, 'U0ZJ0006');
    await edit('U0BUREAU');
    await submit('U0BUREAU', {
      lines: ['medical', 'tech_sme', 'other'],
      line_order: 'other\nmedical',
      extra_metrics: 'patents = 申请专利数 | Patents filed',
      labels: 'other = 乡村振兴服务 | Village service',
    });
    await desk.as('U0BUREAU').closeModal();

    await desk.as('U0ZJ0006').globalShortcut('file_report');
    await desk.settle();
    expect(view('U0ZJ0006')).toMatch(/乡村振兴服务.*医学专家/);
    expect(view('U0ZJ0006')).not.toContain('"talent_health"');
    await submit('U0ZJ0006', { ...report, action_line: 'other', place: '村委会' });
    await submit('U0ZJ0006', { patents: '７项' });
    await desk.as('U0ZJ0006').closeModal({ all: true });
    const review = desk
      .as('U0BINHAI')
      .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes('accept_report'));
    expect(JSON.stringify(review?.blocks)).toMatch(/乡村振兴服务.*申请专利数/);
    if (!review) throw new Error('nobody was asked to accept');
    await desk.as('U0BINHAI').press(review, 'accept_report');
    await desk.settle();

    await desk.as('U0ALICE').command('/expert-digest');
    await desk.settle();
    const digest = JSON.stringify(desk.as('U0ALICE').ephemerals.at(-1)?.blocks);
    expect(digest).toContain('Patents filed');
    expect(digest).toContain('Village service');
    await desk.as('U0BINHAI').command('/expert', 'summary');
    await desk.settle();
    expect(view('U0BINHAI')).toMatch(/申请专利数\D*7/);
  });
});

describe('two who change the settings', () => {
  test('When both began at the same state, Then the second reads what the first changed, and nothing is taken back unread', async () => {
    await edit('U0BUREAU');
    await edit('U0ALICE');
    await submit('U0BUREAU', { target_experts: '320' });
    expect(view('U0BUREAU')).toContain('320');
    await submit('U0ALICE', { document_no: '津人社局函〔2013〕531号' });
    expect(view('U0ALICE')).toMatch(/市局专技处.*from “300” to “320”/);
    // What was typed stands there still, and what the other one changed is not undone by it.
    expect(view('U0ALICE')).toContain('531号');
    await submit('U0ALICE');
    const row = await desk.db.selectFrom('programme_year').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ target_experts: 320, document_no: '津人社局函〔2013〕531号' });
  });

  test('When the zone is changed, Then the deadline moves with it and is told', async () => {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await edit('U0BUREAU');
    await submit('U0BUREAU', { time_zone: 'Europe/London' });
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toContain('2013 年度总结的截止时间改为');
  });
});
