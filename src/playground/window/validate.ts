import type { Block, Element } from './block-kit.ts';
import { blockIdOf, type Form, idsOf, type Typed, textOf } from './form-state.ts';
import type { Words } from './words.ts';

/** What Slack itself checks before it sends a form: required, length, number, e-mail, link. By block_id. */
export function checkForm(blocks: Block[], form: Form, words: Words): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [index, block] of blocks.entries()) {
    if (block.type !== 'input' || !block.element) continue;
    const blockId = blockIdOf(block, index);
    const error = checkField(block, block.element, form.get(blockId, block.element), words);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function checkField(block: Block, element: Element, value: Typed, words: Words): string | undefined {
  const text = textOf(value).trim();
  const isEmpty = Array.isArray(value) ? idsOf(value).length === 0 : text === '';
  if (isEmpty) return block.optional ? undefined : words.required;
  switch (element.type) {
    case 'plain_text_input':
      return checkLength(element, textOf(value).length, words);
    case 'number_input':
      return checkNumber(element, text, words);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : words.notEmail;
    case 'url_text_input':
      return /^https?:\/\/[^\s/]+/i.test(text) ? undefined : words.notUrl;
    case 'datepicker':
      return isDate(text) ? undefined : words.notDate;
    case 'timepicker':
      return isTime(text) ? undefined : words.notTime;
    case 'datetimepicker':
      return /^\d+$/.test(text) ? undefined : words.notDate;
    default:
      return undefined;
  }
}

function checkLength(element: Element, length: number, words: Words): string | undefined {
  if (element.min_length && length < element.min_length) return words.tooShort(element.min_length);
  const longest = element.max_length ?? 3000;
  if (length > longest) return words.tooLong(longest);
  return undefined;
}

function checkNumber(element: Element, text: string, words: Words): string | undefined {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(text)) return element.is_decimal_allowed ? words.notNumber : words.notWhole;
  if (element.min_value && Number(text) < Number(element.min_value)) return words.tooSmall(element.min_value);
  if (element.max_value && Number(text) > Number(element.max_value)) return words.tooBig(element.max_value);
  return undefined;
}

/** A real day, written 2013-09-01. */
export function isDate(text: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}
