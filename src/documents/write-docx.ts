import {
  AlignmentType,
  Document,
  type FileChild,
  Footer,
  Header,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  TextRun,
} from 'docx';
import type { Locale } from '../i18n/locale.ts';
import { fixZip } from './fixed-zip.ts';
import type { Annex, Paper } from './paper.ts';
import { say } from './words-paper.ts';
import { composeBlocks, type Place } from './write-docx-blocks.ts';
import {
  CHARACTER,
  FONTS,
  type Fonts,
  GRID,
  PAGE,
  SIZES,
  stylesFor,
  TEXT_WIDTH,
  WIDE_MARGIN,
  WIDE_WIDTH,
  writeFallbacks,
} from './write-docx-style.ts';
import type { TableXml } from './write-docx-table.ts';
import { isWide } from './write-tables.ts';
import { cleanLine, linesOf, widthOf } from './write-text.ts';

/** A paper in the layout of an official document, GB/T 9704-2012. */
export async function writeDocx(paper: Paper): Promise<Uint8Array> {
  const { locale, title, issuer, annexes } = paper;
  const by = cleanLine(issuer);
  const tables: TableXml[] = [];
  // Nobody can write the name of a style: it is no text.
  const keep = (table: TableXml) => new Paragraph({ style: `table-${tables.push(table) - 1}` });
  let pictures = 0;
  const makes: Makes = { keep, nextPicture: () => (pictures += 1) };
  const document = new Document({
    title: cleanLine(title),
    creator: by,
    lastModifiedBy: by,
    evenAndOddHeaderAndFooters: true,
    styles: stylesFor(locale),
    sections: [textSection(paper, makes), ...annexes.map((annex, i) => annexSection(annex, i, paper, makes))],
  });
  const packed = await Packer.pack(document, 'uint8array');
  return fixZip(packed, {
    'word/fontTable.xml': writeFallbacks,
    'word/document.xml': (content) => putTables(content, tables),
  });
}

/** What is made for a document as it goes on. */
type Makes = Pick<Place, 'keep' | 'nextPicture'>;

function putTables(content: string, tables: readonly TableXml[]): string {
  return content.replace(
    /<w:p><w:pPr><w:pStyle w:val="table-(\d+)"\/><\/w:pPr><\/w:p>/g,
    (_, i) => tables[Number(i)] ?? '',
  );
}

function textSection(paper: Paper, makes: Makes): ISectionOptions {
  const { locale, title, number, blocks, annexes, issuer, date, asOf } = paper;
  const fonts = FONTS[locale];
  const wide = blocks.some((one) => one.kind === 'table' && isWide(one));
  return section(paper, wide, [
    ...(number === undefined ? [] : [centred(number, fonts.body, SIZES.body)]),
    ...linesOf(title).map((line) => centred(line, fonts.title, SIZES.title)),
    centred(say(locale, 'as_of', { moment: asOf }), fonts.kai, SIZES.page, CHARACTER),
    ...composeBlocks(blocks, { paper, ...makes, width: wide ? WIDE_WIDTH : TEXT_WIDTH }),
    ...composeAnnexList(annexes, paper),
    ...composeSignature(issuer, date),
  ]);
}

/** On a new page, with its number at the top left. */
function annexSection({ title, blocks }: Annex, i: number, paper: Paper, makes: Makes): ISectionOptions {
  const { locale, annexes } = paper;
  const wide = blocks.some((one) => one.kind === 'table' && isWide(one));
  const no = annexes.length > 1 ? say(locale, 'annex_no', { n: i + 1 }) : say(locale, 'annex');
  return section(paper, wide, [
    new Paragraph({ children: [new TextRun({ text: no, font: FONTS[locale].black, size: SIZES.body })] }),
    ...linesOf(title).map((line) => centred(line, FONTS[locale].title, SIZES.title)),
    ...composeBlocks(blocks, { paper, ...makes, width: wide ? WIDE_WIDTH : TEXT_WIDTH, under: title }),
  ]);
}

function section({ locale, draft }: Paper, wide: boolean, children: FileChild[]): ISectionOptions {
  const header = () => new Header({ children: [composeMark(draft ? say(locale, 'draft') : '', locale)] });
  const { width, height } = PAGE.size;
  const orientation = wide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT;
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      page: { size: { width, height, orientation }, margin: wide ? WIDE_MARGIN : PAGE.margin },
      grid: GRID,
    },
    headers: { default: header(), even: header() },
    footers: {
      default: composeFooter(AlignmentType.RIGHT, locale),
      even: composeFooter(AlignmentType.LEFT, locale),
    },
    children,
  };
}

function composeMark(text: string, locale: Locale): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    children: [new TextRun({ text, font: FONTS[locale].black, size: SIZES.body })],
  });
}

/** — 1 —, one character from the edge. */
function composeFooter(
  alignment: typeof AlignmentType.LEFT | typeof AlignmentType.RIGHT,
  locale: Locale,
): Footer {
  const children = ['— ', PageNumber.CURRENT, ' —'];
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: CHARACTER, right: CHARACTER },
        children: [new TextRun({ children, font: FONTS[locale].song, size: SIZES.page })],
      }),
    ],
  });
}

function centred(text: string, font: Fonts[keyof Fonts], size: number, after = 0): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: size * 15, lineRule: LineRuleType.EXACT, after },
    children: [new TextRun({ text, font, size })],
  });
}

/** 附件：1. …, below the text. */
function composeAnnexList(annexes: readonly Annex[], { locale }: Paper): Paragraph[] {
  const names = annexes.map(({ title }, i) =>
    annexes.length > 1 ? `${i + 1}. ${cleanLine(title)}` : cleanLine(title),
  );
  const label = `${say(locale, 'annexes')}${locale === 'zh' ? '' : ' '}`;
  const hanging = widthOf(label) * CHARACTER;
  return names.map(
    (name, i) =>
      new Paragraph({
        ...(i === 0 ? { spacing: { before: CHARACTER } } : {}),
        indent: i === 0 ? { left: 2 * CHARACTER + hanging, hanging } : { left: 2 * CHARACTER + hanging },
        children: [new TextRun(`${i === 0 ? label : ''}${name}`)],
      }),
  );
}

/** The day stands four characters from the edge, and the issuer over its middle. */
function composeSignature(issuer: string, date: string): Paragraph[] {
  const [by, day] = [cleanLine(issuer), cleanLine(date)];
  const wider = (widthOf(day) - widthOf(by)) / 2;
  const under = Math.max(2, 4 + wider);
  return [signed(by, under, { before: 2 * CHARACTER }), signed(day, Math.max(under - wider, 2), {})];
}

function signed(text: string, right: number, spacing: { before?: number }): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    spacing,
    keepLines: true,
    indent: { right: Math.round(right * CHARACTER) },
    children: [new TextRun(text)],
  });
}
