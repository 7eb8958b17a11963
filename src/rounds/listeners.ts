import type { App } from '@slack/bolt';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onButton, onReadingButton, onSubmit } from '../slack/listen.ts';
import { sayNo, sayYes, stopAsking } from './answer-invitation.ts';
import { openRound, submitRound } from './start-round.ts';

export function registerRounds(app: App, deps: Deps): void {
  onReadingButton(app, deps, ACTIONS.askExperts, (click) => openRound(deps, click));
  onSubmit(app, deps, VIEWS.askExperts, (ask) => submitRound(deps, ask));
  onButton(app, deps, ACTIONS.sayYes, (click) => sayYes(deps, click));
  onButton(app, deps, ACTIONS.sayNo, (click) => sayNo(deps, click));
  onButton(app, deps, ACTIONS.stopAsking, (click) => stopAsking(deps, click));
}
