import { unzipSync } from 'fflate';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPrintedHeads } from '../src/digests/printed-heads.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { verifyLog } from '../src/records/verify-log.ts';
import { sumAllFigures } from '../src/summaries/figures.ts';
import { listTables } from './helpers/database.ts';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { EXPERT_HEAD, expertRow, putIn } from './helpers/imports.ts';
import { makeLink, send } from './helpers/links.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm, newestClaimOf, pressNewest, submitTo, textOf } from './helpers/published.ts';

/** Somebody of whom every word is known from all others. */
const [PERSON, OTHER] = ['U0ERASED', 'U0ZJ0007'] as const;
const NAME = '闻人未央';
const WORDS = {
  account: PERSON,
  name: NAME,
  phone: '022-0000-7788',
  specialty: '盐碱地苜蓿',
  contact: '某处闻人接待',
  reason: '突发行程冲突甲',
  story: '感谢信故事乙',
  next: '明春再访丙',
  draft: '草稿里的话丁',
};
let desk: Desk;
let expertId: string;

/** Every cell of every table that says one of these words. */
async function find(words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of await listTables(desk.db)) {
    const said = words.map((word): RawBuilder<boolean> => sql`position(${word} in to_jsonb(one)::text) > 0`);
    const { rows } = await sql<{ row: string }>`select to_jsonb(one)::text as row from ${sql.table(table)} one
      where ${sql.join(said, sql` or `)}`.execute(desk.db);
    found.push(...rows.map(({ row }) => `${table} ${row}`));
  }
  return found;
}

const submit = (user: string, values: Record<string, string | string[] | null>) =>
  submitTo(desk, user, values);
const close = (user: string) => desk.as(user).closeModal({ all: true });

async function figures() {
  const { teamId } = desk.workspace;
  const programme = await programmeOf(desk.db, { teamId, year: 2013 });
  const issues = await desk.db
    .selectFrom('digest_issue')
    .select(['slot', 'figures'])
    .orderBy('slot')
    .execute();
  return { units: [...(await sumAllFigures(desk.db, programme))].toSorted(), issues };
}

async function ask(user: string): Promise<string> {
  await desk.as(user).command('/expert', 'privacy');
  await desk.settle();
  return textOf(desk.as(user).ephemerals.at(-1)?.blocks);
}

async function erase(user: string, value: string, confirm: string[] = ['yes']): Promise<string> {
  const told = await forgePress(desk, user, 'erase_person', value);
  await desk.as(user).submit({ confirm });
  await desk.settle();
  const view = desk.as(user).views.at(-1);
  return told.text + textOf(view?.blocks) + JSON.stringify(desk.as(user).errors ?? '');
}

/** A summary whose story is of the person, handed in by a district. */
async function plantStory(): Promise<void> {
  const team_id = desk.workspace.teamId;
  const { id: summary_id } = await desk.db
    .insertInto('yearly_summary')
    .values({ team_id, id: 's1', year: 2013, unit_kind: 'district', unit: 'hexi' })
    .onConflict((oc) => oc.columns(['team_id', 'year', 'unit_kind', 'unit']).doUpdateSet({ unit: 'hexi' }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await desk.db
    .insertInto('yearly_summary_version')
    .values({
      ...{ team_id, summary_id, version: 1, figures: {}, narrative: `总结里提到${NAME}（${WORDS.phone}）` },
      ...{ stories: `${NAME}的事迹`, nil: false, submitted_by: 'U0WUQING', on_behalf: false },
      submitted_at: desk.clock.now(),
    })
    .execute();
}

/** A list that names the person, an address for another's claim answered in words that do, and two telephone lines. */
async function speakElsewhere(): Promise<void> {
  const { teamId } = desk.workspace;
  const row = expertRow(NAME, '津沽大学', WORDS.phone);
  await putIn(desk, 'U0BUREAU', 'experts', [EXPERT_HEAD, row], `${NAME}等专家.xlsx`);
  await pressNewest(desk, OTHER, 'claim_slot');
  const path = await makeLink(desk, (await newestClaimOf(desk, OTHER)).id, 'U0BUREAU');
  expect((await send(desk, path, { answer: 'no', reason: `改派${NAME}，${WORDS.phone}` })).status).toBe(200);
  const line = { team_id: teamId, kind: 'claim_notice', person: 'expert' as const, about: 'claim-1' };
  await desk.db
    .insertInto('telephone_line')
    .values([
      { ...line, key: 'notice:1', shape: 'notice', person_id: expertId, ref: {} },
      {
        ...{ ...line, key: `notice:2:${PERSON}`, shape: 'notice', person_id: 'other', ref: { by: PERSON } },
        ...{ told_by: PERSON, told_at: desk.clock.now() },
      },
    ])
    .execute();
}

/** Another's service, whose record says who came along. */
async function reportWithName(): Promise<void> {
  const { demand_id: need } = await desk.db
    .selectFrom('report')
    .select('demand_id')
    .executeTakeFirstOrThrow();
  const other = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', OTHER)
    .executeTakeFirstOrThrow();
  await forgePress(desk, OTHER, 'file_report', need ?? '');
  await submit(OTHER, {
    ...{ service_end: '2013-10-31', summary: `与${NAME}同往`, trained_persons: '3', experts: [other.id] },
  });
  await submit(OTHER, {});
  await close(OTHER);
  const { id } = await desk.db
    .selectFrom('report')
    .select('id')
    .where('author', '=', OTHER)
    .executeTakeFirstOrThrow();
  await forgePress(desk, 'U0HOST', 'confirm_report', id);
  await forgePress(desk, 'U0BINHAI', 'accept_report', id);
}

const recordsOf = async (user: string) =>
  desk.db
    .selectFrom('service_record as r')
    .innerJoin('expert as e', 'e.id', 'r.expert_id')
    .select(['r.code', 'r.number', 'r.leaf', 'r.fields'])
    .where('e.user_id', '=', user)
    .orderBy('r.leaf')
    .execute();

const pageOf = async (code: string) => (await fetch(`${desk.appUrl}/records/${code}`)).text();

/** Through the front door: registered, claimed twice, reported with another, coordinator, contact, rung, in lists. */
beforeAll(async () => {
  desk = await startDesk();
  desk.workspace.addUser({ id: PERSON, name: NAME });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  expertId = await registerVerified(desk, PERSON, {
    name: NAME,
    phone: WORDS.phone,
    specialty: WORDS.specialty,
    home_unit_contact: WORDS.contact,
    home_unit_user: 'U0HOME',
  });
  await registerVerified(desk, OTHER, { name: '田若川', employer: '渤海工学院' });
});

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

test('When somebody asks what is kept of them, Then each kind is counted, with why, how long and who sees it', async () => {
  const said = await ask(PERSON);
  for (const part of [
    '专家登记：1 项',
    '办理记录',
    '用途：',
    '保留 10 年',
    '谁能看到',
    '"my_data"',
    '"erase_person"',
  ])
    expect(said).toContain(part);
  expect(said).not.toContain('哪些信息发往 Slack');
  expect(await ask('U0GUEST')).toContain('没有保存与您有关的信息');
  expect(await ask('U0BUREAU')).toMatch(/哪些信息发往 Slack.*需求卡片及其变更（频道内可见）/s);
  const english = await ask('U0ALICE');
  expect(english).toMatch(/What leaves for Slack.*Cards of needs/s);
  expect(english).not.toMatch(/[\u4e00-\u9fff]/);
});

test('When something is unfinished, Then nothing is erased, and what to do first is said', async () => {
  const need = await publishNeed(desk, { service_start: '2013-10-29', service_end: '2013-11-05' });
  await claimAndConfirm(desk, PERSON);
  await claimAndConfirm(desk, OTHER);
  expect(await erase(PERSON, 'none')).toMatch(/现在不能删除.*认领尚未办结：RL-2013-0001/s);
  await close(PERSON);
  expect(
    await desk.db.selectFrom('expert').select('name').where('id', '=', expertId).executeTakeFirst(),
  ).toEqual({
    name: NAME,
  });
  await forgePress(desk, PERSON, 'file_report', need);
  await submit(PERSON, {
    service_end: '2013-10-31',
    summary: `${NAME}现场诊断，电话 ${WORDS.phone}`,
    trained_persons: '12',
    experts: [expertId],
  });
  await submit(PERSON, { typical_story: WORDS.story, next_steps: WORDS.next });
  await close(PERSON);
  expect(await erase(PERSON, 'none')).toContain('服务报告尚未审结：BG-2013-0001');
  await close(PERSON);
  const { id } = await desk.db.selectFrom('report').select('id').executeTakeFirstOrThrow();
  await forgePress(desk, 'U0HOST', 'confirm_report', id);
  await forgePress(desk, 'U0BINHAI', 'accept_report', id);
});

test('When the bureau has one coordinator, Then that one stays; and whoever may not erase somebody is told so', async () => {
  await forgePress(desk, 'U0HOST', 'erase_person', expertId);
  expect(desk.as('U0HOST').views.at(-1)).toBe(undefined);
  await giveRole(desk, PERSON, { role: 'system', systems: ['education'] });
  await giveRole(desk, OTHER, { role: 'system', systems: ['education'] });
  expect((await forgePress(desk, OTHER, 'erase_person', expertId)).text).toContain('此人担任联络员');
  const { id } = await desk.db
    .selectFrom('role_grant')
    .select('id')
    .where('user_id', '=', 'U0ALICE')
    .executeTakeFirstOrThrow();
  await forgePress(desk, 'U0BUREAU', 'remove_role', id);
  expect(await erase('U0BUREAU', 'none')).toContain('市局唯一的联络员');
  await close('U0BUREAU');
});

test('When somebody takes their data with them, Then one file has all of it, for them alone', async () => {
  // Whatever else may speak of them.
  await reportWithName();
  await desk.as(PERSON).command('/expert-demand');
  await desk.settle();
  await submit(PERSON, {
    unit_name: '某合作社',
    title: WORDS.draft,
    districts: ['binhai'],
    action_line: 'other',
    expert_slots: '1',
    time_text: '随时',
  });
  await close(PERSON);
  await publishNeed(desk, {
    title: `请${NAME}再来`,
    contact_name: NAME,
    time_text: '11月20日',
    claim_deadline: '2013-11-18',
  });
  await pressNewest(desk, PERSON, 'claim_slot');
  const claim = await desk.db
    .selectFrom('claim')
    .select('id')
    .where('state', '=', 'home_unit_pending')
    .executeTakeFirstOrThrow();
  await forgePress(desk, 'U0BUREAU', 'make_link', claim.id);
  await close('U0BUREAU');
  await forgePress(desk, PERSON, 'withdraw_claim', claim.id);
  await submit(PERSON, { reason: WORDS.reason });
  await close(PERSON);
  await plantStory();
  await speakElsewhere();

  await forgePress(desk, PERSON, 'my_data', 'none');
  const file = await desk.db
    .selectFrom('handed_file')
    .selectAll()
    .where('user_id', '=', PERSON)
    .executeTakeFirstOrThrow();
  const files = unzipSync(file.bytes);
  expect(Object.keys(files).toSorted()).toEqual(['data.json', '我的数据.xlsx']);
  const said = Buffer.from(files['data.json'] ?? []).toString();
  for (const word of [NAME, WORDS.phone, WORDS.specialty, WORDS.reason, WORDS.story, WORDS.draft, PERSON])
    expect(said).toContain(word);
  expect(said).toContain('FW-2013-000001');
  expect(said).not.toMatch(/022-0000-3006|田若川/);
});

test('When a person is erased, Then nothing of them is found in any table, and figures and the log are as before', async () => {
  const before = await figures();
  const said = await find(Object.values(WORDS));
  expect(said.length).toBeGreaterThan(10);
  for (const table of ['import ', 'import_row ', 'telephone_line ', 'answer_link ', 'service_record '])
    expect(said.some((row) => row.startsWith(table))).toBe(true);
  const [mine, others] = [await recordsOf(PERSON), await recordsOf(OTHER)];
  expect([mine.length, others.length]).toEqual([1, 1]);
  expect(await pageOf(others[0]?.code ?? '')).toContain(`与${NAME}同往`);
  const told = desk.as(PERSON).dms.length;
  await forgePress(desk, 'U0BUREAU', 'erase_person', expertId);
  await desk.as('U0BUREAU').submit({ confirm: [] });
  await desk.settle();
  expect(
    await desk.db.selectFrom('expert').select('name').where('id', '=', expertId).executeTakeFirst(),
  ).toEqual({ name: NAME });
  await submit('U0BUREAU', { confirm: ['yes'] });
  expect(textOf(desk.as('U0BUREAU').views.at(-1)?.blocks)).toMatch(
    /已删除，其中服务记录 1 条.*X[0-9A-F]{12}/s,
  );
  await close('U0BUREAU');

  expect(await find(Object.values(WORDS))).toEqual([]);
  expect(await find(['总结里提到X'])).toHaveLength(1);
  expect(await figures()).toEqual(before);
  expect((await find([expertId])).filter((row) => row.startsWith('telephone_line '))).toEqual([]);
  const { teamId } = desk.workspace;
  expect(await verifyLog(desk.db, teamId, await listPrintedHeads(desk.db, teamId))).toMatchObject({
    size: 5,
    fault: undefined,
  });
  const leaves = await desk.db.selectFrom('record_leaf').select(['kind', 'by']).orderBy('index').execute();
  expect(leaves.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
    ...['issue null', 'issue null', 'erase coordinator', 'correct null', 'erase coordinator'],
  ]);
  expect(await pageOf(mine[0]?.code ?? '')).not.toContain(NAME);
  // Another's record that named them is corrected by one that doesn't; the one before says no more what it said.
  const [old, corrected] = await recordsOf(OTHER);
  expect([old?.code, old?.fields]).toEqual([others[0]?.code, null]);
  expect(corrected?.fields).toMatchObject({ replaces: old?.number, name: '田若川' });
  expect(await pageOf(corrected?.code ?? '')).toMatch(/有效.*与X[0-9A-F]{12}同往/s);
  expect(await pageOf(old?.code ?? '')).not.toContain('同往');
  // They hear of it once.
  const notices = desk.as(PERSON).dms.slice(told);
  expect(notices).toHaveLength(1);
  expect(textOf(notices[0]?.blocks)).toMatch(/市局.*已删除本系统保存的您的个人信息.*服务记录的内容/s);
  // What stands in Slack and can be edited is shown anew.
  const posted = desk.workspace.messages('C0NEEDS').map(({ blocks }) => textOf(blocks));
  expect(posted.filter((said) => said.includes(NAME))).toEqual([]);
});

test('When it is done again, Then nothing is left to erase; and the account registers anew as somebody else', async () => {
  expect((await forgePress(desk, 'U0BUREAU', 'erase_person', expertId)).text).toContain('没有可删除的信息');
  await desk.as(PERSON).command('/expert', 'register');
  await desk.settle();
  await submit(PERSON, { ...REGISTRATION, name: NAME });
  await close(PERSON);
  const again = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', PERSON)
    .executeTakeFirstOrThrow();
  expect(again.id).not.toBe(expertId);
  expect(await ask(PERSON)).toContain('专家登记：1 项');
  const told = desk.as(PERSON).dms.length;
  expect(await erase(PERSON, 'none')).toMatch(/已删除/);
  await close(PERSON);
  expect(await find([NAME, PERSON])).toEqual([]);
  expect(desk.as(PERSON).dms).toHaveLength(told);
});

test('When Slack tells of an account that is erased, or that nobody here has met, Then nothing of it is kept', async () => {
  desk.workspace.addUser({ id: 'U0UNMET', name: '素昧平生' });
  for (const user of [PERSON, 'U0UNMET', OTHER])
    for (const change of [{ tz: 'Asia/Urumqi' }, { deleted: true }]) {
      await desk.workspace.updateUser(user, change);
      await desk.settle();
    }
  expect(await find([NAME, PERSON, 'U0UNMET', '素昧平生'])).toEqual([]);
  expect(
    await desk.db
      .selectFrom('slack_user')
      .select(['tz', 'deleted'])
      .where('user_id', '=', OTHER)
      .executeTakeFirst(),
  ).toEqual({ tz: 'Asia/Urumqi', deleted: true });
});
