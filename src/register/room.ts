import type { Room } from '../room.ts';
import { registerRegister } from './listeners.ts';
import { registerRenderers } from './renderers.ts';

export const register: Room = {
  name: 'register',
  listen: registerRegister,
  renderers: registerRenderers,
};
