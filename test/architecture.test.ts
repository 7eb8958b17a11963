import { describe, expect, test } from 'vitest';
import { messagesPointLeft, statementsNameTheirWorkspace, tablesPointLeft } from './house/arrows.ts';
import {
  exportsHaveNames,
  filesAreShort,
  importsPointLeft,
  listAskingForCurrentYear,
  listPackingSpreads,
  noCircles,
  nothingIsMarkup,
  onlyConfigReadsTheEnvironment,
  playgroundStandsApart,
  pureFilesArePure,
  transactionsKeepToTheirHandle,
  unitsAreOpenedInOnePlace,
} from './house/rules.ts';
import { type Finding, readSources, roomOf } from './house/source.ts';
import { listUnknownTables, tablesOf } from './house/sql.ts';
import { KINDS, PROGRAMS, STORY, SURFACES, TABLES } from './house/story.ts';

const sources = readSources();
const rooms = sources.filter(({ path }) => roomOf(path) !== 'playground');
const house = { story: STORY, tables: TABLES, kinds: KINDS, surfaces: SURFACES };

/**
 * SQL over a table of a room further on. Each is a debt: the list may only grow shorter, and one that is gone is struck
 * off here.
 */
const TABLES_TO_THE_RIGHT = [
  // The card names who is confirmed.
  'src/demands/repository.ts → claim',
  // What is done leaves the reminders at once.
  'src/directory/reminders.ts → nudge',
  'src/directory/reminders.ts → nudge_handover',
  'src/directory/reminders.ts → nudge_message',
];

/** The same for messages. */
const MESSAGES_TO_THE_RIGHT = ['src/directory/reminders.ts → nudge'];

/** Statements over all workspaces at once, each for its reason; nothing that answers a person stands here. */
const ACROSS_WORKSPACES = [
  // Which channels' digests are due.
  'src/digests/channels.ts: digest_channel',
  // Whose data these are, asked before anything is done with them.
  'src/directory/teams.ts: programme_year',
  'src/directory/teams.ts: slack_user',
  // Who left.
  'src/outbox/left-workspaces.ts: outgoing',
  'src/outbox/left-workspaces.ts: stopped_workspace',
];

/** Filling an empty database and migrating one are nobody's act, nor is reading; a digest that meets a deadlock waits for the next look. */
const UNITS_OF_THEIR_OWN = [
  'src/db/load.ts',
  'src/db/migrate.ts',
  'src/db/snapshot.ts',
  'src/digests/look-at-digests.ts',
];

/** Who asks for the year for new things, each for its reason: nothing here has a need, a claim, a report or a summary in hand. */
const ASKS_FOR_CURRENT_YEAR = [
  // A list of what can be claimed now, and the clock by which a consent's date is judged.
  'src/claims/acts/list-open-needs.ts',
  'src/claims/acts/record-consent.ts',
  // What is said in advance is of no year.
  ...['acts/block-dates', 'acts/record-blanket', 'advance-renderers'].map((name) => `src/claims/${name}.ts`),
  'src/links/unit-asked.ts',
  // An employer's view is of the year for new things.
  'src/employers/show-people.ts',
  // New needs.
  'src/demands/open-demand.ts',
  // A channel has one digest, which goes on with the years; what was posted is read by its own.
  ...['change-digest', 'decide-issue', 'renderers', 'show-digest'].map((name) => `src/digests/${name}.ts`),
  // People, roles and the calendar are of no year.
  ...[
    'act-alone',
    'edit-unit',
    'name-coordinators',
    'quiet-hours',
    'record-expert',
    'register',
    'remove-role',
    'renderers',
    'search-register',
    'set-up-programme',
    'settings',
    'work-calendar',
  ].map((name) => `src/directory/${name}.ts`),
  // Home, help, and troubles of messages.
  ...['hello', 'help', 'render-home', 'settle-message'].map((name) => `src/home/${name}.ts`),
  // A list names new things, and is of no year until it is applied; what it becomes has one.
  ...['apply-import', 'hand-template', 'import-file', 'open-import', 'read-import'].map(
    (name) => `src/imports/acts/${name}.ts`,
  ),
  'src/imports/renderers.ts',
  // A question that names no year, as a figure that is pressed names its own.
  ...['acts/ask', 'enter'].map((name) => `src/questions/${name}.ts`),
  // Which needs of a unit are this year's, and how districts are called.
  'src/objects/enter-register.ts',
  // A person's reminders are of all years.
  ...['go-away', 'look-up', 'not-mine', 'renderers', 'snooze'].map((name) => `src/nudges/${name}.ts`),
  // A report's year isn't known before its dates are.
  ...['change-form', 'listeners', 'open-report', 'report-year', 'suggest'].map(
    (name) => `src/reports/${name}.ts`,
  ),
  // The list of all summaries that are due.
  'src/summaries/open-summary.ts',
  // People are rung in whatever year, by the calendar and in the language of the one for new things.
  ...['acts/tell-them', 'bundle', 'show', 'waiting'].map((name) => `src/telephone/${name}.ts`),
  // The language of a channel, registrations, calls, units, merging and what is said in advance.
  ...['advance-subjects', 'expert-subjects', 'register-subjects', 'renderers', 'told', 'unit-subjects'].map(
    (name) => `src/undo/${name}.ts`,
  ),
  // People and units are of no year.
  'src/register/acts/merge.ts',
  // What is kept of somebody is of all years; how long, and which day it is, is asked of the one for new things.
  ...['erase-person', 'show-privacy'].map((name) => `src/privacy/acts/${name}.ts`),
  // The next one begins as its copy.
  'src/years/acts/open-year.ts',
];

/** `...{ a, b }` in all of `src`: one more is refused; who takes some out writes the smaller number. */
const PACKING_SPREADS = 203;

/** The rule looked at something, and this is all that it found: a list here may only grow shorter. */
function expectOnly({ seen, wrong }: Finding, known: readonly string[] = []): void {
  expect(seen).toBeGreaterThan(0);
  expect(wrong).toEqual(known);
}

describe('the house', () => {
  test('When a file imports, Then from its own room or one before it in the story', () => {
    expectOnly(importsPointLeft(sources, STORY));
    const known = new Set([...STORY, 'playground']);
    expect(sources.filter(({ path }) => !known.has(roomOf(path))).map(({ path }) => path)).toEqual([]);
  });

  test('When the program starts, Then no file waits for itself', () => {
    expectOnly(noCircles(sources));
  });

  test('When a file is pure, Then it knows neither Bolt nor the database nor a clock', () => {
    expectOnly(pureFilesArePure(sources));
  });

  test('When the environment is read, Then in config.ts alone', () => {
    expectOnly(onlyConfigReadsTheEnvironment(sources));
  });

  test('When something is exported, Then by name, from where it is made', () => {
    expectOnly(exportsHaveNames(sources));
  });

  test('When a transaction is open, Then only its own handle is used, and Slack is not called', () => {
    expectOnly(transactionsKeepToTheirHandle(sources));
  });

  test('When a unit of work is opened, Then in the one way that does it again after a deadlock', () => {
    expectOnly(unitsAreOpenedInOnePlace(sources), UNITS_OF_THEIR_OWN);
  });

  test('When the playground imports, Then nothing of the rooms, and no room imports it', () => {
    expectOnly(playgroundStandsApart(sources, PROGRAMS));
  });

  test('When a file grows, Then it is split before 200 lines', () => {
    expectOnly(filesAreShort(sources, 200));
  });

  test('When something has a year, Then it is asked for by that, and only new things by the current one', () => {
    const { seen, wrong } = listAskingForCurrentYear(rooms);
    expect(seen).toBeGreaterThan(200);
    expect(wrong).toEqual(ASKS_FOR_CURRENT_YEAR.toSorted());
  });

  test('When people’s words are shown, Then never through mrkdwn', () => {
    expectOnly(nothingIsMarkup(sources));
  });

  test('When properties are written, Then not packed into spreads to please the formatter', () => {
    const { seen, wrong } = listPackingSpreads(sources);
    expect(seen).toBeGreaterThan(0);
    expect(wrong.length).toBeLessThanOrEqual(PACKING_SPREADS);
  });
});

describe('the arrows of data', () => {
  test('When there is a table, Then it is one room’s', () => {
    const tables = tablesOf(sources);
    expect(tables.length).toBeGreaterThan(0);
    expect(Object.values(TABLES).flat().toSorted()).toEqual(tables.toSorted());
  });

  test('When a file speaks SQL, Then over the tables of its own room or of one before it', () => {
    expectOnly(tablesPointLeft(sources, house), TABLES_TO_THE_RIGHT);
    expect(rooms.flatMap(listUnknownTables)).toEqual(['src/db/empty.ts: trx.deleteFrom(table)']);
  });

  test('When a file names a message, Then one that its own room speaks or one before it', () => {
    expectOnly(messagesPointLeft(sources, house), MESSAGES_TO_THE_RIGHT);
  });

  test('When a statement reads or writes a workspace’s table, Then it says of which workspace', () => {
    expectOnly(statementsNameTheirWorkspace(sources), ACROSS_WORKSPACES);
  });
});
