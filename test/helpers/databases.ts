/**
 * Which test files run where. All run on the embedded database, and with `TEST_EVERYTHING=1` on PostgreSQL as well; a
 * file named `<what>.postgres.test.ts` or `<what>.embedded.test.ts` runs there only.
 */

/** On both in every run, for what they show depends on the engine: SQL types, locks, several processes. */
export const ON_BOTH = [
  'claims',
  'db',
  'deploy',
  'expiry',
  'idle-minute',
  'outbox',
  'outbox-troubles',
  'own-team',
  'schema',
  'silent',
];

/** Long, and what they show was seen in shorter files: they run where nothing is left out. */
export const LEFT_TO_CI = [
  'nudges-forecast.embedded',
  'objection-race.postgres',
  'sample-season',
  'void-race.postgres',
  'year-processes.postgres',
  'year-quiet.embedded',
  'year-troubles.embedded',
];

/** These ask no database, or nothing that the other engine would answer otherwise: once is enough. */
export const ON_ONE = [
  'answer-links',
  'architecture',
  'architecture-rules',
  'config',
  'digest-due',
  'director',
  'failures',
  'foreign-web-api',
  'handed-files',
  'import-hostile',
  'limits',
  'name-coordinators',
  'nudges-ladder',
  'pace-hour',
  'papers',
  'permissions',
  'personal',
  'places',
  'playground',
  'playground-doors',
  'quantity',
  'record-log',
  'references',
  'route',
  'sample-season',
  'text',
  'time-words',
  'transitions',
  'window-parts',
  'working-days',
];
