import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { writeApart } from '../src/documents/apart.ts';
import { FORMATS, type Paper, type PaperTable } from '../src/documents/paper.ts';
import { writePaper } from '../src/documents/write-paper.ts';
import { faultsOf, paragraphsOf, readSheets, readZip } from './helpers/documents.ts';

const FORMULAS = ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x', ' =1'];
const HOSTILE = [
  '\u0000\u0001\u001f\ufffe\ud800 半',
  '<script>alert(1)</script>&"\'',
  ']]>',
  '\u202e倒',
  '<!channel>',
];

function tableOf(change: Partial<PaperTable> = {}): PaperTable {
  return {
    kind: 'table',
    title: '专家服务情况汇总表',
    columns: [
      { heading: '序号', width: 3 },
      { heading: '专家姓名', width: 8 },
      { heading: '天数', width: 4 },
    ],
    rows: [[1, '何知远', 1.5]],
    total: [null, '合计', 1.5],
    notes: ['只计已采纳的报告。'],
    ...change,
  };
}

function paperOf(change: Partial<Paper> = {}): Paper {
  return {
    locale: 'zh',
    title: '行动\n2013年度工作总结',
    number: '津人专〔2013〕7号',
    draft: true,
    issuer: '宁河县',
    date: '2013年12月31日',
    asOf: '2013年12月31日 10:00（中国标准时间）',
    blocks: [
      { kind: 'heading', level: 1, text: '基本情况' },
      { kind: 'heading', level: 2, text: '总体' },
      { kind: 'heading', level: 2, text: '分项' },
      { kind: 'heading', level: 3, text: '其一' },
      { kind: 'paragraph', text: '第一段。\n第二段。' },
      { kind: 'field', label: '填报单位(盖章)', value: null },
      { kind: 'code', caption: '扫码核验 1', address: 'https://desk.test/records/1' },
      { kind: 'code', caption: '扫码核验 2', address: 'https://desk.test/records/2' },
      { kind: 'heading', level: 1, text: '主要做法' },
    ],
    annexes: [
      { title: '专家服务情况汇总表', blocks: [tableOf()] },
      { title: '其他', blocks: [tableOf({ title: '空表', rows: [] })] },
    ],
    ...change,
  };
}

async function documentOf(paper: Paper) {
  const parts = await readZip((await writePaper(paper, 'docx')).bytes);
  return { parts, document: parts.get('word/document.xml')?.content ?? '' };
}

describe('papers', () => {
  test.each(FORMATS)(
    'When the same paper is written twice as %s, Then byte for byte the same',
    async (format) => {
      const [first, second] = [await writePaper(paperOf(), format), await writePaper(paperOf(), format)];
      expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
      expect(first.name).toBe(`行动 2013年度工作总结（草稿）.${format}`);
    },
  );

  test.each(['docx', 'xlsx'] as const)(
    'When it is packed as %s, Then it tells no time of its own',
    async (format) => {
      const parts = await readZip((await writePaper(paperOf(), format)).bytes);
      expect(new Set([...parts.values()].map(({ modified }) => modified))).toEqual(
        new Set(['1980-01-01T00:00:00.000Z']),
      );
      const [first, ...names] = [...parts.keys()];
      expect(first).toBe('[Content_Types].xml');
      expect(names).toEqual(names.toSorted());
      expect([...parts.values()].map(({ content }) => content).join()).not.toMatch(
        /dcterms:(created|modified)/,
      );
      expect(faultsOf(parts)).toEqual([]);
    },
  );

  test('When it is a document, Then its layout is the official one', async () => {
    const { parts, document } = await documentOf(paperOf());
    const said = paragraphsOf(document).filter((text) => text !== '');
    expect(said.slice(0, 11)).toEqual([
      '津人专〔2013〕7号',
      '行动',
      '2013年度工作总结',
      '数据截至2013年12月31日 10:00（中国标准时间）',
      '一、基本情况',
      '（一）总体',
      '（二）分项',
      '1.其一',
      '第一段。',
      '第二段。',
      '填报单位(盖章)',
    ]);
    expect(said).toContain('二、主要做法');
    expect(said).toContain('附件：1. 专家服务情况汇总表');
    // A4, 37 mm above, 28 mm at the binding side, 156 by 225 mm of text, 22 lines, in twentieths of a point.
    expect(document).toContain('<w:pgSz w:w="11906" w:h="16838" w:orient="portrait"/>');
    expect(document).toContain('w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"');
    expect(document).toContain('<w:docGrid w:type="lines" w:linePitch="580"/>');
    // The text and each annex are sections of their own, each on a new page.
    expect(document.match(/<w:sectPr>/g)).toHaveLength(3);
    expect(said).toContain('附件1');
    expect(said).toContain('附件2');
    expect(said).toContain('（无）');
    const fonts = parts.get('word/fontTable.xml')?.content ?? '';
    expect(fonts).toMatch(/w:name="仿宋_GB2312"><w:altName w:val="[^"]*FangSong/);
    expect(fonts).toContain('w:name="方正小标宋简体"');
    expect(fonts).not.toContain('embed');
    expect(parts.get('word/settings.xml')?.content).toContain('<w:evenAndOddHeaders/>');
    const feet = [...parts]
      .filter(([name]) => name.startsWith('word/footer'))
      .map(([, { content }]) => content);
    expect(feet.some((one) => one.includes('w:jc w:val="right"'))).toBe(true);
    expect(feet.some((one) => one.includes('w:jc w:val="left"'))).toBe(true);
    for (const foot of feet) expect(foot).toMatch(/— .*PAGE.* —/s);
    const heads = [...parts]
      .filter(([name]) => name.startsWith('word/header'))
      .map(([, { content }]) => content);
    for (const head of heads) expect(head).toContain('草稿');
    const { parts: final } = await documentOf(paperOf({ draft: false }));
    expect([...final.values()].map(({ content }) => content).join()).not.toContain('草稿');
  });

  test('When a table is wide, Then its annex lies on the long side of the paper', async () => {
    const columns = Array.from({ length: 16 }, (_, i) => ({ heading: `第${i}列`, width: 5 }));
    const rows = [columns.map((_, i) => i)];
    const annex = { title: '汇总表', blocks: [tableOf({ columns, rows, total: rows[0] ?? [] })] };
    const { document } = await documentOf(paperOf({ annexes: [annex] }));
    expect(document).toContain('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>');
    expect(document).toContain('<w:tblHeader/>');
    expect(paragraphsOf(document)).toContain('附件');
  });

  test('When people wrote what breaks files, Then every file can be read, and says it as text', async () => {
    const texts = [...HOSTILE, ...FORMULAS];
    const rows = texts.map((text, i) => [i, text, -1 - i]);
    const blocks: Paper['blocks'] = texts.flatMap((text) => [
      { kind: 'heading', level: 1, text },
      { kind: 'paragraph', text },
      { kind: 'field', label: text, value: text },
      { kind: 'code', caption: text, address: text },
    ]);
    const annexes = texts.map((text, i) => ({
      title: text,
      blocks: [tableOf({ title: text, rows: i === 0 ? rows : rows.slice(0, 1), notes: [text] })],
    }));
    const hostile = paperOf({
      title: texts.join('\n'),
      issuer: HOSTILE.join(''),
      date: '=1',
      blocks,
      annexes,
    });
    const { parts, document } = await documentOf(hostile);
    expect(faultsOf(parts)).toEqual([]);
    expect(document).toContain('&lt;script&gt;');

    const book = await writePaper(hostile, 'xlsx');
    const bookParts = await readZip(book.bytes);
    expect(faultsOf(bookParts)).toEqual([]);
    expect([...bookParts.values()].map(({ content }) => content).join()).not.toMatch(/<f>|<f /);
    const [[, sheet] = ['', []]] = await readSheets(book.bytes);
    const cells = sheet.slice(3, 3 + texts.length);
    expect(cells.map((row) => typeof row[1])).toEqual(texts.map(() => 'string'));
    expect(cells.map((row) => row[2])).toEqual(texts.map((_, i) => -1 - i));

    const csv = Buffer.from((await writePaper(hostile, 'csv')).bytes).toString();
    expect(csv.startsWith('\ufeff')).toBe(true);
    const read: string[][] = parse(csv, { bom: true, relax_column_count: true, skip_empty_lines: true });
    const unguarded = read.flat().filter((cell) => /^\s*[=+@＝＋－＠]/.test(cell) || /^-\D/.test(cell));
    expect(unguarded).toEqual([]);
    expect(csv).toContain(`"'=1+1"`);

    const page = Buffer.from((await writePaper(hostile, 'html')).bytes).toString();
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('<bdi>\u2068\u202e倒\u2069</bdi>');
    expect(page).not.toMatch(/(src|href|url)\s*[=(]/);
  });

  test('When it has a code to scan, Then a document and a page show it above what it is for, and a sheet says the address', async () => {
    const form = paperOf({ annexes: [] });
    const { parts, document } = await documentOf(form);
    expect(document.match(/<wp:docPr id="\d+"/g)).toEqual(['<wp:docPr id="1"', '<wp:docPr id="2"']);
    expect([...parts.keys()].filter((name) => /^word\/media\/.*\.gif$/.test(name))).toHaveLength(2);
    expect(parts.get('[Content_Types].xml')?.content).toContain('image/gif');
    expect(paragraphsOf(document)).toContain('扫码核验 2');
    const page = Buffer.from((await writePaper(form, 'html')).bytes).toString();
    expect(page.match(/<svg class="qr"[^>]*aria-label="扫码核验 \d"/g)).toHaveLength(2);
    const csv = Buffer.from((await writePaper(form, 'csv')).bytes).toString();
    expect(csv).toContain('"扫码核验 1","https://desk.test/records/1"');
    const sheets = await readSheets((await writePaper(form, 'xlsx')).bytes);
    expect(sheets.get('正文')).toContainEqual(['扫码核验 1', 'https://desk.test/records/1']);
  });

  test('When a workbook is read, Then figures are figures, below title, issuer and moment', async () => {
    const sheets = await readSheets((await writePaper(paperOf(), 'xlsx')).bytes);
    expect([...sheets.keys()]).toEqual(['专家服务情况汇总表', '空表']);
    const rows = sheets.get('专家服务情况汇总表') ?? [];
    expect(rows.map((row) => row.filter((cell) => cell !== null))).toEqual([
      ['专家服务情况汇总表'],
      ['草稿　制表单位：宁河县　数据截至：2013年12月31日 10:00（中国标准时间）'],
      ['序号', '专家姓名', '天数'],
      [1, '何知远', 1.5],
      ['合计', 1.5],
      ['注：只计已采纳的报告。'],
    ]);
  });

  test('When a table has more rows than a workbook bears, Then it is written as CSV; on paper the first ones', async () => {
    const rows = Array.from({ length: 20_001 }, (_, i) => [i + 1, '何知远', 1]);
    const long = paperOf({ annexes: [{ title: '表', blocks: [tableOf({ rows })] }] });
    const written = await writePaper(long, 'xlsx');
    expect(written.format).toBe('csv');
    expect(written.name).toMatch(/\.csv$/);
    expect(written.mime).toBe('text/csv');
    expect(Buffer.from(written.bytes).toString().split('\r\n').length).toBeGreaterThan(20_001);
    const { document } = await documentOf(long);
    expect(document).toContain('本表共20001行，此处印出前2000行');
  });

  test('When a long paper is written beside everything else, Then it has the bytes that it has anywhere', async () => {
    const rows = Array.from({ length: 700 }, (_, i) => [i + 1, `专家${i}`, 1]);
    const long = paperOf({
      blocks: [tableOf({ title: '短表' }), { kind: 'paragraph', text: '之间' }, tableOf({ rows: [] })],
      annexes: [
        { title: '表', blocks: [tableOf({ rows })] },
        { title: '又一表', blocks: [tableOf({ title: '又一表', rows: rows.slice(0, 3) })] },
      ],
    });
    const [apart, here] = [await writeApart(long, 'csv'), await writePaper(long, 'csv')];
    expect(apart.written?.name).toBe(here.name);
    expect(Buffer.compare(apart.written?.bytes ?? Buffer.alloc(0), here.bytes)).toBe(0);
  });

  test('When it has no table, Then a workbook and CSV say its fields and sentences', async () => {
    const form = paperOf({ draft: false, annexes: [] });
    const sheets = await readSheets((await writePaper(form, 'xlsx')).bytes);
    expect(sheets.get('正文')?.map(([first]) => first)).toContain('填报单位(盖章)');
    expect(Buffer.from((await writePaper(form, 'csv')).bytes).toString()).toContain('"填报单位(盖章)",');
  });

  test('When an English paper is written, Then nothing on it that is ours is Chinese', async () => {
    const english = paperOf({
      locale: 'en',
      title: 'Report',
      number: 'No. 7',
      issuer: 'Ninghe County',
      date: '31 Dec 2013',
      asOf: '31 Dec 2013 10:00',
      blocks: [
        { kind: 'heading', level: 1, text: 'Outline' },
        { kind: 'heading', level: 2, text: 'All' },
        { kind: 'heading', level: 3, text: 'One' },
      ],
      annexes: [
        {
          title: 'List',
          blocks: [
            tableOf({
              title: 'x',
              columns: [{ heading: 'No.', width: 1 }],
              rows: [],
              total: [1],
              notes: ['a', 'b'],
            }),
          ],
        },
      ],
    });
    const { document } = await documentOf(english);
    const said = paragraphsOf(document);
    expect(said).toEqual(
      expect.arrayContaining(['1. Outline', '1.1 All', '(1) One', 'Annexes: List', 'Annex', '(none)']),
    );
    expect(said.join()).not.toMatch(/\p{Script=Han}|[，。（）：]/u);
    const page = Buffer.from((await writePaper(english, 'html')).bytes).toString();
    expect(page.replace(/<style>.*<\/style>/s, '')).not.toMatch(/\p{Script=Han}|[，。（）：]/u);
  });
});
