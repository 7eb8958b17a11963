import type { BlockElementAction } from '@slack/bolt';

/** Of a button, or of what was chosen in a menu. */
export function pressedValue(action: BlockElementAction): string {
  if (action.type === 'button') return action.value ?? '';
  return action.type === 'static_select' ? (action.selected_option?.value ?? '') : '';
}
