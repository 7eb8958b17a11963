import type { Room } from '../room.ts';
import { ACTIONS } from '../slack/ids.ts';
import { onButton } from '../slack/listen.ts';
import { printStatement } from './acts/print-statement.ts';
import { showRecords } from './acts/show-records.ts';
import { packTitle } from './acts/title-pack.ts';
import { appendDue } from './append.ts';
import { sayAtHome } from './home.ts';
import { showRecord } from './page.ts';
import { peopleInRecords } from './refers.ts';
import { say } from './words.ts';

export const records: Room = {
  name: 'records',
  tables: ['record_checkpoint', 'record_key', 'service_record', 'record_leaf', 'record_log'],
  listen(app, deps) {
    onButton(app, deps, ACTIONS.printStatement, async (click) =>
      click.reply(await printStatement(deps, click)),
    );
    onButton(app, deps, ACTIONS.titlePack, async (click) => click.reply(await packTitle(deps, click)));
  },
  words: (deps) => [
    {
      word: 'record',
      aliases: ['记录', '服务记录', 'records'],
      help: (locale) => say(locale, 'help'),
      handle: (ask) => showRecords(deps, ask),
    },
  ],
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
  home: sayAtHome,
  people: peopleInRecords,
};
