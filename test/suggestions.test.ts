import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { registerRooms } from '../src/app.ts';
import { createClock, wallNow } from '../src/clock.ts';
import type { Db } from '../src/db/open.ts';
import { listTeams } from '../src/directory/teams.ts';
import type { View } from '../src/playground/records.ts';
import type { Suggested } from '../src/playground/suggestions.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { createBolt } from '../src/slack/bolt.ts';
import { databaseKind, openTestDatabase } from './helpers/database.ts';
import { CHANNEL, type Desk, giveRole, SEASON_DAY, startDesk } from './helpers/desk.ts';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const NOW = Temporal.Instant.from('2013-09-01T00:00:00Z');
const textsIn = ({ groups }: Suggested) =>
  groups.flatMap(({ options }) => options.map(({ text }) => text.text));

/** Experts of two universities, called 专家001 and so on; the last one is not verified yet. */
async function plantExperts(db: Db, team_id: string, count: number) {
  for (const name of ['津沽大学', '海河大学'])
    await db
      .insertInto('organisation')
      .values({
        ...{ team_id, id: name, kind: 'home_unit', name, name_key: name, unit_type: null, system: null },
        created_at: NOW,
      })
      .execute();
  const named = Array.from({ length: count }, (_, i) => `专家${String(i + 1).padStart(3, '0')}`);
  await db
    .insertInto('expert')
    .values(
      named.map((name, i) => ({
        ...{ team_id, id: name, user_id: i === 0 ? 'U0ZJ0006' : null, name, system: 'education' },
        ...{ employer_id: i % 2 ? '海河大学' : '津沽大学', title: 'professor', field: 'equipment' },
        ...{ max_active_claims: 2, state: i === count - 1 ? ('registered' as const) : ('verified' as const) },
        ...{ registered_at: NOW, home_unit_user: null, return_reason: null },
        ...{ verified_by: 'U0BUREAU', verified_at: NOW },
      })),
    )
    .execute();
}

/** Needs whose services are over, each with one confirmed expert. */
async function plantServices(db: Db, team_id: string, count: number) {
  const all = Array.from({ length: count }, (_, i) => String(i + 1).padStart(4, '0'));
  await db
    .insertInto('organisation')
    .values({
      ...{ team_id, id: 'host', kind: 'host_unit', name: '锐驰传动', name_key: '锐驰传动', unit_type: null },
      ...{ system: null, created_at: NOW },
    })
    .execute();
  await db
    .insertInto('demand')
    .values(
      all.map((no) => ({
        ...{ team_id, id: `need-${no}`, number: `XQ-2013-${no}`, year: 2013, state: 'published' as const },
        ...{ host_unit_id: 'host', poster: 'U0HOST', contact_user: 'U0HOST', recorded_by: null },
        ...{ district: 'binhai', districts: ['binhai'], unit_name: '锐驰传动', unit_type: 'tech_sme' },
        ...{ action_line: 'tech_sme', form: 'service_team', field: 'equipment', title: `样机诊断${no}` },
        ...{ expert_slots: 1, time_text: '9月', service_start: '2013-09-11', service_end: '2013-09-20' },
        ...{ claim_deadline: null, place: '车间', expected_beneficiaries: 12, reason: null },
        ...{ submitted_at: NOW, published_at: NOW, changed_at: NOW },
      })),
    )
    .execute();
  await db
    .insertInto('claim')
    .values(
      all.map((no) => ({
        ...{ team_id, demand_id: `need-${no}`, expert_id: '专家002', id: `claim-${no}`, number: `RL-${no}` },
        ...{
          slot_no: 1,
          state: 'confirmed' as const,
          live_no: null,
          year: 2013,
          reason: null,
          claimed_at: NOW,
        },
        ...{ consented_at: NOW, confirmed_at: NOW, ended_at: null },
      })),
    )
    .execute();
}

describe('a list that may pass Slack’s hundred', () => {
  let desk: Desk;

  async function openForm(user: string): Promise<View> {
    await desk.as(user).globalShortcut('file_report');
    await desk.settle();
    const view = desk.as(user).views.at(-1);
    if (!view?.submit) throw new Error('no form');
    return view;
  }

  async function start(experts: number, services = 0) {
    desk = await startDesk();
    ends.push(() => desk.close());
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await plantExperts(desk.db, desk.workspace.teamId, experts);
    if (services) await plantServices(desk.db, desk.workspace.teamId, services);
  }

  test('When there are three hundred experts, Then each verified one is found by name or employer', async () => {
    await start(300);
    const view = await openForm('U0ZJ0006');
    const person = desk.as('U0ZJ0006');
    const ask = (query: string) => person.suggest(view, { blockId: 'experts', query });
    expect(textsIn(await ask('专家287'))).toEqual(['专家287（津沽大学）']);
    expect(textsIn(await ask('海河 28'))).toContain('专家288（海河大学）');
    expect(textsIn(await ask('专家'))).toHaveLength(100);
    // Not verified; a sign that SQL would take for "anything"; nobody.
    for (const query of ['专家300', '%', '_', '\\', "'"])
      expect(textsIn(await ask(query)), query).toEqual([]);
    await person.submit({
      ...{ title: '义诊周', districts: ['binhai'], service_start: '2013-10-12', service_end: '2013-10-13' },
      ...{ experts: ['专家001', '专家287'], summary: '义诊' },
    });
    await desk.settle();
    await person.submit();
    await desk.settle();
    const named = await desk.db
      .selectFrom('report_expert')
      .select('expert_id')
      .orderBy('expert_id')
      .execute();
    expect(named.map(({ expert_id }) => expert_id)).toEqual(['专家001', '专家287']);
    expect(desk.workspace.violations).toEqual([]);
  });

  test('When somebody else has been confirmed for the need, Then they stand first', async () => {
    await start(120, 2);
    const view = await openForm('U0BINHAI');
    await desk.as('U0BINHAI').choose(view, 'demand', 'need-0001');
    await desk.settle();
    const found = await desk.as('U0BINHAI').suggest(view, { blockId: 'experts', query: '专家' });
    expect(textsIn(found)[0]).toBe('专家002（海河大学）');
  });

  test('When somebody asks who may write no report, Then nobody’s name is told', async () => {
    await start(3);
    const view = await openForm('U0ZJ0006');
    const { body } = (await desk.as('U0ZJ0006').suggest(view, { blockId: 'experts', query: '专家' }))
      .delivery;
    for (const id of ['U0HOST', 'U0GUEST', 'U0GONE', 'U0NOBODY']) {
      const asked = { ...(body as object), user: { id, name: id, team_id: desk.workspace.teamId } };
      const { response } = await desk.workspace.deliver('block_suggestion', asked);
      expect(response, id).toEqual({ options: [] });
    }
  });

  test('When a coordinator has more services than a menu holds, Then the rest is found by typing', async () => {
    await start(3, 130);
    const view = await openForm('U0BINHAI');
    const person = desk.as('U0BINHAI');
    const found = await person.suggest(view, { blockId: 'demand', query: '0128' });
    expect(textsIn(found)).toEqual(['XQ-2013-0128 样机诊断0128', '没有对应的需求（自行开展的服务）']);
    await person.choose(view, 'demand', 'need-0128');
    await desk.settle();
    expect(view.state.values.title).toMatchObject({ 'title:1': { value: '样机诊断0128' } });
    await person.submit({ summary: '查明原因' });
    await desk.settle();
    await person.submit();
    await desk.settle();
    const { demand_id } = await desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
    expect(demand_id).toBe('need-0128');
    // Another district's coordinator finds none of them.
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
    const asked = { ...(found.delivery.body as object), user: { id: 'U0WUQING', name: 'w' } };
    const { response } = await desk.workspace.deliver('block_suggestion', asked);
    expect(response).toMatchObject({ options: [{ value: 'none' }] });
    expect(desk.workspace.violations).toEqual([]);
  });

  test('When the app speaks Socket Mode, Then it suggests over the socket', async () => {
    const { db, close } = await openTestDatabase(databaseKind);
    ends.push(close);
    const tokens = { botToken: 'xoxb-test', appToken: 'xapp-test' };
    const clock = createClock(Temporal.Instant.from(SEASON_DAY));
    const workspace = await startWorkspace({
      ...{ ...tokens, delivery: 'socket', appUrl: '', signingSecret: '', manifest: buildManifest('socket') },
      ...{ now: clock.now, wallNow: () => wallNow().epochMilliseconds, paced: false },
    });
    ends.push(() => workspace.close());
    workspace.addUser({ id: 'U0BUREAU', name: '市局专技处', isAdmin: true });
    workspace.addChannel({ id: CHANNEL, name: '专家需求', members: ['U0BUREAU'], botIsMember: true });
    const log = pino({ level: 'fatal' });
    const bolt = createBolt({
      ...{
        ...tokens,
        signingSecret: undefined,
        apiUrl: workspace.apiUrl,
        wallNow,
        listTeams: () => listTeams(db),
        log,
      },
    });
    const parts = { bolt, db, now: clock.now, wallNow, pace: { perTargetMs: 0 }, log };
    const deps = registerRooms(parts);
    await bolt.start();
    ends.push(
      () => deps.sender.stop(),
      () => bolt.stop(),
    );
    const bureau = workspace.as('U0BUREAU');
    await bureau.command('/expert', 'setup');
    await workspace.until(() => bureau.views.length > 0);
    await bureau.submit({
      ...{ name: '行动', year: '2013', document_no: '', target_experts: '300', opens_on: '2013-08-30' },
      ...{ deadline: '2013-12-31', time_zone: 'Asia/Shanghai', channel: CHANNEL, language: 'zh' },
      published_by: 'district',
    });
    await bureau.closeModal({ all: true });
    await plantExperts(db, workspace.teamId, 5);
    await bureau.globalShortcut('file_report');
    const view = await workspace.until(() =>
      bureau.views.find(({ callback_id: id }) => id === 'file_report'),
    );
    const found = await bureau.suggest(view, { blockId: 'experts', query: '专家003' });
    expect(textsIn(found)).toEqual(['专家003（津沽大学）']);
    expect(workspace.violations).toEqual([]);
  });
});

describe('the local workspace', () => {
  let workspace: Workspace;
  let app: Server;
  let answer: (asked: Record<string, unknown>) => unknown;

  async function openModal(element: object): Promise<View> {
    answer = () => '';
    app = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const given = answer(JSON.parse(form.get('payload') ?? '{}') as Record<string, unknown>);
      if (given === undefined) return;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given));
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    workspace = await startWorkspace({
      ...{ appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}`, botToken: 'xoxb-test' },
      ...{ signingSecret: 'secret', manifest: buildManifest('http'), now: wallNow },
      wallNow: () => wallNow().epochMilliseconds,
    });
    ends.push(
      () => workspace.close(),
      () => app.closeAllConnections(),
      () => app.close(),
    );
    workspace.addUser({ id: 'ULI', name: '李梅' });
    workspace.addChannel({ id: 'CNEEDS', name: 'needs', members: ['ULI'], botIsMember: true });
    await workspace.as('ULI').command('/expert', '', 'CNEEDS');
    const { trigger_id } = Object.fromEntries(
      Object.entries(workspace.deliveries.at(-1)?.body as object),
    ) as { trigger_id: string };
    const label = { type: 'plain_text', text: 'People' };
    const block = { type: 'input', block_id: 'people', label, element: { action_id: 'search', ...element } };
    const view = { type: 'modal', title: label, submit: label, blocks: [block] };
    const opened = await fetch(`${workspace.apiUrl}views.open`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-test', 'content-type': 'application/json' },
      body: JSON.stringify({ trigger_id, view }),
    });
    expect(await opened.json()).toMatchObject({ ok: true });
    return workspace.as('ULI').views[0] as View;
  }

  const option = (value: string) => ({ value, text: { type: 'plain_text', text: value.toUpperCase() } });

  test('When a person types, Then the app hears what and where, and what it gives can be chosen', async () => {
    const view = await openModal({ type: 'multi_external_select', min_query_length: 1 });
    const label = { type: 'plain_text', text: 'Group' };
    let asked: Record<string, unknown> = {};
    answer = (payload) => {
      asked = payload;
      return { option_groups: [{ label, options: [option('a'), option('b')] }] };
    };
    const person = workspace.as('ULI');
    expect(() => person.fill({ people: ['a'] })).toThrow('no option a');
    const { groups } = await person.suggest(view, { blockId: 'people', query: '王' });
    expect(asked).toMatchObject({
      ...{ type: 'block_suggestion', action_id: 'search', block_id: 'people', value: '王' },
      ...{ user: { id: 'ULI' }, container: { type: 'view', view_id: view.id }, view: { id: view.id } },
    });
    expect(groups).toMatchObject([{ label, options: [option('a'), option('b')] }]);
    person.fill({ people: ['b'] });
    expect(view.state.values.people?.search).toEqual({
      type: 'multi_external_select',
      selected_options: [option('b')],
    });
  });

  test('When too little is typed, Then the app is not asked', async () => {
    const view = await openModal({ type: 'external_select' });
    const before = workspace.deliveries.length;
    await expect(workspace.as('ULI').suggest(view, { blockId: 'people', query: 'ab' })).rejects.toThrow('3');
    expect(workspace.deliveries).toHaveLength(before);
  });

  test.each([
    ['more than a hundred', { options: Array.from({ length: 101 }, (_, i) => option(`o${i}`)) }],
    ['both kinds', { options: [option('a')], option_groups: [] }],
    ['two with one value', { options: [option('a'), option('a')] }],
    ['nothing', ''],
  ])('When an app answers with %s, Then it is faulted and the person told', async (_, given) => {
    const view = await openModal({ type: 'external_select', min_query_length: 1 });
    answer = () => given;
    const { groups, error } = await workspace.as('ULI').suggest(view, { blockId: 'people', query: 'a' });
    expect([groups, error]).toEqual([[], 'trouble_connecting']);
    expect(workspace.violations.at(-1)).toContain('block_suggestion');
  });

  test('When the app finds nobody, Then that is no fault; when it takes longer than three seconds, it is', async () => {
    const view = await openModal({ type: 'external_select', min_query_length: 1 });
    answer = () => ({ options: [] });
    const before = workspace.violations.length;
    const ask = () => workspace.as('ULI').suggest(view, { blockId: 'people', query: 'a' });
    expect(await ask()).toMatchObject({ groups: [], delivery: { status: 200 } });
    expect(workspace.violations).toHaveLength(before);
    answer = () => undefined;
    expect(await ask()).toMatchObject({ groups: [], error: 'operation_timeout' });
  });
});
