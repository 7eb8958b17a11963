import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, registerVerified, startDesk } from './helpers/desk.ts';
import { postNeed } from './helpers/need.ts';
import {
  needOf,
  newestClaimOf,
  newestNeedOf,
  pressAtHome,
  pressNewest,
  publishWithTwo,
  submitTo,
  textOf,
  undoLast,
  type Values,
} from './helpers/published.ts';

/** The undo of a change, a postponement and a closing stands beside these acts in `after-publication.test.ts`. */
const COORDINATOR = 'U0BINHAI';
const HOST = 'U0HOST';

let desk: Desk;
let needId: string;

beforeEach(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00' });
  needId = await publishWithTwo(desk);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const press = (user: string, actionId: string, value?: string) => pressNewest(desk, user, actionId, value);
const submit = (user: string, values: Values) => submitTo(desk, user, values);
const undo = (user: string) => undoLast(desk, user);
const need = (id = needId) => needOf(desk, id);
const claimOf = (user: string) => newestClaimOf(desk, user);
const lastNeed = () => newestNeedOf(desk);
const reviewOf = (number: string) =>
  desk.as(COORDINATOR).dms.findLast(({ text = '' }) => text.includes(number));
const closeModal = (user: string) => desk.as(user).closeModal({ all: true });
const moveTo = (moment: string) => desk.clock.moveTo(Temporal.Instant.from(moment));

/** The same but for the moment at which the row was written. */
const written = (row: object) => ({ ...row, changed_at: expect.anything() });

async function reopen(): Promise<void> {
  await press(COORDINATOR, 'reopen_demand');
  await submit(COORDINATOR, {
    reason: '样机已到',
    service_start: '2013-12-03',
    service_end: '2013-12-04',
    time_text: '12月3日至4日',
  });
}

describe('When a reopening is taken back', () => {
  test('Then a postponed need is postponed again, and nobody is asked about the new date', async () => {
    await press(COORDINATOR, 'postpone_demand');
    await submit(COORDINATOR, { reason: '样机还没到' });
    await closeModal(COORDINATOR);
    const before = await need();
    const claims = [await claimOf('U0ZJ0006'), await claimOf('U0ZJ0007')];
    await reopen();
    expect(await need()).toMatchObject({ state: 'published', service_start: '2013-12-03' });
    expect(textOf(desk.as('U0ZJ0006').dms)).toContain('keep_claim');

    expect(await undo(COORDINATOR)).toContain('需求 XQ-2013-0001 的重新开放已撤回');
    expect(await need()).toEqual(written(before));
    expect([await claimOf('U0ZJ0006'), await claimOf('U0ZJ0007')]).toEqual(claims);
    expect(textOf(desk.as('U0ZJ0006').dms)).not.toContain('keep_claim');
    expect(textOf(desk.lastCard().blocks)).toContain('已延期，时间待定');
    expect(textOf(desk.lastCard().blocks)).not.toContain('claim_slot');
    expect(textOf(desk.as(HOST).dms.at(-1)?.blocks)).toContain('重新开放已撤回');
  });

  test('Then a closed need is closed again with the claims that ended; not once an expert has claimed it anew', async () => {
    await press(COORDINATOR, 'close_demand');
    await submit(COORDINATOR, { reason: '问题已解决' });
    await closeModal(COORDINATOR);
    const before = await need();
    const ended = await claimOf('U0ZJ0007');
    await reopen();
    expect(await undo(COORDINATOR)).toContain('重新开放已撤回');
    expect(await need()).toEqual(written(before));
    expect(await claimOf('U0ZJ0007')).toEqual(ended);
    await closeModal(COORDINATOR);

    await reopen();
    await press('U0ZJ0007', 'claim_slot');
    expect(await undo(COORDINATOR)).toContain('不能再撤回');
    expect(await need()).toMatchObject({ state: 'published', service_start: '2013-12-03' });
  });
});

describe('When the field of a published need is changed', () => {
  test('Then it can be taken back, and experts are matched as before', async () => {
    const before = await need();
    await pressAtHome(desk, COORDINATOR, 'edit_demand');
    await submit(COORDINATOR, { field: 'newmat', reason: '填错' });
    expect((await need()).field).toBe('newmat');
    expect(before.field).not.toBe('newmat');
    expect(await undo(COORDINATOR)).toContain('变更已撤回，一切照旧');
    expect(await need()).toEqual(written(before));
  });
});

describe('When the grant of an instant service is taken back', () => {
  test('Then a need that was published with it waits for the coordinator again', async () => {
    const asked = await postNeed(desk, { title: '夜间突发故障', modes: ['instant'] });
    await desk.as(COORDINATOR).press(asked, 'grant_instant');
    await desk.settle();
    const { id } = await lastNeed();
    expect(await need(id)).toMatchObject({ state: 'published', instant: true });
    expect(await undo(COORDINATOR)).toContain('不再定为即时服务');
    expect(await need(id)).toMatchObject({ state: 'submitted', instant: false, published_at: null });
    expect(await desk.db.selectFrom('slot').select('no').where('demand_id', '=', id).execute()).toEqual([]);
    expect(textOf(desk.lastCard().blocks)).not.toContain('claim_slot');
    expect(textOf(reviewOf('夜间突发故障')?.blocks)).toContain('"publish_demand"');
  });

  test('Then not once somebody was confirmed by it', async () => {
    await registerVerified(desk, 'U0WUQING', { name: '石晓', employer: '津门大学' });
    await press(COORDINATOR, 'grant_instant');
    await press('U0WUQING', 'claim_slot');
    expect((await claimOf('U0WUQING')).state).toBe('confirmed');
    expect(await undo(COORDINATOR)).toContain('已有专家认领，不能再撤回');
    expect((await need()).instant).toBe(true);
  });
});

describe('When a follow-up visit is taken back', () => {
  beforeEach(async () => {
    moveTo('2013-11-25T10:00:00+08:00');
    await pressAtHome(desk, HOST, 'follow_up');
    await submit(HOST, { service_start: '2013-12-10', service_end: '2013-12-10', reason: '看看整改效果' });
  });

  test('Then the new need is gone for good, its coordinator is asked no more, and the first stays served', async () => {
    const first = await need();
    expect(textOf(reviewOf('XQ-2013-0002')?.blocks)).toContain('"publish_demand"');
    expect(await undo(HOST)).toContain('回头帮 XQ-2013-0002 已撤回，原需求不变');
    expect(await lastNeed()).toMatchObject({ state: 'cancelled', follows: needId });
    expect(await need()).toEqual(first);
    expect((await claimOf('U0ZJ0006')).state).toBe('confirmed');
    const review = textOf(reviewOf('XQ-2013-0002')?.blocks);
    expect(review).not.toContain('"publish_demand"');
    expect(review).toContain('已撤销（办理人：卢工');
    await desk.as(COORDINATOR).openHome();
    await desk.settle();
    expect(textOf(desk.as(COORDINATOR).home?.blocks)).not.toContain('XQ-2013-0002');

    // Another may follow the first: the number is not given twice.
    await closeModal(HOST);
    await pressAtHome(desk, HOST, 'follow_up');
    await submit(HOST, { service_start: '2013-12-11', service_end: '2013-12-11', reason: '改为十一日' });
    expect(await lastNeed()).toMatchObject({ number: 'XQ-2013-0003', state: 'submitted', follows: needId });
  });

  test('Then not once its coordinator has published it', async () => {
    await press(COORDINATOR, 'publish_demand');
    expect(await undo(HOST)).toMatch(/滨海新区联络员已经办理（.*），不能再撤回/);
    expect(await lastNeed()).toMatchObject({ state: 'published', follows: needId });
  });
});
