import { findActor } from '../directory/roles.ts';
import type { Room, RoomDeps } from '../room.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { onReadingButton, onSubmit, onSuggest } from '../slack/listen.ts';
import type { Reader } from '../slack/reader.ts';
import { submitExport } from './acts/export.ts';
import { openExport, openExportOf, suggestObjects } from './acts/open-export.ts';
import { readDisagreements } from './check-sql.ts';
import { OBJECT_SEARCH } from './export-form.ts';
import { lookAtDocuments } from './look-at-documents.ts';
import { hasPart } from './object-sql.ts';
import { isCoordinating, usersOf } from './reach.ts';
import { peopleInDocuments } from './refers.ts';
import { findJob } from './sql.ts';
import { buildJob } from './views.ts';
import { say } from './words.ts';

/** What can be taken along on paper: the year's report, lists, a week, one need, a confirmation to be signed. */
export const documents: Room = {
  name: 'documents',
  tables: ['document_job'],
  listen(app, deps) {
    onReadingButton(app, deps, ACTIONS.exportPaper, async (click) => {
      const answer = await openExportOf(deps, click);
      if (answer) await click.reply(answer);
    });
    onSubmit(app, deps, VIEWS.exportPaper, (ask) => submitExport(deps, ask));
    onSuggest(app, deps, `object:${OBJECT_SEARCH}`, (search) => suggestObjects(deps, search));
  },
  renderers: {
    async document_job(db, { teamId, ref, locale = 'zh' }) {
      const job = await findJob(db, teamId, ref.jobId ?? '');
      return job && { ...buildJob(job, locale), rests: true };
    },
  },
  looks: [{ name: 'documents', turn: 'upkeep', look: lookAtDocuments }],
  words: (deps) => [
    {
      word: 'export',
      aliases: ['导出'],
      help: (locale) => say(locale, 'help'),
      isFor: (reader) => isForReader(deps, reader),
      async handle(ask) {
        const answer = await openExport(deps, ask);
        if (answer) await ask.reply(answer);
      },
    },
  ],
  people: peopleInDocuments,
  async beforeHandIn(db, { programme, locale, unit }) {
    const found = await readDisagreements(db, { programme, scope: unit });
    return found.length === 0 ? [] : [say(locale, 'disagreements', { n: found.length })];
  },
};

async function isForReader({ db, now }: RoomDeps, reader: Reader): Promise<boolean> {
  const actor = await findActor(db, reader, now());
  return isCoordinating(actor) || (await hasPart(db, reader.teamId, usersOf(actor)));
}
