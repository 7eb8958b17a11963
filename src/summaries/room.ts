import type { Room } from '../room.ts';
import { summariesOfYear } from './closing.ts';
import { summariesDuties } from './duties.ts';
import { registerSummaries, summariesWords } from './listeners.ts';
import { peopleInSummaries } from './refers.ts';
import { summariesRenderers } from './renderers.ts';
import { summariesUnreachable } from './unreachable.ts';
import { listSummariesWaiting } from './waiting.ts';

export const summaries: Room = {
  name: 'summaries',
  tables: ['yearly_summary_version', 'yearly_summary'],
  listen: registerSummaries,
  renderers: summariesRenderers,
  unreachable: summariesUnreachable,
  duties: summariesDuties,
  words: summariesWords,
  year: summariesOfYear,
  home: listSummariesWaiting,
  people: peopleInSummaries,
};
