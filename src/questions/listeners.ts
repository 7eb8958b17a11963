import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { findActor } from '../directory/roles.ts';
import { turnFile } from '../files/turn-page.ts';
import { turnPage } from '../lists/acts/show-list.ts';
import { turnObject } from '../objects/acts/open-object.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onReadingButton } from '../slack/listen.ts';
import type { Reader } from '../slack/reader.ts';
import { askExample, openQuestion, turnAnswer } from './acts/ask.ts';
import { handSheet } from './acts/hand-sheet.ts';
import { openFigure } from './acts/open-figure.ts';
import { reachesNothing } from './reach.ts';
import { readReach } from './who-sql.ts';
import { say } from './words.ts';

/** `client`: pages take the answer's place on screen. */
export function registerQuestions(app: App, deps: Deps, client: WebClient): void {
  onReadingButton(app, deps, ACTIONS.askQuestion, (click) => askExample(deps, click));
  onReadingButton(app, deps, ACTIONS.openFigure, (click) => openFigure(deps, click));
  onReadingButton(app, deps, ACTIONS.questionSheet, async (click) =>
    click.reply(await handSheet(deps, click)),
  );
  // Files, things, answers and lists have pages, and one name for the buttons that turn them.
  for (const id of [ACTIONS.nextPage, ACTIONS.previousPage])
    onReadingButton(app, deps, id, async (click) => {
      if ((await turnFile(deps, click)) || (await turnObject(deps, client, click))) return;
      if (!(await turnAnswer(deps, client, click))) await turnPage(deps, client, click);
    });
}

export function questionsWords(deps: Deps): ExpertWord[] {
  return [
    {
      word: 'find',
      aliases: ['查询', '查找', '查'],
      help: (locale) => say(locale, 'help'),
      isFor: async (reader: Reader) => {
        const actor = await findActor(deps.db, reader, deps.now());
        return !reachesNothing(await readReach(deps.db, reader.teamId, actor));
      },
      handle: (ask) => openQuestion(deps, ask),
    },
  ];
}
