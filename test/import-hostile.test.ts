import { describe, expect, test } from 'vitest';
import { readFile } from '../src/imports/read-file.ts';
import { readList } from '../src/imports/read-list.ts';
import { headingKey, type Sheet, Unreadable } from '../src/imports/sheet.ts';
import { listOf, rowsOf, workbookOf, zipOf } from './helpers/workbook.ts';

const MB = 1024 * 1024;
const KEYS = ['姓名', '所在单位（派出单位）', '电话', '日期', 'Name'].map(headingKey);

const read = (bytes: Uint8Array, mostMs?: number) => readFile(bytes, KEYS, mostMs);

/** The rows, by their number, or why there are none. */
async function saidOf(bytes: Uint8Array) {
  const answer = await read(bytes);
  return answer.ok ? rowsIn(answer.sheet) : answer.fault;
}

const rowsIn = ({ rows }: Sheet) => rows.map(({ no, cells }) => [no, ...cells]);

const HEAD = ['姓名', '所在单位'];
const gbk = (text: string) => Buffer.concat([...text].map((char) => GBK.get(char) ?? Buffer.from(char)));
const GBK = new Map(
  Object.entries({ 姓: 'd0d5', 名: 'c3fb', 电: 'b5e7', 话: 'bbb0', 张: 'd5c5', 三: 'c8fd' }).map(
    ([char, hex]) => [char, Buffer.from(hex, 'hex')],
  ),
);

describe('files that are no lists', () => {
  const bomb = Buffer.alloc(40 * MB, ' ');
  const list = listOf([HEAD, ['张三', '大学']]);
  const entities = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "&${'abcdefghi'[i]};&${'abcdefghi'[i]};">`).join('')}]>`;
  const sheet = (content: string) => ({ name: 'xl/worksheets/sheet1.xml', content });
  const withSheet = (content: string) => workbookOf([{ name: 'S', xml: '' }], [sheet(content)]);

  const KILLING: [what: string, bytes: Buffer, code: string, values?: object][] = [
    ['is empty', Buffer.alloc(0), 'empty_file'],
    ['holds only spaces', Buffer.from(' \n \n'), 'no_headings'],
    ['is a zip bomb', zipOf([{ name: 'xl/workbook.xml', content: bomb }]), 'unpacks_too_large', { max: 30 }],
    [
      'is a zip bomb that lies about its size',
      workbookOf([{ name: 'S', xml: '' }], [{ ...sheet(''), content: bomb, says: { size: 1000 } }]),
      'damaged',
    ],
    [
      'has a part that is shorter than it says',
      workbookOf([{ name: 'S', xml: '' }], [{ ...sheet('<x/>'), says: { size: 1000 } }]),
      'damaged',
    ],
    [
      'has 1,000 parts',
      zipOf(Array.from({ length: 1000 }, (_, i) => ({ name: `${i}`, content: '' }))),
      'too_many_parts',
    ],
    [
      'has one cell at the end of the sheet',
      workbookOf([
        { name: 'S', xml: `${rowsOf([HEAD])}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` },
      ]),
      'too_far',
      { cell: 'XFD1048576' },
    ],
    [
      'has a row beyond the end of all sheets',
      workbookOf([{ name: 'S', xml: `${rowsOf([HEAD])}<row r="99999999999"/>` }]),
      'damaged',
    ],
    [
      'defines words that grow',
      withSheet(
        `<?xml version="1.0"?>${entities}<worksheet><sheetData><row><c t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>`,
      ),
      'foreign_entities',
    ],
    ['is encrypted', zipOf([{ name: 'xl/workbook.xml', content: 'x', says: { flags: 1 } }]), 'locked'],
    [
      'is an old workbook with a new name',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]),
      'old_or_locked',
    ],
    ['is cut in two', list.subarray(0, list.length / 2), 'damaged'],
    ['is a zip of something else', zipOf([{ name: 'word/document.xml', content: '<x/>' }]), 'not_a_sheet'],
    ['is a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'not_a_sheet'],
    [
      'is a web page that calls itself a workbook',
      Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'),
      'not_a_sheet',
    ],
    ['is no text in any encoding', Buffer.from('41ff41fe4180', 'hex'), 'bad_text'],
    ['has a quote that is never closed', Buffer.from('姓名,电话\n"张三,1\n李四,2'), 'bad_quotes'],
    [
      'has other headings',
      listOf([
        ['甲', '乙'],
        ['1', '2'],
      ]),
      'no_headings',
    ],
    [
      'has a heading twice',
      listOf([
        [...HEAD, '姓 名*'],
        ['张三', '大学', '李四'],
      ]),
      'heading_twice',
      { columns: 'A, C' },
    ],
    ['has headings alone', listOf([HEAD]), 'no_rows'],
    [
      'has too many rows',
      Buffer.from(`姓名,电话\n${'张三,1\n'.repeat(5001)}`),
      'too_many_rows',
      { max: 5000 },
    ],
    ['is not XML inside', withSheet('<worksheet><sheetData><row r="2"/><row r="1"/></sheetData>'), 'damaged'],
    [
      'refers to a text that isn’t there',
      workbookOf([{ name: 'S', xml: rowsOf([[...HEAD, '<c t="s"><v>7</v></c>']]) }]),
      'bad_cell',
      { row: '1', column: '3' },
    ],
  ];

  /** What may take more than it should goes where the product lets it go; the rest is read by the same code. */
  const isHeavy = (what: string) => /bomb|end|grow|cut/.test(what);

  test.each(KILLING.filter(([what]) => !isHeavy(what)))(
    'When a file %s, Then it is refused by name',
    async (_, bytes, code, values = {}) => {
      const reading = readList({ bytes: new Uint8Array(bytes).buffer, keys: KEYS });
      await expect(reading).rejects.toSatisfy((error) => {
        // Whatever the reader itself throws is a damaged file.
        expect(error instanceof Unreadable ? error.fault : { code: 'damaged', values }).toMatchObject({
          code,
          values,
        });
        return true;
      });
    },
  );

  test('When files are made to kill, Then each is refused by name, the process lives, and has its memory back', async () => {
    const before = process.memoryUsage.rss();
    const heavy = KILLING.filter(([what]) => isHeavy(what));
    expect(heavy.length).toBeGreaterThan(5);
    for (const [, bytes, code, values = {}] of heavy)
      expect(await saidOf(bytes)).toMatchObject({ code, values });
    expect(await saidOf(list)).toEqual([[2, '张三', '大学']]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * MB);
  });

  test('When a file wants more memory than there is, Then the thread ends and nothing else', async () => {
    // An address that only the reader reads as one: it makes 17,179,869,184 cells of it.
    const far = '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>';
    expect(await saidOf(workbookOf([{ name: 'S', xml: rowsOf([HEAD]) + far }]))).toEqual({
      code: 'too_much',
      values: {},
    });
    expect(await saidOf(list)).toEqual([[2, '张三', '大学']]);
  });

  test('When a file takes too long, Then it is given up', async () => {
    expect(await read(list, 1)).toEqual({ ok: false, fault: { code: 'too_slow', values: {} } });
    expect(await saidOf(list)).toEqual([[2, '张三', '大学']]);
  });
});

describe('files that are odd and good', () => {
  const number = (value: string, more = '') => `<c${more}><v>${value}</v></c>`;

  test.each<[string, Buffer, unknown[]]>([
    ['is saved in GBK', gbk('姓名,电话\n张三,022-1'), [[2, '张三', '022-1']]],
    [
      'is text with a mark and semicolons',
      Buffer.from('\ufeff姓名;电话\n"张三";"1;2"'),
      [[2, '张三', '1;2']],
    ],
    [
      'is text from a spreadsheet program, with tabs',
      Buffer.from('\ufeff姓名\t电话\n张三\t1', 'utf16le'),
      [[2, '张三', '1']],
    ],
    ['keeps zeros by a formula', Buffer.from('姓名,电话\n张三,="0123"'), [[2, '张三', '0123']]],
    [
      'has formulas',
      listOf([
        ['姓名', '电话'],
        ['<c t="str"><f>A1&amp;"x"</f><v>张三</v></c>', number('3', '')],
      ]),
      [[2, '张三', '3']],
    ],
    [
      'has numbers as text, and long ones',
      listOf([
        ['姓名', '电话'],
        ['张三', '00123'],
        ['李四', number('13800138000')],
        ['王五', number('0.30000000000000004')],
      ]),
      [
        [2, '张三', '00123'],
        [3, '李四', '13800138000'],
        [4, '王五', '0.3'],
      ],
    ],
    [
      'has an error in a cell',
      listOf([
        ['姓名', '电话'],
        ['张三', '<c t="e"><v>#N/A</v></c>'],
      ]),
      [[2, '张三', '#N/A']],
    ],
    [
      'has a title, a remark and an empty row above',
      listOf([['2013年专家名单'], [], ['填报单位：人事处'], HEAD, ['张三', '大学']]),
      [[5, '张三', '大学']],
    ],
    [
      'has headings in two rows, merged',
      listOf([
        ['姓名', '联系方式', ''],
        ['', '电话', '邮编'],
        ['张三', '1', '300000'],
      ]),
      [[3, '张三', '1']],
    ],
    [
      'has its list on the second sheet, behind a hidden one',
      workbookOf([
        { name: 'h', hidden: true, xml: rowsOf([HEAD, ['错', '错']]) },
        { name: '说明', xml: rowsOf([['请看下一页']]) },
        { name: '名单', xml: rowsOf([HEAD, ['张三', '大学']]) },
      ]),
      [[2, '张三', '大学']],
    ],
    [
      'has a cell at the end on a hidden sheet',
      workbookOf([
        { name: 'h', hidden: true, xml: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' },
        { name: '名单', xml: rowsOf([HEAD, ['张三', '大学']]) },
      ]),
      [[2, '张三', '大学']],
    ],
    [
      'has 100 columns',
      listOf([
        [...HEAD, ...Array.from({ length: 98 }, (_, i) => `栏${i}`)],
        ['张三', '大学', ...Array.from({ length: 98 }, () => 'x')],
      ]),
      [[2, '张三', '大学']],
    ],
    [
      'has formats down to the last row',
      workbookOf([
        { name: 'S', xml: `${rowsOf([HEAD, ['张三', '大学']])}<row r="1048576"><c r="A1048576" /></row>` },
      ]),
      [[2, '张三', '大学']],
    ],
    [
      'still has the example',
      listOf([HEAD, ['【示例】何知远', '津沽大学'], ['张三', '大学']]),
      [[3, '张三', '大学']],
    ],
  ])('When a file %s, Then it is read', async (_, bytes, rows) => {
    // These are good: here they need no thread of their own.
    expect(rowsIn(await readList({ bytes: new Uint8Array(bytes).buffer, keys: KEYS }))).toEqual(rows);
  });

  test('When a cell holds a date, Then it is that day; and what is no column of ours is named', async () => {
    const styles = {
      name: 'xl/styles.xml',
      content: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    };
    const bytes = workbookOf(
      [
        {
          name: 'S',
          xml: rowsOf([
            ['姓名', '日期', '备注', '备注'],
            ['张三', number('41548', ' s="1"')],
          ]),
        },
      ],
      [styles],
    );
    expect(await read(bytes)).toMatchObject({
      sheet: { rows: [{ no: 2, cells: ['张三', '2013-10-01'] }], unread: ['备注', '备注'] },
    });
  });
});
