import { html } from 'htm/preact';
import type { Block, Cell } from './block-kit.ts';
import { RichTextView } from './rich-text.ts';

/** The plain table of a message; its first row is the head. */
export function TableView({ block }: { block: Block }) {
  const [head = [], ...rows] = block.rows ?? [];
  const align = (index: number): string => block.column_settings?.[index]?.align ?? 'left';
  return html`<div class="table-box" tabindex="0">
    <table>
      <thead><tr>${head.map((cell, index) => html`<th key=${index} scope="col" class=${align(index)}><${CellView} cell=${cell} /></th>`)}</tr></thead>
      <tbody>${rows.map(
        (row, at) =>
          html`<tr key=${at}>${row.map(
            (cell, index) =>
              html`<td key=${index} class=${`${align(index)} ${block.column_settings?.[index]?.is_wrapped === false ? 'one-line' : ''}`}><${CellView} cell=${cell} /></td>`,
          )}</tr>`,
      )}</tbody>
    </table>
  </div>`;
}

export function CellView({ cell }: { cell: Cell | undefined }) {
  if (!cell) return null;
  if (cell.type === 'rich_text') return html`<${RichTextView} rich=${cell} />`;
  return html`<span class="text">${cell.text ?? String(cell.value ?? '')}</span>`;
}

/** What a cell is sorted by. */
export function cellValue(cell: Cell | undefined): string | number {
  if (!cell) return '';
  if (typeof cell.value === 'number') return cell.value;
  if (cell.type === 'rich_text') return textIn(cell.elements);
  return cell.text ?? '';
}

function textIn(parts: unknown): string {
  if (!Array.isArray(parts)) return '';
  return parts
    .map((part: { text?: string; elements?: unknown }) => part.text ?? textIn(part.elements))
    .join('');
}
