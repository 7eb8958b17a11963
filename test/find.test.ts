import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRows, readPacked } from '../src/db/load.ts';
import { readVisibleSheets } from '../src/imports/read-xlsx.ts';
import { sampleFiles } from '../src/playground/keep.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { DISTRICTS, districtName } from '../src/programme/places.ts';
import { csvOf } from '../src/questions/sheet.ts';
import { CHANNEL, type Desk, giveRole, SECRETS, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { textOf } from './helpers/published.ts';

/** Questions in free words, over the sample season as it stands on 31 October. */
let desk: Desk;
const [BUREAU, BINHAI, ALICE, HOST] = ['U0BUREAU', 'U0BINHAI', 'U0ALICE', 'U0HOST'] as const;
const [EXPERT, MEMBER] = ['U0ZJ0007', 'U0GUEST'] as const;
const NOW = '2013-10-31T10:30:00+08:00';

beforeAll(async () => {
  desk = await startDesk({ setUp: false, now: NOW });
  await loadRows(desk.db, readPacked(sampleFiles('zh').rows));
  await giveRole(desk, ALICE, { role: 'bureau' });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const screen = (user: string) => desk.as(user).views.at(-1);
const read = (user: string) => textOf(screen(user)?.blocks);

async function ask(user: string, words: string): Promise<string> {
  if (screen(user)) await desk.as(user).closeModal({ all: true });
  await desk.as(user).command('/expert', `find ${words}`);
  await desk.settle();
  return screen(user) ? read(user) : textOf(desk.as(user).ephemerals.at(-1)?.blocks);
}

async function press(user: string, action: string, value?: string): Promise<void> {
  const view = screen(user);
  const block = view?.blocks.find((one) => textOf(one).includes(`"${action}"`));
  if (!view || !block?.block_id) throw new Error(`no ${action}`);
  await desk.as(user).press(view, action, { blockId: block.block_id, ...(value ? { value } : {}) });
  await desk.settle();
}

/** The sentence that answers. */
const headOf = (said: string) => /"text":"((?:[^"\\]|\\.)*)"/.exec(said)?.[1] ?? '';

interface Sums {
  n: number;
  reports: number;
  experts: number;
  visits: number;
}

/** The same in plain SQL: of accepted reports `r`, and of their experts `e`. */
async function plainly(where = 'true', { key = '', who = 'true' } = {}): Promise<Sums> {
  const { rows } = await sql<Sums>`
    with chosen as (
      select r.*, e.id as expert from report r join report_expert x on x.report_id = r.id join expert e on e.id = x.expert_id
      left join demand d on d.id = r.demand_id
      where r.state = 'accepted' and r.service_end between '2013-01-01' and '2013-12-31'
        and (${sql.lit(key)} = '' or coalesce((r.metrics ->> ${sql.lit(key)})::numeric, 0) > 0)
        and ${sql.raw(where)} and ${sql.raw(who)})
    select (select coalesce(sum(coalesce((metrics ->> ${sql.lit(key)})::numeric, 0)), 0) from report
        where id in (select id from chosen))::float8 as n,
      (select count(distinct id) from chosen)::integer as reports,
      (select count(distinct expert) from chosen)::integer as experts, (select count(*) from chosen)::integer as visits`.execute(
    desk.db,
  );
  const [row] = rows;
  if (!row) throw new Error('no row');
  return row;
}

async function count(query: string): Promise<number[]> {
  const { rows } = await sql<Record<string, number>>`${sql.raw(query)}`.execute(desk.db);
  return Object.values(rows[0] ?? {}).map(Number);
}

type Case = [words: string, where: string, of?: { key?: string; who?: string }];

const IN = (slug: string) => `'${slug}' = any(r.districts)`;
const FROM = (day: string) => `r.service_end >= '${day}'`;
const BETWEEN = (from: string, to: string) => `r.service_end between '${from}' and '${to}'`;

/** Figures of a metric, of services, of experts or of visits; which, the key says. */
const ZH: Case[] = [
  ['宁河 义诊 6月以来', `${IN('ninghe')} and ${FROM('2013-06-01')}`, { key: 'clinic_visits' }],
  ['寧河縣　義診 ６月以来', `${IN('ninghe')} and ${FROM('2013-06-01')}`, { key: 'clinic_visits' }],
  ['武清培训了多少人次？', IN('wuqing'), { key: 'trained_persons' }],
  ['塘沽 服务', IN('binhai')],
  ['蓟州区 经济效益', IN('jizhou'), { key: 'economic_benefit_wan' }],
  ['红桥区的讲座', IN('hongqiao'), { key: 'lectures' }],
  ['医学专家 10月', `r.action_line = 'medical' and ${FROM('2013-10-01')}`],
  ['科技型中小企业 9月上旬', `r.action_line = 'tech_sme' and ${BETWEEN('2013-09-01', '2013-09-10')}`],
  ['9月12日至9月27日 全市 疑难病例', BETWEEN('2013-09-12', '2013-09-27'), { key: 'difficult_cases' }],
  ['卫生系统 服务', 'true', { who: "e.system = 'health'" }],
  ['农业系统 三季度', BETWEEN('2013-07-01', '2013-09-30'), { who: "e.system = 'agriculture'" }],
  ['大讲堂 发放资料', "r.form = 'lecture'", { key: 'materials' }],
  ['费逐浪去过哪里', 'true', { who: "e.name = '费逐浪'" }],
  ['柏老 今年 去过 哪里', 'true', { who: "e.name = '柏宁安'" }],
  ['宁河县七里滩镇卫生院', "d.unit_name = '宁河县七里滩镇卫生院'"],
  [
    '津沽大学 服务',
    'true',
    { who: "e.employer_id in (select id from organisation where name = '津沽大学')" },
  ],
  ['高层次人才健康保健 讲座', "r.action_line = 'talent_health'", { key: 'lectures' }],
  ['河东与河西的义诊人次', `(${IN('hedong')} or ${IN('hexi')})`, { key: 'clinic_visits' }],
  ['上半年 服务', BETWEEN('2013-01-01', '2013-06-30')],
  ['截至9月底 技术难题', "r.service_end <= '2013-09-30'", { key: 'problems_solved' }],
  ['最近30天 服务', FROM('2013-10-02')],
];

const EN: Case[] = [
  [
    'how many free clinics in Ninghe since June?',
    `${IN('ninghe')} and ${FROM('2013-06-01')}`,
    { key: 'clinic_visits' },
  ],
  ['people trained in Wuqing', IN('wuqing'), { key: 'trained_persons' }],
  ['services in Ji County', IN('jizhou')],
  ['Services in Jizhou District', IN('jizhou')],
  ['what happened in Tanggu in September?', `${IN('binhai')} and ${BETWEEN('2013-09-01', '2013-09-30')}`],
  ['economic benefit for SMEs', "r.action_line = 'tech_sme'", { key: 'economic_benefit_wan' }],
  ['lectures between 1 October and 31 October', FROM('2013-10-01'), { key: 'lectures' }],
  ['ward rounds in Q3', BETWEEN('2013-07-01', '2013-09-30'), { key: 'ward_rounds' }],
  ['difficult cases', 'true', { key: 'difficult_cases' }],
  ['services by the health system', 'true', { who: "e.system = 'health'" }],
  [
    'services of 海河示范医院 this month',
    FROM('2013-10-01'),
    { who: "e.employer_id in (select id from organisation where name = '海河示范医院')" },
  ],
  ['services by 管知秋', 'true', { who: "e.name = '管知秋'" }],
  ['medical services before 20 September', "r.action_line = 'medical' and r.service_end < '2013-09-20'"],
  ['leaflets in Hedong and Hexi', `(${IN('hedong')} or ${IN('hexi')})`, { key: 'materials' }],
  ['problems solved by service teams', "r.form = 'service_team'", { key: 'problems_solved' }],
  ['reports since mid October', FROM('2013-10-11')],
  ['ＷＵＱＩＮＧ training', IN('wuqing'), { key: 'trained_persons' }],
  ['media reports in 2013', 'true', { key: 'media_reports' }],
  [
    'How many health checks did Ninghe County have in Q4?',
    `${IN('ninghe')} and ${FROM('2013-10-01')}`,
    { key: 'health_checks' },
  ],
  ['talents: lectures', "r.action_line = 'talent_health'", { key: 'lectures' }],
  [
    'people served by the agriculture system',
    'true',
    { key: 'service_persons', who: "e.system = 'agriculture'" },
  ],
];

const figure = (value: number, locale: 'zh' | 'en') =>
  new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: 2 }).format(value);

describe('a question and plain SQL', () => {
  test.each(ZH)(
    'When 市局 asks “%s”, Then the answer is that of the database',
    async (words, where, of = {}) => {
      const sums = await plainly(where, of);
      const said = await ask(BUREAU, words);
      const label = CATALOGUE.metrics.find(({ key }) => key === of.key)?.zh;
      const expected = of.key
        ? `${label} ${figure(sums.n, 'zh')}`
        : `服务 ${sums.reports} 次（${sums.experts} 位专家，累计 ${sums.visits} 人次）`;
      expect(headOf(said)).toContain(expected);
      if (of.key) expect(headOf(said)).toContain(`（${sums.reports} 次服务，${sums.experts} 位专家）`);
      expect(said).not.toContain('没有识别的词');
    },
  );

  test.each(EN)(
    'When the bureau asks “%s”, Then the answer is that of the database',
    async (words, where, of = {}) => {
      const sums = await plainly(where, of);
      const said = await ask(ALICE, words);
      const label = CATALOGUE.metrics.find(({ key }) => key === of.key)?.en;
      const services = sums.reports === 1 ? '1 service' : `${sums.reports} services`;
      const experts = sums.experts === 1 ? '1 expert' : `${sums.experts} experts`;
      const visits = sums.visits === 1 ? '1 expert visit' : `${sums.visits} expert visits`;
      expect(headOf(said)).toContain(
        of.key
          ? `${label} ${figure(sums.n, 'en')} (${services}, ${experts})`
          : `${services} (${experts}, ${visits})`,
      );
      expect(said).not.toContain('Not understood');
      expect(headOf(said).replace(/海河示范医院|管知秋/g, '')).not.toMatch(/[\u3000-\u9fff]/);
    },
  );

  test('When experts, visits, needs, slots or claims are asked for, Then those are counted', async () => {
    const binhai = await plainly(IN('binhai'));
    expect(headOf(await ask(BUREAU, '滨海新区有多少专家'))).toContain(`服务专家 ${binhai.experts} 人`);
    expect(headOf(await ask(ALICE, 'expert visits in Binhai'))).toContain(`${binhai.visits} expert visits`);
    const published = "from demand d where state in ('published', 'closed') and 'jinghai' = any(districts)";
    const [needs] = await count(`select count(*) ${published}`);
    const [slots, free] = await count(
      `select count(*) as slots, count(*) filter (where expert_id is null) as free from slot where demand_id in (select id ${published})`,
    );
    expect(headOf(await ask(BUREAU, '静海 需求'))).toContain(
      `需求 ${needs} 条（名额 ${slots} 个，空余 ${free} 个）`,
    );
    expect(headOf(await ask(ALICE, 'slots in Jinghai'))).toContain(`${slots} slots, ${free} free`);
    const [open] =
      await count(`select count(*) ${published.replace("('published', 'closed')", "('published')")}
      and coalesce(claim_deadline, service_end, 'infinity') >= '2013-10-31'
      and exists (select 1 from slot where demand_id = d.id and expert_id is null)`);
    expect(headOf(await ask(BUREAU, '可认领的需求 静海'))).toContain(`可认领的需求 ${open} 条`);
    const [claims, pending] = await count(`select count(*) as claims,
      count(*) filter (where state in ('expert_pending', 'home_unit_pending', 'host_pending')) as pending from claim`);
    expect(headOf(await ask(BUREAU, '认领'))).toContain(`认领 ${claims} 项`);
    expect(headOf(await ask(ALICE, 'claims pending'))).toContain(`${pending} claims`);
  });

  test('When the districts with nothing are asked for, Then they are named, in the order of the notice', async () => {
    const { rows } = await sql<{ slug: string }>`
      select distinct unnest(districts) as slug from report where state = 'accepted'`.execute(desk.db);
    const gaps = DISTRICTS.filter(({ slug }) => !rows.some((row) => row.slug === slug)).map(
      ({ slug }) => slug,
    );
    const names = (locale: 'zh' | 'en') => gaps.map((slug) => districtName(slug, locale, 2013));
    expect(headOf(await ask(BUREAU, '哪些区县还没有服务'))).toContain(
      `${gaps.length} 个：${names('zh').join('、')}`,
    );
    expect(headOf(await ask(ALICE, 'Which districts have nothing yet?'))).toContain(names('en').join(', '));
  });
});

describe('words that are not understood', () => {
  test('When some words mean nothing here, Then they are named, and the rest is answered', async () => {
    const { n } = await plainly(IN('ninghe'), { key: 'clinic_visits' });
    const said = await ask(BUREAU, '宁河 义诊 区块链 2月30日');
    expect(headOf(said)).toContain(`义诊人次 ${n}`);
    expect(said).toMatch(/没有识别的词：.*“2月30日”.*“区块链”/);
    expect(await ask(ALICE, 'Ninghe blockchain clinics')).toContain('Not understood: “blockchain”');
    expect(await ask(BUREAU, '河北 服务')).toContain('“河北”');
    expect(await ask(BUREAU, '10月至9月 服务')).toContain('没有识别的词');
  });

  test('When nothing is found, Then it says what to loosen', async () => {
    expect(await ask(BUREAU, '和平 义诊 1月')).toMatch(
      /没有查到。可以去掉或放宽时间、少写一个区县或系统、换一个指标/,
    );
    expect(await ask(ALICE, 'clinics in 1999')).toContain('no programme year 1999');
  });

  test('When two people have one name, Then both are meant, and both are named', async () => {
    await sql`insert into expert select (jsonb_populate_record(e, jsonb_build_object('id', 'another', 'user_id', null,
      'employer_id', (select id from organisation where name = '津沽大学'), 'system', 'education'))).*
      from expert e where name = '费逐浪'`.execute(desk.db);
    const said = await ask(BUREAU, '费逐浪');
    expect(said).toMatch(/费逐浪（[^）]+）、费逐浪（[^）]+）/);
    expect(said).toContain('津沽大学');
    await sql`delete from expert where id = 'another'`.execute(desk.db);
  });

  test.each([
    '<!channel> @here <@U0BUREAU> *粗体*',
    "'; drop table report; --",
    '%_\\%',
    '\u202Eabc\u202C',
    '月'.repeat(2000),
    `${'1-'.repeat(900)}`,
    '9999年99月99日 0月 q9',
    '。！？',
  ])('When hostile words are asked, Then they are only words: %#', async (words) => {
    const said = await ask(BUREAU, words);
    expect(said).not.toContain('<!channel>');
    expect(said.length).toBeGreaterThan(50);
    const [reports] = await count('select count(*) from report');
    expect(reports).toBeGreaterThan(20);
  });

  test('When no words are given, Then there are examples, and each of them is understood', async () => {
    for (const [user, unknown] of [
      [BUREAU, '没有识别的词'],
      [ALICE, 'Not understood'],
    ] as const) {
      await ask(user, '');
      const examples = desk.as(user).ephemerals.at(-1);
      if (!examples) throw new Error('no examples');
      const blocks = examples.blocks.filter((one) => textOf(one).includes('ask_question'));
      expect(blocks).toHaveLength(5);
      for (const { block_id = '' } of blocks) {
        await desk.as(user).press(examples, 'ask_question', { blockId: block_id });
        await desk.settle();
        expect(read(user)).not.toContain(unknown);
        await desk.as(user).closeModal({ all: true });
      }
    }
  });
});

describe('whose answer it is', () => {
  test('When a district’s coordinator asks, Then within their reach, and it says so', async () => {
    const { reports } = await plainly(IN('binhai'));
    const said = await ask(BINHAI, '服务');
    expect(headOf(said)).toContain(`服务 ${reports} 次`);
    expect(said).toContain('只含您负责或与您有关的范围');
    expect(await ask(BINHAI, '宁河 服务')).toContain('宁河县不在您的范围内');
  });

  test('When an expert or a host asks, Then their own; and who has nothing is told where the figures stand', async () => {
    const own = await plainly('true', { who: `e.user_id = '${EXPERT}'` });
    const host = await plainly(
      "d.contact_user = 'U0HOST' or d.host_unit_id in (select organisation_id from organisation_contact where user_id = 'U0HOST')",
    );
    expect(own.reports + host.reports).toBeGreaterThan(0);
    expect(headOf(await ask(EXPERT, '今年 服务'))).toContain(`服务 ${own.reports} 次`);
    expect(headOf(await ask(HOST, '服务'))).toContain(`服务 ${host.reports} 次`);
    const before = desk.as(MEMBER).views.length;
    expect(await ask(MEMBER, '宁河 义诊')).toContain('/expert-digest');
    expect(desk.as(MEMBER).views).toHaveLength(before);
  });

  test('When the private line is asked about, Then it is counted and nobody in it is named', async () => {
    const said = await ask(BUREAU, '南开 服务');
    expect(headOf(said)).toContain('服务 1 次');
    expect(said).toContain('只计数，不列出');
    expect(said).not.toContain('BG-2013-0008');
    expect(said).not.toContain('解语冰');
  });

  test('When another workspace has reports, Then they are nobody’s here', async () => {
    const { reports } = await plainly();
    await sql`insert into programme_year select (jsonb_populate_record(p, '{"team_id": "T0OTHER"}')).* from programme_year p`.execute(
      desk.db,
    );
    await sql`insert into organisation select (jsonb_populate_record(o, '{"team_id": "T0OTHER"}')).* from organisation o
      where id in (select employer_id from expert)`.execute(desk.db);
    await sql`insert into expert select (jsonb_populate_record(e, '{"team_id": "T0OTHER"}')).* from expert e`.execute(
      desk.db,
    );
    await sql`insert into report select (jsonb_populate_record(r, '{"team_id": "T0OTHER", "demand_id": null}')).* from report r`.execute(
      desk.db,
    );
    await sql`insert into report_expert select (jsonb_populate_record(x, '{"team_id": "T0OTHER"}')).* from report_expert x`.execute(
      desk.db,
    );
    expect(headOf(await ask(BUREAU, '服务'))).toContain(`服务 ${reports} 次`);
    for (const table of ['report_expert', 'report', 'expert', 'organisation', 'programme_year'] as const)
      await desk.db.deleteFrom(table).where('team_id', '=', 'T0OTHER').execute();
  });
});

describe('the list and the spreadsheet', () => {
  test('When there are more than a page, Then pages turn in their place, and the sheet has all of them', async () => {
    await ask(BUREAU, '需求');
    expect(read(BUREAU)).toMatch(/第 1 页，共 2 页/);
    expect(read(BUREAU).match(/"value":"demand:/g)).toHaveLength(20);
    await press(BUREAU, 'next_page');
    expect(read(BUREAU)).toMatch(/第 2 页，共 2 页/);
    await press(BUREAU, 'previous_page');
    expect(read(BUREAU)).toMatch(/第 1 页/);
    await desk.as(BUREAU).closeModal({ all: true });
    await ask(BUREAU, '宁河 服务');
    expect(read(BUREAU)).toMatch(/"value":"report:[\w-]+"/);
    await press(BUREAU, 'question_sheet');
    expect(read(BUREAU)).toContain('表格正在发给您');
    const message = desk.as(BUREAU).dms.findLast(({ files = [] }) => files.length > 0);
    const [file] = message?.files ?? [];
    expect(file?.name).toBe('查询结果 2013-10-31.xlsx');
    const answer = await fetch(file?.url_private ?? '', {
      headers: { authorization: `Bearer ${SECRETS.botToken}` },
    });
    const sheets = [];
    for await (const grid of readVisibleSheets(Buffer.from(await answer.arrayBuffer()))) sheets.push(grid);
    expect(sheets[0]?.flat()).toContain('BG-2013-0014');
    expect(sheets.flat(2).join()).not.toContain('022-');
    expect(sheets[1]?.flat().join()).toContain('已识别为');
  });

  test('When a list is too long for a workbook, Then a cell that looks like a formula stays text', () => {
    const cells = ['=1+1', '＝A1', '@x', '-3', '-x', 'a "b", c', '\t=1'];
    const csv = csvOf({
      ...{ what: '', total: 1, hidden: 0, isEmpty: false, columns: ['x'] },
      rows: [{ text: '', opens: '', number: '', cells }],
    });
    expect(csv).toBe(`\ufeffx\r\n'=1+1,'＝A1,'@x,-3,'-x,"a ""b"", c",'\t=1\r\n`);
  });
});

describe('a figure that is pressed', () => {
  interface Option {
    value: string;
    text: { text: string };
  }
  const optionsIn = (blocks: unknown) =>
    [...textOf(blocks).matchAll(/"options":(\[.*?\])\}/g)].flatMap(([, list = '[]']): Option[] =>
      JSON.parse(list),
    );
  const numbersIn = (text: string) => [...text.matchAll(/\d[\d,.]*/g)].map(([n]) => n);

  async function openEach(user: string): Promise<number> {
    await desk.as(user).command('/expert-digest', '');
    await desk.settle();
    const digest = desk.as(user).ephemerals.at(-1);
    const menu = digest?.blocks.find((one) => textOf(one).includes('"open_figure"'));
    if (!digest || !menu?.block_id) throw new Error('no menu');
    const options = optionsIn(digest.blocks);
    expect(options.length).toBeGreaterThan(20);
    expect(options.length).toBeLessThanOrEqual(100);
    for (const { value, text } of options) {
      await desk.as(user).press(digest, 'open_figure', { blockId: menu.block_id, value });
      await desk.settle();
      const shown = numbersIn(text.text).at(-1);
      expect(numbersIn(headOf(read(user)).replace(/2013/g, '')), `${value} ${text.text}`).toContain(shown);
      expect(read(user)).not.toContain('可能与当时不同');
      await desk.as(user).closeModal({ all: true });
    }
    return options.length;
  }

  test('When each figure of the digest is opened, Then its number stands there, and what it counts', async () => {
    await openEach(BUREAU);
  });

  test('When somebody of the channel opens one, Then number, unit, line and day, and neither names nor phones', async () => {
    const { text } = await forgePress(desk, HOST, 'open_figure', '2013:clinic_visits:ninghe');
    expect(text).toContain('BG-2013-0014');
    expect(text).toContain('宁河县七里滩镇卫生院');
    expect(text).not.toMatch(/苗若谷|022-|七里滩镇义诊和讲座/);
    await desk.as(HOST).closeModal({ all: true });
    const needs = await forgePress(desk, HOST, 'open_figure', '2013:needs:nankai');
    expect(needs.text).not.toContain('南开区科技园人才工作站');
    await desk.as(HOST).closeModal({ all: true });
  });

  test('When its value is forged, Then nothing is found', async () => {
    for (const value of [
      ...['', '2013', '2013:reports', '1999:reports:all', '2013:nothing:all', '2013:reports:nowhere'],
      ...['2013:reports:ninghe:x', "2013:reports:' or true --", `2013:reports:${'x'.repeat(500)}`, 'a:b:c'],
    ]) {
      const { text } = await forgePress(desk, BINHAI, 'open_figure', value);
      expect(text, value).toMatch(/没有找到|没有 1999 年度/);
      if (screen(BINHAI)) await desk.as(BINHAI).closeModal({ all: true });
    }
    const elsewhere = await forgePress(desk, BINHAI, 'open_figure', '2013:reports:all', {
      teamId: 'T0OTHER',
    });
    expect(elsewhere.text).not.toContain('BG-2013');
    if (screen(BINHAI)) await desk.as(BINHAI).closeModal({ all: true });
  });

  test('When a yearly summary is open, Then its figures open as well, above it', async () => {
    await desk.as(BINHAI).command('/expert', 'summary');
    await desk.settle();
    const form = screen(BINHAI);
    const menu = form?.blocks.filter((one) => textOf(one).includes('"open_figure"'));
    const options = optionsIn(menu);
    expect(options.map(({ value }) => value)).toContain('2013:experts:binhai');
    for (const { value, text } of options) {
      await press(BINHAI, 'open_figure', value);
      expect(numbersIn(headOf(read(BINHAI)))).toContain(numbersIn(text.text).at(-1));
      await desk.as(BINHAI).closeModal();
    }
    await desk.as(BINHAI).closeModal({ all: true });
  });

  test('When reports have changed since a figure was posted, Then it says so', async () => {
    await desk.as(BUREAU).command('/expert-digest', '');
    await desk.settle();
    const digest = desk.as(BUREAU).ephemerals.at(-1);
    const menu = digest?.blocks.find((one) => textOf(one).includes('"open_figure"'));
    if (!digest || !menu?.block_id) throw new Error('no menu');
    desk.clock.moveTo(desk.clock.now().add({ minutes: 5 }));
    await sql`update report set state = 'voided', changed_at = ${desk.clock.now()} where number = 'BG-2013-0014'`.execute(
      desk.db,
    );
    const value = '2013:clinic_visits:all';
    await desk.as(BUREAU).press(digest, 'open_figure', { blockId: menu.block_id, value });
    await desk.settle();
    expect(read(BUREAU)).toMatch(/相关报告有 1 份被采纳、更正或作废/);
    await sql`update report set state = 'accepted' where number = 'BG-2013-0014'`.execute(desk.db);
  });

  test('When a digest is posted, Then each of its messages has one menu, and anybody in the channel may open it', async () => {
    // That day's was posted in the season.
    desk.clock.moveTo(Temporal.Instant.from('2013-11-05T10:00:00+08:00'));
    await desk.as(BUREAU).command('/expert-digest', '');
    await desk.settle();
    const own = desk.as(BUREAU).ephemerals.at(-1);
    if (!own) throw new Error('no digest');
    const before = desk.workspace.messages(CHANNEL).length;
    await desk.as(BUREAU).press(own, 'post_digest_now');
    await desk.settle();
    const posted = desk.workspace.messages(CHANNEL).slice(before);
    const values = [];
    expect(posted).toHaveLength(3);
    for (const message of posted) {
      const menus = message.blocks?.filter((one) => textOf(one).includes('"open_figure"')) ?? [];
      expect(menus).toHaveLength(1);
      const options = optionsIn(menus);
      expect(options.length).toBeLessThanOrEqual(100);
      values.push(...options.map(({ value }) => value));
      const [{ value, text }] = options as [Option];
      await desk.as(HOST).press(message, 'open_figure', { blockId: menus[0]?.block_id ?? '', value });
      await desk.settle();
      expect(numbersIn(headOf(read(HOST)))).toContain(numbersIn(text.text).at(-1));
      await desk.as(HOST).closeModal({ all: true });
    }
    expect(values).toEqual(
      expect.arrayContaining([
        '2013:experts:all',
        '2013:needs:ninghe',
        '2013:experts:health',
        '2013:clinic_visits:all',
      ]),
    );
  });
});
