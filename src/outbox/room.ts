import type { Room } from '../room.ts';
import { emptyStopped } from './left-workspaces.ts';
import { peopleInOutbox } from './refers.ts';

export const outbox: Room = {
  name: 'outbox',
  tables: [
    'outgoing',
    'changed',
    'telephone_line',
    'sending_process',
    'workspace_due',
    'slack_hold',
    'closed_place',
    'stopped_workspace',
  ],
  looks: [{ name: 'empty_stopped', turn: 'upkeep', anywhere: true, look: emptyStopped }],
  people: peopleInOutbox,
};
