import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { findActedFor } from '../directory/acting-sql.ts';
import { findActor } from '../directory/roles.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { findLiveYears } from '../programme/live-years.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { actions, header, message, section } from '../slack/blocks.ts';
import { ACTIONS, COMMANDS, VIEWS } from '../slack/ids.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import {
  onButton,
  onChoice,
  onCommand,
  onReadingButton,
  onReadingChoice,
  onSubmit,
  onSuggest,
} from '../slack/listen.ts';
import { onShortcut } from '../slack/shortcuts.ts';
import { DUPLICATE_OF, openVoid, submitVoid, suggestDuplicates } from './acts/void-report.ts';
import { openAmendment } from './amend-report.ts';
import { fileButton } from './buttons.ts';
import { changeDemand, changeLine, goBack } from './change-form.ts';
import { decideReport, openReason, REASONED, type Reasoned, submitReason } from './decide-report.ts';
import { submitReport } from './file-report.ts';
import { BACK, DEMAND_CHOICE, EXPERT_SEARCH, LINE_CHOICE } from './form-fields.ts';
import { openReport } from './open-report.ts';
import { NEW_REPORT } from './report.ts';
import { showAttachments } from './show-attachments.ts';
import { suggestDemands, suggestExperts } from './suggest.ts';
import { listReportsWaiting } from './waiting.ts';
import { say } from './words.ts';

export function registerReports(app: App, deps: Deps, client: WebClient): void {
  onCommand(app, deps, COMMANDS.report, (ask) => listReportWork(deps, ask));
  onShortcut(app, deps, VIEWS.fileReport, (ask) => openReport(deps, ask, NEW_REPORT));
  onReadingButton(app, deps, ACTIONS.fileReport, (click) => openReport(deps, click, click.value));
  onReadingChoice(app, deps, `${DEMAND_CHOICE}:`, (click) => changeDemand(deps, client, click));
  onSuggest(app, deps, `${DEMAND_CHOICE}:`, (search) => suggestDemands(deps, search));
  onSuggest(app, deps, `${EXPERT_SEARCH}:`, (search) => suggestExperts(deps, search));
  onReadingButton(app, deps, ACTIONS.voidReport, (click) => openVoid(deps, click));
  onSubmit(app, deps, VIEWS.voidReport, (ask) => submitVoid(deps, ask));
  onSuggest(app, deps, DUPLICATE_OF, (search) => suggestDuplicates(deps, search));
  onReadingChoice(app, deps, `${LINE_CHOICE}:`, (click) => changeLine(deps, client, click));
  onChoice(app, deps, BACK, (click) => goBack(deps, client, click));
  onSubmit(app, deps, VIEWS.fileReport, (ask) => submitReport(deps, ask));

  onReadingButton(app, deps, ACTIONS.amendReport, (click) => openAmendment(deps, click, click.value));
  onReadingButton(app, deps, ACTIONS.showAttachments, (click) => showAttachments(deps, click));
  for (const decision of ['confirm_report', 'accept_report'] as const) {
    onButton(app, deps, decision, async (click) => {
      const answer = await decideReport(deps, click, decision, click.value);
      if (answer) await click.reply(answer);
    });
  }
  for (const decision of Object.keys(REASONED) as Reasoned[]) {
    onReadingButton(app, deps, decision, async (click) => {
      const answer = await openReason(deps, click, decision, click.value);
      if (answer) await click.reply(answer);
    });
    onSubmit(app, deps, REASONED[decision].callbackId, (ask) => submitReason(deps, ask, decision));
  }
}

/** `/expert-report`: what waits for this person and where their reports stand; always the way to a new one. */
async function listReportWork(deps: Deps, ask: Ask): Promise<void> {
  const { teamId, userId, locale, now, reader } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const [actor, { own: expert, assisted }] = await Promise.all([
    findActor(deps.db, reader),
    findActedFor(deps.db, teamId, userId),
  ]);
  const years = await findLiveYears(deps.db, programme);
  const { waiting, holding } = await listReportsWaiting(deps.db, {
    ...{ teamId, userId, locale, actor, expert, assisted, programme, years, now },
    offersLinks: Boolean(deps.publicUrl),
  });
  const onBehalf = actor.bureau || actor.districts.length > 0;
  const work = [...waiting, ...holding];
  await ask.reply(
    message(
      header(say(locale, 'list_title')),
      work.length === 0 ? section(say(locale, 'nothing_yet')) : [],
      actions(fileButton(locale, onBehalf && !expert && assisted.length === 0)),
      work,
    ),
  );
}
