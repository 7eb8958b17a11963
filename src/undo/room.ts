import type { Room } from '../room.ts';
import { registerUndo } from './listeners.ts';
import { undoRenderers } from './renderers.ts';

export const undo: Room = {
  name: 'undo',
  listen: registerUndo,
  renderers: undoRenderers,
};
