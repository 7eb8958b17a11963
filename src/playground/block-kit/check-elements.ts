/** Interactive elements: which exist, what each may hold, where each may stand. */
import { checkConfirm, checkImageElement, checkInitial, checkMenu, checkOptions } from './check-options.ts';
import { checkPattern, checkTextInput, DATE, TIME } from './check-text-inputs.ts';
import {
  checkBoolean,
  checkFields,
  checkInteger,
  checkOneOf,
  checkString,
  checkText,
  checkUrl,
  type Fields,
  isFields,
  type Problems,
  report,
} from './problems.ts';

const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);
const PICKERS = ['datepicker', 'datetimepicker', 'timepicker', 'checkboxes', 'radio_buttons'];
const INPUTS = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input'];

/** Where an element may stand. */
export const PLACES = {
  actions: ['button', 'overflow', 'workflow_button', 'rich_text_input', ...PICKERS, ...SELECTS],
  accessory: ['button', 'overflow', 'workflow_button', 'image', ...PICKERS, ...SELECTS],
  input: ['file_input', ...INPUTS, ...PICKERS, ...SELECTS],
  context_actions: ['feedback_buttons', 'icon_button'],
  card: ['button'],
} as const;

const CONFIRM = ['confirm'];
const FIELD = ['placeholder', 'focus_on_load'];
const TEXT_FIELD = [...FIELD, 'initial_value', 'dispatch_action_config'];

const KNOWN: Record<string, readonly string[]> = {
  button: ['text', 'url', 'value', 'style', 'accessibility_label', ...CONFIRM],
  workflow_button: ['text', 'workflow', 'style', 'accessibility_label', ...CONFIRM],
  overflow: ['options', ...CONFIRM],
  checkboxes: ['options', 'initial_options', 'focus_on_load', ...CONFIRM],
  radio_buttons: ['options', 'initial_option', 'focus_on_load', ...CONFIRM],
  datepicker: ['initial_date', ...FIELD, ...CONFIRM],
  timepicker: ['initial_time', 'timezone', ...FIELD, ...CONFIRM],
  datetimepicker: ['initial_date_time', 'focus_on_load', ...CONFIRM],
  plain_text_input: ['multiline', 'min_length', 'max_length', ...TEXT_FIELD],
  email_text_input: TEXT_FIELD,
  url_text_input: TEXT_FIELD,
  number_input: ['is_decimal_allowed', 'min_value', 'max_value', ...TEXT_FIELD],
  rich_text_input: ['min_lines', 'max_lines', ...TEXT_FIELD],
  file_input: ['filetypes', 'max_files'],
  feedback_buttons: ['positive_button', 'negative_button'],
  icon_button: ['icon', 'text', 'accessibility_label', 'value', 'visible_to_user_ids', ...CONFIRM],
};

const SELECT_FIELDS: Record<string, readonly string[]> = {
  static: ['options', 'option_groups'],
  external: ['min_query_length'],
  users: [],
  conversations: ['default_to_current_conversation', 'filter'],
  channels: [],
};

/** Elements side by side: none may share an `action_id`. */
export function checkElementRow(
  problems: Problems,
  path: string,
  elements: unknown[],
  place: keyof typeof PLACES,
): void {
  const actionIds = new Set<unknown>();
  elements.forEach((element, index) => {
    checkElement(problems, `${path}/${index}`, element, place);
    const actionId = isFields(element) ? element.action_id : undefined;
    if (actionId !== undefined && actionIds.has(actionId))
      report(problems, `${path}/${index}`, `action_id already exists: ${String(actionId)}`);
    actionIds.add(actionId);
  });
}

/** One element, in the place where it stands. */
export function checkElement(problems: Problems, path: string, element: unknown, place: keyof typeof PLACES) {
  if (!isFields(element)) return report(problems, path, 'must provide an object');
  const type = String(element.type);
  if (!(PLACES[place] as readonly string[]).includes(type))
    return report(problems, `${path}/type`, `unsupported type: ${type}`);
  if (type === 'image') return checkImageElement(problems, path, element);
  checkFields(problems, path, element, ['type', 'action_id', ...knownFields(type, place)]);
  checkString(problems, `${path}/action_id`, element.action_id, { max: 255 });
  checkConfirm(problems, `${path}/confirm`, element.confirm);
  checkText(problems, `${path}/placeholder`, element.placeholder, { max: 150, plainOnly: true });
  checkBoolean(problems, `${path}/focus_on_load`, element.focus_on_load);
  if (element.focus_on_load === true) problems.focused += 1;
  checkString(problems, `${path}/accessibility_label`, element.accessibility_label, { max: 75 });
  checkOneOf(problems, `${path}/style`, element.style, ['primary', 'danger']);
  if (type.endsWith('_select')) return checkSelect(problems, path, element, type);
  checkByType(problems, path, element, type);
}

function knownFields(type: string, place: keyof typeof PLACES): readonly string[] {
  if (!type.endsWith('_select')) return KNOWN[type] ?? [];
  const kind = type.replace('multi_', '').replace('_select', '');
  const initial = { static: 'option', external: 'option', users: 'user', conversations: 'conversation' }[
    kind
  ];
  const isMulti = type.startsWith('multi_');
  return [
    ...(SELECT_FIELDS[kind] ?? []),
    `initial_${initial ?? 'channel'}${isMulti ? 's' : ''}`,
    ...(isMulti ? ['max_selected_items'] : []),
    ...(!isMulti && place === 'input' && (kind === 'conversations' || kind === 'channels')
      ? ['response_url_enabled']
      : []),
    ...FIELD,
    ...CONFIRM,
  ];
}

function checkSelect(problems: Problems, path: string, element: Fields, type: string): void {
  checkInteger(problems, `${path}/max_selected_items`, element.max_selected_items, { min: 1, max: 100 });
  checkInteger(problems, `${path}/min_query_length`, element.min_query_length, { min: 0, max: 255 });
  if (!type.includes('static')) return;
  const options = checkMenu(problems, path, element);
  checkInitial(problems, `${path}/initial_option`, element.initial_option, options);
  checkInitial(problems, `${path}/initial_options`, element.initial_options, options);
}

function checkByType(problems: Problems, path: string, element: Fields, type: string): void {
  if (type === 'button' || type === 'workflow_button') {
    checkText(problems, `${path}/text`, element.text, { required: true, max: 75, plainOnly: true });
    checkString(problems, `${path}/value`, element.value, { min: 0, max: 2000 });
    checkUrl(problems, `${path}/url`, element.url);
  } else if (type === 'overflow') {
    checkOptions(problems, `${path}/options`, element.options, { max: 5, plainOnly: true, isOverflow: true });
  } else if (type === 'checkboxes' || type === 'radio_buttons') {
    const options = checkOptions(problems, `${path}/options`, element.options, { max: 10 });
    checkInitial(problems, `${path}/initial_option`, element.initial_option, options);
    checkInitial(problems, `${path}/initial_options`, element.initial_options, options);
  } else if (type === 'datepicker')
    checkPattern(problems, `${path}/initial_date`, element.initial_date, DATE);
  else if (type === 'timepicker') {
    checkPattern(problems, `${path}/initial_time`, element.initial_time, TIME);
    checkString(problems, `${path}/timezone`, element.timezone, {});
  } else if (type === 'datetimepicker') {
    const range = { min: 1_000_000_000, max: 9_999_999_999 };
    checkInteger(problems, `${path}/initial_date_time`, element.initial_date_time, range);
  } else if (type === 'file_input') {
    checkInteger(problems, `${path}/max_files`, element.max_files, { min: 1, max: 10 });
  } else if (type === 'feedback_buttons') {
    for (const side of ['positive_button', 'negative_button'] as const)
      checkFeedback(problems, `${path}/${side}`, element[side]);
  } else if (type === 'icon_button') {
    checkOneOf(problems, `${path}/icon`, element.icon, ['trash']);
    checkText(problems, `${path}/text`, element.text, { required: true, max: 75, plainOnly: true });
    checkString(problems, `${path}/value`, element.value, { min: 0, max: 2000 });
  } else checkTextInput(problems, path, element, type);
}

function checkFeedback(problems: Problems, path: string, button: unknown) {
  if (!isFields(button)) return report(problems, path, 'must provide an object');
  checkFields(problems, path, button, ['text', 'value', 'accessibility_label']);
  checkText(problems, `${path}/text`, button.text, { required: true, max: 75, plainOnly: true });
  checkString(problems, `${path}/value`, button.value, { required: true, max: 2000 });
}
