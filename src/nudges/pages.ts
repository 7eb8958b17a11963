import type { KnownBlock } from '@slack/types';
import { textOf } from '../slack/blocks.ts';
import { escapeText, shorten } from '../slack/text.ts';

/** A message takes fifty blocks and 4,000 characters of text; a closing line fits below both. */
const MOST_BLOCKS = 48;
const ROOM = 3700;
/** Of one block: small enough that a page is filled well. */
const PIECE = 900;

/** Slack's own names are no longer than this; with it a line stays shorter than a piece. */
export function showName(name: string): string {
  return shorten(name, 80);
}

/** Lines, or names in a row, in as few pieces as they need, each with the title over it. */
export function inPieces(title: string, lines: readonly string[], join = joinLines): string[] {
  const pieces: string[][] = [];
  for (const line of lines) {
    const piece = pieces.at(-1);
    const length = escapeText([title, join([...(piece ?? []), line])].join('\n')).length;
    if (piece && length <= PIECE) piece.push(line);
    else pieces.push([line]);
  }
  return pieces.map((piece) => `${title}\n${join(piece)}`);
}

function joinLines(lines: readonly string[]): string {
  return lines.join('\n');
}

/** The blocks in as many messages as they need: nothing of any message is cut, neither its blocks nor its text. */
export function inPages(blocks: readonly KnownBlock[]): KnownBlock[][] {
  const pages: KnownBlock[][] = [];
  for (const block of blocks) {
    const page = pages.at(-1);
    const length = [...(page ?? []), block].map(textOf).join('\n').length;
    if (page && page.length < MOST_BLOCKS && length <= ROOM) page.push(block);
    else pages.push([block]);
  }
  return pages;
}
