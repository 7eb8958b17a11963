/**
 * The turn of the sample season's year, played by its people: from its last day to the next year's first need, while a
 * report and a summary of the old year still come in. The season before it is cut down to what the turn stands on.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CAST, NEEDS_CHANNEL } from '../src/playground/cast.ts';
import { playTurn, TURN_ENDS } from '../src/playground/season.ts';
import { giveRole, register, setUp, verify } from '../src/playground/season-acts.ts';
import { byId, SEASON, userOf } from '../src/playground/season-data.ts';
import type { Scene } from '../src/playground/season-hands.ts';
import { type Desk, startDesk } from './helpers/desk.ts';

let desk: Desk;
let done = 0;

beforeAll(async () => {
  desk = await startDesk({ setUp: false });
  const { workspace, clock, look } = desk;
  const expert = byId(SEASON.experts, 'ZJ-0018');
  for (const person of CAST) if (!workspace.team.users.has(person.id)) workspace.addUser(person);
  workspace.addUser({ id: userOf(expert.id), name: expert.form.name });
  const channel = workspace.team.channels.get(NEEDS_CHANNEL);
  for (const id of ['U0CHECK', userOf(expert.id)]) channel?.members.add(id);
  const scene: Scene = { workspace, channel: NEEDS_CHANNEL, ids: new Map(), look, pagesUrl: workspace.url };
  await setUp(scene);
  for (const { user, districts } of SEASON.coordinators)
    await giveRole(scene, user, { role: 'district', districts });
  await register(scene, expert);
  await verify(scene, expert);
  await playTurn({
    workspace,
    clock,
    look,
    signal: new AbortController().signal,
    onProgress(n, total) {
      done = n;
      expect(n).toBeLessThanOrEqual(total);
    },
  });
  await desk.settle();
}, 300_000);

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

test('When the year has turned, Then the next one is open with its first need, and the old one is closing', async () => {
  const years = await desk.db
    .selectFrom('programme_year')
    .select(['year', 'state'])
    .orderBy('year')
    .execute();
  expect(years).toEqual([
    { year: 2013, state: 'closing' },
    { year: 2014, state: 'open' },
  ]);
  const needs = await desk.db
    .selectFrom('demand')
    .select(['number', 'state', 'year'])
    .orderBy('year')
    .execute();
  expect(needs).toEqual([
    { number: 'XQ-2013-0001', state: 'published', year: 2013 },
    { number: 'XQ-2014-0001', state: 'published', year: 2014 },
  ]);
  expect(desk.lastCard().text).toContain('XQ-2014-0001');
  expect(done).toBeGreaterThan(50);
  expect(desk.clock.now().since(TURN_ENDS).total('minutes')).toBeLessThan(5);
});

test('When a service of December is reported in January, Then it counts in the old year, whose summaries still come in', async () => {
  const reports = await desk.db.selectFrom('report').select(['number', 'state', 'year']).execute();
  expect(reports).toEqual([{ number: 'BG-2013-0001', state: 'accepted', year: 2013 }]);
  const accepted = await desk.db
    .selectFrom('yearly_summary_version')
    .innerJoin('yearly_summary', 'yearly_summary.id', 'yearly_summary_version.summary_id')
    .select(['unit', 'year', 'outcome'])
    .orderBy('unit')
    .execute();
  expect(accepted).toEqual([
    { unit: 'binhai', year: 2013, outcome: 'accepted' },
    { unit: 'wuqing', year: 2013, outcome: 'accepted' },
  ]);
});

test('When it was played through Slack, Then nobody accepted what they confirmed or wrote', async () => {
  const acts = await desk.db
    .selectFrom('audit')
    .select(['act', 'actor'])
    .where('object_kind', '=', 'report')
    .where('outcome', '=', 'done')
    .orderBy('id')
    .execute();
  expect(acts).toEqual([
    { act: 'file_report', actor: 'U0ZJ0018' },
    { act: 'confirm_report', actor: 'U0HOST' },
    { act: 'accept_report', actor: 'U0BINHAI' },
  ]);
});
