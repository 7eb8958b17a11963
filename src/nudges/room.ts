import type { Room } from '../room.ts';
import { nudgesWords, registerNudges } from './listeners.ts';
import { peopleInNudges } from './refers.ts';
import { nudgesRenderers } from './renderers.ts';
import { sendNudges } from './send-nudges.ts';
import { listAbsenceShown } from './waiting.ts';

export const nudges: Room = {
  name: 'nudges',
  tables: ['nudge', 'nudge_message', 'nudge_snooze', 'nudge_handover'],
  listen: registerNudges,
  renderers: nudgesRenderers,
  looks: [{ name: 'nudges', turn: 'people', look: sendNudges }],
  words: nudgesWords,
  home: listAbsenceShown,
  people: peopleInNudges,
};
