import type { App } from '@slack/bolt';
import type { Doorway, RoomDeps } from '../room.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { onReadingButton, onReadingChoice, onSubmit, onSuggest } from '../slack/listen.ts';
import { openHandOver, previewHandOver, submitHandOver, suggestHolders } from './acts/hand-over.ts';
import { openMerge, previewMerge, submitMerge, suggestInto } from './acts/merge.ts';
import { FROM_USER, INTO } from './views.ts';

export function registerRegister(app: App, deps: RoomDeps, { client }: Doorway): void {
  onReadingButton(app, deps, ACTIONS.merge, (click) => openMerge(deps, click));
  onSuggest(app, deps, INTO, (search) => suggestInto(deps, search));
  onReadingChoice(app, deps, INTO, (click) => previewMerge(deps, client, click));
  onSubmit(app, deps, VIEWS.merge, (ask) => submitMerge(deps, ask));
  onReadingButton(app, deps, ACTIONS.handOver, (click) => openHandOver(deps, click));
  onSuggest(app, deps, FROM_USER, (search) => suggestHolders(deps, search));
  onReadingChoice(app, deps, FROM_USER, (click) => previewHandOver(deps, client, click));
  onSubmit(app, deps, VIEWS.handOver, (ask) => submitHandOver(deps, ask));
}
