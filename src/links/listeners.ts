import type { App } from '@slack/bolt';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onButton, onSubmit } from '../slack/listen.ts';
import { makeLink, submitLink } from './acts/make-link.ts';

export function registerLinks(app: App, deps: Deps): void {
  onButton(app, deps, ACTIONS.makeLink, (click) => makeLink(deps, click));
  onSubmit(app, deps, VIEWS.answerLink, (ask) => submitLink(deps, ask));
}
