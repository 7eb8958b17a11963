import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm } from './helpers/published.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** An expert who did not come stands in no reminder, no count and no proposal of a report (designs 3). */
const [CAME, ABSENT, HOST, COORDINATOR] = ['U0ZJ0006', 'U0ZJ0007', 'U0HOST', 'U0BINHAI'] as const;

let desk: Desk;
let need = '';
const ids: Record<string, string> = {};

/** Two were confirmed; one of them was found not to have come. */
beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  ids[CAME] = await registerVerified(desk, CAME);
  ids[ABSENT] = await registerVerified(desk, ABSENT, { name: '田若川' });
  need = await publishNeed(desk, { service_start: '2013-10-30', service_end: '2013-11-01' });
  await walkOnce(desk, 'one came', async () => {
    for (const user of [CAME, ABSENT]) await claimAndConfirm(desk, user);
    await forgePress(desk, HOST, 'report_no_show', await claimOf(ABSENT));
    await submit(HOST, { reason: '没有来' });
    await desk.as(HOST).closeModal({ all: true });
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function claimOf(user: string): Promise<string> {
  const row = await desk.db
    .selectFrom('claim')
    .innerJoin('expert', 'expert.id', 'claim.expert_id')
    .select('claim.id')
    .where('expert.user_id', '=', user)
    .executeTakeFirstOrThrow();
  return row.id;
}

async function submit(user: string, values: Record<string, string | string[]>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

/** The names that the form proposes. */
async function proposedTo(user: string): Promise<string> {
  await forgePress(desk, user, 'file_report', need);
  const view = desk.as(user).views.at(-1);
  const field = view?.blocks.find(({ block_id }) => block_id === 'experts');
  await desk.as(user).closeModal({ all: true });
  return JSON.stringify(field);
}

async function homeOf(user: string): Promise<string> {
  await desk.as(user).openHome();
  await desk.settle();
  return JSON.stringify(desk.as(user).home?.blocks);
}

async function digestOf(user: string): Promise<string> {
  await desk.as(user).command('/expert-digest');
  await desk.settle();
  return JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks);
}

const textsTo = (user: string) => JSON.stringify(desk.as(user).dms.map(({ text }) => text));

test.each(['reported', 'upheld'])(
  'When it is %s, Then no form proposes them, no Home and no reminder asks them, and nobody is late for it',
  async (state) => {
    if (state === 'upheld') await forgePress(desk, COORDINATOR, 'uphold_no_show', await claimOf(ABSENT));
    for (const user of [CAME, HOST, COORDINATOR]) {
      expect([user, await proposedTo(user)]).toEqual([user, expect.stringContaining('何知远')]);
      expect([user, await proposedTo(user)]).toEqual([user, expect.not.stringContaining('田若川')]);
    }
    expect((await forgePress(desk, ABSENT, 'file_report', need)).text).not.toContain('service_start');
    expect(await homeOf(ABSENT)).not.toContain(`"value":"${need}"`);
    expect(await homeOf(CAME)).toContain('服务已开始或结束，请填写报告');

    const before = textsTo(ABSENT);
    await forgePress(desk, CAME, 'file_report', need);
    await submit(CAME, { summary: '查明原因' });
    await submit(CAME, {});
    await desk.as(CAME).closeModal({ all: true });
    // The one who came has reported: nothing is left for anybody to file.
    for (const moment of ['04', '11', '18', '25']) await desk.look(`2013-11-${moment}T10:00:00+08:00`);
    expect(textsTo(ABSENT)).toBe(before);
    expect(textsTo(COORDINATOR)).not.toMatch(/请填写报告/);
    expect(await homeOf(HOST)).not.toContain('可以代填报告');
    // What is late is the coordinator's own decision, as long as there is none.
    const late = (await digestOf(COORDINATOR)).match(/RL-2013-0002[^"]*/g) ?? [];
    expect(late).toEqual(state === 'upheld' ? [] : [expect.stringMatching(/是否没有到场，尚未决定$/)]);
  },
);

test('When an accepted report is amended, Then they are let in neither by its author nor by a coordinator', async () => {
  await forgePress(desk, CAME, 'file_report', need);
  await submit(CAME, { summary: '查明原因' });
  await submit(CAME, {});
  await desk.as(CAME).closeModal({ all: true });
  const { id } = await desk.db.selectFrom('report').select('id').executeTakeFirstOrThrow();
  await forgePress(desk, HOST, 'confirm_report', id);
  await forgePress(desk, COORDINATOR, 'accept_report', id);
  for (const user of [CAME, COORDINATOR]) {
    await forgePress(desk, user, 'amend_report', id);
    const view = desk.as(user).views.at(-1);
    if (!view) throw new Error(`${user} has no form`);
    await desk.as(user).suggest(view, { blockId: 'experts', query: '田若川' });
    await submit(user, { experts: [ids[CAME] ?? '', ids[ABSENT] ?? ''] });
    await submit(user, { reason: '也来了' });
    expect(JSON.stringify(desk.as(user).views.at(-1))).toContain('没有到场');
    await desk.as(user).closeModal({ all: true });
  }
  const served = await desk.db.selectFrom('report_expert').select('expert_id').execute();
  expect(served).toEqual([{ expert_id: ids[CAME] }]);
});
