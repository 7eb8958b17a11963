import type { InputBlock } from '@slack/types';
import { plain } from './blocks.ts';
import type { Typed } from './form.ts';

/** A time of day, 'HH:MM', in a zone that Slack names under the field. */
export function timeField(
  id: string,
  label: string,
  { typed, timeZone }: { typed: Typed; timeZone: string },
): InputBlock {
  const initial = typed[id];
  const isTime = typeof initial === 'string' && /^\d\d:\d\d$/.test(initial);
  return {
    type: 'input',
    block_id: id,
    label: plain(label, 2000),
    element: {
      type: 'timepicker',
      action_id: id,
      timezone: timeZone,
      ...(isTime ? { initial_time: initial } : {}),
    },
  };
}
