import type { Room } from '../room.ts';
import { appendDue } from './append.ts';
import { showRecord } from './page.ts';

export const records: Room = {
  name: 'records',
  tables: ['record_checkpoint', 'record_key', 'record', 'record_leaf', 'record_log'],
  async followUp(deps, { views }) {
    // Only what was done to a report can give or end a record.
    if (!views.some((view) => view.startsWith('report_review:'))) return;
    const teamId = await deps.findTeam();
    if (teamId !== undefined) await appendDue(deps, teamId);
  },
  looks: [
    {
      name: 'append_records',
      turn: 'upkeep',
      async look(deps) {
        const teamId = await deps.findTeam();
        if (teamId !== undefined) await appendDue(deps, teamId);
        return undefined;
      },
    },
  ],
  pages: { records: showRecord },
};
