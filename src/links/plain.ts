import { type Message, textOf } from '../slack/blocks.ts';

/** What a refusal says, as plain text; blocks carry it unescaped. */
export function plainOf({ blocks }: Message): string[] {
  return blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : textOf(block)));
}
