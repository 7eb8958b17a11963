import type { App } from '@slack/bolt';
import { partFor } from '../directory/permissions.ts';
import { findActor } from '../directory/roles.ts';
import type { Message } from '../slack/blocks.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { onButton, onReadingButton, onSubmit } from '../slack/listen.ts';
import { openLikely, submitLikely } from './acts/answer-likely.ts';
import { applyImport } from './acts/apply-import.ts';
import { dropImport } from './acts/drop-import.ts';
import { handRefused, handTemplate } from './acts/hand-template.ts';
import { submitImport } from './acts/import-file.ts';
import { openImport } from './acts/open-import.ts';
import { undoImport } from './acts/undo-import.ts';
import { say } from './words.ts';

type Do = (deps: Deps, click: Click) => Promise<Message | undefined>;

export function registerImports(app: App, deps: Deps): void {
  const answered = (act: Do) => async (click: Click) => {
    const answer = await act(deps, click);
    if (answer) await click.reply(answer);
  };
  onReadingButton(app, deps, ACTIONS.importFile, answered(openImport));
  onSubmit(app, deps, VIEWS.importFile, (ask) => submitImport(deps, ask));
  onButton(app, deps, ACTIONS.importTemplate, answered(handTemplate));
  onButton(app, deps, ACTIONS.refusedRows, answered(handRefused));
  onReadingButton(app, deps, ACTIONS.answerLikely, answered(openLikely));
  onSubmit(app, deps, VIEWS.answerLikely, (ask) => submitLikely(deps, ask));
  onButton(app, deps, ACTIONS.applyImport, answered(applyImport));
  onButton(app, deps, ACTIONS.dropImport, answered(dropImport));
  onButton(app, deps, ACTIONS.undoImport, answered(undoImport));
}

export function importsWords(deps: Deps): ExpertWord[] {
  return [
    {
      word: 'import',
      aliases: ['导入'],
      help: (locale) => say(locale, 'help_import'),
      isFor: async (reader) =>
        partFor(await findActor(deps.db, reader, deps.now()), 'import_file') !== undefined,
      async handle(ask) {
        const answer = await openImport(deps, ask);
        if (answer) await ask.reply(answer);
      },
    },
  ];
}
