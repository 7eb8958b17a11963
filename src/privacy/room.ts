import type { Room } from '../room.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { onButton, onReadingButton, onSubmit } from '../slack/listen.ts';
import { openErase, submitErase } from './acts/erase-person.ts';
import { handMyData } from './acts/my-data.ts';
import { showPrivacy } from './acts/show-privacy.ts';
import { sayRetentionAtHome } from './home.ts';
import { lookAtRetention } from './look-at-retention.ts';
import { peopleInPrivacy } from './personal.ts';
import { privacyRenderers } from './renderers.ts';
import { say } from './words.ts';

/** What is kept of somebody: told, handed out, erased; acts over all rooms, through what each says is personal. */
export const privacy: Room = {
  name: 'privacy',
  tables: ['year_retention'],
  listen(app, deps, { client }) {
    onButton(app, deps, ACTIONS.myData, async (click) => click.reply(await handMyData(deps, click)));
    onReadingButton(app, deps, ACTIONS.erasePerson, (click) => openErase(deps, click));
    onSubmit(app, deps, VIEWS.erasePerson, (ask) => submitErase(deps, client, ask));
  },
  renderers: privacyRenderers,
  looks: [{ name: 'retention', turn: 'upkeep', look: lookAtRetention }],
  words: (deps) => [
    {
      word: 'privacy',
      aliases: ['隐私', '个人信息'],
      help: (locale) => say(locale, 'help'),
      handle: (ask) => showPrivacy(deps, ask),
    },
  ],
  home: sayRetentionAtHome,
  people: peopleInPrivacy,
};
