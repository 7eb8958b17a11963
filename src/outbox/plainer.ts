import type { KnownBlock } from '@slack/types';
import { context, facts, type Message, section } from '../slack/blocks.ts';
import { linesOfTable, type MessageBlock, textOfChart } from '../slack/newest-blocks.ts';
import type { RenderedMessage } from '../slack/renderer.ts';
import { plainTextOf } from '../slack/text.ts';

/** The message with a plainer one beside it, for a workspace that refuses the newest blocks; its `text` says the same. */
export function withPlainer(message: Message): RenderedMessage {
  return { ...message, plainer: { text: message.text, blocks: message.blocks.flatMap(toPlain) } };
}

/** Charts and tables as words; headings without a level. */
export function toPlain(block: MessageBlock): KnownBlock[] {
  switch (block.type) {
    case 'data_visualization':
      return [context(plainTextOf(textOfChart(block)))];
    case 'data_table':
      return [section(block.caption), facts(linesOfTable(block.rows))];
    case 'header':
      return [{ type: 'header', text: block.text }];
    default:
      return [block];
  }
}
