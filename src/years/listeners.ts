import type { App } from '@slack/bolt';
import type { Doorway, RoomDeps } from '../room.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { onReadingButton, onSubmit } from '../slack/listen.ts';
import { openCloseYear, submitCloseYear } from './acts/close-year.ts';
import { openCorrectYear, submitCorrectYear } from './acts/correct-year.ts';
import { openEditProgramme, submitEditProgramme } from './acts/edit-programme.ts';
import { openNextYearForm, submitNextYear } from './acts/open-year.ts';
import { showYears } from './acts/show-years.ts';
import { say } from './words.ts';

export function registerYears(app: App, deps: RoomDeps, { client }: Doorway): void {
  onReadingButton(app, deps, ACTIONS.openYear, (click) => openNextYearForm(deps, click));
  onSubmit(app, deps, VIEWS.openYear, (ask) => submitNextYear(deps, ask));
  onReadingButton(app, deps, ACTIONS.editProgramme, (click) => openEditProgramme(deps, click));
  onSubmit(app, deps, VIEWS.editProgramme, (ask) => submitEditProgramme(deps, client, ask));
  onReadingButton(app, deps, ACTIONS.closeYear, (click) => openCloseYear(deps, click));
  onSubmit(app, deps, VIEWS.closeYear, (ask) => submitCloseYear(deps, ask));
  onReadingButton(app, deps, ACTIONS.correctYear, (click) => openCorrectYear(deps, click));
  onSubmit(app, deps, VIEWS.correctYear, (ask) => submitCorrectYear(deps, ask));
}

export function yearsWords(deps: RoomDeps): ExpertWord[] {
  return [
    {
      word: 'year',
      aliases: ['年度'],
      help: (locale) => say(locale, 'help'),
      handle: (ask) => showYears(deps, ask),
    },
  ];
}
