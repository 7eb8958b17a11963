import type { Room } from '../room.ts';
import { ACTIONS } from '../slack/ids.ts';
import { onReadingButton } from '../slack/listen.ts';
import { listOurPeople, showPeople } from './show-people.ts';

/** What an employer sees of its experts: where they are, and what the year has been. It owns nothing. */
export const employers: Room = {
  name: 'employers',
  listen(app, deps, { client }) {
    onReadingButton(app, deps, ACTIONS.ourPeople, (click) => showPeople(deps, client, click));
  },
  home: listOurPeople,
};
