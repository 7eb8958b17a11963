import type { InputBlock, PlainTextOption } from '@slack/types';
import { plain } from './blocks.ts';
import { shorten } from './text.ts';

/** What stands in a form, raw, by `block_id`: text, an option's id, several ids, or nothing. */
export type Typed = Record<string, string | string[] | null>;

export interface Option {
  value: string;
  text: string;
}

/** Slack's most for one menu, or for one answer to what is typed into it. */
export const MOST_OPTIONS = 100;

export interface FieldOptions {
  typed?: Typed;
  optional?: boolean;
  hint?: string;
  placeholder?: string;
  /** Changes the inner action_id, so that a new value replaces what Slack kept under the old pair. */
  revision?: string;
  /** Tell us at once when it changes (block_actions). */
  dispatch?: boolean;
}

type Element = InputBlock['element'];

export function field(id: string, label: string, element: Element, options: FieldOptions): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, 2000),
    element,
    optional: options.optional ?? false,
    ...(options.hint ? { hint: plain(options.hint, 2000) } : {}),
    ...(options.dispatch ? { dispatch_action: true } : {}),
  };
}

export function actionOf(id: string, { revision }: FieldOptions): string {
  return revision ? `${id}:${revision}` : id;
}

export function hinted({ placeholder }: FieldOptions) {
  return placeholder ? { placeholder: plain(placeholder, 150) } : {};
}

export function textOf(typed: Typed | undefined, id: string): string {
  const value = typed?.[id];
  return typeof value === 'string' ? value : '';
}

/** One line, or several with `multiline`; `max` characters at most (Slack: 3,000). Counts are text too. */
export function textField(
  id: string,
  label: string,
  options: FieldOptions & { multiline?: boolean; max?: number } = {},
): InputBlock {
  const initial = shorten(textOf(options.typed, id), 3000);
  return field(
    id,
    label,
    {
      type: 'plain_text_input',
      action_id: actionOf(id, options),
      multiline: options.multiline ?? false,
      max_length: Math.max(options.max ?? 3000, initial.length),
      ...(initial ? { initial_value: initial } : {}),
      ...hinted(options),
    },
    options,
  );
}

export function selectField(
  id: string,
  label: string,
  choices: Option[],
  options: FieldOptions = {},
): InputBlock {
  const initial = choices.find(({ value }) => value === textOf(options.typed, id));
  return field(
    id,
    label,
    {
      type: 'static_select',
      action_id: actionOf(id, options),
      options: choices.map(optionOf),
      ...(initial ? { initial_option: optionOf(initial) } : {}),
      ...hinted(options),
    },
    options,
  );
}

export function multiSelectField(
  id: string,
  label: string,
  choices: Option[],
  options: FieldOptions & { max?: number } = {},
): InputBlock {
  return field(
    id,
    label,
    {
      type: 'multi_static_select',
      action_id: actionOf(id, options),
      ...severalOf(id, choices, options),
      ...(options.max ? { max_selected_items: options.max } : {}),
      ...hinted(options),
    },
    options,
  );
}

export function checkboxField(
  id: string,
  label: string,
  choices: Option[],
  options: FieldOptions = {},
): InputBlock {
  return field(
    id,
    label,
    {
      type: 'checkboxes',
      action_id: actionOf(id, options),
      ...severalOf(id, choices, options),
    },
    { ...options, optional: options.optional ?? true },
  );
}

export function dateField(id: string, label: string, options: FieldOptions = {}): InputBlock {
  const initial = textOf(options.typed, id);
  const isDate = /^\d{4}-\d\d-\d\d$/.test(initial);
  return field(
    id,
    label,
    {
      type: 'datepicker',
      action_id: actionOf(id, options),
      ...(isDate ? { initial_date: initial } : {}),
      ...hinted(options),
    },
    options,
  );
}

export function userField(id: string, label: string, options: FieldOptions = {}): InputBlock {
  const initial = textOf(options.typed, id);
  return field(
    id,
    label,
    {
      type: 'users_select',
      action_id: actionOf(id, options),
      ...(initial ? { initial_user: initial } : {}),
      ...hinted(options),
    },
    options,
  );
}

/** Public and private channels of this workspace; needs no scope. */
export function channelField(id: string, label: string, options: FieldOptions = {}): InputBlock {
  const initial = textOf(options.typed, id);
  return field(
    id,
    label,
    {
      type: 'conversations_select',
      action_id: actionOf(id, options),
      filter: {
        include: ['public', 'private'],
        exclude_bot_users: true,
        exclude_external_shared_channels: true,
      },
      ...(initial ? { initial_conversation: initial } : {}),
      ...hinted(options),
    },
    options,
  );
}

/** The options, and those of them that are chosen already. */
function severalOf(id: string, choices: Option[], { typed }: FieldOptions) {
  const chosen = typed?.[id] ?? [];
  const initial = choices.filter(({ value }) => chosen.includes(value)).map(optionOf);
  return { options: choices.map(optionOf), ...(initial.length ? { initial_options: initial } : {}) };
}

export function optionOf({ value, text }: Option): PlainTextOption {
  return { text: plain(text, 75), value };
}
