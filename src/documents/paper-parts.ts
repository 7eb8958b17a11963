import type { Cell, Paper, PaperBlock, PaperTable } from './paper.ts';
import { listTables } from './write-tables.ts';

/** Some rows of a table on their way into another thread; tables are numbered as they are read. */
export interface RowsPart {
  table: number;
  rows: readonly (readonly Cell[])[];
}

/** So many rows are copied in a few milliseconds. */
const AT_ONCE = 250;

export function* rowsInParts(paper: Paper): Generator<RowsPart> {
  for (const [table, { rows }] of listTables(paper).entries())
    for (let i = 0; i < rows.length; i += AT_ONCE) yield { table, rows: rows.slice(i, i + AT_ONCE) };
}

/** The same paper with these rows in its tables. */
export function withRows(paper: Paper, rowsOf: (table: number) => PaperTable['rows']): Paper {
  let table = -1;
  const fill = (block: PaperBlock): PaperBlock => {
    if (block.kind !== 'table') return block;
    table += 1;
    return { ...block, rows: rowsOf(table) };
  };
  const blocks = paper.blocks.map(fill);
  return {
    ...paper,
    blocks,
    annexes: paper.annexes.map((annex) => ({ ...annex, blocks: annex.blocks.map(fill) })),
  };
}
