import { createHash } from 'node:crypto';
import { type Html, html } from '../pages/html.ts';
import { drawQr } from '../pages/qr.ts';
import type { Annex, Cell, Paper, PaperBlock, PaperTable } from './paper.ts';
import { say } from './words-paper.ts';
import { type Numbering, startNumbering } from './write-headings.ts';
import { PRINT_STYLE } from './write-html-style.ts';
import {
  type Field,
  groupFields,
  isFigure,
  isWide,
  notesOf,
  printedRows,
  shareOut,
  showCell,
} from './write-tables.ts';
import { cleanText, linesOf } from './write-text.ts';

/** By which a browser knows that the style is ours; it loads and runs nothing else. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PRINT_STYLE).digest('base64')}'`;

/** A page of its own to read and to print on A4. */
export function writeHtml(paper: Paper): Uint8Array {
  const { locale, title, draft } = paper;
  const style: Html = { markup: `<style>${PRINT_STYLE}</style>` };
  const page = html`<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${cleanText(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${style}
</head>
<body>
${draft && html`<div class="mark">${say(locale, 'draft')}</div>`}
${drawText(paper)}
${paper.annexes.map((annex, i) => drawAnnex(annex, i, paper))}
</body>
</html>
`.markup;
  return Buffer.from(page);
}

/** What people wrote keeps its writing direction to itself. */
function text(said: string): Html {
  return html`<bdi>${cleanText(said)}</bdi>`;
}

function drawText(paper: Paper): Html {
  const { locale, title, number, blocks, annexes, issuer, date, asOf } = paper;
  const names = annexes.map(
    (one, i) => html`<li>${annexes.length > 1 && `${i + 1}. `}${text(one.title)}</li>`,
  );
  return html`<main class="${blocks.some((one) => one.kind === 'table' && isWide(one)) && 'wide'}">
${number !== undefined && html`<p class="number">${text(number)}</p>`}
<h1>${text(title)}</h1>
<p class="asof">${say(locale, 'as_of', { moment: asOf })}</p>
${drawBlocks(blocks, paper)}
${names.length > 0 && html`<p>${say(locale, 'annexes')}</p><ol class="annexes">${names}</ol>`}
<div class="sign"><p>${text(issuer)}</p><p>${text(date)}</p></div>
</main>`;
}

function drawAnnex({ title, blocks }: Annex, i: number, paper: Paper): Html {
  const { locale, annexes } = paper;
  const wide = blocks.some((one) => one.kind === 'table' && isWide(one));
  const no = annexes.length > 1 ? say(locale, 'annex_no', { n: i + 1 }) : say(locale, 'annex');
  return html`<section class="${wide ? 'annex wide' : 'annex'}">
<p class="annex-no">${no}</p>
<h1>${text(title)}</h1>
${drawBlocks(blocks, paper, title)}
</section>
`;
}

function drawBlocks(blocks: readonly PaperBlock[], paper: Paper, under?: string): Html[] {
  const numbering = startNumbering(paper.locale);
  return groupFields(blocks).map((block) =>
    block.kind === 'fields' ? drawFields(block.fields) : drawBlock(block, { paper, numbering, under }),
  );
}

/** A form to be filled in, signed and sealed. */
function drawFields(fields: readonly Field[]): Html {
  const rows = fields.map(
    ({ label, value }) => html`<tr><th scope="row">${text(label)}</th><td>${text(value ?? '')}</td></tr>\n`,
  );
  return html`<table class="form"><colgroup><col width="28%"><col></colgroup><tbody>${rows}</tbody></table>`;
}

interface Place {
  paper: Paper;
  numbering: Numbering;
  /** The title above: a table of the same name has no caption. */
  under: string | undefined;
}

function drawBlock(block: Exclude<PaperBlock, Field>, place: Place): Html {
  const { locale } = place.paper;
  switch (block.kind) {
    case 'heading':
      return drawHeading(block, place.numbering(block.level));
    case 'paragraph':
      return html`${linesOf(block.text).map((line) => html`<p>${text(line)}</p>\n`)}`;
    case 'code':
      return html`<figure>${drawQr(block.address, block.caption)}<figcaption>${text(block.caption)}</figcaption></figure>\n`;
    case 'table':
      return drawTable(block, block.title === place.under, locale);
  }
}

function drawHeading({ level, text: said }: Extract<PaperBlock, { kind: 'heading' }>, no: string): Html {
  switch (level) {
    case 1:
      return html`<h2>${no}${text(said)}</h2>\n`;
    case 2:
      return html`<h3>${no}${text(said)}</h3>\n`;
    case 3:
      return html`<h4>${no}${text(said)}</h4>\n`;
  }
}

function drawTable(table: PaperTable, isNamed: boolean, locale: Paper['locale']): Html {
  const { rows, more } = printedRows(table, locale);
  const notes = [...(more ? [more] : []), ...notesOf(table, locale)];
  const empty = html`<tr><td class="n" colspan="${table.columns.length}">${say(locale, 'no_rows')}</td></tr>`;
  return html`<table>${!isNamed && html`<caption>${text(table.title)}</caption>`}
<colgroup>${shareOut(table, 1000).map((share) => html`<col width="${share / 10}%">`)}</colgroup>
<thead><tr>${table.columns.map(({ heading }) => html`<th scope="col">${text(heading)}</th>`)}</tr></thead>
<tbody>${rows.length > 0 ? rows.map((row) => drawRow(row, locale)) : empty}
${table.total && drawRow(table.total, locale)}</tbody></table>
${notes.map((note) => html`<p class="note">${text(note)}</p>\n`)}`;
}

function drawRow(row: readonly Cell[], locale: Paper['locale']): Html {
  return html`<tr>${row.map((cell) =>
    isFigure(cell)
      ? html`<td class="n">${showCell(cell, locale)}</td>`
      : html`<td>${text(showCell(cell, locale))}</td>`,
  )}</tr>\n`;
}
