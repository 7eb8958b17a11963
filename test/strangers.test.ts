import { afterAll, beforeAll, expect, test } from 'vitest';
import { VIEWS } from '../src/slack/ids.ts';
import { fingerprintRows } from './helpers/all-rows.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';

/** Somebody of another workspace in a shared channel (Slack Connect), and somebody whom Slack doesn't know. */
const STRANGER = 'U0STRANGER';
const SAYS = 'Only members of this workspace can take part';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
  desk.workspace.addUser({ id: STRANGER, name: 'Mallory', homeTeam: 'T0OTHER', locale: 'en-GB' });
  await desk.workspace.updateChannel(CHANNEL, { join: [STRANGER] });
});

afterAll(() => desk.close());

test('When a stranger mentions, types, uses a shortcut or opens Home, Then they are told that members take part, and nothing is kept', async () => {
  const stranger = desk.as(STRANGER);
  for (const text of ['', 'register', 'help']) {
    await stranger.command('/expert', text, CHANNEL);
    await desk.settle();
    expect(JSON.stringify(stranger.ephemerals.at(-1)), text).toContain(SAYS);
  }
  await stranger.mention(CHANNEL, 'help');
  await desk.settle();
  expect(JSON.stringify(stranger.ephemerals.at(-1))).toContain(SAYS);
  await stranger.globalShortcut('post_demand');
  await desk.settle();
  expect(JSON.stringify(stranger.views)).toContain(SAYS);
  await stranger.openHome();
  await desk.settle();
  expect(stranger.home).toBeUndefined();
  const actors = await desk.db.selectFrom('audit').select('actor').orderBy('id').execute();
  expect(actors.map(({ actor }) => actor)).not.toContain(STRANGER);
  expect(desk.workspace.violations).toEqual([]);
});

test('When a stranger presses a button on a card in a shared channel, Then they are refused, and nothing is written', async () => {
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await publishNeed(desk);
  const before = await fingerprintRows(desk.db);
  const stranger = desk.as(STRANGER);
  const told = stranger.ephemerals.length;
  await stranger.press(desk.lastCard(), 'claim_slot');
  await desk.settle();
  expect(JSON.stringify(stranger.ephemerals.slice(told))).toContain(SAYS);
  expect(await fingerprintRows(desk.db)).toBe(before);
});

test('When a stranger submits a modal, Then they are refused, and nothing is written', async () => {
  const before = await fingerprintRows(desk.db);
  const metadata = { draftId: 'draft-stranger', step: 'need' };
  const values = { unit_name: 'Unit', districts: ['binhai'], action_line: 'other', title: 'A need' };
  const { delivery, text } = await forgeSubmit(desk, STRANGER, VIEWS.postDemand, { metadata, values });
  expect(delivery.status).toBe(200);
  expect(text).toContain(SAYS);
  expect(await fingerprintRows(desk.db)).toBe(before);
});

test('When somebody is named whom Slack doesn’t know, Then nothing is done or kept in that name', async () => {
  const command = { command: '/expert-demand', text: '', channel_id: CHANNEL, user_id: 'U0NOBODY' };
  const answer = { response_url: `${desk.workspace.url}/response/x`, trigger_id: '1.2.nobody' };
  const body = { ...command, ...answer, team_id: desk.workspace.teamId };
  expect((await desk.workspace.deliver('command', body)).status).toBe(200);
  await desk.settle();
  const actors = await desk.db.selectFrom('audit').select('actor').orderBy('id').execute();
  expect(actors.map(({ actor }) => actor)).not.toContain('U0NOBODY');
});

test('When a stranger is given a role, Then the form says to choose somebody else', async () => {
  const bureau = desk.as('U0BUREAU');
  await bureau.command('/expert', 'settings');
  await desk.settle();
  await bureau.submit({ user: STRANGER, role: 'bureau' });
  expect(Object.keys(bureau.errors)).toEqual(['user']);
});
