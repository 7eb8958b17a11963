import type { Room } from '../room.ts';
import { objectsWords, registerObjects } from './listeners.ts';

/** One thing whole, with its history and what may be done about it, wherever it was asked for; it owns nothing. */
export const objects: Room = {
  name: 'objects',
  listen: (app, deps, { client }) => registerObjects(app, deps, client),
  words: objectsWords,
};
