import { ROOMS } from '../../src/rooms.ts';

/** The rooms in story order: a file may use its own room and those before it. */
export const STORY: readonly string[] = [
  'config.ts',
  'explain-start.ts',
  'clock.ts',
  'db',
  'i18n',
  'slack',
  'pages',
  'outbox',
  'files',
  'programme',
  'directory',
  'people.ts',
  'room.ts',
  'demands',
  'claims',
  'rounds',
  'reports',
  'imports',
  'links',
  'employers',
  'records',
  'summaries',
  'documents',
  'years',
  'telephone',
  'register',
  'privacy',
  'undo',
  'objects',
  'lists',
  'questions',
  'digests',
  'nudges',
  'home',
  'rooms.ts',
  'web',
  'schedule.ts',
  'app.ts',
  'desk.ts',
  'main.ts',
  // Run by hand: it plays the season through the program and keeps it.
  'make-season.ts',
  // Run by hand: it checks the record log, or one proof.
  'verify-records.ts',
];

/** Whose tables these are. */
export const TABLES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ROOMS.map(({ name, tables = [] }) => [name, tables]),
);

/** Which room speaks which kind of message; but the Homes, which anybody may ask for. */
export const KINDS: ReadonlyMap<string, string> = new Map(
  ROOMS.flatMap(({ name, renderers = {} }) =>
    Object.keys(renderers).map((kind): [string, string] => [kind, name]),
  ),
);

/** A person's Home is a surface of Slack's, like a channel: the queue has a method of its own for it. */
export const SURFACES = ['home'];

/** What makes things and may start the playground; everybody else receives them. */
export const PROGRAMS = ['src/main.ts', 'src/make-season.ts'];
