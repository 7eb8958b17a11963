import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtAll } from '../src/schedule.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { openYear, pressOn, pressYear, showYears } from './helpers/next-year.ts';
import { pressAtHome, submitTo, textOf, undoLast } from './helpers/published.ts';

/** The bureau opens 2014 on 20 December 2013: it begins by itself on 1 January, and until then all goes on as before. */
const DECEMBER = '2013-12-20T10:00:00+08:00';
const NEW_YEAR = '2014-01-01T00:00:00+08:00';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk({ now: DECEMBER });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const moveTo = (moment: string) => desk.clock.moveTo(Temporal.Instant.from(moment));
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1));
const digests = () =>
  desk.workspace.messages(CHANNEL).filter(({ blocks }) => textOf(blocks).includes('"mute_digest"'));
const inChannel = () =>
  desk.workspace
    .messages(CHANNEL)
    .map(({ text = '' }) => text)
    .join('\n');

const years = () =>
  desk.db.selectFrom('programme_year').select(['year', 'state', 'current']).orderBy('year').execute();
const numbers = async () =>
  (await desk.db.selectFrom('demand').select('number').orderBy('submitted_at').execute()).map(
    ({ number }) => number,
  );

/** The answer to whoever opens it, which stays on screen. */
async function openAhead(user: string): Promise<string> {
  await pressYear(desk, user, 'open_year', 'next');
  await submitTo(desk, user, { document_no: '津人社局函〔2014〕3号', target_experts: '200' });
  return modalOf(user);
}

const AHEAD = [
  { year: 2013, state: 'open', current: true },
  { year: 2014, state: 'open', current: false },
];
const BEGUN = [
  { year: 2013, state: 'closing', current: false },
  { year: 2014, state: 'open', current: true },
];

describe('When the next year is opened on 20 December', () => {
  test('Then new needs belong to the old one and its digest goes on, until the new one begins by itself', async () => {
    await desk.look();
    expect(await openAhead('U0BUREAU')).toContain('2014 年已备好：2014年1月1日起，新需求归入该年度');
    await desk.as('U0BUREAU').closeModal();
    expect(await years()).toEqual(AHEAD);
    expect(inChannel()).not.toContain('2014 年');
    await publishNeed(desk, { title: '十二月的需求', time_text: '12月30日', claim_deadline: '2013-12-29' });
    await desk.look('2013-12-23T09:00:00+08:00');
    await publishNeed(desk, { title: '又一个', time_text: '2014年1月上旬', claim_deadline: '2014-01-05' });
    expect(await numbers()).toEqual(['XQ-2013-0001', 'XQ-2013-0002']);
    await desk.look('2013-12-30T09:00:00+08:00');
    expect(digests()).toHaveLength(2);
    for (const { text } of digests()) {
      expect(text).toContain('目标 300 人');
      expect(text).not.toContain('尚未办结');
    }
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(textOf(desk.as('U0BUREAU').home?.blocks)).not.toContain('200 人');

    // A minute before midnight nothing happens, and at midnight the year turns though nobody acts.
    moveTo('2013-12-31T23:59:00+08:00');
    await desk.minute();
    expect(await years()).toEqual(AHEAD);
    moveTo(NEW_YEAR);
    await Promise.all([lookAtAll(desk.deps), lookAtAll(desk.deps)]);
    await desk.settle();
    expect(await years()).toEqual(BEGUN);
    expect(inChannel().match(/（2014 年）的专家需求将发布在这里。由 市局专技处 设置。/g)).toHaveLength(1);

    moveTo('2014-01-02T10:00:00+08:00');
    await publishNeed(desk, {
      title: '一月的需求',
      time_text: '2014年1月下旬',
      claim_deadline: '2014-01-20',
    });
    expect(await numbers()).toEqual(['XQ-2013-0001', 'XQ-2013-0002', 'XQ-2014-0001']);
    await desk.look('2014-01-06T09:00:00+08:00');
    expect(digests()).toHaveLength(3);
    expect(digests().at(-1)?.text).toMatch(/目标 200 人.*2013 年度尚未办结/s);
  });

  test('Then an English coordinator reads from when on it counts, and closes the old year only then', async () => {
    expect(await openAhead('U0ALICE')).toContain(
      '2014 is ready: new needs belong to it from 1 Jan 2014 on, and 2013 begins to close then.',
    );
    await desk.as('U0ALICE').closeModal();
    const shown = await showYears(desk, 'U0ALICE');
    expect(shown).toContain('2014 · 天津市专家服务基层行动 · ready, begins on 1 Jan 2014');
    expect(shown).toContain('2013 · 天津市专家服务基层行动 · open');
    expect(shown).not.toContain('"open_year"');
    expect(shown).not.toContain('"close_year"');
    for (const [action, said] of [
      ['open_year', '2014 is ready already and begins on 1 Jan 2014.'],
      ['close_year', '2014 begins on 1 Jan 2014; 2013 can be closed from then on.'],
    ] as const) {
      expect((await forgePress(desk, 'U0ALICE', action, '2013')).text).toContain(said);
    }
    // What it begins with can be changed before.
    await pressYear(desk, 'U0ALICE', 'edit_programme', '2014');
    await submitTo(desk, 'U0ALICE', { target_experts: '250' });
    expect(modalOf('U0ALICE')).toContain('The settings of 2014 are saved');
    await desk.as('U0ALICE').closeModal({ all: true });

    moveTo(NEW_YEAR);
    await desk.minute();
    expect(await showYears(desk, 'U0ALICE')).toMatch(
      /2014 · 天津市专家服务基层行动 · open.*Target 250.*New needs belong to this year/,
    );
    await pressOn(desk, 'U0ALICE', 'close_year', '2013');
    expect(textOf(desk.as('U0ALICE').ephemerals.at(-1)?.blocks)).toContain('Before 2013 can be closed');
  });

  test('Then it can be taken back while nobody has acted on it, and opened again', async () => {
    await openAhead('U0BUREAU');
    expect(await undoLast(desk, 'U0BUREAU')).toContain('2014 年的开启已撤回');
    expect(await years()).toEqual([{ year: 2013, state: 'open', current: true }]);
    await desk.as('U0BUREAU').closeModal();
    await openAhead('U0BUREAU');
    await pressYear(desk, 'U0ALICE', 'edit_programme', '2014');
    await submitTo(desk, 'U0ALICE', { target_experts: '250' });
    expect(await undoLast(desk, 'U0BUREAU')).toContain('Alice Wong已经办理');
    expect(await years()).toEqual(AHEAD);
  });

  test('Then what is set of the work calendar meanwhile holds in the new year as well', async () => {
    await openYear(desk);
    await desk.db
      .updateTable('programme_year')
      .set({ own_days: { '2014-01-06': 'rest' } })
      .where('year', '=', 2013)
      .execute();
    moveTo(NEW_YEAR);
    await desk.minute();
    const { own_days } = await desk.db
      .selectFrom('programme_year')
      .select('own_days')
      .where('year', '=', 2014)
      .executeTakeFirstOrThrow();
    expect(own_days).toEqual({ '2014-01-06': 'rest' });
  });
});

test('When a follow-up visit is asked for, Then it is a need of the year for new things, whenever it is to be', async () => {
  await publishNeed(desk, { time_text: '12月21日', claim_deadline: '2013-12-21' });
  await openYear(desk);
  moveTo('2013-12-23T10:00:00+08:00');
  await pressAtHome(desk, 'U0HOST', 'follow_up');
  await submitTo(desk, 'U0HOST', { service_start: '2014-02-10', service_end: '2014-02-10', reason: '回访' });
  expect(await numbers()).toEqual(['XQ-2013-0001', 'XQ-2013-0002']);
  await desk.as('U0HOST').closeModal({ all: true });
  moveTo('2014-01-02T10:00:00+08:00');
  await desk.minute();
  await pressAtHome(desk, 'U0HOST', 'follow_up');
  await submitTo(desk, 'U0HOST', {
    service_start: '2015-02-10',
    service_end: '2015-02-10',
    reason: '再回访',
  });
  expect(await numbers()).toEqual(['XQ-2013-0001', 'XQ-2013-0002', 'XQ-2014-0001']);
});
