import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDigest } from '../src/digests/repository.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm, textOf } from './helpers/published.ts';

const [EXPERT, SECOND, BUREAU, OFFICE, ELSEWHERE] = [
  'U0ZJ0006',
  'U0ZJ0007',
  'U0ALICE',
  'U0BINHAI',
  'U0WUQING',
] as const;
let desk: Desk;
let need: string;

/** One service of two experts, accepted and on record, and another need that nobody has claimed. */
beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, OFFICE, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, ELSEWHERE, { role: 'district', districts: ['wuqing'] });
  await giveRole(desk, BUREAU, { role: 'bureau' });
  await registerVerified(desk, EXPERT, { home_unit_user: 'U0HOME' });
  await registerVerified(desk, SECOND, { name: '田若川', employer: '渤海工学院' });
  need = await publishNeed(desk, { service_start: '2013-10-29', service_end: '2013-11-05' });
  await claimAndConfirm(desk, EXPERT);
  await claimAndConfirm(desk, SECOND);
  await forgePress(desk, EXPERT, 'file_report', need);
  await desk.as(EXPERT).submit({
    ...{ service_end: '2013-10-31', summary: '=现场诊断 <b>', trained_persons: '12', days: '2.5' },
  });
  await desk.settle();
  await desk.as(EXPERT).submit({});
  await desk.settle();
  await desk.as(EXPERT).closeModal({ all: true });
  await forgePress(desk, 'U0HOST', 'confirm_report', (await theReport()).id);
  await forgePress(desk, OFFICE, 'accept_report', (await theReport()).id);
  await publishNeed(desk, { title: '第二条需求', unit_name: '另一家公司', expert_slots: '3' });
  desk.workspace.addUser({ id: 'U0LIN', name: '林', locale: 'zh-CN', tz: 'Asia/Shanghai' });
  await giveRole(desk, 'U0LIN', { role: 'system', systems: ['education'] });
});

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const theReport = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();

type Chosen = Record<string, string | string[]>;

/** Asks through the form; what was handed over then, as text. */
async function take(user: string, chosen: Chosen, text = 'export') {
  await desk.db.deleteFrom('handed_file').execute();
  await desk.as(user).command('/expert', text);
  await desk.settle();
  const form = desk.as(user).views.at(-1);
  // What is chosen in a menu was offered in it.
  if (typeof chosen.object === 'string' && form)
    await desk.as(user).suggest(form, { blockId: 'object', query: '-2013-' });
  await desk.as(user).submit(chosen);
  await desk.settle();
  await desk.as(user).closeModal({ all: true });
  const files = await desk.db.selectFrom('handed_file').selectAll().execute();
  const [file] = files;
  return { files, file, text: file ? Buffer.from(file.bytes).toString() : '' };
}

/** What stands beside a field that was filled in wrongly. */
async function refused(user: string, chosen: Chosen): Promise<Record<string, string>> {
  await desk.db.deleteFrom('handed_file').execute();
  // On a busy machine the form says first that it is being looked at, and a forged one isn't there to be told more.
  for (;;) {
    const { delivery } = await forgeSubmit(desk, user, 'export', { values: chosen });
    expect(await desk.db.selectFrom('handed_file').select('id').execute()).toEqual([]);
    const { errors } = delivery.response as { errors?: Record<string, string> };
    if (errors) return errors;
    expect(JSON.stringify(delivery.response)).toContain('正在保存');
  }
}

const rowsOf = (csv: string) =>
  csv
    .replace(/^\uFEFF/, '')
    .replaceAll('"', '')
    .trim()
    .split('\r\n');
const totalOf = (csv: string) => rowsOf(csv).findLast((line) => /^(合计|Total)/.test(line)) ?? '';

test('When a coordinator asks for a list, Then it comes as a file to them alone, and one message says how far it is', async () => {
  const before = desk.as(OFFICE).dms.length;
  const { files, file, text } = await take(OFFICE, { what: 'needs', format: 'csv', language: 'zh' });
  expect(files).toHaveLength(1);
  expect(file?.user_id).toBe(OFFICE);
  expect(file?.name).toBe('2013年度专家服务需求征集汇总表（滨海新区）.csv');
  expect(rowsOf(text).join('\n')).toMatch(
    /序号,需求单位,单位类型,所在区县（乡镇）,需求名称.*津滨锐驰.*卢工 022-0000-1001.*合计/s,
  );
  const { n, slots } = await desk.db
    .selectFrom('demand')
    .select(({ fn }) => [fn.countAll<number>().as('n'), fn.sum<number>('expert_slots').as('slots')])
    .where('year', '=', 2013)
    .executeTakeFirstOrThrow();
  expect(totalOf(text)).toContain(`合计,${n} 条,,,,,${slots} 人`);
  const mine = desk
    .as(OFFICE)
    .dms.slice(before)
    .map((one) => one.text);
  expect(mine.filter((one) => one.includes('已生成'))).toHaveLength(1);
  expect(mine.filter((one) => one.includes('正在'))).toEqual([]);
  const edits = desk.workspace.calls
    .filter(({ method }) => method === 'chat.update')
    .map(({ args }) => textOf(args));
  expect(edits.filter((one) => one.includes('正在生成')).length).toBeGreaterThan(0);
  const english = await take(OFFICE, { what: 'needs', format: 'csv', language: 'en' });
  expect(totalOf(english.text)).toContain(`Total,${n} needs,,,,,${slots} experts`);
});

test.each(['zh', 'en'] as const)(
  'When the bureau asks for each list (%s), Then its totals are those of the rows, and of the digest',
  async (language) => {
    const isZh = language === 'zh';
    const ask = async (what: string) => (await take(BUREAU, { what, format: 'csv', language })).text;
    const programme = await programmeOf(desk.db, { teamId: desk.workspace.teamId, year: 2013 });
    const { experts, personTimes, reports, totals } = await readDigest(desk.db, programme, desk.clock.now());
    expect([experts, personTimes, reports]).toEqual([2, 2, 1]);

    const services = await ask('experts');
    expect(totalOf(services)).toContain(
      isZh
        ? `合计（去重）,${experts} 人,${personTimes} 人次`
        : `Total (each once),${experts} experts,${personTimes} visits`,
    );
    expect(services).not.toMatch(/(^|,)"?=现场/m);
    const activities = await ask('reports');
    expect(totalOf(activities)).toMatch(isZh ? /^合计,1 份.*已采纳 1 份$/ : /^Total,1 report.*1 accepted$/);
    expect(activities).toContain('BG-2013-0001');

    const sums = await ask('summaries');
    expect(rowsOf(sums).filter((line) => /^\d+,/.test(line))).toHaveLength(27);
    expect(totalOf(sums)).toContain(
      [isZh ? '已报送 0 / 27' : '0 of 27 handed in', experts, personTimes, reports].join(','),
    );
    expect(totalOf(sums).split(',')).toContain(String(totals.trained_persons));

    const records = await ask('records');
    expect(records).toMatch(/"FW-2013-000001","[何田]\*"/);
    expect(records).not.toMatch(/何知远|([0-9A-HJKMNP-TV-Z]{4}-){3}/);
  },
);

test.each(['zh', 'en'] as const)(
  'When the report of a year is asked for (%s), Then the city’s comes to the bureau, and their own to a district',
  async (language) => {
    const user = language === 'zh' ? OFFICE : BUREAU;
    const { text, file } = await take(user, { what: 'year_report', format: 'html', language });
    expect(file?.title).toMatch(language === 'zh' ? /滨海新区/ : /2013/);
    expect(text.length).toBeGreaterThan(2000);
  },
);

test.each(['zh', 'en'] as const)(
  'When a week is asked for (%s), Then it has the figures of the digest of that moment, what is new, and what is late',
  async (language) => {
    const { text } = await take(BUREAU, { what: 'week', format: 'html', language });
    const parts =
      language === 'zh'
        ? [
            '第44周，2013年10月28日至2013年10月31日',
            '2 / 300',
            '新发布需求 2 条',
            'XQ-2013-0001',
            '新采纳活动报告 1 份',
          ]
        : [
            'week 44, 28 Oct 2013 – 31 Oct 2013',
            '2 / 300',
            '2 needs published',
            '1 activity report accepted',
          ];
    for (const part of parts) expect(text).toContain(part);
  },
);

test.each(['zh', 'en'] as const)(
  'When one need is asked for (%s), Then each reads what they may know of it',
  async (language) => {
    const chosen = { what: 'one', object: need, format: 'html', language };
    const office = await take(OFFICE, chosen);
    expect(office.text).toMatch(/六个明确|six clarities/);
    for (const part of ['何知远', '田若川', '022-0000-1001', 'BG-2013-0001'])
      expect(office.text).toContain(part);
    for (const user of ['U0HOST', EXPERT, SECOND])
      expect((await take(user, chosen)).text).toContain('卢工 022-0000-1001');
    for (const user of ['U0HOME', 'U0LIN']) {
      const { text } = await take(user, chosen);
      expect(text).toContain('何知远');
      expect(text).not.toMatch(/022-0000-1001|卢工/);
    }
  },
);

test.each(['zh', 'en'] as const)(
  'When a confirmation is asked for (%s), Then it has the fields, room to sign, and where to verify it',
  async (language) => {
    const { code } = await desk.db
      .selectFrom('service_record')
      .select('code')
      .where('number', '=', 'FW-2013-000001')
      .executeTakeFirstOrThrow();
    const user = language === 'zh' ? EXPERT : 'U0HOST';
    const { text } = await take(user, {
      what: 'confirmation',
      object: (await theReport()).id,
      format: 'html',
      language,
    });
    const parts =
      language === 'zh'
        ? [
            '服务确认书',
            '专家姓名',
            '起止时间',
            '天数（含往返）',
            '服务单位意见',
            '区县（系统）审核意见',
            '（盖章）',
          ]
        : ['Service confirmation', 'Expert', 'Days (travel included)', 'The host unit’s opinion', '(Seal)'];
    for (const part of parts) expect(text).toContain(part);
    expect(text).toContain(`https://desk.test/records/${code}`);
    const scan = language === 'zh' ? '扫码核验 FW-2013-000001' : 'Scan to verify FW-2013-000001';
    expect(text).toContain(`<figcaption><bdi>${scan}`);
    expect(text.match(/<svg class="qr"/g)).toHaveLength(2);
    expect(text).not.toContain('022-');
  },
);

test('When a confirmed claim is chosen, Then its confirmation is a document, to be filled in after the visit', async () => {
  const { id } = await desk.db
    .selectFrom('claim')
    .select('id')
    .orderBy('number')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { file } = await take(EXPERT, { what: 'confirmation', object: id, language: 'zh' });
  expect(file?.name).toBe('专家服务确认书.docx');
});

test('When an expert or their employer asks for records, Then their own, whole, with the codes; nobody else’s', async () => {
  const chosen = { what: 'records', format: 'csv', language: 'en' };
  for (const user of [EXPERT, 'U0HOME']) {
    const { text } = await take(user, chosen);
    expect(text).toContain('何知远');
    expect(text).not.toContain('田若川');
    expect(text).toMatch(/([0-9A-HJKMNP-TV-Z]{4}-){3}/);
  }
  expect((await take('U0HOST', chosen)).files).toEqual([]);
  expect(desk.as('U0HOST').dms.at(-1)?.text).toContain('没有可导出的内容');
});

test('When there is nothing in their district, Then a message says so instead of an empty file', async () => {
  for (const what of ['needs', 'experts', 'reports', 'records']) {
    const { files } = await take(ELSEWHERE, { what, language: 'zh' });
    expect(files).toEqual([]);
    expect(desk.as(ELSEWHERE).dms.at(-1)?.text).toMatch(/没有可导出的内容/);
  }
});

test('When somebody chooses what is not theirs, Then it says so beside the field, in their language, and is on record', async () => {
  expect(await refused(ELSEWHERE, { what: 'needs', districts: ['binhai'] })).toEqual({
    districts: '只能选择您负责的区县或系统。',
  });
  expect(await refused(ELSEWHERE, { what: 'one', object: need })).toEqual({
    object: 'XQ-2013-0001 不在您可以导出的范围内。',
  });
  for (const what of ['year_report', 'needs', 'experts', 'reports', 'summaries', 'week'])
    expect(await refused(EXPERT, { what })).toHaveProperty('what');
  expect(await refused(BUREAU, { what: 'everything' })).toEqual({ what: 'Please choose what to export.' });
  expect(await refused(BUREAU, { what: 'needs', year: '1999' })).toHaveProperty('year');
  expect(await refused(BUREAU, { what: 'one', object: need, format: 'xlsx' })).toEqual({
    format:
      '“One need” cannot be had in this format. Choose one of: Word (docx), Web page for printing (html).',
  });
  expect(await refused(BUREAU, { what: 'needs', language: 'fr' })).toHaveProperty('language');
  expect(await refused(BUREAU, { what: 'needs', districts: ['nowhere'] })).toHaveProperty('districts');
  expect(await refused(BUREAU, { what: 'week', districts: ['binhai', 'wuqing'] })).toHaveProperty(
    'districts',
  );
  for (const object of ['', 'nothing', (await theReport()).id])
    expect(await refused(BUREAU, { what: 'one', object })).toHaveProperty('object');
  const acts = await desk.db
    .selectFrom('audit')
    .select(['act', 'actor', 'object_id'])
    .distinct()
    .orderBy('act')
    .where('outcome', '=', 'refused')
    .where('act', 'in', ['export', 'export_one'])
    .execute();
  expect(acts.filter(({ actor }) => actor === ELSEWHERE).map(({ act }) => act)).toEqual([
    'export',
    'export_one',
  ]);
  expect(acts.filter(({ actor }) => actor === EXPERT)).toHaveLength(6);
});

test('When a need of another workspace is named, Then it is not there', async () => {
  const as = JSON.stringify({ team_id: 'T0OTHER' });
  const other = JSON.stringify({ team_id: 'T0OTHER', id: 'elsewhere', number: 'XQ-2013-0777' });
  for (const table of ['programme_year', 'organisation'])
    await sql`insert into ${sql.table(table)}
      select (jsonb_populate_record(null::${sql.table(table)}, to_jsonb(one) || ${as}::jsonb)).*
      from ${sql.table(table)} one`.execute(desk.db);
  await sql`insert into demand select (jsonb_populate_record(null::demand, to_jsonb(one) || ${other}::jsonb)).*
    from demand one where id = ${need}`.execute(desk.db);
  for (const object of ['elsewhere', 'XQ-2013-0777'])
    expect(await refused(BUREAU, { what: 'one', object })).toEqual({
      object: 'This was not found; please choose again.',
    });
  expect((await forgePress(desk, BUREAU, 'export', 'elsewhere')).text).toContain('not found');
  for (const table of ['demand', 'organisation', 'programme_year'] as const)
    await desk.db.deleteFrom(table).where('team_id', '=', 'T0OTHER').execute();
});

test('When the same submission is delivered twice at one moment, Then there is one file', async () => {
  await desk.db.deleteFrom('handed_file').execute();
  const values = { what: 'needs', format: 'csv' };
  await forgeSubmit(desk, BUREAU, 'export', { values, times: 2 });
  expect(await desk.db.selectFrom('handed_file').select('id').execute()).toHaveLength(1);
});

test('When something fails, Then the message says so and asks for the same again with what was chosen', async () => {
  await sql`create function no_room() returns trigger language plpgsql as $$
    begin raise exception 'no space left on device' using errcode = '53100'; end $$`.execute(desk.db);
  await sql`create trigger no_room before insert on handed_file for each row execute function no_room()`.execute(
    desk.db,
  );
  const { files } = await take(OFFICE, { what: 'needs', format: 'csv', language: 'en' });
  expect(files).toEqual([]);
  await sql`drop trigger no_room on handed_file`.execute(desk.db);
  const failed = desk.as(OFFICE).dms.at(-1);
  expect(failed?.text).toMatch(/没能生成.*请再试一次/s);
  if (!failed) throw new Error('no message');
  await desk.as(OFFICE).press(failed, 'export');
  await desk.settle();
  expect(textOf(desk.as(OFFICE).views.at(-1)?.blocks)).toMatch(/"needs".*"csv"/s);
  await desk.as(OFFICE).submit({});
  await desk.settle();
  await desk.as(OFFICE).closeModal({ all: true });
  const [file] = await desk.db.selectFrom('handed_file').selectAll().execute();
  expect(file?.name).toBe('List of needs for expert service, 2013 (Binhai New Area).csv');
  // Nobody else asks for it by that button.
  const [value = ''] = /again:[^"]+/.exec(textOf(failed.blocks)) ?? [];
  expect((await forgePress(desk, BUREAU, 'export', value)).text).toContain('not found');
});

test('When the button is pressed where it stands, Then the form is filled in with what it is about', async () => {
  const offered = async (user: string, value: string) => {
    await forgePress(desk, user, 'export', value);
    const view = desk.as(user).views.at(-1);
    await desk.as(user).closeModal({ all: true });
    return textOf(view?.blocks);
  };
  expect(await offered(OFFICE, '2013')).toMatch(/initial_option.*年度报告/s);
  expect(await offered(OFFICE, need)).toMatch(/XQ-2013-0001 RV减速器/);
  expect(await offered('U0HOST', need)).not.toMatch(/year_report|"districts"/);
  expect(await offered(OFFICE, '')).not.toMatch(/武清区/);
  expect((await forgePress(desk, ELSEWHERE, 'export', need)).text).toContain('没有找到');
  await desk.as(OFFICE).openHome();
  await desk.settle();
  expect(textOf(desk.as(OFFICE).home?.blocks)).toContain('"export"');
  await desk.as(EXPERT).openHome();
  await desk.settle();
  expect(textOf(desk.as(EXPERT).home?.blocks)).not.toContain('"export"');
});

test('When somebody types into the field of objects, Then what is theirs is offered', async () => {
  const found = async (user: string, query: string) => {
    await desk.as(user).command('/expert', '导出');
    await desk.settle();
    const view = desk.as(user).views.at(-1);
    if (!view) throw new Error('no form');
    const options = await desk.as(user).suggest(view, { blockId: 'object', query });
    await desk.as(user).closeModal({ all: true });
    return JSON.stringify(options);
  };
  expect(await found(OFFICE, '减速器')).toMatch(/XQ-2013-0001.*RL-2013-0001|RL-2013-0001.*XQ-2013-0001/s);
  expect(await found(EXPERT, 'bg-2013')).toContain('BG-2013-0001');
  expect(await found('U0HOST', '第二条')).toContain('XQ-2013-0002');
  expect(await found(ELSEWHERE, '2013')).not.toContain('2013-');
  expect(await found(EXPERT, 'RL-')).not.toContain('RL-2013-0002');
});

test('When a need is confidential, Then nobody reads it before they are bound to it, and then the expert, its host and office', async () => {
  const secret = await publishNeed(desk, {
    ...{ title: '保密配方', unit_name: '隐名膜业', expert_slots: '1', contact_phone: '022-0000-2002' },
    ...{ confidential: ['yes'], service_start: '2013-11-20', service_end: '2013-11-22' },
  });
  const one = { what: 'one', object: secret, format: 'html', language: 'zh' };
  await desk.as(EXPERT).press(desk.lastCard(), 'claim_slot');
  await desk.settle();
  const { id, number } = await desk.db
    .selectFrom('claim')
    .innerJoin('demand', 'demand.id', 'claim.demand_id')
    .select(['claim.id', 'demand.number'])
    .where('demand_id', '=', secret)
    .executeTakeFirstOrThrow();
  for (const user of [EXPERT, SECOND, 'U0HOME'])
    expect(await refused(user, one)).toEqual({ object: `${number} 不在您可以导出的范围内。` });
  await forgePress(desk, OFFICE, 'give_consent', id);
  await forgePress(desk, 'U0HOST', 'accept_expert', id);

  for (const user of [EXPERT, 'U0HOST', OFFICE])
    expect((await take(user, one)).text).toMatch(/保密配方.*隐名膜业.*022-0000-2002/s);
  expect(await refused(SECOND, one)).toHaveProperty('object');
  const home = (await take('U0HOME', one)).text;
  expect(home).toContain('（不公开）');
  const told = [home];
  for (const what of ['needs', 'week', 'year_report'])
    told.push((await take(OFFICE, { what, format: what === 'needs' ? 'csv' : 'html', language: 'zh' })).text);
  for (const text of told) expect(text).not.toMatch(/保密配方|隐名膜业|022-0000-2002/);
  expect(told[1]).toContain('保密需求只列重点任务、区县、时间和人数。');
  expect(told[1]).toContain(number);
});

test('When a service is of the line that shows counts only, Then every list counts it and names nothing of it', async () => {
  await copyAs('demand', need, {
    ...{ id: 'talents', number: 'XQ-2013-0901', action_line: 'talent_health', expert_slots: 4 },
    ...{ title: '名医体检', unit_name: '隐名医院' },
  });
  await copyAs('report', (await theReport()).id, {
    ...{ id: 'talents', number: 'BG-2013-0901', action_line: 'talent_health', demand_id: 'talents' },
    ...{
      title: '名医巡诊',
      place: '隐名医院',
      state: 'host_confirmed',
      accepted_by: null,
      accepted_at: null,
    },
  });
  await sql`insert into report_expert (team_id, report_id, year, expert_id)
    select team_id, 'talents', year, expert_id from report_expert`.execute(desk.db);
  await forgePress(desk, OFFICE, 'accept_report', 'talents');
  await desk.settle();
  const ask = async (what: string, format: string) =>
    (await take(BUREAU, { what, format, language: 'zh' })).text;

  const needs = await ask('needs', 'csv');
  const { n, slots } = await desk.db
    .selectFrom('demand')
    .select(({ fn }) => [fn.countAll<number>().as('n'), fn.sum<number>('expert_slots').as('slots')])
    .executeTakeFirstOrThrow();
  expect(totalOf(needs)).toContain(`合计,${n} 条,,,,,${slots} 人`);
  expect(needs).toContain('合计含高层次人才医疗保健需求 1 条，只计数，不列名称。');
  const experts = await ask('experts', 'csv');
  expect(totalOf(experts)).toContain('合计（去重）,2 人,4 人次');
  expect(experts).toContain('合计含高层次人才医疗保健服务 2 人次，只计数，不列姓名。');
  const reports = await ask('reports', 'csv');
  expect(totalOf(reports)).toMatch(/^合计,2 份.*已采纳 2 份$/);
  expect(reports).toContain('合计含高层次人才医疗保健活动 1 份，只计数，不列内容。');
  const records = await ask('records', 'csv');
  expect(totalOf(records)).toContain('合计,4 条,2 人');
  expect(records).toContain('合计含高层次人才医疗保健服务 2 人次，只计数，不列姓名。');
  const sums = await ask('summaries', 'csv');
  expect(totalOf(sums)).toContain('已报送 0 / 27,2,4,2');
  const listed = [needs, experts, reports, records, sums];
  for (const text of listed)
    expect(rowsOf(text).join()).not.toMatch(/XQ-2013-0901|BG-2013-0901|FW-2013-000003/);
  const [week, year] = [await ask('week', 'html'), await ask('year_report', 'html')];
  expect(week).toMatch(/新采纳活动报告 2 份.*其中高层次人才医疗保健 1 项，只计数，不列内容。/s);
  expect(week).not.toMatch(/-2013-0901/);
  for (const text of [...listed, week, year]) expect(text).not.toMatch(/名医|隐名医院/);
  expect(year).not.toContain('BG-2013-0901');
});

/** One more of them, changed. */
async function copyAs(table: 'demand' | 'report', id: string, change: Record<string, unknown>) {
  await sql`insert into ${sql.table(table)}
    select (jsonb_populate_record(null::${sql.table(table)}, to_jsonb(one) || ${JSON.stringify(change)}::jsonb)).*
    from ${sql.table(table)} one where id = ${id}`.execute(desk.db);
}
