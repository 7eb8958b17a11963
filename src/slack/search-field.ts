import type { InputBlock } from '@slack/types';
import { actionOf, type FieldOptions, field, hinted, type Option, optionOf, textOf } from './form.ts';

/** Chinese names have two or three characters: Slack's own three would find nobody. */
const MIN_QUERY = { min_query_length: 1 };

/**
 * A menu whose options come as the person types (see `onSuggest`), for lists that may pass Slack's hundred.
 * `chosen` must hold what stands there already: only its options are shown.
 */
export function searchField(
  id: string,
  label: string,
  chosen: Option[],
  options: FieldOptions = {},
): InputBlock {
  const initial = chosen.find(({ value }) => value === textOf(options.typed, id));
  const type = 'external_select' as const;
  const action_id = actionOf(id, options);
  const shown = initial ? { initial_option: optionOf(initial) } : {};
  return field(id, label, { type, action_id, ...MIN_QUERY, ...shown, ...hinted(options) }, options);
}

/** The same for several. */
export function multiSearchField(
  id: string,
  label: string,
  chosen: Option[],
  options: FieldOptions = {},
): InputBlock {
  const ids = options.typed?.[id] ?? [];
  const initial = chosen.filter(({ value }) => ids.includes(value)).map(optionOf);
  const type = 'multi_external_select' as const;
  const action_id = actionOf(id, options);
  const shown = initial.length > 0 ? { initial_options: initial } : {};
  return field(id, label, { type, action_id, ...MIN_QUERY, ...shown, ...hinted(options) }, options);
}
