import type { App } from '@slack/bolt';
import type { RoomDeps } from '../room.ts';
import { ACTIONS } from '../slack/ids.ts';
import { onButton } from '../slack/listen.ts';
import { undo } from './acts/undo.ts';

export function registerUndo(app: App, deps: RoomDeps): void {
  onButton(app, deps, ACTIONS.undo, (click) => undo(deps, click));
}
