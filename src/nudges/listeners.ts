import type { App } from '@slack/bolt';
import type { RoomDeps } from '../room.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { onButton, onReadingButton, onSubmit } from '../slack/listen.ts';
import { SNOOZES } from './blocks.ts';
import { openAway, submitAway } from './go-away.ts';
import { lookUpNudges } from './look-up.ts';
import { openNotMine, submitNotMine } from './not-mine.ts';
import { snooze } from './snooze.ts';
import { say } from './words.ts';

export function registerNudges(app: App, deps: RoomDeps): void {
  for (const { days, actionId } of SNOOZES)
    onButton(app, deps, actionId, (click) => snooze(deps, click, days));
  onButton(app, deps, ACTIONS.wakeNudge, (click) => snooze(deps, click, 0));
  onReadingButton(app, deps, ACTIONS.notMine, (click) => openNotMine(deps, click));
  onSubmit(app, deps, VIEWS.notMine, (ask) => submitNotMine(deps, ask));
  onReadingButton(app, deps, ACTIONS.goAway, (click) => openAway(deps, click));
  onSubmit(app, deps, VIEWS.goAway, (ask) => submitAway(deps, ask));
}

export function nudgesWords(deps: RoomDeps): ExpertWord[] {
  return [
    {
      word: 'nudges',
      aliases: ['提醒', '催办'],
      help: (locale) => say(locale, 'help'),
      handle: (ask) => lookUpNudges(deps, ask),
    },
  ];
}
