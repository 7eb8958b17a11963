import type { BlockAction, BlockElementAction } from '@slack/bolt';
import type { Door } from './interaction.ts';

/** Of a button, or of what was chosen in a menu. */
export function pressedValue(action: BlockElementAction): string {
  if (action.type === 'button') return action.value ?? '';
  return action.type === 'static_select' ? (action.selected_option?.value ?? '') : '';
}

/** What only one person sees is gone with their client. */
export function standingIn(container: BlockAction['container']): Door['on'] {
  if (container.type !== 'message' || container.is_ephemeral) return undefined;
  return { channel: container.channel_id, ts: container.message_ts };
}
