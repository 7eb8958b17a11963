import type { Room } from '../room.ts';
import { reportsOfYear } from './closing.ts';
import { reportsDuties } from './duties.ts';
import { registerReports } from './listeners.ts';
import { peopleInReports } from './refers.ts';
import { reportsRenderers } from './renderers.ts';
import { reportsUnreachable } from './unreachable.ts';
import { listReportsWaiting } from './waiting.ts';

export const reports: Room = {
  name: 'reports',
  tables: ['report_file', 'report_version', 'report_expert', 'report'],
  listen: (app, deps, { client }) => registerReports(app, deps, client),
  renderers: reportsRenderers,
  unreachable: reportsUnreachable,
  duties: reportsDuties,
  year: reportsOfYear,
  home: listReportsWaiting,
  people: peopleInReports,
};
