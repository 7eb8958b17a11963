/** What Slack's own client checks before it sends a form. */
import { findField, isStateful, listElements } from './elements.ts';
import type { Block, Element, StateValue, Typed, View } from './records.ts';
import { isEmpty, type Known, stateValue } from './view-state.ts';

/** Puts typed values into the fields of a view; throws when a field or an option is not there. */
export function fillView(view: View, values: Record<string, Typed>, known?: Known): void {
  for (const [blockId, typed] of Object.entries(values)) {
    const { element } = findField(view.blocks, blockId);
    const actionId = element.action_id ?? '';
    const state = stateValue(element, typed, known);
    view.state.values[blockId] = { ...view.state.values[blockId], [actionId]: state };
  }
}

/** The first mistake in a form, naming its field, as the client shows it; undefined when it may be sent. */
export function findMistake(view: View): string | undefined {
  if (!view.submit && view.blocks.some(({ type }) => type === 'input'))
    return 'this view has no submit button';
  for (const placed of listElements(view.blocks).filter(isStateful)) {
    const { block, element } = placed;
    if (block.type !== 'input') continue;
    const value = view.state.values[block.block_id ?? '']?.[element.action_id ?? ''];
    const mistake = judge(block, element, value);
    if (mistake) return `${block.block_id} (${(block.label as { text: string }).text}): ${mistake}`;
  }
  return undefined;
}

function judge(block: Block, element: Element, value: StateValue | undefined): string | undefined {
  if (!value || isEmpty(value))
    return block.optional === true ? undefined : 'Please complete this required field.';
  const limit = Number(element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const chosen = value.selected_options ?? value.selected_users ?? value.selected_conversations ?? [];
  if (chosen.length > limit) return `Choose no more than ${limit}.`;
  if (element.type === 'file_input') return judgeFiles(element, value.files ?? []);
  const text = value.value ?? '';
  if (element.type === 'plain_text_input') return judgeLength(element, text);
  if (element.type === 'number_input') return judgeNumber(element, text);
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return 'Please enter a valid email address.';
  if (element.type === 'url_text_input' && !/^https?:\/\//.test(text)) return 'Please enter a valid URL.';
  return undefined;
}

function judgeFiles({ max_files = 10, filetypes }: Element, files: NonNullable<StateValue['files']>) {
  if (files.length > Number(max_files)) return `Add no more than ${String(max_files)} files.`;
  const allowed = filetypes as string[] | undefined;
  const wrong = files.find(({ filetype }) => allowed && !allowed.includes(filetype ?? ''));
  return wrong && `${wrong.name}: this type of file is not supported.`;
}

function judgeLength(element: Element, text: string): string | undefined {
  const min = Number(element.min_length ?? 0);
  const max = Number(element.max_length ?? 3000);
  if (text.length < min) return `Enter at least ${min} characters.`;
  if (text.length > max) return `Enter no more than ${max} characters.`;
  return undefined;
}

function judgeNumber(element: Element, text: string): string | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && text.includes('.')) return 'Please enter a whole number.';
  if (element.min_value !== undefined && Number(text) < Number(element.min_value))
    return `Enter a number of at least ${String(element.min_value)}.`;
  if (element.max_value !== undefined && Number(text) > Number(element.max_value))
    return `Enter a number of at most ${String(element.max_value)}.`;
  return undefined;
}
