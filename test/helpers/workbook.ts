import { crc32, deflateRawSync } from 'node:zlib';

/** One part of an archive, and what its directory says of it if that isn't true. */
export interface Part {
  name: string;
  content: Buffer | string;
  says?: { size?: number; crc?: number; flags?: number };
}

/** A zip archive as nobody's program writes it. */
export function zipOf(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, says = {} } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(says.flags ?? 0, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(says.crc ?? crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(says.size ?? bytes.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const behind = Buffer.alloc(14);
    behind.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), shared, behind, Buffer.from(name));
    files.push(Buffer.from('PK\x03\x04', 'latin1'), shared, Buffer.from(name), packed);
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

export interface SheetPart {
  name: string;
  xml: string;
  hidden?: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook from the XML of its sheets' rows; `more` takes the place of a part, or stands beside them. */
export function workbookOf(sheets: readonly SheetPart[], more: readonly Part[] = []): Buffer {
  const names = sheets.map(
    ({ name, hidden }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
  );
  const relations = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const parts: Part[] = [
    {
      name: 'xl/workbook.xml',
      content: `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: `<Relationships>${relations.join('')}</Relationships>` },
    ...sheets.map(({ xml }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      content: `<worksheet xmlns="${MAIN}"><sheetData>${xml}</sheetData></worksheet>`,
    })),
  ];
  const others = parts.filter(({ name }) => more.every((one) => one.name !== name));
  return zipOf([...others, ...more]);
}

/** Rows of text from the first row on; a cell that begins with < is XML already. */
export function rowsOf(rows: readonly (readonly string[])[], first = 1): string {
  return rows
    .map((cells, i) => {
      const inside = cells.map((text, at) => cellOf(text, `${columnOf(at)}${first + i}`)).join('');
      return `<row r="${first + i}">${inside}</row>`;
    })
    .join('');
}

/** The usual workbook: one sheet of text. */
export function listOf(rows: readonly (readonly string[])[]): Buffer {
  return workbookOf([{ name: 'Sheet1', xml: rowsOf(rows) }]);
}

function cellOf(text: string, at: string): string {
  if (text === '') return '';
  if (text.startsWith('<')) return text.replace('<c', `<c r="${at}"`);
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<c r="${at}" t="inlineStr"><is><t>${escaped}</t></is></c>`;
}

function columnOf(at: number): string {
  const rest = Math.floor(at / 26) - 1;
  return `${rest >= 0 ? columnOf(rest) : ''}${String.fromCharCode(65 + (at % 26))}`;
}
