import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listPrintedHeads } from '../src/digests/printed-heads.ts';
import { countProgress } from '../src/digests/repository.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { verifyLog } from '../src/records/verify-log.ts';
import { sumAllFigures } from '../src/summaries/figures.ts';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { reportToConfirm } from './helpers/links.ts';
import { publishNeed } from './helpers/need.ts';
import {
  claimAndConfirm,
  pressAtHome,
  pressNewest,
  submitTo,
  textOf,
  undoLast,
} from './helpers/published.ts';

/** The bureau, an English one of the bureau, and coordinators of a district and of a system. */
const [BUREAU, ALICE, BINHAI, WUQING] = ['U0BUREAU', 'U0ALICE', 'U0BINHAI', 'U0WUQING'] as const;
const EXPERT = 'U0ZJ0006';
const NOW = Temporal.Instant.from('2013-10-20T00:00:00Z');

let desk: Desk;
let team = '';

beforeEach(async () => {
  desk = await startDesk();
  team = desk.workspace.teamId;
  await giveRole(desk, BINHAI, { role: 'district', districts: ['binhai'] });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const expertOf = (id: string) =>
  desk.db.selectFrom('expert').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** The same person, as a coordinator recorded them without an account, verified; with what follows them everywhere. */
async function plantTwin(values: object = {}): Promise<string> {
  const { employer_id } = await desk.db
    .selectFrom('expert')
    .select('employer_id')
    .where('user_id', '=', EXPERT)
    .executeTakeFirstOrThrow();
  const id = 'twin-0000-0001';
  await desk.db
    .insertInto('expert')
    .values({
      ...{ team_id: team, id, user_id: null, name: '何知远', employer_id, system: 'education' },
      ...{ title: 'professor', field: 'newmat', max_active_claims: 3, state: 'verified', registered_at: NOW },
      ...{ verified_at: NOW, recorded_by: BUREAU, ...values },
    })
    .execute();
  return id;
}

/** A live claim on a slot of the need, by row: whoever has no account claims by a coordinator. */
async function plantClaim(id: string, demand_id: string, expert_id: string, slot_no: number, live_no = 1) {
  await desk.db
    .insertInto('claim')
    .values({
      ...{ team_id: team, id, number: `RL-2013-9${id}`, demand_id, year: 2013, expert_id, slot_no },
      ...{ state: 'home_unit_pending', live_no, claimed_at: desk.clock.now() },
    })
    .execute();
  await desk.db
    .updateTable('slot')
    .set({ expert_id, claim_id: id })
    .where('demand_id', '=', demand_id)
    .where('no', '=', slot_no)
    .execute();
}

async function plantReport(id: string, experts: string[]): Promise<void> {
  await desk.db
    .insertInto('report')
    .values({
      ...{ team_id: team, id, number: `BG-2013-9${id}`, year: 2013, demand_id: null, state: 'accepted' },
      ...{ author: EXPERT, title: id, action_line: 'other', districts: ['binhai'], metrics: {} },
      ...{ service_start: '2013-10-01', service_end: '2013-10-02', submitted_at: NOW, changed_at: NOW },
      ...{ override_reason: 'x', accepted_at: NOW, summary: 'x' },
    })
    .execute();
  for (const expert_id of experts)
    await desk.db
      .insertInto('report_expert')
      .values({ team_id: team, report_id: id, year: 2013, expert_id })
      .execute();
  await desk.db
    .insertInto('report_version')
    .values({
      ...{ team_id: team, report_id: id, version: 1, content: { expertIds: experts }, outcome: 'returned' },
      ...{ reason: null, kept_at: NOW },
    })
    .execute();
}

/** Everywhere but in the trail: the tables in which the id stands, and how often. */
async function whereStands(id: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{
    name: string;
  }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('audit')
      and table_name not like 'kysely%'`.execute(desk.db);
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from ${sql.table(name)} t
      where position(${id} in to_jsonb(t)::text) > 0`.execute(desk.db);
    if (rows[0]?.n) found[name] = rows[0].n;
  }
  return found;
}

/** What the programme is made of, but not what was said about it. */
async function rowsOfAll(): Promise<string[]> {
  const tables = ['expert', 'organisation', 'organisation_contact', 'role_grant', 'demand', 'slot', 'claim'];
  const more = ['consent', 'report', 'report_expert', 'report_version', 'draft', 'invitation', 'ask_round'];
  const rows: string[] = [];
  for (const name of [...tables, ...more]) {
    const found = await sql<{ row: object }>`select to_jsonb(t) as row from ${sql.table(name)} t`.execute(
      desk.db,
    );
    rows.push(...found.rows.map(({ row }) => `${name} ${JSON.stringify(row)}`));
  }
  return rows.toSorted();
}

async function open(user: string, id: string): Promise<void> {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
  await forgePress(desk, user, 'merge', id);
}

/** Opens the modal for the one that goes, searches the one that stays, and chooses it. */
async function choose(user: string, from: string, into: string, query = '何'): Promise<void> {
  await open(user, from);
  const person = desk.as(user);
  const view = person.views.at(-1);
  if (!view) throw new Error('no modal');
  const { groups } = await person.suggest(view, { blockId: 'into', query });
  expect(groups.flatMap(({ options }) => options.map(({ value }) => value))).toContain(into);
  await person.choose(view, 'into', into);
  await desk.settle();
}

/** As an expert of the workspace, with a claim that is confirmed and one that waits; and all that follows them. */
async function world(): Promise<{ from: string; into: string; needs: string[] }> {
  const from = await registerVerified(desk, EXPERT, { home_unit_user: 'U0HOME' });
  await giveRole(desk, WUQING, { role: 'system', systems: ['education'] });
  const needs = [
    await publishNeed(desk, { expert_slots: '3', time_text: '11月20日至22日', claim_deadline: '2013-11-18' }),
  ];
  await claimAndConfirm(desk, EXPERT);
  needs.push(await publishNeed(desk, { title: '第二条需求', expert_slots: '3', time_text: '11月25日' }));
  const into = await plantTwin({ home_unit_user: 'U0HOME' });
  await plantClaim('claim-of-twin', needs[1] ?? '', into, 1);
  await plantReport('report-1', [from]);
  await plantReport('report-2', [into]);
  const round = { team_id: team, demand_id: needs[1] ?? '' };
  await desk.db
    .insertInto('ask_round')
    .values({
      ...{ ...round, id: 'round-1', wave_size: 1, waves: 1, next_wave_at: null, ended_because: 'stopped' },
      ...{ ended_at: NOW, started_by: BINHAI, started_at: NOW },
    })
    .execute();
  await desk.db
    .insertInto('invitation')
    .values({ ...round, round_id: 'round-1', expert_id: from, wave: 1, invited_at: NOW })
    .execute();
  await desk.db
    .insertInto('draft')
    .values({
      ...{ team_id: team, id: 'draft-1', kind: 'file_report', user_id: EXPERT, object_id: null },
      ...{ typed: { experts: [from], title: '草稿' }, updated_at: NOW },
    })
    .execute();
  return { from, into, needs };
}

test('When two registrations are one person, Then one stays with everything, and no trace of the other’s id is left', async () => {
  const { from, into } = await world();
  const programme = await findProgramme(desk.db, team);
  if (!programme) throw new Error('no year');
  expect(await countProgress(desk.db, programme)).toMatchObject({ experts: 2, personTimes: 2 });
  await choose(WUQING, from, into);
  for (const said of ['1 条认领', '1 份单位同意', '1 份服务报告', '1 条邀请', '已结束年度的数字不变'])
    expect(modalOf(WUQING)).toContain(said);
  await submitTo(desk, WUQING, {});
  expect(modalOf(WUQING)).toContain('勾选后再提交');
  expect((await expertOf(from)).merged_into).toBeNull();
  await submitTo(desk, WUQING, { confirm: ['yes'] });
  expect(modalOf(WUQING)).toContain('何知远（津沽大学）”已并入');
  await desk.look();

  expect(await whereStands(from)).toEqual({ expert: 1 });
  expect(await expertOf(from)).toMatchObject({ merged_into: into, user_id: null, state: 'returned' });
  expect(await expertOf(into)).toMatchObject({ user_id: EXPERT, state: 'verified' });
  const live = await desk.db
    .selectFrom('claim')
    .select(['live_no', 'expert_id'])
    .orderBy('live_no')
    .execute();
  expect(live).toEqual([
    { live_no: 1, expert_id: into },
    { live_no: 2, expert_id: into },
  ]);
  expect(await countProgress(desk.db, programme)).toMatchObject({ experts: 1, personTimes: 2 });
  expect(textOf(desk.as(EXPERT).dms.at(-1)?.blocks)).toContain('两份专家登记已合并为一份：何知远');

  // Old buttons lead to the one that stays; a form that was open before does as well.
  expect((await forgePress(desk, WUQING, 'verify_expert', from)).text).toContain('何知远');
  expect((await expertOf(from)).state).toBe('returned');
  expect((await forgePress(desk, WUQING, 'merge', from)).text).toContain('已并入');
  await forgeSubmit(desk, BUREAU, 'record_expert', {
    metadata: { draftId: 'late', expertId: from },
    values: { ...REGISTRATION, name: '改名' },
  });
  expect((await expertOf(from)).name).toBe('何知远');
  await publishNeed(desk, { title: '第三条需求', expert_slots: '1', time_text: '12月1日' });
  await pressNewest(desk, EXPERT, 'claim_slot');
  const newest = await desk.db
    .selectFrom('claim')
    .selectAll()
    .orderBy('claimed_at', 'desc')
    .executeTakeFirst();
  expect(newest).toMatchObject({ expert_id: into, live_no: 3 });
});

test('When the one that goes has a signed record, Then it stands and still proves itself, and counts and digest say the same', async () => {
  desk.deps.recordKey = generateKeyPairSync('ed25519').privateKey;
  const report = await reportToConfirm(desk);
  await forgePress(desk, 'U0HOST', 'confirm_report', report);
  await forgePress(desk, BINHAI, 'accept_report', report);
  const into = await plantTwin();
  const record = () => desk.db.selectFrom('service_record').selectAll().executeTakeFirstOrThrow();
  const before = await record();
  const programme = await findProgramme(desk.db, team);
  if (!programme) throw new Error('no year');
  const said = async () => {
    await desk.as(BUREAU).command('/expert-digest');
    await desk.settle();
    const page = await fetch(`${desk.appUrl}/records/${before.code}`);
    return {
      counts: await countProgress(desk.db, programme),
      figures: [...(await sumAllFigures(desk.db, programme))].toSorted(),
      digest: desk.as(BUREAU).ephemerals.at(-1)?.text,
      log: await verifyLog(desk.db, team, await listPrintedHeads(desk.db, team)),
      leaves: await desk.db.selectFrom('record_leaf').selectAll().orderBy('index').execute(),
      page: await page.text(),
    };
  };
  const told = await said();
  expect(told).toMatchObject({
    counts: { experts: 1, personTimes: 1 },
    log: { size: 1, signed: 1, fault: undefined },
  });
  expect(told.digest).toContain('服务专家 1 人');
  expect(told.page).toContain('有效');

  await choose(BUREAU, before.expert_id, into);
  await submitTo(desk, BUREAU, { confirm: ['yes'] });
  expect(modalOf(BUREAU)).toContain('已并入');
  await desk.as(BUREAU).closeModal({ all: true });
  expect(await said()).toEqual(told);
  // What was committed to is as it was; whose it is to see follows the person.
  expect(await record()).toEqual({ ...before, expert_id: into });
  await desk.as(EXPERT).command('/expert', 'record');
  await desk.settle();
  expect(textOf(desk.as(EXPERT).ephemerals.at(-1)?.blocks)).toContain(before.number);
});

test('When it was a mistake, Then it can be taken back while nobody has acted, and not afterwards', async () => {
  const { from, into } = await world();
  await desk.settle();
  const before = await rowsOfAll();
  const merge = async () => {
    await choose(WUQING, from, into);
    await submitTo(desk, WUQING, { confirm: ['yes'] });
  };
  await merge();
  expect(await rowsOfAll()).not.toEqual(before);
  expect(await undoLast(desk, WUQING)).toContain('仍为两份');
  // Live numbers are free to choose: all else is as it was.
  const plain = (rows: string[]) => rows.map((row) => row.replace(/"live_no":\d/, '"live_no":n'));
  expect(plain(await rowsOfAll())).toEqual(plain(before));
  await merge();
  const claim = await desk.db
    .selectFrom('claim')
    .select('id')
    .where('id', '<>', 'claim-of-twin')
    .executeTakeFirstOrThrow();
  await forgeSubmit(desk, EXPERT, 'withdraw_claim', {
    metadata: { claimId: claim.id },
    values: { reason: '出差' },
  });
  expect(await undoLast(desk, WUQING)).toContain('不能再撤回');
  expect((await expertOf(from)).merged_into).toBe(into);
});

test('When two can’t be one, Then each reason is said with what to do, and nothing is changed', async () => {
  const { from, into, needs } = await world();
  await desk.db
    .updateTable('expert')
    .set({ user_id: 'U0ZJ0007', max_active_claims: 1, state: 'registered' })
    .where('id', '=', into)
    .execute();
  await plantClaim('second', needs[0] ?? '', into, 2, 2);
  await plantReport('report-3', [from, into]);
  await choose(BUREAU, from, into);
  const before = await rowsOfAll();
  const reasons = [
    '都有各自的 Slack 账号',
    '尚未核实',
    'XQ-2013-0001',
    '共 3 条',
    '同在一份报告里：BG-2013-9report-3',
  ];
  for (const reason of reasons) expect(modalOf(BUREAU)).toContain(reason);
  await submitTo(desk, BUREAU, { confirm: ['yes'] });
  for (const reason of reasons) expect(desk.as(BUREAU).errors.into).toContain(reason);
  expect(await rowsOfAll()).toEqual(before);
});

test('When somebody may not, or names what can’t be, Then not', async () => {
  const { from, into } = await world();
  const submit = (user: string, id: string, other: string) =>
    forgeSubmit(desk, user, 'merge', { metadata: { id }, values: { into: other, confirm: ['yes'] } });
  for (const user of [BINHAI, 'U0HOST', EXPERT, 'U0GUEST']) {
    expect((await forgePress(desk, user, 'merge', from)).text).toMatch(/联络员|市局/);
    await submit(user, from, into);
  }
  // Never of oneself, whoever one is beside.
  await giveRole(desk, EXPERT, { role: 'bureau' });
  const before = await rowsOfAll();
  expect((await submit(EXPERT, from, into)).text).toContain('本人的登记');
  expect((await submit(EXPERT, into, from)).text).toContain('本人的登记');
  const unit = await desk.db.selectFrom('organisation').select(['id', 'kind']).execute();
  const home = unit.find(({ kind }) => kind === 'home_unit')?.id ?? '';
  const host = unit.find(({ kind }) => kind === 'host_unit')?.id ?? '';
  expect((await submit(BUREAU, from, from)).text).toContain('不能并入自己');
  expect((await submit(BUREAU, from, home)).text).toContain('请选择');
  expect((await submit(BUREAU, home, host)).text).toContain('不能合并');
  expect((await submit(BUREAU, from, 'nobody')).text).toContain('请选择');
  expect((await submit(BUREAU, 'nobody', from)).text).toContain('没有找到');
  expect(await rowsOfAll()).toEqual(before);
  expect(await expertOf(from)).toMatchObject({ merged_into: null, user_id: EXPERT });
  // Nobody points to one that points to another, or to themselves: the keys say so, whoever writes.
  const point = (one: string, other: string) =>
    desk.db
      .updateTable('expert')
      .set({ merged_into: other, stays: false, into_one_that_stays: true, state: 'returned', user_id: null })
      .where('id', '=', one)
      .execute();
  await expect(point(into, into)).rejects.toThrow(/merged_into_itself/);
  await point(into, from);
  await expect(point(from, into)).rejects.toThrow(/merged_into_merged/);
});

test('When one of the two was erased, Then old buttons and open forms say so, and nothing is changed', async () => {
  await registerVerified(desk, EXPERT);
  await registerVerified(desk, 'U0ZJ0007', { name: '何知远', phone: '022-0000-1234' });
  const { id: into } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', 'U0ZJ0007')
    .executeTakeFirstOrThrow();
  const from = await plantTwin();
  // The one that stays is erased while the form is open; and then it is the one that goes, in English.
  await choose(BUREAU, from, into);
  await forgePress(desk, 'U0ZJ0007', 'erase_person', into);
  await submitTo(desk, 'U0ZJ0007', { confirm: ['yes'] });
  expect(modalOf('U0ZJ0007')).toContain('已删除');
  const before = await rowsOfAll();
  await submitTo(desk, BUREAU, { confirm: ['yes'] });
  expect(desk.as(BUREAU).errors.into).toContain('个人信息已删除，不能合并');
  await desk.as(BUREAU).closeModal({ all: true });
  await giveRole(desk, ALICE, { role: 'bureau' });
  const granted = await rowsOfAll();
  expect((await forgePress(desk, ALICE, 'merge', into)).text).toContain('erased: it can’t be merged');
  await forgeSubmit(desk, BUREAU, 'merge', {
    metadata: { id: into },
    values: { into: from, confirm: ['yes'] },
  });
  expect(await rowsOfAll()).toEqual(granted);
  expect(granted.filter((row) => !row.startsWith('role_grant'))).toEqual(
    before.filter((row) => !row.startsWith('role_grant')),
  );
});

test('When a unit is kept under two names, Then one stays, and the other name leads to it', async () => {
  await giveRole(desk, ALICE, { role: 'bureau' });
  await publishNeed(desk);
  await publishNeed(desk, { unit_name: '锐驰传动', title: '另一条' });
  const units = () =>
    desk.db.selectFrom('organisation').selectAll().where('kind', '=', 'host_unit').orderBy('name').execute();
  const [whole, short] = await units().then((all) => all.toSorted((a, b) => b.name.length - a.name.length));
  if (!whole || !short) throw new Error('no units');
  await forgePress(desk, 'U0BUREAU', 'edit_unit', short.id);
  await choose(BINHAI, short.id, whole.id, '锐驰');
  expect(modalOf(BINHAI)).toContain('1 条需求');
  await submitTo(desk, BINHAI, { confirm: ['yes'] });
  expect(await whereStands(short.id)).toEqual({ organisation: 1 });
  await publishNeed(desk, { unit_name: '锐 驰传动', title: '第三条' });
  const needs = await desk.db
    .selectFrom('demand')
    .select(['host_unit_id', 'unit_name'])
    .orderBy('number')
    .execute();
  expect(needs.map(({ host_unit_id }) => host_unit_id)).toEqual([whole.id, whole.id, whole.id]);
  expect(needs[1]?.unit_name).toBe('锐驰传动');
  // A form of the other that was open all the while writes nothing over the one that stays.
  await submitTo(desk, 'U0BUREAU', { name: '锐驰' });
  await desk.as('U0BUREAU').closeModal({ all: true });
  expect((await units()).map(({ name }) => name)).toEqual([whole.name, short.name].toSorted());
  // Lists and names know one unit: it can be edited with the name that was the other's, also by the other's old button.
  await desk.as(BINHAI).closeModal({ all: true });
  await desk.as(BINHAI).command('/expert', '单位 锐驰');
  await desk.settle();
  expect(modalOf(BINHAI).match(/"edit_unit"/g)).toHaveLength(1);
  await desk.as(BINHAI).closeModal({ all: true });
  await forgePress(desk, BINHAI, 'edit_unit', short.id);
  expect(modalOf(BINHAI)).toContain(whole.name);
  await submitTo(desk, BINHAI, { aliases: '锐驰传动\n锐驰' });
  expect(desk.as(BINHAI).errors).toEqual({});
  await desk.as(BINHAI).closeModal({ all: true });
  // The one that stayed is merged itself, and the one before points on; in English.
  await publishNeed(desk, { unit_name: '锐驰集团', title: '第四条' });
  const group = (await units()).find(({ name }) => name === '锐驰集团');
  await choose(ALICE, whole.id, group?.id ?? '', '集团');
  expect(modalOf(ALICE)).toContain('3 needs');
  await submitTo(desk, ALICE, { confirm: ['yes'] });
  expect(modalOf(ALICE)).toContain('was merged into');
  expect((await units()).map(({ merged_into }) => merged_into).filter(Boolean)).toEqual([
    group?.id,
    group?.id,
  ]);
});

test('When an account to be linked is another row’s, Then merging is offered there', async () => {
  await registerVerified(desk, EXPERT);
  const twin = await plantTwin();
  await forgePress(desk, BUREAU, 'link_expert', twin);
  await submitTo(desk, BUREAU, { account: EXPERT });
  expect(desk.as(BUREAU).errors.account).toContain('合并重复登记');
  const view = desk.as(BUREAU).views.at(-1);
  if (!view) throw new Error('no modal');
  await desk.as(BUREAU).press(view, 'merge');
  await desk.settle();
  expect(modalOf(BUREAU)).toContain('保留的那份登记');
  await desk.as(BUREAU).closeModal({ all: true });
  await pressAtHome(desk, BUREAU, 'hand_over');
  expect(modalOf(BUREAU)).toContain('接手人');
});
