import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { say as sayProgramme } from '../programme/words.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Deps } from '../slack/interaction.ts';
import { onButton, onReadingButton, onSubmit, onSuggest } from '../slack/listen.ts';
import { submitActAlone } from './act-alone.ts';
import { openEditUnit, submitEditUnit } from './edit-unit.ts';
import { openLink, submitLink } from './link-expert.ts';
import { openAssistant, submitAssistant } from './name-assistant.ts';
import { openNaming, submitNaming } from './name-coordinators.ts';
import { openRecording, submitRecording } from './record-expert.ts';
import { openRegistration, submitRegistration } from './register.ts';
import { removeRole } from './remove-role.ts';
import { suggestUnits } from './search-register.ts';
import { openSetUp, submitSetUp } from './set-up-programme.ts';
import { openSettings, submitSettings } from './settings.ts';
import { openReturn, submitReturn, verify } from './verify.ts';
import { say } from './words.ts';
import { openWorkCalendar, submitWorkCalendar } from './work-calendar.ts';

export function registerDirectory(app: App, deps: Deps, client: WebClient): void {
  onReadingButton(app, deps, ACTIONS.openSetUp, (click) => openSetUp(deps, click));
  onSubmit(app, deps, VIEWS.setUpProgramme, (ask) => submitSetUp(deps, client, ask));
  onReadingButton(app, deps, ACTIONS.openSettings, (click) => openSettings(deps, click));
  onSubmit(app, deps, VIEWS.settings, (ask) => submitSettings(deps, ask));
  onReadingButton(app, deps, ACTIONS.nameCoordinators, (click) => openNaming(deps, click));
  onSubmit(app, deps, VIEWS.nameCoordinators, (ask) => submitNaming(deps, ask));
  onButton(app, deps, ACTIONS.removeRole, async (click) => {
    const answer = await removeRole(deps, click);
    if (answer) await click.reply(answer);
  });
  onReadingButton(app, deps, ACTIONS.workCalendar, (click) => openWorkCalendar(deps, click));
  onSubmit(app, deps, VIEWS.workCalendar, (ask) => submitWorkCalendar(deps, ask));
  onSubmit(app, deps, VIEWS.actAlone, (ask) => submitActAlone(app, ask));
  onReadingButton(app, deps, ACTIONS.registerExpert, (click) => openRegistration(deps, click));
  onSubmit(app, deps, VIEWS.registerExpert, (ask) => submitRegistration(deps, ask));
  onReadingButton(app, deps, ACTIONS.recordExpert, async (click) => {
    const answer = await openRecording(deps, click);
    if (answer) await click.reply(answer);
  });
  onSubmit(app, deps, VIEWS.recordExpert, (ask) => submitRecording(deps, ask));
  onReadingButton(app, deps, ACTIONS.linkExpert, async (click) => {
    const answer = await openLink(deps, click);
    if (answer) await click.reply(answer);
  });
  onSubmit(app, deps, VIEWS.linkExpert, (ask) => submitLink(deps, ask));
  onReadingButton(app, deps, ACTIONS.nameAssistant, async (click) => {
    const answer = await openAssistant(deps, click);
    if (answer) await click.reply(answer);
  });
  onSubmit(app, deps, VIEWS.nameAssistant, (ask) => submitAssistant(deps, ask));
  onReadingButton(app, deps, ACTIONS.editUnit, async (click) => {
    const answer = await openEditUnit(deps, click);
    if (answer) await click.reply(answer);
  });
  onSubmit(app, deps, VIEWS.editUnit, (ask) => submitEditUnit(deps, ask));
  onSuggest(app, deps, 'parent', (search) =>
    suggestUnits(deps, search, search.inView?.metadata.unitId ?? ''),
  );
  onButton(app, deps, ACTIONS.verifyExpert, async (click) => {
    const answer = await verify(deps, click, click.value);
    if (answer) await click.reply(answer);
  });
  onReadingButton(app, deps, ACTIONS.returnRegistration, async (click) => {
    const answer = await openReturn(deps, click, click.value);
    if (answer) await click.reply(answer);
  });
  onSubmit(app, deps, VIEWS.returnRegistration, (ask) => submitReturn(deps, ask));
}

export function directoryWords(deps: Deps): ExpertWord[] {
  return [
    {
      word: 'setup',
      aliases: ['设置', '开通'],
      help: (locale) => sayProgramme(locale, 'help_set_up'),
      handle: (ask) => openSetUp(deps, ask),
    },
    {
      word: 'register',
      aliases: ['登记', '注册'],
      help: (locale) => say(locale, 'help_register'),
      handle: (ask) => openRegistration(deps, ask),
    },
    {
      word: 'settings',
      aliases: ['角色', '联络员'],
      help: (locale) => say(locale, 'help_settings'),
      handle: (ask) => openSettings(deps, ask),
    },
  ];
}
