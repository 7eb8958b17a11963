import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { meetEverybody, readTold } from './helpers/duties.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** A no-show that nobody decides is chased like everything that waits for a coordinator (mission: decision 33). */
const EXPERT = 'U0ZJ0006';
const HOST = 'U0HOST';
const COORDINATOR = 'U0BINHAI';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await meetEverybody(desk);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const textOf = (thing: unknown) => JSON.stringify(thing ?? {});
const lastWith = (user: string, actionId: string) => {
  const dm = desk.as(user).dms.findLast(({ blocks }) => textOf(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  return dm;
};
const reminderOf = (user: string) =>
  textOf(desk.as(user).dms.findLast(({ blocks }) => textOf(blocks).includes('"go_away"'))?.blocks);
const at = (moment: string) => desk.look(`2013-11-${moment}:00+08:00`);
const theClaim = () => desk.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();

async function press(user: string, actionId: string, values?: Record<string, string>): Promise<void> {
  await desk.as(user).press(lastWith(user, actionId), actionId);
  await desk.settle();
  if (!values) return;
  await desk.as(user).submit(values);
  await desk.settle();
  await desk.as(user).closeModal({ all: true });
}

async function command(user: string, word: string, text = ''): Promise<string> {
  await desk.as(user).command(word, text);
  await desk.settle();
  return textOf(desk.as(user).ephemerals.at(-1)?.blocks);
}

/** The service was on 4 and 5 November; on Wednesday the 6th the host says that nobody came. */
async function report(coordinator = COORDINATOR): Promise<void> {
  const expert = await registerVerified(desk, EXPERT, { home_unit_user: 'U0HOME' });
  await publishNeed(desk, { service_start: '2013-11-04', service_end: '2013-11-05' }, { coordinator });
  await walkOnce(desk, `confirmed ${expert}`, async () => {
    await desk.as(EXPERT).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    await press('U0HOME', 'give_consent');
    await press(HOST, 'accept_expert');
  });
  await at('06T09:00');
  await press(HOST, 'report_no_show', { reason: '等了一上午' });
}

const told = async () =>
  (await readTold(desk))
    .filter(({ what }) => what.includes('no_show_decision'))
    .map(({ day, what }) => `${day} ${what.replace(/[0-9a-f-]{36}/, '…')}`)
    .toSorted();

describe('a no-show that nobody decides', () => {
  test('When days go by, Then after 1, 3 and 5 working days, then the bureau; overdue, in Home and in the dry run', async () => {
    await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
    await report();
    // The expert's system does not decide it.
    await giveRole(desk, 'U0WUQING', { role: 'system', systems: ['education'] });
    expect(await command('U0BUREAU', '/expert', 'nudges until 2013-11-15')).toContain('待决定：是否没有到场');
    const before = desk.as(EXPERT).dms.length;
    for (const day of ['07', '11', '13', '14', '15']) await at(`${day}T09:30`);
    expect(await told()).toEqual([
      '2013-11-07 U0BINHAI no_show_decision … day_1 new',
      '2013-11-11 U0BINHAI no_show_decision … day_3 new',
      '2013-11-13 U0BINHAI no_show_decision … day_5 new',
      '2013-11-14 U0BUREAU no_show_decision … day_6 new',
    ]);
    // The words in sight, and the buttons that decide.
    for (const word of ['何知远', '等了一上午', 'uphold_no_show', 'dismiss_no_show'])
      expect(reminderOf(COORDINATOR)).toContain(word);
    // The expert owes nothing meanwhile, and neither does the host.
    expect(desk.as(EXPERT).dms.slice(before)).toEqual([]);
    expect(reminderOf(HOST)).not.toContain('RL-2013-0001');

    const late = await command(COORDINATOR, '/expert-digest');
    expect(late).toContain('是否没有到场，尚未决定');
    expect(await command('U0BUREAU', '/expert-digest')).toContain('是否没有到场，尚未决定');
    // It is nobody else's to know, not even how many.
    for (const user of ['U0ALICE', 'U0HOME']) {
      const said = await command(user, '/expert-digest');
      for (const word of ['没有到场', 'show']) expect(said).not.toContain(word);
    }
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(textOf(desk.as('U0BUREAU').home)).toContain('没有到场的反映超过 3 个工作日未决定 1 项');

    // An objection leaves the days as they are: they had it to decide before.
    await press(EXPERT, 'object_no_show', { reason: '门卫可证' });
    expect(reminderOf(COORDINATOR)).toContain('门卫可证');
    // Decided, it leaves every reminder and list at once.
    await press(COORDINATOR, 'dismiss_no_show');
    expect((await theClaim()).state).toBe('confirmed');
    expect(reminderOf(COORDINATOR)).not.toContain('dismiss_no_show');
    expect(textOf(desk.as('U0BUREAU').home)).not.toContain('没有到场');
    expect(await command('U0BUREAU', '/expert-digest')).not.toContain('尚未决定');
    // The report is owed again, by the expert.
    await at('18T09:30');
    expect(reminderOf(EXPERT)).toContain('file_report');
  });

  test('When it is reported once more after it was dismissed, Then it is chased anew', async () => {
    await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
    await report();
    await at('07T09:30');
    await press(COORDINATOR, 'dismiss_no_show');
    await press(HOST, 'report_no_show', { reason: '确实没来' });
    await at('08T09:30');
    expect(await told()).toEqual([
      '2013-11-07 U0BINHAI no_show_decision … day_1 new',
      '2013-11-08 U0BINHAI no_show_decision … day_1:2 new',
    ]);
  });

  test('When the district has no coordinator, Then it is the bureau’s, and stands at the head of its Home until it is decided', async () => {
    await report('U0BUREAU');
    for (const day of ['07', '11', '12']) await at(`${day}T09:30`);
    expect(await told()).toEqual([
      '2013-11-07 U0BUREAU no_show_decision … day_1 new',
      '2013-11-11 U0BUREAU no_show_decision … day_3 new',
    ]);
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(textOf(desk.as('U0BUREAU').home)).toContain('没有到场的反映超过 3 个工作日未决定 1 项');
    await press('U0BUREAU', 'uphold_no_show');
    expect(textOf(desk.as('U0BUREAU').home)).not.toContain('未决定');
  });

  test('When the coordinator is the host or the expert, Then another decides', async () => {
    await report('U0BUREAU');
    await giveRole(desk, HOST, { role: 'district', districts: ['binhai'] });
    await at('07T09:30');
    expect(await told()).toEqual(['2013-11-07 U0BUREAU no_show_decision … day_1 new']);
    expect((await forgePress(desk, HOST, 'uphold_no_show', (await theClaim()).id)).text).not.toBe('');
    expect((await theClaim()).state).toBe('no_show_reported');
  });

  test('When a coordinator reads English, Then so is the reminder, and what is overdue', async () => {
    await giveRole(desk, 'U0ALICE', { role: 'district', districts: ['binhai'] });
    await report('U0ALICE');
    for (const day of ['07', '11', '12']) await at(`${day}T17:30`);
    for (const word of ['Whether an expert came', 'uphold_no_show', 'Please decide whether'])
      expect(reminderOf('U0ALICE')).toContain(word);
    expect(await command('U0ALICE', '/expert-digest')).toContain('is not decided');
  });
});
