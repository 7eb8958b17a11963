import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRows, readPacked } from '../src/db/load.ts';
import type { Db } from '../src/db/open.ts';
import { readDigest } from '../src/digests/repository.ts';
import { FORMATS, type Paper, type PaperTable } from '../src/documents/paper.ts';
import { writePaper } from '../src/documents/write-paper.ts';
import { listTables } from '../src/documents/write-tables.ts';
import { readYearReport } from '../src/documents/year-report.ts';
import type { ReportScope } from '../src/documents/year-report-scope.ts';
import type { Locale } from '../src/i18n/locale.ts';
import { sampleFiles } from '../src/playground/keep.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { openTestDatabase } from './helpers/database.ts';
import { paragraphsOf, readSheets, readZip } from './helpers/documents.ts';

const NOW = Temporal.Instant.from('2013-10-31T10:00:00+08:00');
const CITY: ReportScope = { kind: 'city' };
const JIZHOU: ReportScope = { kind: 'district', slug: 'jizhou' };
const BINHAI: ReportScope = { kind: 'district', slug: 'binhai' };

let db: Db;
let close: () => Promise<void>;
let teamId: string;

/** The sample season as it was played; each test leaves it as it found it. */
beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
  await loadRows(db, readPacked(sampleFiles('zh').rows));
  teamId = (await db.selectFrom('programme_year').select('team_id').executeTakeFirstOrThrow()).team_id;
});

afterAll(async () => close());

interface Ask {
  scope?: ReportScope;
  locale?: Locale;
  onProgress?: (done: number, total: number) => void;
}

async function reportOf({ scope = CITY, locale = 'zh', onProgress = () => {} }: Ask = {}): Promise<Paper> {
  const programme = await programmeOf(db, { teamId, year: 2013 });
  return readYearReport(db, { teamId, programme, scope, locale, now: NOW, onProgress });
}

function tableOf(paper: Paper, title: string): PaperTable {
  const found = listTables(paper).find((one) => one.title === title);
  if (!found) throw new Error(`there is no ${title}`);
  return found;
}

/** All that it says, in whatever form. */
async function textOf(paper: Paper): Promise<string> {
  const written = [];
  for (const format of FORMATS) {
    const { bytes } = await writePaper(paper, format);
    const parts = format === 'docx' || format === 'xlsx' ? [...(await readZip(bytes)).values()] : [];
    written.push(Buffer.from(bytes).toString(), ...parts.map(({ content }) => content));
  }
  return written.join('\n');
}

/** What a block of text says. */
function saidIn(paper: Paper): string {
  return paper.blocks.flatMap((one) => ('text' in one ? [one.text] : [])).join('\n');
}

/** Does it to the season, and takes it back: what it adds is numbered from BG-2013-9000 on. */
async function among<T>(work: () => Promise<void>, look: () => Promise<T>): Promise<T> {
  try {
    await work();
    return await look();
  } finally {
    const added = sql`select id from report where team_id = ${teamId} and number ^@ 'BG-2013-9'`;
    await sql`delete from report_file where team_id = ${teamId}`.execute(db);
    await sql`delete from report_expert where team_id = ${teamId} and report_id in (${added})`.execute(db);
    await sql`delete from report where team_id = ${teamId} and id in (${added})`.execute(db);
    await sql`delete from year_correction where team_id = ${teamId}`.execute(db);
    await sql`delete from yearly_summary_version where team_id = ${teamId}`.execute(db);
    await sql`update demand set confidential = false where team_id = ${teamId}`.execute(db);
    await sql`update programme_year set state = 'open', frozen = null, closed_at = null, closed_by = null, current = true
      where team_id = ${teamId} and year = 2013`.execute(db);
  }
}

let reports = 0;

/** One more accepted report of these experts. */
async function accept(change: Record<string, unknown>, experts: readonly string[] = ['1']): Promise<string> {
  reports += 1;
  const number = `BG-2013-9${String(reports).padStart(3, '0')}`;
  const people = await db
    .selectFrom('expert')
    .select('id')
    .where('team_id', '=', teamId)
    .orderBy('name')
    .execute();
  await db
    .insertInto('report')
    .values({
      team_id: teamId,
      id: number,
      number,
      year: 2013,
      demand_id: null,
      state: 'accepted',
      author: 'U0BUREAU',
      recorded_by: null,
      title: '现场服务',
      action_line: 'tech_sme',
      form: 'service_team',
      districts: ['jizhou'],
      service_start: '2013-11-20',
      service_end: '2013-11-20',
      days: 1,
      metrics: { service_persons: 5 },
      reason: null,
      host_confirmed_by: null,
      host_confirmed_at: null,
      override_reason: '已核实',
      accepted_by: null,
      accepted_at: NOW,
      submitted_at: NOW,
      changed_at: NOW,
      ...change,
    })
    .execute();
  await db
    .insertInto('report_expert')
    .values(
      experts.map((no) => ({
        team_id: teamId,
        report_id: number,
        year: 2013,
        expert_id: people[Number(no)]?.id ?? '',
      })),
    )
    .execute();
  return number;
}

/** A summary that was handed in and accepted with these figures. */
async function acceptSummary(
  kind: string,
  unit: string,
  change: Record<string, unknown> = {},
): Promise<void> {
  const summary = await db
    .selectFrom('yearly_summary')
    .select('id')
    .where('unit_kind', '=', kind as 'district')
    .where('unit', '=', unit)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('yearly_summary_version')
    .values({
      team_id: teamId,
      summary_id: summary.id,
      version: 1,
      figures: { reports: 0, experts: 0, personTimes: 0, metrics: {} },
      narrative: '',
      nil: false,
      submitted_by: 'U0BUREAU',
      on_behalf: false,
      submitted_at: NOW,
      outcome: 'accepted',
      reason: null,
      decided_by: 'U0BUREAU',
      decided_at: NOW,
      ...change,
    })
    .execute();
}

describe('the report of a year', () => {
  test('When the city’s is read, Then its totals are those of SQL and of the digest of the same moment', async () => {
    const programme = await programmeOf(db, { teamId, year: 2013 });
    const digest = await readDigest(db, programme, NOW);
    const { rows } = await sql<Record<string, number>>`
      select count(*)::int as reports,
        (select count(distinct expert_id)::int from report_expert re join report r2 on r2.id = re.report_id
          where r2.state = 'accepted') as experts,
        (select count(*)::int from report_expert re join report r2 on r2.id = re.report_id
          where r2.state = 'accepted') as person_times,
        sum((metrics ->> 'trained_persons')::int)::int as trained, sum((metrics ->> 'clinic_visits')::int)::int as clinic,
        sum((metrics ->> 'service_persons')::int)::int as persons,
        sum((metrics ->> 'economic_benefit_wan')::numeric)::float8 as benefit,
        count(*) filter (where form = 'service_team')::int as teams, count(*) filter (where form = 'lecture')::int as lectures,
        sum((metrics ->> 'service_persons')::int) filter (where form = 'lecture')::int as listeners
      from report where state = 'accepted'`.execute(db);
    const [plain] = rows;
    const paper = await reportOf();
    const { total = [], rows: units, columns } = tableOf(paper, '年度情况汇总表');
    const at = (heading: string) => total[columns.findIndex((one) => one.heading === heading)];
    expect(units).toHaveLength(27);
    expect(at('活动(场)')).toBe(plain?.reports);
    expect(at('服务专家(人)')).toBe(plain?.experts);
    expect(at('服务人次')).toBe(plain?.person_times);
    expect(at('培训(人次)')).toBe(plain?.trained);
    expect(at('义诊(人次)')).toBe(plain?.clinic);
    expect(at('受益群众(人次)')).toBe(plain?.persons);
    expect(at('经济效益(万元)')).toBe(plain?.benefit);
    expect(at('服务团(个)')).toBe(plain?.teams);
    expect(at('讲堂(场)/听众(人次)')).toBe(`${plain?.lectures}/${plain?.listeners}`);
    expect([at('活动(场)'), at('服务专家(人)'), at('服务人次')]).toEqual([
      digest.reports,
      digest.experts,
      digest.personTimes,
    ]);
    expect(at('解决技术难题(个)')).toBe(digest.totals.problems_solved);
    // The same figures in the workbook.
    const sheet = (await readSheets((await writePaper(paper, 'xlsx')).bytes)).get('年度情况汇总表') ?? [];
    expect(sheet.find((row) => row[1] === '合计(去重)')).toEqual([...total]);
    expect(paper.draft).toBe(true);
    expect(paper.asOf).toBe('2013年10月31日 10:00（中国标准时间）');
  });

  test('When headings are read, Then they are those of the office’s lists, word for word', async () => {
    const heads = (title: string, paper: Paper) =>
      tableOf(paper, title)
        .columns.map(({ heading }) => heading)
        .join(' · ');
    const paper = await reportOf();
    expect(heads('年度情况汇总表', paper)).toBe(
      '序号 · 区县(系统) · 服务专家(人) · 服务人次 · 服务团(个) · 讲堂(场)/听众(人次) · 基地(新增/累计) · 活动(场) · 服务单位(个) · 解决技术难题(个) · 转化成果(项) · 签约项目(个) · 培训(人次) · 义诊(人次) · 受益群众(人次) · 经济效益(万元)',
    );
    expect(heads('专家服务情况汇总表', paper)).toBe(
      '序号 · 专家姓名 · 工作单位 · 职称 · 专家类别 · 专业领域 · 服务单位 · 服务形式 · 服务时间 · 天数 · 服务内容及成效 · 备注',
    );
    expect(heads('需求征集汇总表', paper)).toBe(
      '序号 · 需求单位 · 单位类型 · 所在区县(乡镇) · 需求名称 · 需求内容 · 所需专家(专业/职称/人数) · 服务方式 · 服务时间 · 预期目标 · 保障条件 · 联系人及电话 · 备注',
    );
    const { document } = {
      document:
        (await readZip((await writePaper(await reportOf({ scope: JIZHOU }), 'docx')).bytes)).get(
          'word/document.xml',
        )?.content ?? '',
    };
    const said = paragraphsOf(document);
    for (const head of [
      '一、基本情况',
      '二、主要做法',
      '三、工作成效',
      '四、典型经验和先进事迹',
      '五、存在问题和下步打算',
      '附件1',
    ])
      expect(said).toContain(head);
  });

  test('When rows are added up, Then less what several units count they are the city, line by line', async () => {
    const paper = await reportOf();
    for (const title of ['区县合计与全市的核对', '系统合计与全市的核对']) {
      const { rows } = tableOf(paper, title);
      expect(rows.length).toBeGreaterThan(5);
      for (const [, units, shared, changed, corrected, city, why] of rows as [
        string,
        number,
        number,
        number,
        number,
        number,
        string,
      ][]) {
        expect(units - shared + changed + corrected).toBeCloseTo(city, 6);
        expect(why !== '').toBe(shared !== 0 || changed !== 0 || corrected !== 0);
      }
    }
    const districts = tableOf(paper, '区县合计与全市的核对').rows;
    // One activity stood in two districts.
    expect(districts.find(([name]) => name === '活动（场）')).toEqual([
      '活动（场）',
      14,
      1,
      0,
      0,
      13,
      '同一活动涉及几个单位，全市计1次',
    ]);
    expect(tableOf(paper, '涉及几个单位的活动').rows.map(([number]) => number)).toContain('BG-2013-0018');
  });

  test('When high-level talents were cared for, Then figures say so and nothing else, whatever the form', async () => {
    const secret = await db
      .selectFrom('report')
      .selectAll()
      .where('number', '=', 'BG-2013-0008')
      .executeTakeFirstOrThrow();
    const need = await db
      .selectFrom('demand')
      .selectAll()
      .where('id', '=', secret.demand_id ?? '')
      .executeTakeFirstOrThrow();
    for (const scope of [CITY, { kind: 'district', slug: 'nankai' } as const]) {
      const paper = await reportOf({ scope });
      const text = scope === CITY ? JSON.stringify(paper) : await textOf(paper);
      for (const told of [
        secret.title,
        secret.number,
        secret.summary,
        need.unit_name,
        need.title,
        need.contact_name,
        need.contact_phone,
      ])
        if (told !== '') expect(text).not.toContain(told);
      expect(text).toContain('高层次人才保健只计数');
      expect(tableOf(paper, '专家服务情况汇总表').notes?.join()).toContain('高层次人才保健另有1场');
    }
  });

  test('When a need is confidential, Then neither unit nor content of it is told', async () => {
    const { demand_id: id } = await db
      .selectFrom('report')
      .select('demand_id')
      .where('number', '=', 'BG-2013-0004')
      .executeTakeFirstOrThrow();
    const need = await db
      .selectFrom('demand')
      .selectAll()
      .where('id', '=', id ?? '')
      .executeTakeFirstOrThrow();
    const report = await db
      .selectFrom('report')
      .selectAll()
      .where('number', '=', 'BG-2013-0004')
      .executeTakeFirstOrThrow();
    expect(await textOf(await reportOf({ scope: BINHAI }))).toContain(need.unit_name);
    const text = await among(
      async () =>
        void (await db.updateTable('demand').set({ confidential: true }).where('id', '=', id).execute()),
      async () => `${await textOf(await reportOf({ scope: BINHAI }))}${JSON.stringify(await reportOf())}`,
    );
    for (const told of [
      need.unit_name,
      need.title,
      need.description,
      need.contact_phone,
      report.title,
      report.summary,
    ])
      expect(text).not.toContain(told);
    expect(text).toContain('（不公开）');
  });

  test('When a district reads its own, Then it is a draft with its figures, and with what disagrees', async () => {
    const found = await among(
      async () => {
        await accept({ service_start: '2013-11-20', service_end: '2013-11-20', place: '甲村' }, ['1']);
        await accept(
          { service_start: '2013-11-20', service_end: '2013-11-20', place: '乙村', districts: ['binhai'] },
          ['1'],
        );
        await accept({ service_start: '2013-11-22', service_end: '2013-11-26', days: 1, place: '丙村' }, [
          '2',
        ]);
        await accept({ service_start: '2013-11-24', service_end: '2013-11-24', place: '丁村' }, ['2']);
        const long = await accept({ service_start: '2013-11-27', service_end: '2013-11-28', days: 3 }, ['3']);
        const other = await accept(
          {
            service_start: '2013-12-01',
            service_end: '2013-12-01',
            metrics: { trained_persons: 9, service_persons: 5 },
          },
          ['4'],
        );
        for (const report of [long, other])
          await db
            .insertInto('report_file')
            .values({
              team_id: teamId,
              report_id: report,
              version: 1,
              no: 1,
              file_id: `F${report}`,
              name: 'IMG_1.JPG',
              type: 'image/jpeg',
              size: 512,
            })
            .execute();
      },
      () => reportOf({ scope: JIZHOU }),
    );
    expect(found.draft).toBe(true);
    expect(found.issuer).toBe('蓟县');
    const { rows } = tableOf(found, '需要核对的报告');
    const of = (what: string) => rows.filter((row) => row[1] === what).map(([, , numbers]) => numbers);
    const first = 'BG-2013-9001';
    expect(of('同一人同一天在两处服务')).toEqual([`${first}、BG-2013-9002`]);
    expect(of('天数超过起止时间')).toEqual(['BG-2013-9005']);
    expect(of('同一张照片用于几份报告')).toEqual(['BG-2013-9005、BG-2013-9006']);
    expect(of('培训人次多于服务人次')).toEqual(['BG-2013-0012', 'BG-2013-9006']);
    expect(tableOf(await reportOf({ scope: JIZHOU }), '需要核对的报告').rows).toHaveLength(1);
  });

  test('When one unit is spelled two ways, Then both spellings are listed', async () => {
    const reports = await db
      .selectFrom('report')
      .select(['id', 'demand_id'])
      .where('state', '=', 'accepted')
      .where(sql<boolean>`'binhai' = any(districts)`)
      .orderBy('number')
      .execute();
    const [one, two] = reports.map(({ demand_id }) => demand_id ?? '');
    const before = await db
      .selectFrom('demand')
      .select(['id', 'unit_name', 'host_unit_id'])
      .where('id', 'in', [one ?? '', two ?? ''])
      .execute();
    const first = before.find(({ id }) => id === one);
    const spelled = `${first?.unit_name}（北区）`;
    await db
      .updateTable('demand')
      .set({ unit_name: spelled, host_unit_id: first?.host_unit_id ?? '' })
      .where('id', '=', two ?? '')
      .execute();
    try {
      const { rows } = tableOf(await reportOf({ scope: BINHAI }), '需要核对的报告');
      const [row] = rows.filter(([, what]) => what === '同一单位有几种写法');
      expect(row?.[3]).toContain(spelled);
    } finally {
      for (const { id, unit_name, host_unit_id } of before)
        await db.updateTable('demand').set({ unit_name, host_unit_id }).where('id', '=', id).execute();
    }
  });

  test('When a unit handed in and more is accepted later, Then its row stands and the change is listed', async () => {
    const figures = { reports: 2, experts: 3, personTimes: 3, metrics: { service_persons: 60 } };
    const city = await among(
      async () => {
        await acceptSummary('district', 'jizhou', {
          figures,
          narrative: '一、深入乡村。\n二、结对帮扶。',
          stories: '盘山脚下的医生',
        });
        await accept({});
      },
      () => reportOf(),
    );
    const row = tableOf(city, '年度情况汇总表').rows.find(([, name]) => name === '蓟县');
    expect(row?.slice(2, 4)).toEqual([3, 3]);
    expect(tableOf(city, '报送后的变化').rows).toContainEqual(['蓟县', '活动（场）', 2, 3, 1]);
    const reconciled = tableOf(city, '区县合计与全市的核对').rows.find(([name]) => name === '活动（场）');
    expect(reconciled).toEqual(['活动（场）', 14, 1, 1, 0, 14, expect.stringContaining('报送后')]);
    expect(saidIn(city)).toContain('盘山脚下的医生');
    expect(saidIn(city)).toContain('审核通过1个');
  });

  test('When a closed year was corrected, Then the total is the corrected one, and each correction is told', async () => {
    const live = await reportOf();
    const persons = Number(tableOf(live, '年度情况汇总表').total?.[14]);
    const city = await among(
      async () => {
        const frozen = {
          city: { reports: 13, experts: 21, personTimes: 25, metrics: { service_persons: persons } },
          units: {},
        };
        await db
          .updateTable('programme_year')
          .set({ state: 'closed', current: false, frozen, closed_at: NOW, closed_by: 'U0BUREAU' })
          .execute();
        for (const [no, object, reason] of [
          [1, 'BG-2013-0004', '多报了'],
          [2, 'BG-2013-0008', '院士的事'],
        ] as const)
          await db
            .insertInto('year_correction')
            .values({
              team_id: teamId,
              year: 2013,
              no,
              object,
              metric: 'service_persons',
              was: 12,
              value: 2,
              reason,
              made_by: 'U0BUREAU',
              made_at: NOW,
            })
            .execute();
      },
      () => reportOf(),
    );
    expect(tableOf(city, '年度情况汇总表').total?.[14]).toBe(persons - 20);
    expect(tableOf(city, '年度关闭后的更正').rows.map((row) => [row[1], row[5]])).toEqual([
      ['BG-2013-0004', '多报了'],
      ['BG-2013-0008', '（不公开）'],
    ]);
    const row = tableOf(city, '区县合计与全市的核对').rows.find(([name]) => name === '服务群众(人员)人次');
    expect(row?.[4]).toBe(-20);
    expect(
      tableOf(city, '专家服务情况汇总表')
        .rows.map((cells) => cells.at(-1))
        .join(),
    ).toContain('更正第1号');
  });

  test('When nothing was done, Then a nil report and an empty year read well', async () => {
    const nil = await among(
      () => acceptSummary('district', 'heping', { nil: true }),
      () => reportOf({ scope: { kind: 'district', slug: 'heping' } }),
    );
    expect(nil.draft).toBe(false);
    expect(saidIn(nil)).toContain('和平区2013年度未开展活动，报送零报告。');
    await sql`insert into programme_year (team_id, year, name, document_no, target_experts, opens_on, deadline, time_zone,
        channel_id, language, published_by, catalogue, created_by, created_at, current)
      select team_id, 2014, name, document_no, target_experts, '2014-01-01', deadline, time_zone, channel_id, language,
        published_by, catalogue, created_by, created_at, false from programme_year where year = 2013`.execute(
      db,
    );
    try {
      const programme = await programmeOf(db, { teamId, year: 2014 });
      for (const locale of ['zh', 'en'] as const) {
        const seen: [number, number][] = [];
        const paper = await readYearReport(db, {
          teamId,
          programme,
          scope: CITY,
          locale,
          now: NOW,
          onProgress: (...at) => void seen.push(at),
        });
        expect(seen).toEqual([[0, 0]]);
        expect(saidIn(paper)).toMatch(
          locale === 'zh' ? /2014年度，全市没有已采纳的服务报告。/ : /In 2014 no report of a service/,
        );
        for (const format of FORMATS)
          expect((await writePaper(paper, format)).bytes.length).toBeGreaterThan(500);
      }
    } finally {
      await sql`delete from yearly_summary where team_id = ${teamId} and year = 2014`.execute(db);
      await sql`delete from programme_year where team_id = ${teamId} and year = 2014`.execute(db);
    }
  });

  test('When it is read in English, Then what is ours is English, and the figures are the same', async () => {
    const [zh, en] = [await reportOf(), await reportOf({ locale: 'en' })];
    expect(tableOf(en, 'Summary of the year').total?.slice(2)).toEqual(
      tableOf(zh, '年度情况汇总表').total?.slice(2),
    );
    const ours = [
      ...listTables(en).flatMap(({ title, columns, notes = [] }) => [
        title,
        ...notes,
        ...columns.map(({ heading }) => heading),
      ]),
      ...en.annexes.map(({ title }) => title),
      saidIn(en).replaceAll(/天津市专家服务基层行动|津人社局函〔2013〕530号/g, ''),
    ].join('\n');
    expect(ours).not.toMatch(/\p{Script=Han}|[，。（）：；]/u);
  });

  test('When the same moment is read twice, Then byte for byte the same, in every form', async () => {
    const [first, second] = [await reportOf({ scope: BINHAI }), await reportOf({ scope: BINHAI })];
    expect(second).toEqual(first);
    for (const format of FORMATS)
      expect((await writePaper(first, format)).bytes).toEqual((await writePaper(second, format)).bytes);
  });

  test('When a year is long, Then its progress is told, up to the end, and its list agrees with its sums', async () => {
    const seen: [number, number][] = [];
    const paper = await among(
      async () => {
        await sql`insert into report (team_id, id, number, year, state, author, title, action_line, districts, service_start,
            service_end, days, metrics, submitted_at, changed_at)
          select ${teamId}, 'long' || n, 'BG-2013-9' || lpad(n::text, 5, '0'), 2013, 'accepted', 'U0', '服务', 'other',
            array['wuqing'], '2013-12-01', '2013-12-01', 1, '{"service_persons": 1}', ${NOW}, ${NOW}
          from generate_series(1, 1200) n`.execute(db);
        await sql`insert into report_expert (team_id, report_id, year, expert_id)
          select ${teamId}, 'long' || n, 2013, (select id from expert order by id limit 1) from generate_series(1, 1200) n`.execute(
          db,
        );
      },
      () => reportOf({ onProgress: (...at) => void seen.push(at) }),
    );
    const { rows } = tableOf(paper, '专家服务情况汇总表');
    const talents = 1;
    expect(rows).toHaveLength(25 + 1200 - talents);
    expect(tableOf(paper, '年度情况汇总表').total?.[3]).toBe(25 + 1200);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a - b));
  });
});
