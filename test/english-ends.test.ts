import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** What becomes of a confirmed claim, before people who read English and write nothing else. */
const EXPERT = 'U0ERIC';
const HOME = 'U0HANNA';
const HOST = 'U0ALICE';
const COORDINATOR = 'U0CAROL';
const READERS = [EXPERT, HOME, HOST, COORDINATOR];
const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/;

let desk: Desk;
let need = '';
/** All that the four have seen, window by window. */
let seen: string[] = [];

beforeEach(async () => {
  desk = await startDesk();
  for (const [id, name] of [
    [EXPERT, 'Eric Stone'],
    [HOME, 'Hanna Berg'],
    [COORDINATOR, 'Carol Reed'],
  ] as const)
    desk.workspace.addUser({ id, name, locale: 'en-GB', tz: 'Asia/Shanghai' });
  await desk.workspace.updateUser(HOST, { tz: 'Asia/Shanghai' });
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT, {
    ...{ name: 'Eric Stone', employer: 'Bohai University', home_unit_user: HOME, specialty: 'bearings' },
    home_unit_contact: 'Personnel',
  });
  need = await publishNeed(
    desk,
    {
      ...{ unit_name: 'Harbour Gears', title: 'Noise of a gearbox', description: 'It is too loud.' },
      ...{ expert_requirement: 'gears', place: 'Test hall', expected_outcome: 'Find the source' },
      ...{ contact_name: 'Alice Wong', time_text: '4-5 Nov' },
      ...{ service_start: '2013-11-04', service_end: '2013-11-05' },
    },
    { poster: HOST, coordinator: COORDINATOR },
  );
  await walkOnce(desk, 'confirmed', async () => {
    await desk.as(EXPERT).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    await press(HOME, 'give_consent');
    await press(HOST, 'accept_expert');
  });
  seen = [];
});
afterEach(async () => {
  for (const user of READERS) {
    await desk.as(user).openHome();
    await desk.as(user).command('/expert-claim');
    await desk.settle();
  }
  look();
  // The programme is called what its bureau calls it.
  for (const one of seen)
    expect(CHINESE.exec(one.replaceAll('天津市专家服务基层行动', ''))?.[0]).toBeUndefined();
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const textOf = (thing: unknown) => JSON.stringify(thing ?? {});

function look(): void {
  for (const user of READERS) {
    const { dms, ephemerals, views, home } = desk.as(user);
    seen.push(textOf([dms.map(({ blocks }) => blocks), ephemerals.map(({ blocks }) => blocks), views, home]));
  }
}

async function press(user: string, actionId: string, values?: Record<string, string>): Promise<void> {
  const dm = desk.as(user).dms.findLast(({ blocks }) => textOf(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(dm, actionId);
  await desk.settle();
  look();
  if (values) await submit(user, values);
}

async function submit(user: string, values: Record<string, string>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
  look();
}

/** Of what the person just did. */
async function undo(user: string): Promise<void> {
  const modal = desk.as(user).views.at(-1);
  await desk.as(user).press((modal ?? desk.as(user).ephemerals.at(-1)) as never, 'undo');
  await desk.settle();
  look();
  if (modal) await desk.as(user).closeModal({ all: true });
}

const claimId = async () => (await desk.db.selectFrom('claim').select('id').executeTakeFirstOrThrow()).id;
const at = async (moment: string) => {
  await desk.look(`2013-11-${moment}:00+08:00`);
  look();
};
const lastDm = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';

test('When an expert steps back, Then host and coordinators read why, and that it was taken back', async () => {
  await press(EXPERT, 'withdraw_claim', { reason: 'I fell ill' });
  for (const user of [HOST, COORDINATOR]) {
    expect(lastDm(user)).toContain('Eric Stone withdrew the confirmed claim');
    expect(lastDm(user)).toContain('I fell ill');
  }
  await undo(EXPERT);
  expect(lastDm(HOST)).toContain('is not withdrawn after all');
});

test('When the home unit calls its person back, Then each reads what is theirs to know', async () => {
  await press(HOME, 'recall_expert', { reason: 'An emergency here' });
  expect(lastDm(EXPERT)).toContain('your home unit arranged otherwise');
  expect(lastDm(HOST)).toContain('Eric Stone can not come');
  expect(lastDm(COORDINATOR)).toMatch(/called Eric Stone back[\s\S]*An emergency here/);
  await undo(HOME);
  expect(lastDm(EXPERT)).toContain('is not called back after all');
  await at('06T10:00');
  await press(HOME, 'recall_expert');
  expect(desk.as(HOME).ephemerals.at(-1)?.text).toContain('can no longer be called back');
});

test('When a no-show is reported, objected to and decided, Then all of it is said in English', async () => {
  await press(HOST, 'report_no_show');
  expect(desk.as(HOST).ephemerals.at(-1)?.text).toContain('has not begun');
  await at('06T10:00');
  await press(HOST, 'report_no_show', { reason: 'Waited all morning' });
  await undo(HOST);
  expect(lastDm(EXPERT)).toContain('goes on as before');
  await press(HOST, 'report_no_show', { reason: 'Waited all morning' });
  await desk.as(HOST).closeModal({ all: true });
  expect(lastDm(EXPERT)).toMatch(/reported as not shown up[\s\S]*Waited all morning/);
  await press(EXPERT, 'object_no_show', { reason: 'The gate saw me' });
  await desk.as(EXPERT).closeModal({ all: true });
  expect(lastDm(COORDINATOR)).toMatch(/objects to the no-show[\s\S]*The gate saw me/);
  // Nobody decides for three days: it is late, and the coordinator is reminded.
  for (const day of ['07', '11', '12']) await at(`${day}T10:00`);
  await desk.as(COORDINATOR).openHome();
  await desk.settle();
  look();
  expect(textOf(desk.as(COORDINATOR).home)).toContain('Please decide whether Eric Stone did not show up');
  await press(COORDINATOR, 'uphold_no_show');
  expect(lastDm(EXPERT)).toContain('found that you did not show up');
  expect(lastDm(HOST)).toContain('Eric Stone did not show up');
  await undo(COORDINATOR);
  await press(COORDINATOR, 'dismiss_no_show');
  expect(lastDm(EXPERT)).toContain('dismissed');
  await press(HOST, 'report_no_show', { reason: 'Nobody came' });
  await desk.as(HOST).closeModal({ all: true });
  expect(lastDm(COORDINATOR)).toContain('Nobody came');
});

test('When a report will never come, Then the coordinator gives it up, and the expert reads it', async () => {
  await forgePress(desk, COORDINATOR, 'waive_report', await claimId());
  look();
  expect(desk.as(COORDINATOR).ephemerals.at(-1)?.text).toContain('is not over');
  await at('06T10:00');
  await forgePress(desk, COORDINATOR, 'waive_report', await claimId());
  await submit(COORDINATOR, { reason: 'Moved abroad' });
  expect(lastDm(EXPERT)).toContain('needs no report');
  await undo(COORDINATOR);
  expect(lastDm(EXPERT)).toContain('is needed after all');
});

test('When the date moves, Then expert and home unit are asked anew, and the host reads who still comes', async () => {
  await forgePress(desk, COORDINATOR, 'edit_demand', need);
  look();
  await desk.as(COORDINATOR).submit({
    ...{ service_start: '2013-11-20', service_end: '2013-11-21', reason: 'The hall is taken' },
  });
  await desk.settle();
  look();
  await desk.as(COORDINATOR).closeModal({ all: true });
  expect(lastDm(EXPERT)).toMatch(/has another date[\s\S]*The hall is taken/);
  // Reminded on the third working day.
  for (const day of ['05', '06']) await at(`${day}T10:00`);
  await press(EXPERT, 'keep_claim');
  await press(HOME, 'give_consent');
  expect(await desk.db.selectFrom('claim').select('state').execute()).toEqual([{ state: 'confirmed' }]);
  expect(textOf(desk.as(HOST).dms)).toContain('takes part on the new date');
});

test('When a claim can no longer happen, Then expert, home unit and host read it, and so do old buttons', async () => {
  await forgePress(desk, COORDINATOR, 'edit_demand', need);
  await desk.as(COORDINATOR).submit({
    ...{ service_start: '2013-11-05', service_end: '2013-11-05', reason: 'A day later' },
  });
  await desk.settle();
  await desk.as(COORDINATOR).closeModal({ all: true });
  const asked = structuredClone(desk.as(EXPERT).dms.findLast((one) => textOf(one).includes('keep_claim')));
  await at('06T10:00');
  for (const user of [HOME, HOST]) expect(lastDm(user)).toContain('needs no answer any more');
  expect(lastDm(EXPERT)).toContain('was still waiting for an answer');
  if (asked) await desk.as(EXPERT).press(asked, 'keep_claim');
  await desk.settle();
  expect(desk.as(EXPERT).ephemerals.at(-1)?.text).toContain('nobody had agreed to it in time');
});
