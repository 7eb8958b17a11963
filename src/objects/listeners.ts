import type { App } from '@slack/bolt';
import { ACTIONS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onReadingButton } from '../slack/listen.ts';
import { openObject } from './acts/open-object.ts';

export function registerObjects(app: App, deps: Deps): void {
  onReadingButton(app, deps, ACTIONS.openObject, async (click) => {
    const answer = await openObject(deps, click);
    if (answer) await click.reply(answer);
  });
}
