/** What may stand in a message: text, blocks, both. */

import { nameBlocks } from '../block-ids.ts';
import { checkBlocks } from '../block-kit/check-blocks.ts';
import { refusePictures } from '../files.ts';
import type { Block } from '../records.ts';
import { faultApp, type Team } from '../team.ts';
import type { Answer, Args } from './call.ts';

const MAX_TEXT = 40_000;

export interface Content {
  text: string;
  blocks: Block[];
}

/** Reads and checks the content of a message; `maxText` is 4,000 for an update. */
export function readContent(
  team: Team,
  args: Args,
  where: string,
  maxText = MAX_TEXT,
): { content: Content } | { refusal: Answer } {
  const { blocks = [], attachments, markdown_text: markdown } = args;
  if (markdown !== undefined && (args.text !== undefined || args.blocks !== undefined))
    return { refusal: { error: 'markdown_text_conflict' } };
  if (args.text !== undefined && args.text !== null && typeof args.text !== 'string')
    return { refusal: { error: 'invalid_arguments' } };
  if (!Array.isArray(blocks)) return { refusal: { error: 'invalid_blocks_format' } };
  const text = String(args.text ?? markdown ?? '');
  if (text === '' && blocks.length === 0 && !attachments) return { refusal: { error: 'no_text' } };
  if (text.length > maxText) {
    faultApp(team, `${where}: text of ${text.length} characters, more than ${maxText}`);
    if (maxText < MAX_TEXT) return { refusal: { error: 'msg_too_long' } };
  }
  const messages = checkBlocks(blocks, 'message');
  if (messages.length > 0) {
    faultApp(team, `${where}: invalid_blocks: ${messages.join('; ')}`);
    return { refusal: { error: 'invalid_blocks', errors: messages, response_metadata: { messages } } };
  }
  const pictures = refusePictures(team, blocks);
  if (pictures.length > 0)
    return {
      refusal: { error: 'invalid_blocks', errors: pictures, response_metadata: { messages: pictures } },
    };
  if (blocks.length > 0 && text === '')
    faultApp(team, `${where}: blocks without text: no text for screen readers`);
  const named = nameBlocks(team, structuredClone(blocks) as Block[]);
  return { content: { text: text.slice(0, MAX_TEXT), blocks: named } };
}
