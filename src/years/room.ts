import type { Room } from '../room.ts';
import { lookAtNextYear } from './begin-year.ts';
import { registerYears, yearsWords } from './listeners.ts';
import { yearsRenderers } from './renderers.ts';

export const years: Room = {
  name: 'years',
  listen: registerYears,
  renderers: yearsRenderers,
  looks: [{ name: 'next_year', turn: 'day', look: lookAtNextYear }],
  words: yearsWords,
};
