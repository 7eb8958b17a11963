import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, setUpProgramme, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import {
  newestClaimOf,
  pressAtHome,
  pressNewest,
  submitTo,
  textOf,
  undoLast,
  type Values,
} from './helpers/published.ts';

/** What is done after publication, before people who read English alone: host, coordinator, home unit and two experts. */
const HOST = 'U0HANNA';
const COORDINATOR = 'U0CAROL';
const HOME_UNIT = 'U0HELEN';
const EXPERT = 'U0ERIC';
const SECOND = 'U0EDITH';
const READERS = [HOST, COORDINATOR, HOME_UNIT, EXPERT, SECOND];

const NEED = {
  ...{ unit_name: 'Binhai Gears Ltd', contact_name: 'Hanna Lu', contact_phone: '022-0000-1001' },
  ...{ title: 'Noise of a gearbox', description: 'The prototype is too loud.', place: 'Test hall' },
  ...{ expert_requirement: 'Precision gears', expected_outcome: 'The source of the noise' },
  ...{ expert_slots: '3', time_text: '20 to 22 November', claim_deadline: '2013-11-18' },
};

const CHINESE = /[\u3000-\u9fff\uff00-\uffef]+/;

let desk: Desk;
let needId: string;

beforeEach(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00', setUp: false });
  for (const [i, id] of READERS.entries())
    desk.workspace.addUser({ id, name: `Reader ${i}`, locale: 'en-GB', tz: 'Asia/Shanghai' });
  await setUpProgramme(desk, { name: 'Experts to the grassroots', document_no: '530', language: 'en' });
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  for (const [user, name] of [
    [EXPERT, 'Eric Song'],
    [SECOND, 'Edith Ma'],
  ] as const)
    await registerVerified(desk, user, {
      ...{ name, employer: 'Jingu University', specialty: 'Gears', field: 'equipment' },
      ...{ home_unit_contact: 'Personnel', home_unit_user: HOME_UNIT },
    });
  needId = await publishNeed(desk, NEED, { poster: HOST, coordinator: COORDINATOR });
  await press(EXPERT, 'claim_slot');
  await press(HOME_UNIT, 'give_consent');
  await press(HOST, 'accept_expert');
  await press(SECOND, 'claim_slot');
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** Nobody of them sees a Chinese word, wherever they look. */
function readAll(): void {
  const seen = READERS.map((user) => {
    const { dms, ephemerals, home, views, errors } = desk.as(user);
    return textOf([dms, ephemerals, home?.blocks, views, errors]);
  });
  seen.push(textOf(desk.workspace.messages('C0NEEDS')));
  // The one who set it up has a Chinese name.
  for (const text of seen) expect(CHINESE.exec(text.replaceAll('市局专技处', ''))?.[0]).toBeUndefined();
}

async function press(user: string, actionId: string, values?: Values): Promise<void> {
  await pressNewest(desk, user, actionId);
  if (values) await fill(user, values);
}

async function fill(user: string, values: Values): Promise<void> {
  readAll();
  await submitTo(desk, user, values);
  expect(desk.as(user).errors).toEqual({});
}

/** Through Home, which is read on the way. */
async function act(user: string, actionId: string, values: Values): Promise<void> {
  await pressAtHome(desk, user, actionId);
  await fill(user, { reason: 'The hall is rebuilt', ...values });
}

async function undo(user: string): Promise<string> {
  const said = await undoLast(desk, user);
  await desk.as(user).closeModal({ all: true });
  return said;
}

const close = (user: string) => desk.as(user).closeModal({ all: true });
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const lastDm = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';

test('When a need is changed, made instant, and both are taken back, Then all who are told read it in English', async () => {
  await act(COORDINATOR, 'edit_demand', {
    place: 'Second hall',
    contact_name: 'Ann Lu',
    contact_phone: '022-0000-1002',
  });
  expect(lastDm(EXPERT)).toContain('022-0000-1002');
  expect(await undo(COORDINATOR)).toContain('all is as before');
  await act(HOST, 'edit_demand', {
    service_start: '2013-11-27',
    service_end: '2013-11-28',
    expert_slots: '2',
  });
  expect(modalOf(HOST)).toContain('2 experts are asked anew');
  await close(HOST);
  expect(lastDm(EXPERT)).toContain('The hall is rebuilt');
  await press(EXPERT, 'keep_claim');
  await press(HOME_UNIT, 'give_consent');
  await press(COORDINATOR, 'grant_instant');
  expect(lastDm(HOST)).toContain('is an instant service');
  expect(await undoLast(desk, COORDINATOR)).toContain('no longer an instant service');
  readAll();
});

test('When a need is postponed, reopened and closed, Then all who are told read it in English', async () => {
  await act(HOST, 'postpone_demand', {});
  await close(HOST);
  expect(lastDm(EXPERT)).toContain('is postponed, without a new date yet');
  await press(COORDINATOR, 'reopen_demand');
  await submitTo(desk, COORDINATOR, { reason: 'Soon', service_end: '2013-11-01' });
  expect(Object.keys(desk.as(COORDINATOR).errors).length).toBeGreaterThan(0);
  readAll();
  await fill(COORDINATOR, { reason: 'It is here', service_start: '2013-12-03', service_end: '2013-12-04' });
  expect(await undo(COORDINATOR)).toContain('The reopening of need');
  await act(COORDINATOR, 'reopen_demand', { service_start: '2013-12-03', service_end: '2013-12-04' });
  await close(COORDINATOR);
  await act(HOST, 'close_demand', {});
  expect(await undo(HOST)).toContain('its claims go on');
  await desk.look('2013-11-05T10:00:00+08:00');
  await desk.look('2013-11-11T10:00:00+08:00');
  readAll();
});

test('When somebody didn’t come, a report never will, or a person is called back, Then all who are told read it in English', async () => {
  const { id } = await newestClaimOf(desk, EXPERT);
  await forgePress(desk, HOME_UNIT, 'recall_expert', id);
  await fill(HOME_UNIT, { reason: 'Needed at home' });
  expect(lastDm(COORDINATOR)).toContain('Needed at home');
  readAll();
  expect(await undo(HOME_UNIT)).toContain('is not called back after all');

  await sql`update demand set service_start = '2013-11-04', service_end = '2013-11-05', claim_deadline = null
    where id = ${needId}`.execute(desk.db);
  await desk.look('2013-11-06T10:00:00+08:00');
  await press(HOST, 'report_no_show', { reason: 'Waited all morning' });
  await close(HOST);
  await press(EXPERT, 'object_no_show', { reason: 'The porter saw me' });
  await close(EXPERT);
  expect(lastDm(COORDINATOR)).toMatch(/Waited all morning[\s\S]*The porter saw me/);
  await press(COORDINATOR, 'uphold_no_show');
  readAll();
  expect(await undoLast(desk, COORDINATOR)).toContain('a coordinator is to decide again');
  await press(COORDINATOR, 'dismiss_no_show');
  readAll();
  await forgePress(desk, COORDINATOR, 'waive_report', id);
  await fill(COORDINATOR, { reason: 'Abroad for good' });
  readAll();
  expect(await undo(COORDINATOR)).toContain('is needed after all');
  expect((await newestClaimOf(desk, EXPERT)).state).toBe('confirmed');
  readAll();
});

test('When a follow-up visit is asked for, taken back and published, Then all who are told read it in English', async () => {
  desk.clock.moveTo(Temporal.Instant.from('2013-11-25T10:00:00+08:00'));
  await act(HOST, 'follow_up', { service_start: '2013-12-10', service_end: '2013-12-10' });
  expect(await undo(HOST)).toContain('Follow-up visit XQ-2013-0002 was taken back');
  readAll();
  await act(HOST, 'follow_up', { service_start: '2013-12-10', service_end: '2013-12-10' });
  await close(HOST);
  await press(COORDINATOR, 'publish_demand');
  await desk.look('2013-11-25T14:00:00+08:00');
  readAll();
  expect(desk.lastCard().text).toContain('XQ-2013-0003');
});
