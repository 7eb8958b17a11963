import type { App } from '@slack/bolt';
import type { RoomDeps } from '../room.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { onButton, onReadingButton, onSubmit } from '../slack/listen.ts';
import { openExtension, openWaiver, submitExtension, submitWaiver } from './acts/grant.ts';
import { acceptSummary, openReturn, submitReturn } from './decide-summary.ts';
import { openSummaries, openSummary, openSummaryForm } from './open-summary.ts';
import { submitSummary } from './submit-summary.ts';
import { say } from './words.ts';

export function registerSummaries(app: App, deps: RoomDeps): void {
  onReadingButton(app, deps, ACTIONS.openSummary, (click) => openSummary(deps, click, click.value));
  onReadingButton(app, deps, ACTIONS.submitSummary, (click) => openSummaryForm(deps, click, click.value));
  onSubmit(app, deps, VIEWS.submitSummary, (ask) => submitSummary(deps, ask));
  onButton(app, deps, ACTIONS.acceptSummary, async (click) => {
    const answer = await acceptSummary(deps, click, click.value);
    if (answer) await click.reply(answer);
  });
  onReadingButton(app, deps, ACTIONS.returnSummary, async (click) => {
    const answer = await openReturn(deps, click, click.value);
    if (answer) await click.reply(answer);
  });
  onSubmit(app, deps, VIEWS.returnSummary, (ask) => submitReturn(deps, ask));
  onReadingButton(app, deps, ACTIONS.extendSummary, (click) => openExtension(deps, click));
  onSubmit(app, deps, VIEWS.extendSummary, (ask) => submitExtension(deps, ask));
  onReadingButton(app, deps, ACTIONS.waiveSummary, (click) => openWaiver(deps, click));
  onSubmit(app, deps, VIEWS.waiveSummary, (ask) => submitWaiver(deps, ask));
}

export function summariesWords(deps: RoomDeps): ExpertWord[] {
  return [
    {
      word: 'summary',
      aliases: ['总结', '年度总结'],
      help: (locale) => say(locale, 'help'),
      handle: (ask) => openSummaries(deps, ask),
    },
  ];
}
