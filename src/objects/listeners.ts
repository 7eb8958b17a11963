import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onReadingButton, onSubmit } from '../slack/listen.ts';
import { onRedraw } from '../slack/redraw.ts';
import { openObject, redrawObject, showNumber, submitObject } from './acts/open-object.ts';
import { looksLikeNumber } from './numbers.ts';
import { say } from './words.ts';

/** `client`: another thing takes the place of the one that is open. */
export function registerObjects(app: App, deps: Deps, client: WebClient): void {
  onReadingButton(app, deps, ACTIONS.openObject, (click) => openObject(deps, client, click));
  onSubmit(app, deps, VIEWS.openObject, (ask) => submitObject(deps, ask));
  onRedraw(app, VIEWS.openObject, redrawObject(deps));
}

export function objectsWords(deps: Deps): ExpertWord[] {
  return [
    {
      word: 'xq-2013-0012',
      aliases: [],
      takes: looksLikeNumber,
      help: (locale) => say(locale, 'help_number'),
      handle: (ask) => showNumber(deps, ask),
    },
  ];
}
