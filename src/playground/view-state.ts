/** What is on the screen, in the shapes Slack reports it (`view.state.values`). */
import { isStateful, listElements, type Placed } from './elements.ts';
import type { Block, Element, StateValue, StateValues, Typed } from './records.ts';

interface Shown {
  value: string;
  text: StateText;
}
type StateText = NonNullable<NonNullable<StateValue['selected_option']>['text']>;

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

/** The Slack shape of what a person typed or chose; throws for an option that is not on offer. */
export function stateValue(element: Element, typed: Typed): StateValue {
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
      return { type, selected_option: one === null ? null : findOption(element, one) };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: many.map((value) => findOption(element, value)) };
    case 'file_input':
      return { type, files: many.map(asFile) };
    case 'rich_text_input':
      return one === null ? { type } : { type, rich_text_value: asRichText(one) };
    default:
      return { type, value: one === '' ? null : one };
  }
}

/** A file as forms report it; its name stands in for what was uploaded. */
function asFile(name: string): NonNullable<StateValue['files']>[number] {
  const filetype = name.split('.').at(-1) ?? '';
  const url = `https://files.slack.com/files-pri/${encodeURIComponent(name)}`;
  return {
    id: `F${Buffer.from(name).toString('hex').toUpperCase().slice(0, 10)}`,
    created: 0,
    timestamp: 0,
    name,
    title: name,
    filetype,
    mimetype: 'application/octet-stream',
    permalink: url,
    url_private: url,
    url_private_download: url,
    user: '',
    user_team: '',
  };
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

function findOption(element: Element, value: string): Shown {
  const option = listOptions(element).find((one) => one.value === value);
  if (option) return asShown(option);
  if (element.type.includes('external')) return { value, text: { type: 'plain_text', text: value } };
  throw new Error(`${element.action_id} has no option ${value}`);
}

/** Whether a person left the field empty. */
export function isEmpty({ type, ...value }: StateValue): boolean {
  const [content] = Object.values(value);
  return (
    content === undefined || content === null || content === '' || (Array.isArray(content) && !content[0])
  );
}
