import type { Room } from '../room.ts';
import { registerObjects } from './listeners.ts';

/** One thing whole, and what may be done about it, wherever it was asked for; it owns nothing. */
export const objects: Room = {
  name: 'objects',
  listen: registerObjects,
};
