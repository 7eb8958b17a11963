import type { InputBlock } from '@slack/types';
import { plain } from './blocks.ts';
import { actionOf, type FieldOptions } from './form.ts';

/** A time of day, 'HH:MM', in a zone that Slack names under the field. */
export function timeField(
  id: string,
  label: string,
  options: FieldOptions & { timeZone: string },
): InputBlock {
  const initial = options.typed?.[id];
  const isTime = typeof initial === 'string' && /^\d\d:\d\d$/.test(initial);
  return {
    type: 'input',
    block_id: id,
    label: plain(label, 2000),
    element: {
      type: 'timepicker',
      action_id: actionOf(id, options),
      timezone: options.timeZone,
      ...(isTime ? { initial_time: initial } : {}),
    },
  };
}
