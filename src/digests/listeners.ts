import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { ACTIONS, COMMANDS, VIEWS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onButton, onCommand, onReadingButton, onSubmit } from '../slack/listen.ts';
import { openDigestSettings, submitDigestSettings } from './change-digest.ts';
import { postNow, skipSlot } from './decide-issue.ts';
import { muteDigest } from './mute-digest.ts';
import { showDigest } from './show-digest.ts';

export function registerDigests(app: App, deps: Deps, client: WebClient): void {
  onCommand(app, deps, COMMANDS.digest, (ask) => showDigest(deps, ask));
  onButton(app, deps, ACTIONS.postDigestNow, (click) => postNow(deps, click));
  onButton(app, deps, ACTIONS.skipDigest, (click) => skipSlot(deps, click));
  onButton(app, deps, ACTIONS.muteDigest, (click) => muteDigest(deps, click));
  onReadingButton(app, deps, ACTIONS.digestSettings, (click) => openDigestSettings(deps, click));
  onSubmit(app, deps, VIEWS.digestSettings, (ask) => submitDigestSettings(deps, client, ask));
}
