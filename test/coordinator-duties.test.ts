import { afterEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { meetEverybody, readTold } from './helpers/duties.ts';
import { NEED, publishNeed } from './helpers/need.ts';

/** What waits for a coordinator is chased like what waits for others (mission: decision 33). */
let desk: Desk;

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const textOf = (thing: { blocks: unknown } | undefined) => JSON.stringify(thing?.blocks ?? []);
const reminderOf = (user: string) =>
  textOf(desk.as(user).dms.findLast((one) => textOf(one).includes('go_away')));

async function command(user: string, word: string, text = '') {
  await desk.as(user).command(word, text);
  await desk.settle();
  return textOf(desk.as(user).ephemerals.at(-1));
}

async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
  await desk.as(user).submit(values);
  await desk.settle();
}

/** Somebody hands in a need, and an expert a registration, on Thursday 31 October 2013. */
async function handIn() {
  await command('U0HOST', '/expert-demand');
  await submit('U0HOST', NEED);
  await submit('U0HOST');
  await desk.as('U0HOST').closeModal({ all: true });
  await command('U0ZJ0006', '/expert', 'register');
  await submit('U0ZJ0006', REGISTRATION);
  await desk.as('U0ZJ0006').closeModal({ all: true });
}

async function goThrough(days: readonly string[]) {
  for (const day of days) await desk.look(`${day}T09:30:00+08:00`);
}

const told = async () =>
  (await readTold(desk)).map(({ day, what }) => `${day} ${what.replace(/[0-9a-f-]{36}/, '…')}`).toSorted();

describe('a need and a registration that nobody decides about', () => {
  test('When days go by, Then after 1, 3 and 5 working days, then the bureau; overdue for coordinators, and in Home', async () => {
    desk = await startDesk();
    await meetEverybody(desk);
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await giveRole(desk, 'U0WUQING', { role: 'system', systems: ['education'] });
    await handIn();
    const forecast = await command('U0BUREAU', '/expert', 'nudges until 2013-11-12');
    expect(forecast).toContain('待审核的需求');
    expect(forecast).toContain('待核实的专家登记');
    await goThrough(['2013-11-01', '2013-11-05', '2013-11-07', '2013-11-08', '2013-11-11']);
    expect(await told()).toEqual([
      '2013-11-01 U0BINHAI need_review … day_1 new',
      '2013-11-01 U0WUQING verification … day_1 new',
      '2013-11-05 U0BINHAI need_review … day_3 new',
      '2013-11-05 U0WUQING verification … day_3 new',
      '2013-11-07 U0BINHAI need_review … day_5 new',
      '2013-11-07 U0WUQING verification … day_5 new',
      '2013-11-08 U0BUREAU need_review … day_6 new',
      '2013-11-08 U0BUREAU verification … day_6 new',
    ]);
    const shown = reminderOf('U0BINHAI');
    for (const word of ['RV减速器', '样机噪声达到78分贝', 'publish_demand']) expect(shown).toContain(word);
    expect(reminderOf('U0WUQING')).toContain('verify_expert');
    const late = await command('U0BUREAU', '/expert-digest');
    expect(late).toContain('需求尚未审核');
    expect(late).toContain('何知远（津沽大学）：专家登记尚未核实');
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(textOf(desk.as('U0BUREAU').home)).toContain('需求超过 3 个工作日未审核 1 条');
    // Decided, it leaves every reminder and list at once.
    const review = desk.as('U0BINHAI').dms.findLast((one) => textOf(one).includes('publish_demand'));
    if (!review) throw new Error('no review');
    await desk.as('U0BINHAI').press(review, 'publish_demand');
    await desk.settle();
    expect(reminderOf('U0BINHAI')).not.toContain('publish_demand');
    expect(textOf(desk.as('U0BUREAU').home)).not.toContain('未审核');
    expect(await command('U0BUREAU', '/expert-digest')).not.toContain('需求尚未审核');
  });

  test('When it is the coordinator’s own, Then who may is asked; where nobody else is, they are all the same', async () => {
    desk = await startDesk();
    await meetEverybody(desk);
    await giveRole(desk, 'U0HOST', { role: 'district', districts: ['binhai'] });
    await giveRole(desk, 'U0ZJ0006', { role: 'system', systems: ['education'] });
    await handIn();
    await goThrough(['2013-11-01']);
    // 卢工 recorded the need for the unit and so may review it; nobody verifies themselves.
    expect(await told()).toEqual([
      '2013-11-01 U0BUREAU verification … day_1 new',
      '2013-11-01 U0HOST need_review … day_1 new',
    ]);
  });
});

describe('what follows a service', () => {
  test('When a letter or an acceptance is missing, Then its coordinator is chased; in English for who reads it', async () => {
    desk = await startDesk();
    await meetEverybody(desk);
    await giveRole(desk, 'U0ALICE', { role: 'district', districts: ['binhai'] });
    const expert = await registerVerified(desk, 'U0ZJ0006');
    const need = await publishNeed(desk, {}, { coordinator: 'U0ALICE' });
    await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    const asked = desk.as('U0ALICE').dms.findLast((one) => textOf(one).includes('record_consent'));
    if (!asked) throw new Error('the coordinator is not asked for the consent');
    await desk.as('U0ALICE').press(asked, 'record_consent');
    await desk.settle();
    await submit('U0ALICE', { kind: 'phone', date: '2013-10-31', document_no: '' });
    await desk.as('U0ALICE').closeModal({ all: true });
    expect(need).toBeTruthy();

    await command('U0ZJ0006', '/expert-report');
    const list = desk.as('U0ZJ0006').ephemerals.at(-1);
    if (!list) throw new Error('nothing was said');
    await desk.as('U0ZJ0006').press(list, 'file_report');
    await desk.settle();
    await submit('U0ZJ0006', {
      ...{ demand: 'none', title: '下乡指导', action_line: 'other', districts: ['binhai'], place: '村委会' },
      ...{ service_start: '2013-10-12', service_end: '2013-10-12', experts: [expert], summary: '指导一次' },
    });
    await submit('U0ZJ0006');
    await desk.as('U0ZJ0006').closeModal({ all: true });
    await goThrough(['2013-11-01']);
    await desk.look('2013-11-01T17:30:00+08:00');
    expect((await told()).filter((line) => line.includes('U0ALICE'))).toEqual([
      '2013-11-01 U0ALICE consent_paper … day_1 new',
      '2013-11-01 U0ALICE report_acceptance … day_1 new',
    ]);
    const shown = reminderOf('U0ALICE');
    for (const word of ['The letter after a consent by telephone', 'Reports to accept', 'accept_report'])
      expect(shown).toContain(word);
    const late = () => command('U0BUREAU', '/expert-digest');
    expect(await late()).not.toContain('函件尚未补登');
    desk.clock.moveTo(Temporal.Instant.from('2013-11-05T10:05:00+08:00'));
    expect(await late()).toContain('函件尚未补登');
    expect(await late()).toContain('报告尚未采纳');
  });
});
