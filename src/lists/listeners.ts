import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { partFor } from '../directory/permissions.ts';
import { findActor } from '../directory/roles.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onReadingButton, onSubmit } from '../slack/listen.ts';
import type { Reader } from '../slack/reader.ts';
import { openFind, openList, showAll, submitFind } from './acts/show-list.ts';
import { type ListName, wholeList } from './list.ts';
import { say } from './words.ts';

/** `client`: pages and filter take the list's place on screen. */
export function registerLists(app: App, deps: Deps, client: WebClient): void {
  onReadingButton(app, deps, ACTIONS.showAll, (click) => showAll(deps, client, click));
  onReadingButton(app, deps, ACTIONS.findList, (click) => openFind(deps, client, click));
  onSubmit(app, deps, VIEWS.findList, (ask) => submitFind(deps, ask));
}

export function listsWords(deps: Deps): ExpertWord[] {
  const isFor = async (reader: Reader) =>
    partFor(await findActor(deps.db, reader, deps.now()), 'see_register') !== undefined;
  const word = (list: ListName, aliases: readonly string[]): ExpertWord => ({
    word: list,
    aliases,
    help: (locale) => say(locale, `help_${list}`),
    isFor,
    handle: (ask) => openList(deps, ask, wholeList(list, ask.text.trim().replace(/^\S+\s*/, ''))),
  });
  return [word('units', ['单位', '单位名录']), word('experts', ['专家', '专家名录'])];
}
