import type { Paper, PaperBlock } from './paper.ts';

/** What a paper says as rows, for a workspace that takes neither files nor links: its tables, or its lines. */
export function rowsOf({ title, blocks, annexes }: Paper): string[][] {
  const all = [...blocks, ...annexes.flatMap((annex) => annex.blocks)];
  const tables = all.filter((block) => block.kind === 'table');
  const [only] = tables;
  if (only && tables.length === 1 && all.every(({ kind }) => kind === 'table' || kind === 'paragraph'))
    return [only.columns.map(({ heading }) => heading), ...only.rows.map(cellsOf)];
  return [[title], ...all.flatMap(linesOf)];
}

function linesOf(block: PaperBlock): string[][] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [[block.text]];
    case 'field':
      return [[block.label, block.value ?? '']];
    case 'code':
      return [[block.caption, block.address]];
    case 'table':
      return [[block.title], block.columns.map(({ heading }) => heading), ...block.rows.map(cellsOf)];
  }
}

function cellsOf(row: readonly (string | number | null)[]): string[] {
  return row.map((cell) => String(cell ?? ''));
}
