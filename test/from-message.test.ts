import { afterEach, beforeEach, expect, test } from 'vitest';
import { plainTextOf } from '../src/slack/text.ts';
import { CHANNEL, type Desk, startDesk } from './helpers/desk.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const screenOf = (user: string) => JSON.stringify(desk.as(user).views.at(-1) ?? {});

/** Writes a message as Slack keeps it, and has somebody choose the shortcut in its menu. */
async function turnIntoNeed(user: string, text: string, channel = CHANNEL): Promise<void> {
  const message = desk.as('U0HOST').say(channel, text);
  await desk.as(user).messageShortcut('demand_from_message', message);
  await desk.settle();
}

test('When a message is turned into a need, Then its first line is the title and all of it the description', async () => {
  await turnIntoNeed('U0ZJ0007', '样机噪声超标\n达到78分贝 &amp; 有异响\uff0c请专家来看');
  const { blocks } = desk.as('U0ZJ0007').views.at(-1) ?? { blocks: [] };
  const initial = (id: string) =>
    (blocks.find(({ block_id }) => block_id === id) as { element?: { initial_value?: string } } | undefined)
      ?.element?.initial_value;
  expect(initial('title')).toBe('样机噪声超标');
  expect(initial('description')).toBe('样机噪声超标\n达到78分贝 & 有异响\uff0c请专家来看');
  expect([initial('contact_name'), initial('contact_phone'), initial('unit_name')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);

  await desk.as('U0ZJ0007').submit({
    ...{ unit_name: '锐驰', districts: ['binhai'], action_line: 'tech_sme', expert_slots: '1' },
    time_text: '11月中旬',
  });
  await desk.settle();
  await desk.as('U0ZJ0007').submit();
  await desk.settle();
  const need = await desk.db.selectFrom('demand').selectAll().executeTakeFirstOrThrow();
  expect(need).toMatchObject({ title: '样机噪声超标', poster: 'U0ZJ0007', contact_phone: '' });
});

test('When the message comes from a private channel, Then neither its name nor anybody’s stands in the form', async () => {
  const members = ['U0HOST', 'U0ALICE'];
  desk.workspace.addChannel({ id: 'C0SECRET', name: '内部薪酬', isPrivate: true, members });
  await turnIntoNeed('U0ALICE', '<#C0SECRET|内部薪酬> <@U0BUREAU|市局专技处> 水泵坏了', 'C0SECRET');
  expect(screenOf('U0ALICE')).toContain('水泵坏了');
  for (const secret of ['内部薪酬', 'C0SECRET', '市局专技处', 'U0BUREAU', '卢工'])
    expect(screenOf('U0ALICE')).not.toContain(secret);
  expect(screenOf('U0ALICE')).toContain('taken from the message');
});

test('When it is longer than a field, Then it is shown shortened and kept whole', async () => {
  const text = `${'长'.repeat(400)}\n${'噪声'.repeat(2000)}`;
  await turnIntoNeed('U0ZJ0007', text);
  await desk.as('U0ZJ0007').submit({
    ...{ unit_name: '锐驰', districts: ['binhai'], action_line: 'tech_sme', expert_slots: '1' },
    time_text: '11月中旬',
  });
  await desk.settle();
  await desk.as('U0ZJ0007').submit();
  await desk.settle();
  const need = await desk.db.selectFrom('demand').selectAll().executeTakeFirstOrThrow();
  expect(need.title).toBe(`${'长'.repeat(149)}…`);
  expect(need.description).toBe(text);
});

test('When a guest tries, or before set-up, Then no form opens and a window says why', async () => {
  await turnIntoNeed('U0GUEST', '水泵坏了');
  expect(desk.as('U0GUEST').views.at(-1)?.callback_id ?? '').toBe('');
  expect(screenOf('U0GUEST')).toContain('访客除外');
  const refused = await desk.db
    .selectFrom('audit')
    .select('act')
    .where('outcome', '=', 'refused')
    .orderBy('id')
    .execute();
  expect(refused).toEqual([{ act: 'post_demand' }]);

  await desk.db.deleteFrom('programme_year').execute();
  await turnIntoNeed('U0ALICE', '水泵坏了');
  expect(screenOf('U0ALICE')).toContain('/expert setup');
});

test('When Slack’s markup is read, Then people and channels go and links stay', () => {
  expect(
    plainTextOf('<!channel> <https://a.example|报告> <mailto:a@b.c|a@b.c> <https://x.example> &lt;b&gt;'),
  ).toBe(' 报告 (https://a.example) a@b.c https://x.example <b>');
});
