import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countActs } from '../src/digests/acts.ts';
import type { Message } from '../src/playground/records.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { openYear } from './helpers/next-year.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** What is done to accepted reports after the fact, as the next digest tells it. */
const [EXPERT, COORDINATOR, BUREAU] = ['U0ZJ0006', 'U0BINHAI', 'U0BUREAU'] as const;

let desk: Desk;

/** Three accepted reports of 2013: 30 trained each. */
beforeEach(async () => {
  desk = await startDesk({ now: '2013-12-10T10:00:00+08:00' });
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT);
  await walkOnce(desk, 'three accepted', async () => {
    for (const title of ['义诊', '讲座', '查房']) await fileAndAccept(title);
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function submit(user: string, values: Record<string, string | string[]>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

async function fileAndAccept(title: string): Promise<void> {
  await desk.as(EXPERT).globalShortcut('file_report');
  await desk.settle();
  await submit(EXPERT, {
    ...{ title, districts: ['binhai'], place: title, action_line: 'medical', trained_persons: '30' },
    ...{ service_start: '2013-12-08', service_end: '2013-12-08', summary: title },
  });
  await submit(EXPERT, {});
  await desk.as(EXPERT).closeModal({ all: true });
  await forgePress(desk, COORDINATOR, 'accept_report', await idOf(title));
}

async function idOf(title: string): Promise<string> {
  const row = await desk.db
    .selectFrom('report')
    .select('id')
    .where('title', '=', title)
    .executeTakeFirstOrThrow();
  return row.id;
}

async function voidIt(user: string, title: string): Promise<void> {
  await forgePress(desk, user, 'void_report', await idOf(title));
  await submit(user, { reason: '重复' });
}

async function amend(user: string, title: string, figure: string): Promise<void> {
  await forgePress(desk, user, 'amend_report', await idOf(title));
  await submit(user, { trained_persons: figure });
  await submit(user, { reason: '与签到表核对' });
  await desk.as(user).closeModal({ all: true });
}

/** The needs channel has its digest in this language on Mondays, and the first has been posted. */
async function startDigests(language: string, monday: string): Promise<void> {
  await desk.as(BUREAU).command('/expert-digest', '', CHANNEL);
  await desk.settle();
  await desk.as(BUREAU).press(desk.as(BUREAU).ephemerals.at(-1) as unknown as Message, 'digest_settings');
  await desk.settle();
  await submit(BUREAU, { language });
  await desk.as(BUREAU).closeModal({ all: true });
  await desk.look(`${monday}T09:00:00+08:00`);
}

const lastDigest = () =>
  desk.workspace.messages(CHANNEL).findLast(({ blocks }) => JSON.stringify(blocks).includes('"mute_digest"'))
    ?.text ?? '';

describe.each([
  {
    language: 'zh',
    said: '更正报告 2 份 · 作废报告 1 份',
    corrected: '已结束年度有更正',
  },
  {
    language: 'en',
    said: '2 reports amended · 1 report voided',
    corrected: 'a closed year was corrected',
  },
])('When the next digest comes ($language)', ({ language, said, corrected }) => {
  test('Then it tells what was amended and voided, and not what was taken back', async () => {
    await startDigests(language, '2013-12-16');
    await amend(COORDINATOR, '义诊', '40');
    // What its author asks for is told once it is accepted.
    await amend(EXPERT, '讲座', '50');
    await forgePress(desk, COORDINATOR, 'accept_report', await idOf('讲座'));
    await amend(EXPERT, '查房', '60');
    await forgePress(desk, COORDINATOR, 'return_report', await idOf('查房'));
    await submit(COORDINATOR, { reason: '没有依据' });
    await desk.as(COORDINATOR).closeModal({ all: true });
    await voidIt(COORDINATOR, '查房');
    await desk.as(COORDINATOR).closeModal({ all: true });
    await voidIt(COORDINATOR, '义诊');
    await desk.as(COORDINATOR).press(desk.as(COORDINATOR).views.at(-1) as never, 'undo');
    await desk.settle();
    await desk.look('2013-12-23T09:00:00+08:00');
    expect(lastDigest()).toContain(said);
  });

  test('Then it tells that a closed year was corrected, by number or through a report', async () => {
    desk.clock.moveTo(Temporal.Instant.from('2014-01-10T10:00:00+08:00'));
    await openYear(desk);
    await forgePress(desk, BUREAU, 'close_year', '2013');
    await sql`update yearly_summary set waived_at = now(), waived_by = 'U0BUREAU', waive_reason = '并入他区'
      where year = 2013`.execute(desk.db);
    await forgePress(desk, BUREAU, 'close_year', '2013');
    await submit(BUREAU, { confirm: ['yes'] });
    await desk.as(BUREAU).closeModal({ all: true });
    await startDigests(language, '2014-01-13');
    const after = desk.clock.now();
    await forgePress(desk, BUREAU, 'correct_year', '2013');
    await submit(BUREAU, { object: '全市', metric: 'suggestions', value: '3', reason: '漏计' });
    await desk.as(BUREAU).closeModal({ all: true });
    await amend(BUREAU, '义诊', '40');
    await voidIt(BUREAU, '讲座');
    await desk.as(BUREAU).closeModal({ all: true });
    const programme = await programmeOf(desk.db, { teamId: desk.workspace.teamId, year: 2013 });
    expect(await countActs(desk.db, programme, { after, until: desk.clock.now() }, {})).toEqual([
      { act: 'amend_report', n: 1 },
      { act: 'void_report', n: 1 },
      { act: 'correct_year', n: 1 },
    ]);
    await desk.look('2014-01-20T09:00:00+08:00');
    expect(lastDigest()).toContain(corrected);
  });
});
