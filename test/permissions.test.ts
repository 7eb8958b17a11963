import type { Insertable } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tables } from '../src/db/tables.ts';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { plantImport } from './helpers/plant-import.ts';

/**
 * Who may do what, as the notice, the decisions and the contract have it, written down by hand and pressed cell by cell.
 * Nothing of it is read from the program: whoever may not is refused on record, whoever may is not.
 */
const PEOPLE = {
  bureau: 'U0BUREAU',
  district: 'U0BINHAI',
  elsewhere: 'U0WUQING',
  system: 'U0ZJ0007',
  host: 'U0HOST',
  home: 'U0HOME',
  expert: 'U0ZJ0006',
  assistant: 'U0ASSIST',
  member: 'U0ALICE',
  guest: 'U0GUEST',
} as const;
type Who = keyof typeof PEOPLE;

type Kind = 'import' | 'expert' | 'demand' | 'claim' | 'report' | 'unit';

interface Row {
  on: Kind;
  /** Where the thing stands. */
  state: string;
  may: readonly Who[];
  /** Where it is called otherwise than the act. */
  button?: string;
}

const ANSWER_FOR_HOME = ['home', 'district', 'system', 'bureau'] as const;
const ANSWER_FOR_HOST = ['host', 'district', 'system', 'bureau'] as const;
const REVIEW = ['district', 'bureau'] as const;

const MATRIX: Record<string, Row> = {
  verify_expert: { on: 'expert', state: 'registered', may: ['system', 'bureau'] },
  return_registration: { on: 'expert', state: 'registered', may: ['system', 'bureau'] },
  link_expert: { on: 'expert', state: 'registered', may: ['system', 'bureau'] },
  name_assistant: { on: 'expert', state: 'registered', may: ['expert', 'system', 'bureau'] },
  own_pledge: { on: 'claim', state: 'home_unit_pending', may: ['expert', 'district', 'system', 'bureau'] },
  edit_unit: { on: 'unit', state: 'known', may: ['district', 'system', 'bureau'] },

  merge: { on: 'expert', state: 'registered', may: ['system', 'bureau'] },
  // Whatever the value: whose work it is, is chosen in the modal; a coordinator may that of their own reach.
  hand_over: { on: 'expert', state: 'registered', may: ['district', 'elsewhere', 'system', 'bureau'] },
  erase_person: { on: 'expert', state: 'registered', may: ['expert', 'system', 'bureau'] },
  publish_demand: { on: 'demand', state: 'submitted', may: REVIEW },
  return_demand: { on: 'demand', state: 'submitted', may: REVIEW },
  reject_demand: { on: 'demand', state: 'submitted', may: REVIEW },
  edit_demand: { on: 'demand', state: 'submitted', may: ['host', ...REVIEW] },
  cancel_demand: { on: 'demand', state: 'published', may: ['host', ...REVIEW] },
  claim_for: { on: 'demand', state: 'published', may: ['district', 'system', 'bureau'] },
  give_consent: { on: 'claim', state: 'home_unit_pending', may: ANSWER_FOR_HOME },
  refuse_consent: { on: 'claim', state: 'home_unit_pending', may: ANSWER_FOR_HOME },
  record_consent: { on: 'claim', state: 'home_unit_pending', may: ANSWER_FOR_HOME },
  accept_expert: { on: 'claim', state: 'host_pending', may: ANSWER_FOR_HOST },
  decline_expert: { on: 'claim', state: 'host_pending', may: ANSWER_FOR_HOST },
  withdraw_claim: {
    on: 'claim',
    state: 'confirmed',
    may: ['expert', 'assistant', 'district', 'system', 'bureau'],
  },
  make_link: { on: 'claim', state: 'host_pending', may: ['district', 'system', 'bureau'] },
  confirm_report: { on: 'report', state: 'submitted', may: ['host', ...REVIEW] },
  object_report: { on: 'report', state: 'submitted', may: ['host', ...REVIEW] },
  accept_report: { on: 'report', state: 'host_confirmed', may: REVIEW },
  return_report: { on: 'report', state: 'host_confirmed', may: REVIEW },
  override_host: { on: 'report', state: 'submitted', may: REVIEW },
  amend_report: { on: 'report', state: 'accepted', may: ['expert', ...REVIEW] },
  void_report: { on: 'report', state: 'accepted', may: REVIEW },
  change_demand: { on: 'demand', state: 'published', may: ['host', ...REVIEW], button: 'edit_demand' },
  postpone_demand: { on: 'demand', state: 'published', may: ['host', ...REVIEW] },
  close_demand: { on: 'demand', state: 'published', may: ['host', ...REVIEW] },
  reopen_demand: { on: 'demand', state: 'closed', may: ['host', ...REVIEW] },
  follow_up: { on: 'demand', state: 'closed', may: ['host', ...REVIEW] },
  grant_instant: { on: 'demand', state: 'submitted', may: REVIEW },
  keep_claim: {
    on: 'claim',
    state: 'expert_pending',
    may: ['expert', 'assistant', 'district', 'system', 'bureau'],
  },
  report_no_show: { on: 'claim', state: 'confirmed', may: ['host', ...REVIEW] },
  object_no_show: {
    on: 'claim',
    state: 'no_show_reported',
    may: ['expert', 'assistant', 'district', 'system', 'bureau'],
  },
  uphold_no_show: { on: 'claim', state: 'no_show_reported', may: REVIEW },
  dismiss_no_show: { on: 'claim', state: 'no_show_reported', may: REVIEW },
  waive_report: { on: 'claim', state: 'confirmed', may: REVIEW },
  apply_import: { on: 'import', state: 'checked', may: REVIEW },
  drop_import: { on: 'import', state: 'checked', may: REVIEW },
  undo_import: { on: 'import', state: 'applied', may: REVIEW },
  recall_expert: { on: 'claim', state: 'confirmed', may: ANSWER_FOR_HOME },
  record_blanket: { on: 'expert', state: 'verified', may: ['home', 'system', 'bureau'] },
  block_dates: { on: 'expert', state: 'verified', may: ['expert', 'home', 'system', 'bureau'] },
  consent_letter: { on: 'claim', state: 'confirmed', may: ['expert', 'assistant', ...ANSWER_FOR_HOME] },
};

type Tie = 'expert' | 'assistant' | 'host' | 'home' | 'author' | 'confirmed';

/**
 * Decision 30: to whom, although they are the district's coordinator (for a registration the system's), it is refused,
 * as the thing is their own. What isn't named here goes on: host and home unit answer for themselves, and a coordinator
 * gives back, whoever's it is.
 */
const OWN: Record<string, readonly Tie[]> = {
  verify_expert: ['expert', 'assistant', 'home'],
  merge: ['expert', 'assistant'],
  publish_demand: ['host'],
  give_consent: ['expert', 'assistant', 'host'],
  refuse_consent: ['expert', 'assistant', 'host'],
  record_consent: ['expert', 'assistant', 'host'],
  accept_expert: ['expert', 'assistant', 'home'],
  decline_expert: ['expert', 'assistant', 'home'],
  make_link: ['expert', 'assistant', 'host', 'home'],
  confirm_report: ['expert', 'assistant', 'home', 'author'],
  object_report: ['expert', 'assistant', 'home', 'author'],
  accept_report: ['expert', 'assistant', 'host', 'home', 'author', 'confirmed'],
  override_host: ['expert', 'assistant', 'host', 'home', 'author'],
  amend_report: ['expert', 'assistant', 'host', 'home'],
  void_report: ['expert', 'assistant', 'host', 'home', 'author'],
  grant_instant: ['host'],
  uphold_no_show: ['expert', 'assistant', 'host', 'home'],
  dismiss_no_show: ['expert', 'assistant', 'host', 'home'],
  waive_report: ['expert', 'assistant', 'host', 'home'],
  own_pledge: ['assistant', 'host', 'home'],
  recall_expert: ['expert', 'assistant', 'host'],
  record_blanket: ['expert', 'assistant'],
  apply_import: ['author'],
};

/** Their own part, which stays theirs under whatever other hat. */
const STILL: Record<string, readonly Tie[]> = {
  give_consent: ['home'],
  accept_expert: ['host'],
  confirm_report: ['host'],
  withdraw_claim: ['expert', 'assistant'],
  // What its author changes is asked for, and another accepts it.
  amend_report: ['author'],
  return_report: ['author'],
  change_demand: ['host'],
  postpone_demand: ['host'],
  close_demand: ['host'],
  reopen_demand: ['host'],
  follow_up: ['host'],
  keep_claim: ['expert', 'assistant'],
  report_no_show: ['host'],
  object_no_show: ['expert', 'assistant'],
  recall_expert: ['home'],
  record_blanket: ['home'],
  block_dates: ['expert', 'home'],
};

let desk: Desk;
let planted = 0;
const NOW = Temporal.Instant.from('2013-10-01T00:00:00Z');

beforeAll(async () => {
  desk = await startDesk();
  desk.workspace.addUser({ id: PEOPLE.assistant, name: '小林' });
  await giveRole(desk, PEOPLE.district, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, PEOPLE.elsewhere, { role: 'district', districts: ['wuqing'] });
  await giveRole(desk, PEOPLE.system, { role: 'system', systems: ['education'] });
  const unit = (id: string, kind: 'home_unit' | 'host_unit'): Insertable<Tables['organisation']> => ({
    ...{ team_id: desk.workspace.teamId, id, kind, name: id, name_key: id, unit_type: null, system: null },
    created_at: NOW,
  });
  await desk.db
    .insertInto('organisation')
    .values([unit('home', 'home_unit'), unit('host', 'host_unit')])
    .execute();
});

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** A thing on which to press, with everything before it; `tied` is, in this way, `who`. */
async function plant({ on, state }: Row, tie?: Tie, who: string = PEOPLE.district): Promise<string> {
  planted += 1;
  const n = planted;
  const team_id = desk.workspace.teamId;
  const is = (one: Tie, usual: string) => (tie === one ? who : usual);
  if (on === 'unit') return plantUnit(n);
  if (on === 'import') {
    const uploaded_by = is('author', 'U0UPLOADER');
    return plantImport(desk.db, team_id, `import${n}`, { state: state as 'checked', uploaded_by });
  }
  // One account is one expert: each thing has its own, and the last one planted holds the account.
  const expertUser = is('expert', PEOPLE.expert);
  const { db } = desk;
  await db.updateTable('expert').set({ user_id: null }).where('user_id', '=', expertUser).execute();
  await db
    .insertInto('expert')
    .values({
      ...{ team_id, id: `expert${n}`, user_id: expertUser, name: `专家${n}`, employer_id: 'home' },
      ...{ system: 'education', title: 'professor', field: 'ict', max_active_claims: 20, registered_at: NOW },
      ...{
        state: on === 'expert' ? (state as 'registered') : 'verified',
        home_unit_user: is('home', PEOPLE.home),
      },
      ...{ return_reason: null, verified_by: null, verified_at: null },
      assistant_user: is('assistant', PEOPLE.assistant),
    })
    .execute();
  if (on === 'expert') return `expert${n}`;
  const host = is('host', PEOPLE.host);
  const isPublished = on !== 'demand' || state !== 'submitted';
  await db
    .insertInto('demand')
    .values({
      ...{ team_id, id: `need${n}`, number: `XQ-2013-${8000 + n}`, year: 2013, host_unit_id: 'host' },
      ...{
        state: on === 'demand' ? (state as 'published') : 'published',
        poster: host,
        contact_user: host,
        recorded_by: null,
      },
      ...{
        district: 'binhai',
        districts: ['binhai'],
        unit_name: 'Unit',
        unit_type: null,
        action_line: 'other',
      },
      ...{
        form: null,
        field: null,
        title: `need ${n}`,
        expert_slots: 1,
        time_text: 'soon',
        service_start: null,
      },
      ...{ service_end: null, claim_deadline: null, expected_beneficiaries: null, reason: null },
      ...{ submitted_at: NOW, published_at: isPublished ? NOW : null, changed_at: NOW },
    })
    .execute();
  if (on === 'demand') return `need${n}`;
  const claimState = on === 'claim' ? (state as 'confirmed') : 'confirmed';
  const ids = { team_id, demand_id: `need${n}`, expert_id: `expert${n}` };
  await db
    .insertInto('claim')
    .values({
      ...{
        ...ids,
        id: `claim${n}`,
        number: `RL-2013-${8000 + n}`,
        year: 2013,
        slot_no: 1,
        state: claimState,
      },
      ...{
        live_no: null,
        reason: null,
        claimed_at: NOW,
        consented_at: null,
        confirmed_at: null,
        ended_at: null,
      },
    })
    .execute();
  await db
    .insertInto('slot')
    .values({ ...ids, no: 1, claim_id: `claim${n}` })
    .execute();
  if (on === 'claim') return `claim${n}`;
  await db
    .insertInto('report')
    .values({
      ...{ team_id, id: `report${n}`, number: `BG-2013-${8000 + n}`, year: 2013, demand_id: `need${n}` },
      ...{ state: state as 'submitted', author: is('author', PEOPLE.expert), recorded_by: null, title: 'x' },
      ...{ action_line: 'other', form: null, districts: ['binhai'], days: null, metrics: {}, summary: 'x' },
      ...{ service_start: '2013-10-01', service_end: '2013-10-02', reason: null, override_reason: null },
      ...{
        host_confirmed_by: state === 'submitted' ? null : is('confirmed', host),
        host_confirmed_at: state === 'submitted' ? null : NOW,
      },
      ...{ accepted_by: null, accepted_at: null, submitted_at: NOW, changed_at: NOW },
    })
    .execute();
  await db
    .insertInto('report_expert')
    .values({ team_id, report_id: `report${n}`, year: 2013, expert_id: `expert${n}` })
    .execute();
  return `report${n}`;
}

/** A host unit of the district, in the system. */
async function plantUnit(n: number): Promise<string> {
  await desk.db
    .insertInto('organisation')
    .values({
      ...{ team_id: desk.workspace.teamId, id: `unit${n}`, kind: 'host_unit', name: `unit ${n}` },
      ...{ name_key: `unit${n}`, district: 'binhai', system: 'education', created_at: NOW },
    })
    .execute();
  return `unit${n}`;
}

/** Presses, and says whether that was refused on record, and why. */
async function pressed(user: string, act: string, id: string): Promise<string | undefined> {
  await forgePress(desk, user, MATRIX[act]?.button ?? act, id);
  const row = await desk.db
    .selectFrom('audit')
    .select('details')
    .where('act', '=', act)
    .where('actor', '=', user)
    .where('object_id', '=', id)
    .where('outcome', '=', 'refused')
    .executeTakeFirst();
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
  return row && String(row.details.reason);
}

describe('everybody presses everything of others', () => {
  test.each(Object.keys(MATRIX))(
    'When it is %s, Then those may who are named, and nobody else',
    async (act) => {
      const row = MATRIX[act] as Row;
      const id = await plant(row);
      const refused: Who[] = [];
      // Those who may come last: what they do ends nobody else's right to be refused.
      const everybody = (Object.keys(PEOPLE) as Who[]).toSorted(
        (a, b) => Number(row.may.includes(a)) - Number(row.may.includes(b)),
      );
      for (const who of everybody) if (await pressed(PEOPLE[who], act, id)) refused.push(who);
      expect(refused).toEqual(everybody.filter((who) => !row.may.includes(who)));
    },
  );
});

describe('a coordinator presses what is their own', () => {
  const coordinatorOf = ({ on }: Row) => (on === 'expert' ? PEOPLE.system : PEOPLE.district);

  test.each(Object.keys(OWN))('When it is %s, Then another does it', async (act) => {
    const row = MATRIX[act] as Row;
    for (const tie of OWN[act] ?? []) {
      const user = coordinatorOf(row);
      expect([tie, await pressed(user, act, await plant(row, tie, user))]).toEqual([tie, 'own']);
    }
  });

  test.each(Object.keys(STILL))('When it is %s, Then their own part stays theirs', async (act) => {
    const row = MATRIX[act] as Row;
    for (const tie of STILL[act] ?? []) {
      const user = coordinatorOf(row);
      expect([tie, await pressed(user, act, await plant(row, tie, user))]).toEqual([tie, undefined]);
    }
  });

  test('When an expert is the host’s contact as well, Then they don’t answer for it', async () => {
    for (const [act, tie] of [
      ['accept_expert', 'host'],
      ['confirm_report', 'host'],
    ] as const)
      expect(
        await pressed(PEOPLE.expert, act, await plant(MATRIX[act] as Row, tie, PEOPLE.expert)),
      ).toBeTruthy();
  });
});
