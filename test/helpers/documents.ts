import { XMLParser, XMLValidator } from 'fast-xml-parser';
import readXlsx from 'read-excel-file/node';
import { fromBufferPromise } from 'yauzl';

/** A part of a document as another program finds it. */
export interface Part {
  content: string;
  modified: string;
}

/** The parts of a zip by their names, read by a library that shares nothing with the one that wrote it. */
export async function readZip(bytes: Uint8Array): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>();
  const zip = await fromBufferPromise(Buffer.from(bytes));
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    const content = Buffer.concat(chunks).toString();
    parts.set(entry.fileName, { content, modified: entry.getLastModDate({ timezone: 'UTC' }).toISOString() });
  }
  return parts;
}

/** What another reader of XML says against it; nothing where it is well-formed. */
export function faultsOf(parts: ReadonlyMap<string, Part>): string[] {
  return [...parts].flatMap(([name, { content }]) => {
    if (!/\.(xml|rels)$/.test(name)) return [];
    const said = XMLValidator.validate(content);
    return said === true ? [] : [`${name}: ${said.err.msg}`];
  });
}

/** Each paragraph of a DOCX, those of tables as well. */
export function paragraphsOf(document: string): string[] {
  return [...document.matchAll(/<w:p>(.*?)<\/w:p>/gs)].map(([, inside = '']) =>
    [...inside.matchAll(/<w:t[^>]*>(.*?)<\/w:t>/gs)].map(([, text = '']) => textOf(text)).join(''),
  );
}

const parser = new XMLParser({ trimValues: false });

function textOf(escaped: string): string {
  return String(parser.parse(`<t>${escaped}</t>`).t);
}

export type Rows = (string | number | boolean | Date | null)[][];

/** The sheets of a workbook by their names. */
export async function readSheets(bytes: Uint8Array): Promise<Map<string, Rows>> {
  const sheets = await readXlsx(Buffer.from(bytes));
  return new Map(sheets.map(({ sheet, data }) => [sheet, data as Rows]));
}
