import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { Block, Cell } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { CellView, cellValue } from './table.ts';

interface Order {
  column: number;
  isDescending: boolean;
}

/** A table that sorts by any column and shows a page at a time. */
export function DataTableView({ block }: { block: Block }) {
  const { words, locale } = useDesk();
  const [order, setOrder] = useState<Order>();
  const [wanted, setPage] = useState(0);
  const [head = [], ...rows] = block.rows ?? [];
  const size = block.page_size ?? 5;
  const sorted = order ? [...rows].sort((a, b) => compare(a, b, order, locale)) : rows;
  const pages = Math.max(Math.ceil(rows.length / size), 1);
  const page = Math.min(wanted, pages - 1);
  const isNumber = head.map(
    (_, index) => rows.length > 0 && rows.every((row) => typeof row[index]?.value === 'number'),
  );

  function sortBy(column: number): void {
    setPage(0);
    setOrder({ column, isDescending: order?.column === column && !order.isDescending });
  }

  const sortOf = (index: number): string => {
    if (order?.column !== index) return 'none';
    return order.isDescending ? 'descending' : 'ascending';
  };
  return html`<div class="data-table">
    <div class="table-box" tabindex="0">
      <table>
        <caption>${block.caption}</caption>
        <thead>
          <tr>${head.map(
            (
              cell,
              index,
            ) => html`<th key=${index} scope="col" aria-sort=${sortOf(index)} class=${isNumber[index] ? 'right' : ''}>
              <button type="button" title=${words.sortBy(String(cellValue(cell)))} onClick=${() => sortBy(index)}><${CellView} cell=${cell} /><span class=${`sort ${sortOf(index)}`} aria-hidden="true"></span></button>
            </th>`,
          )}</tr>
        </thead>
        <tbody>${sorted
          .slice(page * size, page * size + size)
          .map(
            (row, at) =>
              html`<tr key=${at}>${row.map((cell, index) =>
                index === block.row_header_column_index
                  ? html`<th key=${index} scope="row"><${CellView} cell=${cell} /></th>`
                  : html`<td key=${index} class=${isNumber[index] ? 'right' : ''}><${CellView} cell=${cell} /></td>`,
              )}</tr>`,
          )}</tbody>
      </table>
    </div>
    ${
      pages > 1 &&
      html`<div class="pager">
        <button type="button" class="icon-button" aria-label=${words.previousPage} disabled=${page === 0} onClick=${() => setPage(page - 1)}><${Icon} name="left" /></button>
        <span aria-live="polite">${words.page(page + 1, pages)}</span>
        <button type="button" class="icon-button" aria-label=${words.nextPage} disabled=${page === pages - 1} onClick=${() => setPage(page + 1)}><${Icon} name="right" /></button>
      </div>`
    }
  </div>`;
}

function compare(a: Cell[], b: Cell[], { column, isDescending }: Order, locale: string): number {
  const [left, right] = [cellValue(a[column]), cellValue(b[column])];
  const both = typeof left === 'number' && typeof right === 'number';
  const rank = both ? left - right : String(left).localeCompare(String(right), locale, { numeric: true });
  return isDescending ? -rank : rank;
}
