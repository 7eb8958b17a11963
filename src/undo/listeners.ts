import type { App } from '@slack/bolt';
import { ACTIONS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onButton } from '../slack/listen.ts';
import { undo } from './acts/undo.ts';

export function registerUndo(app: App, deps: Deps): void {
  onButton(app, deps, ACTIONS.undo, (click) => undo(deps, click));
}
