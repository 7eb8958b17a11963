import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readDigest } from '../src/digests/repository.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { ROUNDS } from './helpers/runs.ts';

const [EXPERT, COORDINATOR, OTHER] = ['U0ZJ0006', 'U0BINHAI', 'U0WUQING'] as const;

/** Two people about one accepted report at one moment: one wins, and the other reads what happened. */
let desk: Desk;
let reportId = '';
let served = 0;

beforeAll(async () => {
  desk = await startDesk();
  for (const user of [COORDINATOR, OTHER])
    await giveRole(desk, user, { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT);
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** 530 served, accepted. */
beforeEach(async () => {
  served = await countServed();
  await desk.as(EXPERT).globalShortcut('file_report');
  await desk.settle();
  await submit(EXPERT, {
    ...{ demand: 'none', title: '义诊', districts: ['binhai'], place: `第${Math.random()}站` },
    ...{ service_start: '2013-10-12', service_end: '2013-10-12', service_persons: '530', summary: '义诊' },
  });
  await submit(EXPERT, {});
  await desk.as(EXPERT).closeModal({ all: true });
  const row = await desk.db
    .selectFrom('report')
    .select('id')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  reportId = row.id;
  await forgePress(desk, OTHER, 'accept_report', reportId);
  expect((await report()).state).toBe('accepted');
});

async function submit(user: string, values: Record<string, string | string[]>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

/** Opens the form and goes to its last step, with all filled in. */
async function openAmendment(user: string, figure: string): Promise<void> {
  await forgePress(desk, user, 'amend_report', reportId);
  await submit(user, { service_persons: figure });
  desk.as(user).fill({ reason: '核对' });
}

async function openVoid(user: string): Promise<void> {
  await forgePress(desk, user, 'void_report', reportId);
  desk.as(user).fill({ reason: '重复' });
}

/** What both read in the end. */
async function readAll(...users: string[]): Promise<string[]> {
  await desk.settle();
  const said = users.map((user) => JSON.stringify(desk.as(user).views.at(-1) ?? {}));
  for (const user of users) await desk.as(user).closeModal({ all: true });
  return said;
}

async function countServed(): Promise<number> {
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('there is no year');
  return (await readDigest(desk.db, programme, desk.clock.now())).totals.service_persons ?? 0;
}

const report = () =>
  desk.db.selectFrom('report').selectAll().where('id', '=', reportId).executeTakeFirstOrThrow();
const acts = async () => {
  const rows = await desk.db
    .selectFrom('audit')
    .select('act')
    .where('object_id', '=', reportId)
    .where('outcome', '=', 'done')
    .where('act', 'in', ['void_report', 'amend_report', 'ask_amendment'])
    .orderBy('id')
    .execute();
  return rows.map(({ act }) => act);
};

test.each(ROUNDS)(
  'When one coordinator voids what another amends, Then one does and the other reads it (round %i)',
  async () => {
    await openVoid(COORDINATOR);
    await openAmendment(OTHER, '560');
    await Promise.all([COORDINATOR, OTHER].map((user) => desk.as(user).submit({})));
    const [voiding = '', amending = ''] = await readAll(COORDINATOR, OTHER);
    const { state } = await report();
    if (state === 'voided') {
      expect(voiding).toContain('已作废，不再计入统计');
      expect(amending).toMatch(/现在不能修改：已作废/);
      expect([await acts(), await countServed()]).toEqual([['void_report'], served]);
    } else {
      expect(voiding).toContain('现在的状态：已采纳，计入统计');
      expect(amending).toContain('已更正');
      expect([await acts(), await countServed()]).toEqual([['amend_report'], served + 560]);
    }
  },
);

test.each(ROUNDS)(
  'When a coordinator voids it while its author asks for a change, Then one does and the other reads it (round %i)',
  async () => {
    await openAmendment(EXPERT, '560');
    await openVoid(COORDINATOR);
    await Promise.all([EXPERT, COORDINATOR].map((user) => desk.as(user).submit({})));
    const [asking = '', voiding = ''] = await readAll(EXPERT, COORDINATOR);
    const { state, amendment } = await report();
    if (state === 'voided') {
      expect([asking, amendment]).toEqual([expect.stringContaining('现在不能修改：已作废'), null]);
      expect(voiding).toContain('已作废，不再计入统计');
      expect([await acts(), await countServed()]).toEqual([['void_report'], served]);
    } else {
      expect(asking).toContain('更正请求交给联络员');
      expect(voiding).toMatch(/更正待联络员采纳|有待决定的修改/);
      expect([await acts(), await countServed()]).toEqual([['ask_amendment'], served + 530]);
    }
  },
);

test.each(ROUNDS)(
  'When what the author asks is accepted while another voids, Then nothing that waits is lost (round %i)',
  async () => {
    await openVoid(COORDINATOR);
    await openAmendment(EXPERT, '560');
    await submit(EXPERT, {});
    await desk.as(EXPERT).closeModal({ all: true });
    await Promise.all([desk.as(COORDINATOR).submit({}), forgePress(desk, OTHER, 'accept_report', reportId)]);
    const [voiding = ''] = await readAll(COORDINATOR);
    const { state, amendment, version } = await report();
    expect([amendment, version]).toEqual([null, 2]);
    if (state === 'voided') expect(await acts()).toEqual(['ask_amendment', 'amend_report', 'void_report']);
    else expect(voiding).toMatch(/有待决定的修改|现在的状态：已采纳/);
    expect(await countServed()).toBe(state === 'voided' ? served : served + 560);
  },
);
