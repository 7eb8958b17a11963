import { readFileSync } from 'node:fs';
import type { Insertable } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../src/db/open.ts';
import type { Tables } from '../src/db/tables.ts';
import { lookAtDigests } from '../src/digests/look-at-digests.ts';
import type { Act } from '../src/directory/permissions.ts';
import { handFile } from '../src/files/hand-file.ts';
import { ACTIONS, type ActionId, VIEWS, type ViewId } from '../src/slack/ids.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { type Forged, forgePress, forgeSubmit, type Told } from './helpers/hostile.ts';
import { plantImport } from './helpers/plant-import.ts';

/**
 * Every button and window of the contract, pressed and submitted by people whose it is not, on things that aren't
 * there, a second time, and three times over.
 */
interface Step {
  act: Act;
  /** What the record calls it, where that is another act done for somebody. */
  recordedAs?: Act;
  /** Whose step it is. */
  by: string;
  /** What it acts on, and where that stands before. */
  on: 'expert' | 'demand' | 'claim' | 'report' | 'summary';
  from: string;
  button: ActionId;
  /** With a button alone, it acts at once; with a window, once that is submitted. */
  view?: ViewId;
  values?: Record<string, string | string[]>;
  metadata?: (id: string) => Record<string, string>;
}

const REASON = { reason: '\u4e0d\u5408\u9002' };
const NEED = {
  ...{ unit_name: 'Unit', districts: ['binhai'], action_line: 'other', title: 'Mended', expert_slots: '1' },
  time_text: 'soon',
};
const REPORT = {
  ...{ title: 'Report', action_line: 'other', districts: ['binhai'], place: 'Alone', summary: 'Done' },
  ...{ service_start: '2013-10-01', service_end: '2013-10-02', experts: ['expert'] },
};

const SUMMARY = { narrative: 'All year', stories: '', news: '', nil: [] };

const STEPS: Step[] = [
  ...(
    [
      ['verify_expert', undefined],
      ['return_registration', REASON],
    ] as const
  ).map(([act, values]): Step => step(act, 'U0BUREAU', 'expert', 'registered', values)),
  step('publish_demand', 'U0BINHAI', 'demand', 'submitted'),
  step('return_demand', 'U0BINHAI', 'demand', 'submitted', REASON),
  step('reject_demand', 'U0BINHAI', 'demand', 'submitted', REASON),
  step('cancel_demand', 'U0HOST', 'demand', 'published', REASON),
  {
    ...step('edit_demand', 'U0HOST', 'demand', 'returned'),
    ...{ view: VIEWS.postDemand, values: NEED },
    metadata: (id) => ({ step: 'details', draftId: `draft-${id}`, demandId: id }),
  },
  step('claim_slot', 'U0ZJ0006', 'demand', 'published'),
  {
    ...step('claim_for', 'U0BINHAI', 'demand', 'published', { expert: 'expert', reason: 'By telephone' }),
    recordedAs: 'claim_slot',
  },
  step('give_consent', 'U0HOME', 'claim', 'home_unit_pending'),
  step('refuse_consent', 'U0HOME', 'claim', 'home_unit_pending', REASON),
  step('record_consent', 'U0HOME', 'claim', 'home_unit_pending', { kind: 'online', date: '2013-10-30' }),
  step('accept_expert', 'U0HOST', 'claim', 'host_pending'),
  step('decline_expert', 'U0HOST', 'claim', 'host_pending', REASON),
  step('withdraw_claim', 'U0ZJ0006', 'claim', 'confirmed', REASON),
  step('report_no_show', 'U0HOST', 'claim', 'confirmed', REASON),
  step('object_no_show', 'U0ZJ0006', 'claim', 'no_show_reported', REASON),
  step('uphold_no_show', 'U0BINHAI', 'claim', 'no_show_objected'),
  step('dismiss_no_show', 'U0BINHAI', 'claim', 'no_show_reported'),
  step('waive_report', 'U0BINHAI', 'claim', 'confirmed', REASON),
  step('recall_expert', 'U0HOME', 'claim', 'confirmed', REASON),
  step('confirm_report', 'U0HOST', 'report', 'submitted'),
  step('object_report', 'U0HOST', 'report', 'submitted', REASON),
  step('accept_report', 'U0BINHAI', 'report', 'host_confirmed'),
  step('return_report', 'U0BINHAI', 'report', 'host_confirmed', REASON),
  step('override_host', 'U0BINHAI', 'report', 'submitted', REASON),
  {
    ...step('amend_report', 'U0BINHAI', 'report', 'accepted'),
    ...{ view: VIEWS.fileReport, values: { ...REPORT, place: 'Mended', reason: 'Counted again' } },
    metadata: (id) => ({
      ...{ draftId: `draft-${id}`, reportId: id, amends: '1', step: '2', line: 'other', revision: '0' },
    }),
  },
  {
    ...step('submit_summary', 'U0BINHAI', 'summary', 'not_started', SUMMARY),
    metadata: (id) => ({ draftId: `draft-${id}`, summaryId: id, version: '0', asked: '' }),
  },
  step('waive_summary', 'U0BUREAU', 'summary', 'not_started', REASON),
  step('void_report', 'U0BINHAI', 'report', 'accepted', REASON),
  step('accept_summary', 'U0BUREAU', 'summary', 'submitted'),
  {
    ...step('return_summary', 'U0BUREAU', 'summary', 'submitted', REASON),
    metadata: (id) => ({ summaryId: id, version: '1' }),
  },
];

type Named = Act & ActionId;

/** Most steps are called by one name: the act, the button and the window's `callback_id`. */
function step(
  act: Named,
  by: string,
  on: Step['on'],
  from: string,
  values?: Record<string, string | string[]>,
): Step {
  const view = values && Object.values(VIEWS).find((id) => id === act);
  return { act, by, on, from, button: act, ...(values && view ? { values, view } : {}) };
}

const NOW = Temporal.Instant.from('2013-10-01T00:00:00Z');
const OTHER_TEAM = 'T0OTHER';

/** The people and the units; in another workspace the same ones, as its own rows. */
async function plantPeople(db: Db, team_id: string): Promise<void> {
  const unit = (id: string, kind: 'home_unit' | 'host_unit'): Insertable<Tables['organisation']> => ({
    ...{ team_id, id, kind, name: id, name_key: id, unit_type: null, system: null, created_at: NOW },
  });
  await db
    .insertInto('organisation')
    .values([unit('home', 'home_unit'), unit('host', 'host_unit')])
    .execute();
  await plantExpert(db, team_id, 'expert', 'verified', 'U0ZJ0006');
}

async function plantExpert(
  db: Db,
  team_id: string,
  id: string,
  state: 'registered' | 'verified',
  user_id: string | null = null,
): Promise<void> {
  await db
    .insertInto('expert')
    .values({
      ...{ team_id, id, user_id, name: id, employer_id: 'home', system: 'education', title: 'professor' },
      ...{ field: 'ict', max_active_claims: 20, state, registered_at: NOW, home_unit_user: 'U0HOME' },
      ...{ return_reason: null, verified_by: null, verified_at: null },
    })
    .execute();
}

let planted = 0;

/** A thing for the step to act on, in the state before it; returns its id. */
async function plant(db: Db, team_id: string, { on, from }: Pick<Step, 'on' | 'from'>): Promise<string> {
  planted += 1;
  const id = `${on}-${planted}`;
  if (on === 'expert') await plantExpert(db, team_id, id, 'registered');
  else if (on === 'demand') await plantDemand(db, team_id, id, from as 'published');
  else if (on === 'summary') await plantSummary(db, team_id, id, from as 'submitted');
  else {
    await plantDemand(db, team_id, `need-${planted}`, 'published');
    if (on === 'claim') await plantClaim(db, team_id, id, `need-${planted}`, from as 'confirmed');
    else await plantReport(db, team_id, id, `need-${planted}`, from as 'accepted');
  }
  return id;
}

/** A unit owes one a year: the one that was planted before makes way. */
async function plantSummary(db: Db, team_id: string, id: string, state: 'not_started' | 'submitted') {
  const unit = { team_id, year: 2013, unit_kind: 'district', unit: 'binhai' } as const;
  for (const table of ['yearly_summary_version', 'yearly_summary'] as const)
    await db.deleteFrom(table).where('team_id', '=', team_id).execute();
  await db
    .insertInto('yearly_summary')
    .values({ ...unit, id })
    .execute();
  if (state === 'not_started') return;
  await db
    .insertInto('yearly_summary_version')
    .values({
      ...{ team_id, summary_id: id, version: 1, nil: true, submitted_by: 'U0BINHAI', on_behalf: false },
      figures: { reports: 0, experts: 0, personTimes: 0, metrics: {} },
      ...{ submitted_at: NOW, outcome: null, reason: null, decided_by: null, decided_at: null },
    })
    .execute();
}

async function plantDemand(db: Db, team_id: string, id: string, state: Tables['demand']['state']) {
  const isPublished = state === 'published';
  await db
    .insertInto('demand')
    .values({
      ...{ team_id, id, number: `XQ-2013-9${planted}`, year: 2013, state, host_unit_id: 'host' },
      ...{ poster: 'U0HOST', contact_user: 'U0HOST', recorded_by: null, district: 'binhai' },
      ...{ districts: ['binhai'], unit_name: 'Unit', unit_type: null, action_line: 'other', form: null },
      ...{ field: null, title: id, expert_slots: 1, time_text: 'soon', service_start: null },
      ...{ service_end: null, claim_deadline: null, expected_beneficiaries: null, reason: null },
      ...{ expert_requirement: 'x', place: 'x', description: 'x', expected_outcome: 'x', contact_name: 'x' },
      ...{ contact_phone: 'x', submitted_at: NOW, published_at: isPublished ? NOW : null, changed_at: NOW },
    })
    .execute();
  if (isPublished)
    await db
      .insertInto('slot')
      .values({ team_id, demand_id: id, no: 1, expert_id: null, claim_id: null })
      .execute();
}

async function plantClaim(
  db: Db,
  team_id: string,
  id: string,
  demand_id: string,
  state: 'home_unit_pending' | 'host_pending' | 'confirmed',
): Promise<void> {
  await db
    .insertInto('claim')
    .values({
      ...{
        team_id,
        id,
        number: `RL-2013-9${planted}`,
        demand_id,
        year: 2013,
        expert_id: 'expert',
        slot_no: 1,
        state,
      },
      ...{ live_no: null, reason: null, claimed_at: NOW, consented_at: null, confirmed_at: null },
      ended_at: null,
    })
    .execute();
  await db
    .updateTable('slot')
    .set({ expert_id: 'expert', claim_id: id })
    .where('team_id', '=', team_id)
    .where('demand_id', '=', demand_id)
    .execute();
}

async function plantReport(
  db: Db,
  team_id: string,
  id: string,
  demand_id: string,
  state: 'submitted' | 'host_confirmed' | 'accepted',
): Promise<void> {
  await plantClaim(db, team_id, `claim-of-${id}`, demand_id, 'confirmed');
  await db
    .insertInto('report')
    .values({
      ...{ team_id, id, number: `BG-2013-9${planted}`, year: 2013, demand_id, state, author: 'U0ZJ0006' },
      ...{
        recorded_by: null,
        title: id,
        action_line: 'other',
        form: null,
        districts: ['binhai'],
        days: null,
      },
      ...{ service_start: '2013-10-01', service_end: '2013-10-02', metrics: {}, summary: 'x', reason: null },
      ...{ host_confirmed_by: null, host_confirmed_at: state === 'submitted' ? null : NOW },
      ...{ override_reason: null, accepted_by: null, accepted_at: null, submitted_at: NOW, changed_at: NOW },
    })
    .execute();
  await db
    .insertInto('report_expert')
    .values({ team_id, report_id: id, year: 2013, expert_id: 'expert' })
    .execute();
}

/** A need for which the planted expert was asked. */
async function plantRound(): Promise<{ demand: string; round: string }> {
  const demand = await plant(desk.db, team, { on: 'demand', from: 'published' });
  const round = `round-${planted}`;
  const of = { team_id: team, demand_id: demand };
  await desk.db
    .insertInto('ask_round')
    .values({
      ...{ ...of, id: round, wave_size: 1, waves: 1, next_wave_at: NOW, ended_because: null, ended_at: null },
      ...{ started_by: 'U0BINHAI', started_at: NOW },
    })
    .execute();
  await desk.db
    .insertInto('invitation')
    .values({
      ...{ ...of, round_id: round, expert_id: 'expert', wave: 1, invited_at: NOW },
      ...{ answer: null, answered_at: null },
    })
    .execute();
  return { demand, round };
}

let desk: Desk;
let team = '';

beforeAll(async () => {
  desk = await startDesk();
  team = desk.workspace.teamId;
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  // A coordinator too, of another district.
  await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
  await plantPeople(desk.db, team);
  const year = await desk.db.selectFrom('programme_year').selectAll().executeTakeFirstOrThrow();
  await desk.db
    .insertInto('programme_year')
    .values({ ...year, team_id: OTHER_TEAM })
    .execute();
  await plantPeople(desk.db, OTHER_TEAM);
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** All that the programme is, and all that was asked to be sent, in every workspace. */
async function stateOfAll(): Promise<string> {
  const tables = [
    ...([
      'programme_year',
      'role_grant',
      'organisation',
      'organisation_contact',
      'expert',
      'demand',
    ] as const),
    ...(['blanket', 'blocked_dates'] as const),
    ...(['slot', 'claim', 'consent', 'report', 'report_expert', 'report_version', 'answer_link'] as const),
    ...(['digest_channel', 'digest_issue', 'ask_round', 'invitation'] as const),
    ...(['nudge', 'nudge_message', 'nudge_snooze', 'nudge_handover', 'absence'] as const),
    ...(['yearly_summary', 'yearly_summary_version', 'telephone_line'] as const),
  ];
  const rows = [];
  for (const table of tables)
    rows.push(...(await desk.db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)));
  const sent = await desk.db.selectFrom('outgoing').select(['key', 'wanted', 'target']).execute();
  return [...rows, ...sent.map((row) => JSON.stringify(row))].toSorted().join('\n');
}

/** Everything anybody has been told for good: direct messages and the channel. */
function messagesToAll(): number {
  return [...desk.workspace.team.messages.values()].flat().length;
}

async function audited(outcome: 'done' | 'refused', act: string, actor: string): Promise<number> {
  const rows = await desk.db
    .selectFrom('audit')
    .select('id')
    .where('outcome', '=', outcome)
    .where('act', '=', act)
    .where('actor', '=', actor)
    .orderBy('id')
    .execute();
  return rows.length;
}

function submitFor({ view, values = {}, on, metadata }: Step, user: string, id: string, forged?: Forged) {
  if (!view) throw new Error('no window');
  const about = metadata?.(id) ?? { [`${on}Id`]: id };
  return forgeSubmit(desk, user, view, { metadata: about, values, ...forged });
}

type Door = (user: string, id: string, forged?: Forged) => Promise<Told>;

/** The doors through which the step can be tried: its button, and its window when it has one. */
function doorsOf(one: Step): [name: string, open: Door][] {
  const press: Door = (user, id, forged) => forgePress(desk, user, one.button, id, forged);
  const submit: Door = (user, id, forged) => submitFor(one, user, id, forged);
  return one.view
    ? [
        [one.button, press],
        [`window ${one.view}`, submit],
      ]
    : [[one.button, press]];
}

const DOORS = STEPS.flatMap((one) => doorsOf(one).map(([name, open]) => [name, one, open] as const));

const SAYS_SOMETHING = /"text":"[^"]{4,}/;
const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/;
/** An error stands under the field that it is about; or the form says that it is being looked at. */
const BESIDE_A_FIELD = /"errors":\{"\w+":"[^"]{4,}|"text":"[^"]{4,}/;
const NOT_FOUND = /\u6ca1\u6709\u627e\u5230/;

describe('somebody whose step it is not', () => {
  test.each(DOORS)(
    'When strangers and guests try %s, Then nothing happens, they read why, and it is on record',
    async (name, one, open) => {
      const id = await plant(desk.db, team, one);
      const before = await stateOfAll();
      for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
        const refused = await audited('refused', one.act, user);
        const { text } = await open(user, id);
        expect(await stateOfAll()).toBe(before);
        expect(text).toMatch(SAYS_SOMETHING);
        expect(desk.as(user).views).toEqual([]);
        if (user === 'U0ALICE') expect(text).not.toMatch(CHINESE);
        // Whoever isn't registered is told so before any permission is asked for.
        if (name !== ACTIONS.claimSlot) expect(await audited('refused', one.act, user)).toBe(refused + 1);
      }
    },
  );

  test.each(DOORS)(
    'When the account whose step it was is deactivated, Then %s does nothing, and it is on record',
    async (name, one, open) => {
      const id = await plant(desk.db, team, one);
      await desk.workspace.updateUser(one.by, { deleted: true });
      await desk.settle();
      const before = await stateOfAll();
      const door = name === one.button ? 'any' : (one.view ?? '');
      const refused = await audited('refused', door, one.by);
      const { text } = await open(one.by, id);
      expect(await stateOfAll()).toBe(before);
      expect(await audited('refused', door, one.by)).toBe(refused + 1);
      // Beside a message a deactivated account sees nothing any more.
      if (name !== one.button) expect(text).toMatch(SAYS_SOMETHING);
      await desk.workspace.updateUser(one.by, { deleted: false });
      await desk.settle();
    },
  );
});

describe('another workspace', () => {
  test.each(DOORS)(
    'When %s names a thing of another workspace, Then it is not found',
    async (_, one, open) => {
      const id = await plant(desk.db, OTHER_TEAM, one);
      const before = await stateOfAll();
      expect((await open(one.by, id)).text).toMatch(NOT_FOUND);
      expect(await stateOfAll()).toBe(before);
    },
  );

  test.each(DOORS)(
    'When %s comes from another workspace, Then nothing happens in either',
    async (_, one, open) => {
      const id = await plant(desk.db, OTHER_TEAM, one);
      const before = await stateOfAll();
      await open(one.by, id, { teamId: OTHER_TEAM });
      expect(await stateOfAll()).toBe(before);
    },
  );
});

describe('nonsense', () => {
  const NONSENSE = [
    '',
    "'; drop table demand; --",
    '\u0000',
    '\ud800',
    '<!channel>',
    'x'.repeat(2000),
    '__proto__',
  ];
  const buttons = Object.values(ACTIONS).filter((id) => id !== ACTIONS.back);

  test.each(buttons)('When %s carries a value that nobody gave it, Then nothing changes', async (button) => {
    const before = await stateOfAll();
    for (const value of NONSENSE) {
      // Without a value it means whoever presses.
      if (button === 'my_data' && value === '') continue;
      await forgePress(desk, 'U0BINHAI', button, value);
      if (desk.as('U0BINHAI').views.length > 0) await desk.as('U0BINHAI').closeModal({ all: true });
    }
    expect(await stateOfAll()).toBe(before);
    expect(messagesToChannel()).not.toContain('drop table');
  });

  test.each(Object.values(VIEWS))(
    'When %s comes back empty or garbled, Then nothing changes',
    async (view) => {
      const before = await stateOfAll();
      for (const nonsense of NONSENSE) {
        const about = ['demandId', 'claimId', 'reportId', 'expertId', 'summaryId', 'draftId', 'linkId'];
        const metadata = Object.fromEntries(about.map((name) => [name, nonsense]));
        const { text, delivery } = await forgeSubmit(desk, 'U0BINHAI', view, { metadata, values: REASON });
        expect(delivery.status).toBe(200);
        expect(text).toMatch(/response_action/);
      }
      expect(await stateOfAll()).toBe(before);
    },
  );

  function messagesToChannel(): string {
    return JSON.stringify(desk.workspace.messages(CHANNEL).map(({ text, blocks }) => [text, blocks]));
  }
});

describe('the one whose step it is', () => {
  test.each(STEPS.map((one) => [one.act, one] as const))(
    'When %s arrives three times at once and twice more, Then it happens once; later it says where things stand',
    async (_, one) => {
      const id = await plant(desk.db, team, one);
      const before = await stateOfAll();
      const done = await audited('done', one.recordedAs ?? one.act, one.by);
      const [press, submit] = doorsOf(one);
      if (submit) await expectWindow(one, await press?.[1](one.by, id));
      const [, act = fail] = submit ?? press ?? [];
      const toldBefore = desk.as(one.by).ephemerals.length;
      const { delivery } = await act(one.by, id, { times: 3 });
      expect(desk.as(one.by).ephemerals.length).toBe(toldBefore + (submit ? 0 : 1));
      const after = await stateOfAll();
      expect(after).not.toBe(before);
      expect(await audited('done', one.recordedAs ?? one.act, one.by)).toBe(done + 1);

      const messages = messagesToAll();
      const told = desk.as(one.by).ephemerals.length;
      for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
      await desk.settle();
      expect(await stateOfAll()).toBe(after);
      expect(await audited('done', one.recordedAs ?? one.act, one.by)).toBe(done + 1);
      expect([messagesToAll(), desk.as(one.by).ephemerals.length]).toEqual([messages, told]);

      for (const [, late] of doorsOf(one)) {
        // It may be edited again while it is being checked, and amended again.
        if (one.act === 'edit_demand' || one.act === 'amend_report') continue;
        const { text } = await late(one.by, id);
        expect(text).toMatch(SAYS_SOMETHING);
        expect(await stateOfAll()).toBe(after);
        expect(desk.as(one.by).views).toEqual([]);
      }
      expect(messagesToAll()).toBe(messages);
    },
  );

  async function expectWindow({ by, view }: Step, told: Told | undefined): Promise<void> {
    expect(told?.text).toContain(`"${view}"`);
    await desk.as(by).closeModal({ all: true });
  }
});

function fail(): never {
  throw new Error('no door');
}

describe('what is no step of one thing', () => {
  const report = (user: string, demand: string) => ({
    metadata: { draftId: `${user}-on-${demand}`, reportId: '', step: '2', line: 'other', revision: '0' },
    values: { ...REPORT, demand },
  });

  test('When somebody files a report on a need that is not theirs, Then nothing is kept', async () => {
    const id = await plant(desk.db, team, { on: 'claim', from: 'confirmed' });
    const { demand_id } = await desk.db
      .selectFrom('claim')
      .select('demand_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
      expect((await forgePress(desk, user, 'file_report', demand_id)).text).toMatch(SAYS_SOMETHING);
      const { text } = await forgeSubmit(desk, user, 'file_report', report(user, demand_id));
      expect(text).toMatch(/"demand":".{4,}/);
      expect(await audited('refused', 'file_report', user)).toBeGreaterThan(1);
    }
    const elsewhere = await plant(desk.db, OTHER_TEAM, { on: 'demand', from: 'published' });
    const beside = await stateOfAll();
    expect((await forgePress(desk, 'U0ZJ0006', 'file_report', elsewhere)).text).toMatch(NOT_FOUND);
    expect(
      (await forgeSubmit(desk, 'U0ZJ0006', 'file_report', report('U0ZJ0006', elsewhere))).text,
    ).toContain('"demand"');
    expect(await stateOfAll()).toBe(beside);
    expect(beside).toContain(before.split('\n')[0] ?? '');

    const { delivery, text } = await forgeSubmit(
      desk,
      'U0ZJ0006',
      'file_report',
      report('U0ZJ0006', demand_id),
    );
    expect(text).toContain('BG-2013-0001');
    const after = await stateOfAll();
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await forgeSubmit(desk, 'U0ZJ0006', 'file_report', report('U0ZJ0006', demand_id));
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'file_report', 'U0ZJ0006')).toBe(1);
  });

  test('When somebody asks for the files of a report that is not theirs, Then they see none, and it is on record', async () => {
    const id = await plant(desk.db, team, { on: 'report', from: 'submitted' });
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
      expect((await forgePress(desk, user, 'show_attachments', id)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'see_attachments', user)).toBe(1);
    }
    expect((await forgePress(desk, 'U0HOST', 'show_attachments', 'nothing')).text).toMatch(NOT_FOUND);
    expect(await audited('refused', 'see_attachments', 'U0HOST')).toBe(0);
  });

  test('When somebody turns the pages of a file that is not theirs, Then nothing turns', async () => {
    const file = {
      name: 'a.csv',
      title: '名单',
      type: 'text/csv',
      bytes: Buffer.from('a'),
      rows: [['a'], ['b']],
    };
    const deps = { ...desk.deps, publicUrl: undefined };
    await handFile(deps, { teamId: team, userId: 'U0HOST', cause: 'one', now: desk.clock.now() }, file);
    await desk.settle();
    const { id } = await desk.db.selectFrom('handed_file').select('id').executeTakeFirstOrThrow();
    const before = await stateOfAll();
    for (const action of ['next_page', 'previous_page'] as const)
      for (const value of [`file:${id}:2`, 'file:nothing:2', `file:${id}:99999`, `file:${id}:-1`, ''])
        await forgePress(desk, 'U0ALICE', action, value);
    expect(await stateOfAll()).toBe(before);
  });

  test('When somebody makes or ends a link that is not theirs to give, Then not, and it is on record', async () => {
    const on = ['claim', 'report', 'demand'] as const;
    const from = { claim: 'host_pending', report: 'submitted', demand: 'published' };
    for (const kind of on) {
      const id = await plant(desk.db, team, { on: kind, from: from[kind] });
      const before = await stateOfAll();
      for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING', 'U0HOST', 'U0HOME', 'U0ZJ0006']) {
        const refused = await audited('refused', 'make_link', user);
        expect((await forgePress(desk, user, 'make_link', id)).text).toMatch(SAYS_SOMETHING);
        expect(await audited('refused', 'make_link', user)).toBe(refused + 1);
        expect(desk.as(user).views).toEqual([]);
      }
      await forgePress(desk, 'U0BINHAI', 'make_link', id, { teamId: OTHER_TEAM });
      const elsewhere = await plant(desk.db, OTHER_TEAM, { on: kind, from: from[kind] });
      expect((await forgePress(desk, 'U0BINHAI', 'make_link', elsewhere)).text).toMatch(NOT_FOUND);
      expect((await stateOfAll()).split('\n')).toEqual(expect.arrayContaining(before.split('\n')));
    }
    const unit = await desk.db
      .selectFrom('organisation')
      .select('id')
      .where('team_id', '=', team)
      .where('kind', '=', 'home_unit')
      .executeTakeFirstOrThrow();
    const untouched = await stateOfAll();
    // An employer's word is no district's to ask for, either.
    for (const user of ['U0ALICE', 'U0GUEST', 'U0BINHAI', 'U0HOST', 'U0ZJ0006']) {
      const refused = await audited('refused', 'make_link', user);
      const answer = await forgePress(desk, user, 'make_link', unit.id);
      expect(answer.text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'make_link', user)).toBe(refused + 1);
    }
    expect(await stateOfAll()).toBe(untouched);
    const id = await plant(desk.db, team, { on: 'report', from: 'submitted' });
    const { delivery } = await forgePress(desk, 'U0BINHAI', 'make_link', id, { times: 3 });
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    await desk.as('U0BINHAI').closeModal({ all: true });
    const links = await desk.db.selectFrom('answer_link').selectAll().execute();
    expect(links).toMatchObject([{ report_id: id, made_by: 'U0BINHAI', ended_at: null }]);
    const after = await stateOfAll();
    const end = { metadata: { linkId: links[0]?.id ?? '' }, values: { revoke: ['yes'] } };
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING', 'U0HOST'])
      expect((await forgeSubmit(desk, user, 'answer_link', end)).text).toMatch(SAYS_SOMETHING);
    await forgeSubmit(desk, 'U0BINHAI', 'answer_link', { ...end, teamId: OTHER_TEAM });
    expect(await stateOfAll()).toBe(after);
  });

  test('When a list is put in, applied, dropped or taken back by somebody whose it is not, Then nothing changes', async () => {
    const ids = [
      await plantImport(desk.db, team, 'list-checked'),
      await plantImport(desk.db, team, 'list-applied', { state: 'applied' }),
    ];
    const elsewhere = await plantImport(desk.db, OTHER_TEAM, 'list-elsewhere');
    const rows = async () =>
      JSON.stringify([
        await stateOfAll(),
        await desk.db.selectFrom('import').selectAll().orderBy('id').execute(),
        await desk.db.selectFrom('import_row').selectAll().execute(),
        await desk.db.selectFrom('handed_file').select('id').execute(),
      ]);
    const before = await rows();
    const acts = ['apply_import', 'drop_import', 'undo_import', 'answer_likely', 'refused_rows'] as const;
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
      for (const act of acts)
        for (const id of ids) expect((await forgePress(desk, user, act, id)).text).toMatch(SAYS_SOMETHING);
      const page = {
        metadata: { importId: 'list-checked', rows: '2' },
        values: { row_2: 'another', all: ['yes'] },
      };
      expect((await forgeSubmit(desk, user, 'answer_likely', page)).text).toMatch(SAYS_SOMETHING);
      expect(desk.as(user).views.map(({ callback_id }) => callback_id)).not.toContain('answer_likely');
    }
    for (const user of ['U0ALICE', 'U0GUEST']) {
      for (const act of ['import_file', 'import_template'] as const)
        expect((await forgePress(desk, user, act, 'units')).text).toMatch(SAYS_SOMETHING);
      const form = { values: { kind: 'units', file: [] } };
      expect((await forgeSubmit(desk, user, 'import_file', form)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'import_file', user)).toBe(3);
    }
    for (const act of acts) {
      expect((await forgePress(desk, 'U0BUREAU', act, elsewhere)).text).toMatch(NOT_FOUND);
      expect((await forgePress(desk, 'U0BUREAU', act, 'nothing')).text).toMatch(NOT_FOUND);
    }
    expect((await forgePress(desk, 'U0BUREAU', 'import_template', 'nothing')).text).toMatch(NOT_FOUND);
    expect(await rows()).toBe(before);
    // Whoever may, but with what no form of ours sends.
    const page = { metadata: { importId: 'list-checked', rows: 'a b', n: 'x' }, values: { row_2: 'both' } };
    await forgeSubmit(desk, 'U0BUREAU', 'answer_likely', page);
    const kindless = { values: { kind: 'everything', file: ['{}', 'x'] } };
    await forgeSubmit(desk, 'U0BUREAU', 'import_file', kindless);
    expect((await desk.db.selectFrom('import').select('id').execute()).length).toBe(3);
    await desk.db.deleteFrom('import').execute();
  });

  test('When somebody asks for papers that are not theirs, Then nothing is made, and it is on record', async () => {
    const object = await plant(desk.db, team, { on: 'demand', from: 'published' });
    const elsewhere = await plant(desk.db, OTHER_TEAM, { on: 'demand', from: 'published' });
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST'])
      for (const what of ['year_report', 'needs', 'experts', 'reports', 'summaries', 'week']) {
        const refused = await audited('refused', 'export', user);
        const values = { what, year: '2013', format: 'html' };
        expect((await forgeSubmit(desk, user, 'export', { values })).text).toMatch(BESIDE_A_FIELD);
        expect(await audited('refused', 'export', user)).toBe(refused + 1);
      }
    for (const what of ['one', 'confirmation']) {
      const values = { what, object };
      expect((await forgeSubmit(desk, 'U0ALICE', 'export', { values })).text).toMatch(BESIDE_A_FIELD);
      const foreign = { what, object: elsewhere };
      expect((await forgeSubmit(desk, 'U0BUREAU', 'export', { values: foreign })).text).toMatch(
        BESIDE_A_FIELD,
      );
    }
    expect(await audited('refused', 'export_one', 'U0ALICE')).toBe(2);
    const wrong: Record<string, string>[] = [
      {},
      { what: 'everything' },
      { what: 'one', object: 'nothing' },
      { what: 'needs', year: 'x' },
    ];
    for (const values of wrong)
      expect((await forgeSubmit(desk, 'U0BUREAU', 'export', { values })).text).toMatch(BESIDE_A_FIELD);
    for (const value of ['again:nothing', 'nothing', `2013'`])
      expect((await forgePress(desk, 'U0BUREAU', 'export', value)).text).toMatch(NOT_FOUND);
    await forgeSubmit(desk, 'U0BUREAU', 'export', { values: { what: 'needs' }, teamId: OTHER_TEAM });
    expect(await desk.db.selectFrom('document_job').select('id').execute()).toEqual([]);
    expect(await stateOfAll()).toBe(before);
  });

  test('When somebody prints records that are not theirs, Then nothing is made, and it is on record', async () => {
    await desk.db.deleteFrom('handed_file').where('team_id', '=', team).execute();
    const before = await stateOfAll();
    for (const act of ['print_statement', 'title_pack'] as const) {
      for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
        expect((await forgePress(desk, user, act, 'expert:2013')).text).toMatch(SAYS_SOMETHING);
        expect(await audited('refused', act, user)).toBe(1);
      }
      expect((await forgePress(desk, 'U0BUREAU', act, 'nobody:2013')).text).toMatch(NOT_FOUND);
    }
    expect(await stateOfAll()).toBe(before);
    expect(await desk.db.selectFrom('handed_file').select('id').execute()).toEqual([]);
  });

  test('When somebody opens a summary that is not theirs to read, Then nothing opens, and it is on record', async () => {
    const id = await plant(desk.db, team, { on: 'summary', from: 'submitted' });
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
      const refused = await audited('refused', 'submit_summary', user);
      expect((await forgePress(desk, user, 'open_summary', id)).text).toMatch(SAYS_SOMETHING);
      expect(desk.as(user).views).toEqual([]);
      expect(await audited('refused', 'submit_summary', user)).toBe(refused + 1);
    }
    const elsewhere = await plant(desk.db, OTHER_TEAM, { on: 'summary', from: 'submitted' });
    expect((await forgePress(desk, 'U0BUREAU', 'open_summary', elsewhere)).text).toMatch(NOT_FOUND);
    expect((await stateOfAll()).split('\n').length).toBeGreaterThanOrEqual(before.split('\n').length);
  });

  // What is done to a need after its publication; `keep_claim` is the expert's, or a coordinator's for them.
  test.each([
    ...(['change_demand', 'postpone_demand', 'reopen_demand', 'close_demand', 'follow_up'] as const),
    ...(['grant_instant', 'keep_claim'] as const),
  ])('When somebody whose need it is not tries to %s, Then nothing changes', async (act) => {
    const on = act === 'keep_claim' ? 'claim' : 'demand';
    const id = await plant(desk.db, team, { on, from: on === 'claim' ? 'confirmed' : 'published' });
    const rows = async () =>
      JSON.stringify([
        await desk.db.selectFrom('demand').selectAll().orderBy('id').execute(),
        await desk.db.selectFrom('claim').selectAll().orderBy('id').execute(),
        await desk.db.selectFrom('slot').selectAll().orderBy('demand_id').orderBy('no').execute(),
      ]);
    const before = await rows();
    for (const user of ['U0ZJ0007', 'U0WUQING', 'U0GUEST']) {
      const button = act === 'change_demand' ? 'edit_demand' : act;
      expect((await forgePress(desk, user, button, id)).text).toMatch(SAYS_SOMETHING);
      const typed = { metadata: { demandId: id, claimId: id }, values: { ...REASON, ...NEED } };
      if (on === 'demand' && act !== 'grant_instant')
        expect((await forgeSubmit(desk, user, act, typed)).text).toMatch(SAYS_SOMETHING);
      expect(desk.as(user).views.map(({ callback_id }) => callback_id)).not.toContain(act);
    }
    expect(await rows()).toBe(before);
  });

  test('When somebody who coordinates nothing, or another district, edits a unit, Then nothing changes, and it is on record', async () => {
    const unit = {
      metadata: { unitId: 'host', version: '0' },
      values: { name: 'Mine', districts: ['wuqing'] },
    };
    const before = await stateOfAll();
    for (const user of ['U0WUQING', 'U0HOST', 'U0ZJ0006', 'U0GUEST']) {
      expect((await forgePress(desk, user, 'edit_unit', 'host')).text).toMatch(SAYS_SOMETHING);
      expect((await forgeSubmit(desk, user, 'edit_unit', unit)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'edit_unit', user)).toBe(2);
    }
    await desk.db
      .insertInto('organisation')
      .values({
        ...{ team_id: OTHER_TEAM, id: 'elsewhere', kind: 'host_unit', name: 'x', name_key: 'x' },
        created_at: NOW,
      })
      .execute();
    expect((await forgePress(desk, 'U0BUREAU', 'edit_unit', 'elsewhere')).text).toMatch(NOT_FOUND);
    const elsewhere = { ...unit, metadata: { unitId: 'elsewhere', version: '0' } };
    expect((await forgeSubmit(desk, 'U0BUREAU', 'edit_unit', elsewhere)).text).toMatch(NOT_FOUND);
    await desk.db.deleteFrom('organisation').where('id', '=', 'elsewhere').execute();
    expect(await stateOfAll()).toBe(before);
  });

  test('When somebody who coordinates nothing asks for the register, Then they see none of it, and it is on record', async () => {
    for (const user of ['U0HOST', 'U0ZJ0006', 'U0GUEST']) {
      const refused = await audited('refused', 'see_register', user);
      for (const [button, value] of [
        ['show_all', 'units'],
        ['open_object', 'expert:expert'],
        ['open_object', 'unit:host'],
      ] as const)
        expect((await forgePress(desk, user, button, value)).text).toMatch(SAYS_SOMETHING);
      // Outside of a list these act on nothing.
      for (const button of ['find_list', 'next_page', 'previous_page'])
        expect((await forgePress(desk, user, button, '2')).text).toMatch(SAYS_SOMETHING);
      const find = { metadata: { list: 'experts' }, values: { words: 'expert' } };
      expect((await forgeSubmit(desk, user, 'find_list', find)).text).not.toContain('open_object');
      // An expert reads their own registration.
      const own = user === 'U0ZJ0006' ? 1 : 0;
      expect(await audited('refused', 'see_register', user)).toBe(refused + 4 - own);
    }
    expect((await forgePress(desk, 'U0WUQING', 'open_object', 'expert:expert')).text).not.toContain('U0HOME');
  });

  test('When strangers and guests open figures, ask examples or take sheets, Then they read what all may, and nothing changes', async () => {
    const id = await plant(desk.db, team, { on: 'report', from: 'accepted' });
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING', 'U0HOST']) {
      const { text } = await forgePress(desk, user, 'open_figure', '2013:reports:binhai');
      expect(text).toMatch(SAYS_SOMETHING);
      // What it is called is its own people's.
      if (user !== 'U0HOST') expect(text).not.toContain(`"${id}`);
      await desk.as(user).closeModal({ all: true });
      expect((await forgePress(desk, user, 'ask_question', 'example_9')).text).toMatch(SAYS_SOMETHING);
      expect((await forgePress(desk, user, 'question_sheet', 'xlsx')).text).toMatch(SAYS_SOMETHING);
    }
    expect(await stateOfAll()).toBe(before);
    const { text } = await forgePress(desk, 'U0WUQING', 'open_figure', '2013:reports:all', {
      teamId: OTHER_TEAM,
    });
    expect(text).not.toContain('BG-2013');
  });

  test('When somebody opens a thing that does not concern them, Then they see none of it, and it is on record', async () => {
    const things = [
      ['see_demand', 'demand', await plant(desk.db, team, { on: 'demand', from: 'submitted' })],
      ['see_claim', 'claim', await plant(desk.db, team, { on: 'claim', from: 'confirmed' })],
      ['see_report', 'report', await plant(desk.db, team, { on: 'report', from: 'accepted' })],
    ] as const;
    const before = await stateOfAll();
    for (const user of ['U0WUQING', 'U0ALICE', 'U0GUEST'])
      for (const [act, kind, id] of things) {
        const refused = await audited('refused', act, user);
        const { text } = await forgePress(desk, user, 'open_object', `${kind}:${id}`);
        expect(text).toMatch(SAYS_SOMETHING);
        expect(text).not.toContain('XQ-2013');
        expect(await audited('refused', act, user)).toBe(refused + 1);
      }
    const carried = { metadata: { object: `claim:${things[1][2]}` } };
    expect((await forgeSubmit(desk, 'U0ALICE', 'open_object', carried)).text).not.toContain('RL-2013');
    expect(await stateOfAll()).toBe(before);
  });

  test.each(['open_year', 'edit_programme', 'close_year', 'correct_year', 'extend_summary'])(
    'When somebody who is not the bureau tries to %s, Then nothing changes, and it is on record',
    async (act) => {
      const years = () => desk.db.selectFrom('programme_year').selectAll().orderBy('year').execute();
      const isSummary = act === 'extend_summary';
      const value = isSummary ? await plant(desk.db, team, { on: 'summary', from: 'not_started' }) : '2013';
      const before = await years();
      for (const user of ['U0BINHAI', 'U0HOST', 'U0ZJ0006', 'U0GUEST']) {
        const refused = await audited('refused', act, user);
        expect((await forgePress(desk, user, act, value)).text).toMatch(SAYS_SOMETHING);
        const typed = {
          metadata: { year: '2013', after: '2013', summaryId: value },
          values: { confirm: ['yes'], year: '2014' },
        };
        expect((await forgeSubmit(desk, user, act, typed)).text).toMatch(SAYS_SOMETHING);
        expect(await audited('refused', act, user)).toBe(refused + 2);
        expect(desk.as(user).views.map(({ callback_id }) => callback_id)).not.toContain(act);
      }
      expect(await years()).toEqual(before);
    },
  );

  test('When a window is of an older version of a summary, Then nothing changes, and it says where it stands', async () => {
    const id = await plant(desk.db, team, { on: 'summary', from: 'submitted' });
    await forgeSubmit(desk, 'U0BUREAU', 'return_summary', {
      ...{ metadata: { summaryId: id, version: '1' }, values: REASON },
    });
    const before = await stateOfAll();
    const old = { metadata: { draftId: 'old', summaryId: id, version: '0', asked: '' }, values: SUMMARY };
    expect((await forgeSubmit(desk, 'U0BINHAI', 'submit_summary', old)).text).toMatch(SAYS_SOMETHING);
    const later = { metadata: { summaryId: id, version: '2' }, values: REASON };
    expect((await forgeSubmit(desk, 'U0BUREAU', 'return_summary', later)).text).toMatch(SAYS_SOMETHING);
    expect(await stateOfAll()).toBe(before);
  });

  test('When a guest posts a need, Then not; when a member’s window arrives three times, Then there is one', async () => {
    const window = { metadata: { step: 'details', draftId: 'a-new-need' }, values: NEED };
    const before = await stateOfAll();
    expect((await forgePress(desk, 'U0GUEST', 'post_demand', 'new')).text).toMatch(SAYS_SOMETHING);
    expect((await forgeSubmit(desk, 'U0GUEST', 'post_demand', window)).text).toMatch(SAYS_SOMETHING);
    expect(await audited('refused', 'post_demand', 'U0GUEST')).toBe(2);
    expect(await stateOfAll()).toBe(before);
    const { delivery, text } = await forgeSubmit(desk, 'U0HOST', 'post_demand', window);
    expect(text).toContain('XQ-2013-');
    const after = await stateOfAll();
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'post_demand', 'U0HOST')).toBe(1);
  });

  test('When somebody takes back what another did, Then not; three deliveries take it back once', async () => {
    const id = await plant(desk.db, team, { on: 'demand', from: 'submitted' });
    await forgePress(desk, 'U0BINHAI', 'publish_demand', id);
    const { id: auditId } = await desk.db
      .selectFrom('audit')
      .select('id')
      .where('object_id', '=', id)
      .executeTakeFirstOrThrow();
    await desk.db.updateTable('audit').set({ team_id: OTHER_TEAM }).where('id', '=', auditId).execute();
    expect((await forgePress(desk, 'U0BINHAI', 'undo', String(auditId))).text).toMatch(NOT_FOUND);
    await desk.db.updateTable('audit').set({ team_id: team }).where('id', '=', auditId).execute();
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0BUREAU']) {
      expect((await forgePress(desk, user, 'undo', String(auditId))).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'undo', user)).toBe(1);
    }
    expect(await stateOfAll()).toBe(before);
    const told = desk.as('U0BINHAI').ephemerals.length;
    const { delivery } = await forgePress(desk, 'U0BINHAI', 'undo', String(auditId), { times: 3 });
    const after = await stateOfAll();
    expect(after).not.toBe(before);
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(desk.as('U0BINHAI').ephemerals.length).toBe(told + 1);
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'undo', 'U0BINHAI')).toBe(1);
  });

  test('When another’s draft is named, Then nothing of it is shown, kept or spent', async () => {
    const draftId = 'a-secret-draft';
    const window = {
      metadata: { step: 'need', draftId },
      values: { ...NEED, title: 'Secret', time_text: '' },
    };
    await forgeSubmit(desk, 'U0HOST', 'post_demand', window);
    const before = await stateOfAll();
    const stolen = { metadata: { step: 'details', draftId }, values: NEED };
    expect((await forgeSubmit(desk, 'U0ALICE', 'post_demand', stolen)).text).not.toContain('Secret');
    expect(await stateOfAll()).toBe(before);
  });

  test('When roles or the year are set by somebody who may not, Then nothing changes', async () => {
    const grant = { values: { user: 'U0ALICE', role: 'bureau' } };
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
      expect((await forgePress(desk, user, 'open_settings', '2013')).text).toMatch(SAYS_SOMETHING);
      expect((await forgeSubmit(desk, user, 'settings', grant)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'change_settings', user)).toBe(2);
      expect((await forgeSubmit(desk, user, 'set_up_programme')).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'set_up_programme', user)).toBe(1);
      expect((await forgePress(desk, user, 'open_set_up', 'x')).text).toMatch(SAYS_SOMETHING);
    }
    const again = {
      ...{ name: 'Again', year: '2014', target_experts: '3', opens_on: '2014-01-01', deadline: '2014-12-31' },
      ...{ time_zone: 'Asia/Shanghai', channel: CHANNEL, language: 'en', published_by: 'bureau' },
    };
    expect((await forgeSubmit(desk, 'U0BUREAU', 'set_up_programme', { values: again })).text).toContain(
      '2013',
    );
    expect(await stateOfAll()).toBe(before);
  });

  test('When the bureau gives a role and the window arrives three times, Then it is given once', async () => {
    const { delivery } = await forgeSubmit(desk, 'U0BUREAU', 'settings', {
      values: { user: 'U0WUQING', role: 'district', districts: ['wuqing'] },
    });
    const after = await stateOfAll();
    const done = await audited('done', 'change_settings', 'U0BUREAU');
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'change_settings', 'U0BUREAU')).toBe(done);
  });

  test('When experts are asked, or answer for another, by somebody who may not, Then not', async () => {
    const { demand, round } = await plantRound();
    const before = await stateOfAll();
    const window = { metadata: { demandId: demand }, values: { wave_size: '3' } };
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
      expect((await forgePress(desk, user, 'ask_experts', demand)).text).toMatch(SAYS_SOMETHING);
      await forgeSubmit(desk, user, 'ask_experts', window);
      expect((await forgePress(desk, user, 'stop_asking', round)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'ask_experts', user)).toBe(3);
      for (const answer of ['say_yes', 'say_no'] as const)
        expect((await forgePress(desk, user, answer, round)).text).toMatch(SAYS_SOMETHING);
    }
    expect(await stateOfAll()).toBe(before);
    expect((await forgePress(desk, 'U0BINHAI', 'stop_asking', 'nothing')).text).toMatch(NOT_FOUND);
    expect((await forgePress(desk, 'U0ZJ0006', 'say_yes', 'nothing')).text).toMatch(NOT_FOUND);
    const elsewhere = { teamId: OTHER_TEAM };
    for (const action of ['say_yes', 'say_no', 'stop_asking'] as const)
      await forgePress(desk, 'U0ZJ0006', action, round, elsewhere);
    expect(await stateOfAll()).toBe(before);
  });

  test('When an answer to an invitation, or its end, arrives three times, Then it counts once', async () => {
    const { demand, round } = await plantRound();
    await forgePress(desk, 'U0ZJ0006', 'say_no', round, { times: 3 });
    await forgePress(desk, 'U0ZJ0006', 'say_yes', round, { times: 3 });
    expect(await audited('done', 'say_no', 'U0ZJ0006')).toBe(1);
    expect(await audited('done', 'say_yes', 'U0ZJ0006')).toBe(1);
    const claims = await desk.db.selectFrom('claim').select('id').where('demand_id', '=', demand).execute();
    expect(claims).toHaveLength(1);
    await forgePress(desk, 'U0BINHAI', 'stop_asking', round, { times: 3 });
    expect(await audited('done', 'end_round', 'U0BINHAI')).toBe(1);
  });

  test('When reminders and troubled messages of others are pressed, Then nothing changes', async () => {
    const before = await stateOfAll();
    const presses = [
      ['snooze_nudge', 'nothing'],
      ['snooze_three_days', 'nothing'],
      ['snooze_seven_days', 'nothing'],
      ['wake_nudge', 'nothing'],
      ['not_mine', 'consent:nothing'],
      ['message_arrived', '1-1'],
      ['send_again', '1-1'],
    ] as const;
    for (const user of ['U0WUQING', 'U0GUEST'])
      for (const [action, value] of presses)
        expect((await forgePress(desk, user, action, value)).text, action).toMatch(SAYS_SOMETHING);
    await forgeSubmit(desk, 'U0WUQING', 'not_mine', {
      ...{ metadata: { kind: 'consent', objectId: 'nothing' }, values: { user: 'U0ALICE' } },
    });
    await forgeSubmit(desk, 'U0WUQING', 'go_away', { values: { until: '2013-02-30' } });
    expect(await stateOfAll()).toBe(before);
    expect(await audited('refused', 'settle_message', 'U0WUQING')).toBe(2);
  });

  test('When somebody claims to be alone, Then that gives them no right, and nothing that is no act happens', async () => {
    const report = await plant(desk.db, team, { on: 'report', from: 'host_confirmed' });
    const before = await stateOfAll();
    const values = { confirm: ['yes'] };
    for (const act of ['accept_report', 'nothing', 'constructor']) {
      const metadata = { act, value: report, alone: 'yes' };
      await forgeSubmit(desk, 'U0WUQING', 'act_alone', { metadata, values });
    }
    expect(await stateOfAll()).toBe(before);
    expect(await audited('refused', 'accept_report', 'U0WUQING')).toBeGreaterThan(0);
  });

  test('When the work calendar is changed by somebody who may not, Then not', async () => {
    const before = await stateOfAll();
    const values = { rest_days: '2013-11-01', work_days: '' };
    const refused = await audited('refused', 'change_calendar', 'U0BINHAI');
    expect((await forgePress(desk, 'U0BINHAI', 'work_calendar', '2013')).text).toMatch(SAYS_SOMETHING);
    const grant = await desk.db.selectFrom('role_grant').select('id').limit(1).executeTakeFirstOrThrow();
    expect((await forgePress(desk, 'U0BINHAI', 'remove_role', grant.id)).text).toMatch(SAYS_SOMETHING);
    await forgeSubmit(desk, 'U0BINHAI', 'work_calendar', { metadata: {}, values });
    expect(await audited('refused', 'change_calendar', 'U0BINHAI')).toBe(refused + 2);
    expect(await stateOfAll()).toBe(before);
    const { delivery } = await forgeSubmit(desk, 'U0BUREAU', 'work_calendar', { metadata: {}, values });
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(await audited('done', 'change_calendar', 'U0BUREAU')).toBe(1);
  });

  test('When somebody registers, Then for themselves alone, and once', async () => {
    const window = {
      metadata: { draftId: 'a-registration' },
      values: {
        ...{ name: 'Alice', employer: 'Uni', system: 'education', title: 'professor', field: 'ict' },
        home_unit_user: 'U0HOME',
      },
    };
    const { delivery } = await forgeSubmit(desk, 'U0ALICE', 'register_expert', window);
    const after = await stateOfAll();
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'register_expert', 'U0ALICE')).toBe(1);
    // A registration that nobody has verified gives its home unit's person no part yet.
    const own = { ...window.values, home_unit_user: 'U0ALICE' };
    await forgeSubmit(desk, 'U0ALICE', 'register_expert', { metadata: { draftId: 'another' }, values: own });
    expect(await stateOfAll()).toBe(after);
  });

  test('When somebody records or links an expert who may not, Then not; three deliveries do it once', async () => {
    const person = {
      name: 'Ding',
      employer: 'Farm',
      system: 'agriculture',
      title: 'professor',
      field: 'ict',
    };
    const recording = (draftId: string, values = {}) => ({
      metadata: { draftId },
      values: { ...person, ...values },
    });
    const id = await plant(desk.db, team, { on: 'expert', from: 'registered' });
    const elsewhere = await plant(desk.db, OTHER_TEAM, { on: 'expert', from: 'registered' });
    const linking = (account: string, expertId = id) => ({ metadata: { expertId }, values: { account } });
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0HOST']) {
      expect((await forgePress(desk, user, 'record_expert', 'new')).text).toMatch(SAYS_SOMETHING);
      await forgeSubmit(desk, user, 'record_expert', recording(`of-${user}`));
      expect(await audited('refused', 'record_expert', user)).toBe(2);
      expect((await forgePress(desk, user, 'link_expert', id)).text).toMatch(SAYS_SOMETHING);
      await forgeSubmit(desk, user, 'link_expert', linking(user));
      expect(await audited('refused', 'link_expert', user)).toBe(2);
    }
    expect((await forgePress(desk, 'U0BUREAU', 'link_expert', elsewhere)).text).toMatch(NOT_FOUND);
    await forgeSubmit(desk, 'U0BUREAU', 'link_expert', linking('U0ZJ0007', elsewhere));
    await forgeSubmit(desk, 'U0BUREAU', 'record_expert', recording('own', { account: 'U0BUREAU' }));
    expect(await stateOfAll()).toBe(before);

    const recorded = await forgeSubmit(desk, 'U0BUREAU', 'record_expert', recording('of-ding'));
    const linked = await forgeSubmit(desk, 'U0BUREAU', 'link_expert', linking('U0ZJ0007'));
    const after = await stateOfAll();
    for (const { delivery } of [recorded, linked])
      for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'record_expert', 'U0BUREAU')).toBe(1);
    expect(await audited('done', 'link_expert', 'U0BUREAU')).toBe(1);
  });

  test('When somebody names an assistant, claims in another’s name or from another’s employer, or pledges for them, Then not; three deliveries do it once', async () => {
    const id = await plant(desk.db, team, { on: 'expert', from: 'registered' });
    const elsewhere = await plant(desk.db, OTHER_TEAM, { on: 'expert', from: 'registered' });
    const need = await plant(desk.db, team, { on: 'demand', from: 'published' });
    const claim = await plant(desk.db, team, { on: 'claim', from: 'home_unit_pending' });
    const naming = (assistant: string, expertId = id) => ({ metadata: { expertId }, values: { assistant } });
    const choosing = (expert: string) => ({ metadata: { demandId: need }, values: { expert } });
    const from = { metadata: { demandId: need, expertId: 'expert' }, values: { employer: 'home' } };
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0HOST']) {
      expect((await forgePress(desk, user, 'name_assistant', id)).text).toMatch(SAYS_SOMETHING);
      await forgeSubmit(desk, user, 'name_assistant', naming(user));
      expect(await audited('refused', 'name_assistant', user)).toBe(2);
      for (const expert of ['expert', id, elsewhere])
        expect((await forgeSubmit(desk, user, 'choose_expert', choosing(expert))).text).toMatch(
          SAYS_SOMETHING,
        );
      expect((await forgeSubmit(desk, user, 'choose_employer', from)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'claim_slot', user)).toBe(4);
      expect((await forgePress(desk, user, 'own_pledge', claim)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'own_pledge', user)).toBe(1);
    }
    expect((await forgePress(desk, 'U0BUREAU', 'name_assistant', elsewhere)).text).toMatch(NOT_FOUND);
    await forgeSubmit(desk, 'U0BUREAU', 'name_assistant', naming('U0ALICE', elsewhere));
    // Who is registered with an employer pledges nothing.
    expect((await forgePress(desk, 'U0ZJ0006', 'own_pledge', claim)).text).toMatch(SAYS_SOMETHING);
    expect(await stateOfAll()).toBe(before);

    const named = await forgeSubmit(desk, 'U0BUREAU', 'name_assistant', naming('U0ALICE'));
    const after = await stateOfAll();
    for (const retry of [1, 2]) await desk.workspace.redeliver(named.delivery, retry);
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'name_assistant', 'U0BUREAU')).toBe(1);
  });

  test('When somebody answers, or was rung, for whom they don’t coordinate, Then not; three presses are one', async () => {
    const { round } = await plantRound();
    for (const team_id of [team, OTHER_TEAM]) await plantExpert(desk.db, team_id, 'ding', 'verified');
    const line = async (team_id: string) =>
      desk.db
        .insertInto('telephone_line')
        .values({
          ...{ team_id, key: 'registration_notice:ding', shape: 'notice', kind: 'registration_notice' },
          ...{ person: 'expert', person_id: 'ding', about: 'ding', ref: {}, seen_at: NOW },
          ...{ told_by: null, told_at: null },
        })
        .returning('id')
        .executeTakeFirstOrThrow();
    const [own, elsewhere] = [await line(team), await line(OTHER_TEAM)];
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0WUQING']) {
      expect((await forgePress(desk, user, 'told_them', String(own.id))).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'told_them', user)).toBe(1);
      for (const answer of ['say_yes', 'say_no'] as const)
        expect((await forgePress(desk, user, answer, `${round}:expert`)).text).toMatch(SAYS_SOMETHING);
      expect(await audited('refused', 'answer_invitation', user)).toBe(2);
    }
    for (const value of [String(elsewhere.id), '1e9', '', '-1', `${own.id} or true`, '9'.repeat(30)])
      expect((await forgePress(desk, 'U0BUREAU', 'told_them', value)).text).toMatch(NOT_FOUND);
    expect(await stateOfAll()).toBe(before);
    await forgePress(desk, 'U0BUREAU', 'told_them', String(own.id), { times: 3 });
    await forgePress(desk, 'U0BUREAU', 'say_no', `${round}:expert`, { times: 3 });
    expect(await audited('done', 'told_them', 'U0BUREAU')).toBe(1);
    expect(await audited('done', 'say_no', 'U0BUREAU')).toBe(1);
  });

  test('When somebody says in advance what is not theirs to say, or of another workspace, Then not; three deliveries say it once', async () => {
    const until = '2013-12-31';
    const advance = (id: string) =>
      [
        ['record_blanket', { employer: 'home', expert: 'expert', until }],
        ['block_dates', { from: until, until, reason: 'x' }],
      ].map(([act, values]) => ({
        act: act as 'record_blanket' | 'block_dates',
        window: { metadata: { id, expertId: 'expert' }, values: values as Record<string, string> },
      }));
    const [claim, elsewhere] = [
      await plant(desk.db, team, { on: 'claim', from: 'confirmed' }),
      await plant(desk.db, OTHER_TEAM, { on: 'claim', from: 'confirmed' }),
    ];
    const before = await stateOfAll();
    for (const user of ['U0HOST', 'U0GUEST', 'U0WUQING'])
      for (const { act, window } of advance(`of-${user}`)) {
        const refused = await audited('refused', act, user);
        expect((await forgePress(desk, user, act, 'expert')).text).toMatch(SAYS_SOMETHING);
        expect((await forgeSubmit(desk, user, act, window)).text).toMatch(SAYS_SOMETHING);
        expect(await audited('refused', act, user)).toBe(refused + 2);
        expect((await forgeSubmit(desk, user, act, { ...window, teamId: OTHER_TEAM })).text).toMatch(/./);
      }
    for (const user of ['U0HOST', 'U0GUEST', 'U0ALICE'])
      expect((await forgePress(desk, user, 'consent_letter', claim)).text).not.toMatch(/〔|seal/);
    expect((await forgePress(desk, 'U0HOME', 'consent_letter', elsewhere)).text).toMatch(NOT_FOUND);
    expect((await forgePress(desk, 'U0HOST', 'our_people', '0')).text).not.toContain('expert (');
    const list = { values: { lines: '武清区 何知远' } };
    for (const user of ['U0HOST', 'U0GUEST', 'U0BINHAI']) {
      expect((await forgePress(desk, user, 'name_coordinators', 'new')).text).toMatch(SAYS_SOMETHING);
      expect((await forgeSubmit(desk, user, 'name_coordinators', list)).text).toMatch(SAYS_SOMETHING);
    }
    expect(await stateOfAll()).toBe(before);

    for (const { act, window } of advance('mine')) {
      const { delivery } = await forgeSubmit(desk, 'U0HOME', act, { ...window, times: 3 });
      const after = await stateOfAll();
      for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
      await desk.settle();
      expect(await stateOfAll()).toBe(after);
      expect(await audited('done', act, 'U0HOME')).toBe(1);
    }
    const standing = await stateOfAll();
    for (const [end, act] of [
      ['end_blanket', 'record_blanket'],
      ['end_blocked_dates', 'block_dates'],
    ] as const) {
      for (const user of ['U0HOST', 'U0GUEST', 'U0WUQING', 'U0ZJ0006']) {
        const refused = await audited('refused', act, user);
        expect((await forgePress(desk, user, end, 'mine')).text).toMatch(SAYS_SOMETHING);
        expect(await audited('refused', act, user)).toBe(refused + 1);
        await forgePress(desk, user, end, 'mine', { teamId: OTHER_TEAM });
      }
      expect(await stateOfAll()).toBe(standing);
    }
    await forgePress(desk, 'U0HOME', 'end_blanket', 'mine', { times: 3 });
    await forgePress(desk, 'U0HOME', 'end_blocked_dates', 'mine', { times: 3 });
    for (const act of ['end_blanket', 'end_blocked_dates'])
      expect(await audited('done', act, 'U0HOME')).toBe(1);
  });

  test('When somebody merges or hands over who may not, Then not; three deliveries do it once', async () => {
    const [one, other] = [
      await plant(desk.db, team, { on: 'expert', from: 'registered' }),
      await plant(desk.db, team, { on: 'expert', from: 'registered' }),
    ];
    const elsewhere = await plant(desk.db, OTHER_TEAM, { on: 'expert', from: 'registered' });
    const merging = (id: string, into: string) => ({
      metadata: { id },
      values: { into, confirm: ['yes'] },
    });
    const handing = (from_user: string, to_user: string) => ({
      values: { from_user, to_user, confirm: ['yes'] },
    });
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0HOST']) {
      expect((await forgePress(desk, user, 'merge', one)).text).toMatch(SAYS_SOMETHING);
      await forgeSubmit(desk, user, 'merge', merging(one, other));
      expect(await audited('refused', 'merge', user)).toBe(2);
      expect((await forgePress(desk, user, 'hand_over', 'new')).text).toMatch(SAYS_SOMETHING);
      await forgeSubmit(desk, user, 'hand_over', handing('U0BINHAI', user));
      expect(await audited('refused', 'hand_over', user)).toBe(2);
    }
    expect((await forgePress(desk, 'U0BUREAU', 'merge', elsewhere)).text).toMatch(NOT_FOUND);
    await forgeSubmit(desk, 'U0BUREAU', 'merge', merging(one, elsewhere));
    await forgeSubmit(desk, 'U0BUREAU', 'merge', merging(elsewhere, one));
    await forgeSubmit(desk, 'U0BUREAU', 'hand_over', handing('U0NOBODY', 'U0ALICE'));
    await forgeSubmit(desk, 'U0BUREAU', 'hand_over', handing('U0WUQING', 'U0STRANGER'));
    expect(await stateOfAll()).toBe(before);

    const merged = await forgeSubmit(desk, 'U0BUREAU', 'merge', merging(one, other));
    const handed = await forgeSubmit(desk, 'U0BUREAU', 'hand_over', handing('U0WUQING', 'U0ALICE'));
    const after = await stateOfAll();
    for (const { delivery } of [merged, handed])
      for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'merge', 'U0BUREAU')).toBe(1);
    expect(await audited('done', 'hand_over', 'U0BUREAU')).toBe(1);
    await forgeSubmit(desk, 'U0BUREAU', 'hand_over', handing('U0ALICE', 'U0WUQING'));
  });

  test('When somebody takes or erases what is another’s, Then not; three deliveries do it once', async () => {
    const [one, other] = [
      await plant(desk.db, team, { on: 'expert', from: 'registered' }),
      await plant(desk.db, team, { on: 'expert', from: 'registered' }),
    ];
    const elsewhere = await plant(desk.db, OTHER_TEAM, { on: 'expert', from: 'registered' });
    const erasing = (id: string) => ({ metadata: { id }, values: { confirm: ['yes'] } });
    const before = await stateOfAll();
    for (const user of ['U0ALICE', 'U0GUEST', 'U0HOST']) {
      expect((await forgePress(desk, user, 'my_data', one)).text).toMatch(SAYS_SOMETHING);
      expect((await forgePress(desk, user, 'erase_person', one)).text).toMatch(SAYS_SOMETHING);
      await forgeSubmit(desk, user, 'erase_person', erasing(one));
      expect(await audited('refused', 'erase_person', user)).toBe(2);
    }
    expect((await forgePress(desk, 'U0BUREAU', 'erase_person', elsewhere)).text).toMatch(NOT_FOUND);
    await forgeSubmit(desk, 'U0BUREAU', 'erase_person', erasing(elsewhere));
    await forgeSubmit(desk, 'U0BUREAU', 'erase_person', { metadata: { id: one } });
    await forgeSubmit(desk, 'U0BUREAU', 'erase_person', erasing(''));
    expect(await stateOfAll()).toBe(before);

    const { delivery } = await forgeSubmit(desk, 'U0BUREAU', 'erase_person', { ...erasing(one), times: 3 });
    const after = await stateOfAll();
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(await stateOfAll()).toBe(after);
    expect(await audited('done', 'erase_person', 'U0BUREAU')).toBe(1);
    expect((await forgePress(desk, 'U0BUREAU', 'erase_person', other)).text).toContain('erase_person');
    await desk.as('U0BUREAU').closeModal({ all: true });
  });

  test('When the digest is posted by somebody who may not, Then not; three deliveries post it once', async () => {
    const before = await stateOfAll();
    expect((await forgePress(desk, 'U0HOST', 'post_digest_now', '2013')).text).toMatch(SAYS_SOMETHING);
    expect(await audited('refused', 'post_digest', 'U0HOST')).toBe(1);
    expect((await forgePress(desk, 'U0BINHAI', 'post_digest_now', '1999')).text).toMatch(NOT_FOUND);
    expect(await stateOfAll()).toBe(before);
    await lookAtDigests(desk.deps);
    const planned = await stateOfAll();
    for (const action of ['skip_digest', 'mute_digest', 'digest_settings'] as const) {
      expect((await forgePress(desk, 'U0HOST', action, 'new')).text).toMatch(SAYS_SOMETHING);
      expect((await forgePress(desk, 'U0BINHAI', action, '1999')).text).toMatch(NOT_FOUND);
    }
    expect(await audited('refused', 'change_digest', 'U0HOST')).toBe(2);
    expect((await forgePress(desk, 'U0HOST', 'open_needs', '1999')).text).toMatch(SAYS_SOMETHING);
    const plan = { channel: CHANNEL, weekday: '2', time: '10:00', language: 'zh', content: ['open'] };
    await forgeSubmit(desk, 'U0HOST', 'digest_settings', { values: plan });
    expect(await audited('refused', 'change_digest', 'U0HOST')).toBe(3);
    expect(await stateOfAll()).toBe(planned);
    const { id } = await desk.db
      .selectFrom('digest_channel')
      .select('id')
      .where('team_id', '=', team)
      .executeTakeFirstOrThrow();
    const { delivery } = await forgePress(desk, 'U0BINHAI', 'post_digest_now', id);
    const messages = messagesToAll();
    for (const retry of [1, 2]) await desk.workspace.redeliver(delivery, retry);
    await desk.settle();
    expect(messagesToAll()).toBe(messages);
    expect(await audited('done', 'post_digest', 'U0BINHAI')).toBe(1);
  });
});

test('When a button, a window or an act is added, Then it is tried here', () => {
  const tried = readFileSync(import.meta.filename, 'utf8');
  const acts = readFileSync('src/directory/permissions.ts', 'utf8').matchAll(/^ {2}(\w+): \[/gm);
  // Back changes only what the person's own window shows; recording and seeing are parts of other doors.
  const elsewhere = [ACTIONS.back, 'record_demand', 'see_demand_contact', 'see_nudges'];
  for (const name of [...Object.values(ACTIONS), ...Object.values(VIEWS), ...[...acts].map(([, act]) => act)])
    if (!elsewhere.includes(name ?? '')) expect(tried).toContain(`'${name}'`);
});
