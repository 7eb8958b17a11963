import type { Room } from '../room.ts';
import { directoryDuties } from './duties.ts';
import { listHomesAndReminders } from './homes.ts';
import { directoryWords, registerDirectory } from './listeners.ts';
import { peopleInDirectory } from './refers.ts';
import { directoryRenderers } from './renderers.ts';
import { directoryUnreachable } from './unreachable.ts';
import { listDirectoryWaiting } from './waiting.ts';

export const directory: Room = {
  name: 'directory',
  tables: [
    'absence',
    'expert',
    'organisation_contact',
    'organisation_name',
    'organisation',
    'role_grant',
    'slack_user',
  ],
  listen: (app, deps, { client }) => registerDirectory(app, deps, client),
  renderers: directoryRenderers,
  unreachable: directoryUnreachable,
  onMarked: listHomesAndReminders,
  duties: directoryDuties,
  words: directoryWords,
  home: listDirectoryWaiting,
  people: peopleInDirectory,
};
