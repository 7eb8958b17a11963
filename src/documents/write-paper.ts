import type { Format, Paper } from './paper.ts';

/** A paper as a file: its bytes, the name it is handed over under, and what it turned out to be. */
export interface WrittenPaper {
  bytes: Uint8Array;
  name: string;
  mime: string;
  /** A workbook with too many rows is written as CSV. */
  format: Format;
}

/** The same paper gives the same bytes. */
export async function writePaper(paper: Paper, format: Format): Promise<WrittenPaper> {
  throw new Error(`${paper.title} cannot be written as ${format} yet`);
}
