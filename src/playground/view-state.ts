/** What is on the screen, in the shapes Slack reports it (`view.state.values`). */
import { isStateful, listElements, type Placed } from './elements.ts';
import type { Block, Element, StateValue, StateValues, Typed } from './records.ts';

export interface Shown {
  value: string;
  text: StateText;
}
type StateText = NonNullable<NonNullable<StateValue['selected_option']>['text']>;
type StateFile = NonNullable<StateValue['files']>[number];

/** What a person's client knows beside the blocks. */
export interface Known {
  /** What the app suggested, by `suggestionKey`. */
  suggested: ReadonlyMap<string, Shown>;
  /** What was uploaded, by id, in the shape of Slack's file objects. */
  files: ReadonlyMap<string, StateFile>;
}

const NOTHING: Known = { suggested: new Map(), files: new Map() };

export function suggestionKey(actionId: string | undefined, value: string): string {
  return JSON.stringify([actionId, value]);
}

/** What a person's client holds in fields: by id or text, or in Slack's own shape. */
export type Given = Record<string, Record<string, Typed | StateValue>>;

/** The state with what is given over it; only fields that stand there count. */
export function mergeState(
  blocks: Block[],
  before: StateValues,
  given: Given,
  known: Known = NOTHING,
): StateValues {
  const merged: StateValues = { ...before };
  for (const { block, element } of listElements(blocks)) {
    const blockId = block.block_id ?? '';
    const actionId = element.action_id ?? '';
    const value = given[blockId]?.[actionId];
    if (value === undefined || !before[blockId]?.[actionId]) continue;
    const isSlackShape = typeof value === 'object' && value !== null && !Array.isArray(value);
    const state = isSlackShape ? value : stateValue(element, value, known);
    merged[blockId] = { ...merged[blockId], [actionId]: state };
  }
  return merged;
}

/** The state of freshly shown blocks: initial values. */
export function initialState(blocks: Block[]): StateValues {
  return collect(blocks, ({ element }) => initialValue(element));
}

/** Slack keeps what stood under an equal block_id + action_id pair and ignores the new initial value. */
export function keepState(blocks: Block[], before: StateValues): StateValues {
  return collect(blocks, ({ block, element }) => {
    const kept = before[block.block_id ?? '']?.[element.action_id ?? ''];
    return kept && kept.type === element.type ? kept : initialValue(element);
  });
}

function collect(blocks: Block[], value: (placed: Placed) => StateValue): StateValues {
  const values: StateValues = {};
  for (const placed of listElements(blocks).filter(isStateful)) {
    const blockId = placed.block.block_id ?? '';
    values[blockId] = { ...values[blockId], [placed.element.action_id ?? '']: value(placed) };
  }
  return values;
}

function initialValue(element: Element): StateValue {
  const given = (field: string) => element[`initial_${field}`];
  const options = given('options');
  if (element.type === 'datetimepicker')
    return { type: element.type, selected_date_time: (given('date_time') as number | undefined) ?? null };
  if (element.type === 'rich_text_input')
    return { type: element.type, rich_text_value: given('value') as StateValue['rich_text_value'] };
  if (Array.isArray(options)) return { type: element.type, selected_options: options.map(asShown) };
  const option = given('option');
  if (option) return { type: element.type, selected_option: asShown(option) };
  const ids = given('users') ?? given('conversations') ?? given('channels');
  const id = given('value') ?? given('date') ?? given('time') ?? given('user') ?? given('conversation');
  return stateValue(element, (ids ?? id ?? given('channel') ?? null) as Typed);
}

function asShown(option: unknown): Shown {
  const { text, value } = option as Shown;
  return { text, value };
}

/** The Slack shape of what a person typed or chose; throws for an option or a file that is not there to choose. */
export function stateValue(element: Element, typed: Typed, known: Known = NOTHING): StateValue {
  const { type } = element;
  const many = typed === null ? [] : Array.isArray(typed) ? typed : [typed];
  const one = many[0] ?? null;
  switch (type) {
    case 'datepicker':
      return { type, selected_date: one };
    case 'timepicker':
      return { type, selected_time: one };
    case 'datetimepicker':
      return { type, selected_date_time: one === null ? null : Number(one) };
    case 'users_select':
      return { type, selected_user: one };
    case 'conversations_select':
      return { type, selected_conversation: one };
    case 'channels_select':
      return { type, selected_channel: one };
    case 'multi_users_select':
      return { type, selected_users: many };
    case 'multi_conversations_select':
      return { type, selected_conversations: many };
    case 'multi_channels_select':
      return { type, selected_channels: many };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: one === null ? null : findOption(element, one, known) };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: many.map((value) => findOption(element, value, known)) };
    case 'file_input':
      return { type, files: many.map((id) => findFile(id, known)) };
    case 'rich_text_input':
      return one === null ? { type } : { type, rich_text_value: asRichText(one) };
    default:
      return { type, value: one === '' ? null : one };
  }
}

function findFile(id: string, { files }: Known): StateFile {
  const file = files.get(id);
  if (!file) throw new Error(`nobody uploaded ${id}`);
  return structuredClone(file);
}

function asRichText(text: string): StateValue['rich_text_value'] {
  const section = { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] };
  return { type: 'rich_text', elements: [section] };
}

/** All options of an element, groups included. */
export function listOptions(element: Element): Shown[] {
  const groups = (element.option_groups ?? []) as { options: Shown[] }[];
  return [...((element.options ?? []) as Shown[]), ...groups.flatMap(({ options }) => options)];
}

/** An app's own list is offered piece by piece, while a person types. */
function findOption(element: Element, value: string, { suggested }: Known): Shown {
  const chosen = [element.initial_option, element.initial_options ?? []].flat() as (Shown | undefined)[];
  const offered = element.type.includes('external') ? [...chosen] : listOptions(element);
  const option =
    offered.find((one) => one?.value === value) ?? suggested.get(suggestionKey(element.action_id, value));
  if (option) return asShown(option);
  throw new Error(`${element.action_id} has no option ${value}`);
}

/** Whether a person left the field empty. */
export function isEmpty({ type, ...value }: StateValue): boolean {
  const [content] = Object.values(value);
  return (
    content === undefined || content === null || content === '' || (Array.isArray(content) && !content[0])
  );
}
