import type { App } from '@slack/bolt';
import { ACTIONS, COMMANDS, VIEWS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onButton, onCommand, onReadingButton, onSubmit } from '../slack/listen.ts';
import { acceptExpert } from './acts/accept-expert.ts';
import { openCancellation, submitCancellation } from './acts/cancel-demand.ts';
import { claim } from './acts/claim.ts';
import { openDecline, submitDecline } from './acts/decline-expert.ts';
import { giveConsent } from './acts/give-consent.ts';
import { listForClaiming } from './acts/list-open-needs.ts';
import { openConsent, submitConsent } from './acts/record-consent.ts';
import { openRefusal, submitRefusal } from './acts/refuse-consent.ts';
import { openWithdrawal, submitWithdrawal } from './acts/withdraw.ts';

export function registerClaims(app: App, deps: Deps): void {
  onCommand(app, deps, COMMANDS.claim, (ask) => listForClaiming(deps, ask));
  onReadingButton(app, deps, ACTIONS.openNeeds, (click) => listForClaiming(deps, click));
  onButton(app, deps, ACTIONS.claimSlot, (click) => claim(deps, click));
  onButton(app, deps, ACTIONS.giveConsent, (click) => giveConsent(deps, click));
  onReadingButton(app, deps, ACTIONS.refuseConsent, (click) => openRefusal(deps, click));
  onSubmit(app, deps, VIEWS.refuseConsent, (ask) => submitRefusal(deps, ask));
  onReadingButton(app, deps, ACTIONS.recordConsent, (click) => openConsent(deps, click));
  onSubmit(app, deps, VIEWS.recordConsent, (ask) => submitConsent(deps, ask));
  onButton(app, deps, ACTIONS.acceptExpert, (click) => acceptExpert(deps, click));
  onReadingButton(app, deps, ACTIONS.declineExpert, (click) => openDecline(deps, click));
  onSubmit(app, deps, VIEWS.declineExpert, (ask) => submitDecline(deps, ask));
  onReadingButton(app, deps, ACTIONS.withdrawClaim, (click) => openWithdrawal(deps, click));
  onSubmit(app, deps, VIEWS.withdrawClaim, (ask) => submitWithdrawal(deps, ask));
  onReadingButton(app, deps, ACTIONS.cancelDemand, (click) => openCancellation(deps, click));
  onSubmit(app, deps, VIEWS.cancelDemand, (ask) => submitCancellation(deps, ask));
}
