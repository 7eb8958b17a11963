import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../slack/blocks.ts';
import { ACTIONS, COMMANDS, MESSAGE_SHORTCUTS, VIEWS } from '../slack/ids.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import {
  onButton,
  onChoice,
  onCommand,
  onReadingButton,
  onReadingChoice,
  onSubmit,
} from '../slack/listen.ts';
import { onMessageShortcut, onShortcut } from '../slack/shortcuts.ts';
import { openFollowUp, submitFollowUp } from './acts/follow-up.ts';
import { grantInstant } from './acts/grant-instant.ts';
import { publish, submitHostReason } from './acts/publish.ts';
import { goBack, proposeLine } from './change-form.ts';
import { openReason, submitReason } from './decide-demand.ts';
import { BACK } from './detail-view.ts';
import { openDemandForm, openDemandFromMessage } from './open-demand.ts';
import { submitDemandForm } from './post-demand.ts';

/** `client` answers people; windows on screen are changed through it. */
export function registerDemands(app: App, deps: Deps, client: WebClient): void {
  onCommand(app, deps, COMMANDS.demand, (ask) => openDemandForm(deps, ask));
  onShortcut(app, deps, VIEWS.postDemand, (ask) => openDemandForm(deps, ask));
  onMessageShortcut(app, deps, MESSAGE_SHORTCUTS.demandFromMessage, (ask, text) =>
    openDemandFromMessage(deps, ask, text),
  );
  onReadingButton(app, deps, ACTIONS.postDemand, (click) => openDemandForm(deps, click));
  onSubmit(app, deps, VIEWS.postDemand, (ask) => submitDemandForm(deps, ask));
  onReadingChoice(app, deps, 'unit_type', (click) => proposeLine(deps, client, click));
  onChoice(app, deps, BACK, (click) => goBack(deps, client, click));

  onButton(
    app,
    deps,
    ACTIONS.publishDemand,
    answer((click) => publish(deps, click)),
  );
  onSubmit(app, deps, VIEWS.publishDemand, (ask) => submitHostReason(deps, ask));
  onButton(
    app,
    deps,
    ACTIONS.grantInstant,
    answer((click) => grantInstant(deps, click)),
  );
  onReadingButton(
    app,
    deps,
    ACTIONS.followUp,
    answer((click) => openFollowUp(deps, click)),
  );
  onSubmit(app, deps, VIEWS.followUp, (ask) => submitFollowUp(deps, ask));
  for (const act of [ACTIONS.returnDemand, ACTIONS.rejectDemand]) {
    onReadingButton(
      app,
      deps,
      act,
      answer((click) => openReason(deps, click, act, click.value)),
    );
  }
  onSubmit(app, deps, VIEWS.returnDemand, (ask) => submitReason(deps, ask, 'return_demand'));
  onSubmit(app, deps, VIEWS.rejectDemand, (ask) => submitReason(deps, ask, 'reject_demand'));
}

/** Says to the person alone what came of the press; nothing when a window opened, or it was delivered before. */
function answer(act: (click: Click) => Promise<Message | undefined>) {
  return async (click: Click): Promise<void> => {
    const said = await act(click);
    if (said) await click.reply(said);
  };
}
