import {
  AlignmentType,
  type FileChild,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Paragraph,
  TextRun,
} from 'docx';
import type { Locale } from '../i18n/locale.ts';
import { pictureOfQr } from '../pages/qr.ts';
import type { Paper, PaperBlock } from './paper.ts';
import { CHARACTER, FONTS, SIZES } from './write-docx-style.ts';
import { type TableXml, writeForm, writeTable } from './write-docx-table.ts';
import { type Numbering, startNumbering } from './write-headings.ts';
import { type Grouped, groupFields, notesOf, printedRows } from './write-tables.ts';
import { cleanLine, linesOf } from './write-text.ts';

/** Where blocks stand. */
export interface Place {
  paper: Paper;
  /** In twentieths of a point. */
  width: number;
  /** Takes a table, and keeps its place in the text. */
  keep: (table: TableXml) => FileChild;
  /** A number for each picture of the document: the library counts on from one document to the next. */
  nextPicture: () => number;
  /** The title above: a table of the same name has no caption. */
  under?: string;
}

const LEVELS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

/** Headings numbered from one on, paragraphs, forms and tables. */
export function composeBlocks(blocks: readonly PaperBlock[], place: Place): FileChild[] {
  const numbering = startNumbering(place.paper.locale);
  return groupFields(blocks).flatMap((block) => composeBlock(block, numbering, place));
}

function composeBlock(block: Grouped, numbering: Numbering, place: Place): FileChild[] {
  const { locale } = place.paper;
  switch (block.kind) {
    case 'heading': {
      const text = `${numbering(block.level)}${cleanLine(block.text)}`;
      return [new Paragraph({ heading: LEVELS[block.level], children: [new TextRun(text)] })];
    }
    case 'paragraph':
      return linesOf(block.text).map(indented);
    case 'code':
      return composeCode(block, place.nextPicture());
    case 'fields':
      return [place.keep(writeForm(block.fields, place.width, locale))];
    case 'table': {
      const { more } = printedRows(block, locale);
      const notes = [...(more ? [more] : []), ...notesOf(block, locale)];
      return [
        ...(block.title === place.under ? [] : [composeCaption(block.title, locale)]),
        place.keep(writeTable(block, place.width, locale)),
        ...notes.map(composeNote),
      ];
    }
  }
}

/** 30 mm, in pixels of which an inch has 96. */
const CODE_SIDE = 113;

function composeCode({ address, caption }: Extract<PaperBlock, { kind: 'code' }>, no: number): Paragraph[] {
  const said = cleanLine(caption);
  const picture = new ImageRun({
    type: 'gif',
    data: pictureOfQr(address),
    transformation: { width: CODE_SIDE, height: CODE_SIDE },
    altText: { id: String(no), name: `QR ${no}`, description: said },
  });
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      // A line of the text's height would show its lower edge alone.
      spacing: { before: CHARACTER, line: 240, lineRule: LineRuleType.AUTO },
      children: [picture],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { line: 300, lineRule: LineRuleType.EXACT },
      children: [new TextRun({ text: said, size: SIZES.note })],
    }),
  ];
}

/** Above a table that isn't called like the annex around it. */
function composeCaption(text: string, locale: Locale): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: true,
    children: [new TextRun({ text: cleanLine(text), size: SIZES.page, font: FONTS[locale].black })],
  });
}

function composeNote(text: string): Paragraph {
  return new Paragraph({
    spacing: { line: 300, lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text: cleanLine(text), size: SIZES.note })],
  });
}

function indented(text: string): Paragraph {
  return new Paragraph({ indent: { firstLine: 2 * CHARACTER }, children: [new TextRun(text)] });
}
