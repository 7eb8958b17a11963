import type { InputBlock } from '@slack/types';
import { actionOf, type FieldOptions, field, hinted } from './form.ts';

/** Several people; `max` of them at most. */
export function multiUserField(
  id: string,
  label: string,
  options: FieldOptions & { max?: number } = {},
): InputBlock {
  const initial = options.typed?.[id];
  return field(
    id,
    label,
    {
      type: 'multi_users_select',
      action_id: actionOf(id, options),
      ...(Array.isArray(initial) && initial.length > 0 ? { initial_users: initial } : {}),
      ...(options.max ? { max_selected_items: options.max } : {}),
      ...hinted(options),
    },
    options,
  );
}
