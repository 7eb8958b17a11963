import { globSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyWorkspace } from '../src/db/empty.ts';
import { parseLines } from '../src/nudges/ledger.ts';
import { collectOwed, dutiesOf } from '../src/nudges/sources.ts';
import { enqueueView } from '../src/outbox/enqueue.ts';
import { findProgramme } from '../src/programme/repository.ts';
import type { Room } from '../src/room.ts';
import { ROOMS } from '../src/rooms.ts';
import { message, section } from '../src/slack/blocks.ts';
import { type Desk, startDesk } from './helpers/desk.ts';
import { toyDuty } from './toy-duty.ts';

describe('one list of rooms', () => {
  const files = globSync('src/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

  test('When a file knows all rooms, Then it is the app; the list is nowhere else', () => {
    expect(files.length).toBeGreaterThan(100);
    const knowing = (pattern: RegExp) =>
      files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
    expect(knowing(/from '[./]+\/rooms\.ts'/)).toEqual(['src/app.ts']);
    expect(knowing(/from '\.\/\w+\/room\.ts'/)).toEqual(['src/rooms.ts']);
    expect(knowing(/from '\.\.\/\w+\/room\.ts'/)).toEqual([]);
  });

  test('When a folder has a room of its own, Then it is in the list under its name, once', () => {
    const folders = globSync('src/*/room.ts').map((path) => path.split('/')[1]);
    expect(folders.length).toBeGreaterThan(10);
    expect(ROOMS.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
  });

  test('When the type of a room is imported, Then as a type; its file holds nothing that runs', () => {
    const importing = files.filter(({ text }) => text.includes("/room.ts'"));
    expect(importing.length).toBeGreaterThan(10);
    for (const { path, text } of importing.filter(({ path }) => path !== 'src/rooms.ts'))
      expect(text, path).not.toMatch(/^import (?!type )[^;]*from '[./]+\/room\.ts'/m);
    const room = readFileSync('src/room.ts', 'utf8');
    expect(room).not.toMatch(/^(import (?!type )|export (?!interface |type ))/m);
  });

  test('When two rooms say how something is shown, Then not the same thing', () => {
    const kinds = ROOMS.flatMap(({ renderers = {} }) => Object.keys(renderers));
    expect(kinds.length).toBeGreaterThan(20);
    expect(new Set(kinds).size).toBe(kinds.length);
    const requests = ROOMS.flatMap(({ unreachable = {} }) => Object.keys(unreachable));
    expect(requests.filter((kind) => !kinds.includes(kind))).toEqual([]);
    const tables = ROOMS.flatMap(({ tables = [] }) => tables);
    expect(new Set(tables).size).toBe(tables.length);
  });
});

describe('a toy room', () => {
  let desk: Desk | undefined;

  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  const seen: string[] = [];
  const AT = Temporal.Instant.from('2013-09-02T02:00:00Z');
  const toys: Room = {
    name: 'toys',
    tables: ['toy' as never],
    words: () => [
      {
        word: 'toys',
        aliases: [],
        help: () => '/expert toys  all there is to play with',
        handle: (ask) => ask.reply(message(section('here are the toys'))),
      },
    ],
    renderers: { toy_notice: async (_, { ref }) => message(section(`a toy called ${ref.toy}`)) },
    looks: [{ name: 'toys', turn: 'day', look: async () => void seen.push('looked') }],
    home: async () => ({ waiting: [section('tidy the toys away')], holding: [] }),
    duties: [
      {
        ...toyDuty,
        sources: [
          async () => [
            {
              ...{ kind: 'toy', objectKind: 'toy', objectId: 't1', owners: ['U0BUREAU'], superiors: [] },
              ...{ since: AT, dueAt: undefined, words: { number: 'TOY-1' } },
            },
          ],
        ],
      },
    ],
  };

  test('When it stands in the list, Then word, message, look, Home, duty and table are known from it alone', async () => {
    const rooms = [...ROOMS, toys];
    desk = await startDesk({ rooms });
    const { db, deps, workspace } = desk;
    const { teamId } = workspace;
    const as = desk.as('U0BUREAU');
    await as.command('/expert', 'toys');
    await desk.settle();
    expect(JSON.stringify(as.ephemerals.at(-1))).toContain('here are the toys');
    await as.command('/expert', 'help');
    await desk.settle();
    expect(JSON.stringify(as.ephemerals.at(-1))).toContain('all there is to play with');

    const row = { teamId, key: 'toy:1', kind: 'toy_notice', target: 'U0BUREAU', ref: { toy: 'Bear' } };
    await db.transaction().execute((trx) => enqueueView(trx, row));
    await as.openHome();
    await desk.settle();
    expect(JSON.stringify(as.dms.at(-1))).toContain('a toy called Bear');
    expect(JSON.stringify(as.home)).toContain('tidy the toys away');

    await desk.look();
    expect(seen).toEqual(['looked']);
    const programme = await findProgramme(db, teamId);
    if (!programme) throw new Error('no programme was set up');
    const owed = await collectOwed(deps, programme, AT);
    expect(owed.map(({ kind, duty }) => `${kind}: ${duty.title('en')}`)).toContain('toy: Toys to tidy away');

    await sql`create table toy (team_id text not null)`.execute(db);
    await sql`insert into toy values (${teamId})`.execute(db);
    await emptyWorkspace(db, teamId, rooms);
    expect((await sql`select * from toy`.execute(db)).rows).toEqual([]);
    await sql`drop table toy`.execute(db);
  });
});

describe('words of another release', () => {
  test('When a line of the ledger has a kind or a reason that nobody knows, Then it is left out and counted', () => {
    const line = {
      ...{ who: 'Host', labels: ['RL-1'], stage: 'day_3', of: undefined, outcome: 'new' as const },
      notedAt: Temporal.Instant.from('2013-11-05T02:00:00Z'),
    };
    const lines = [
      { ...line, kind: 'consent', via: 'owner' },
      { ...line, kind: 'stories_due', via: 'owner' },
      { ...line, kind: 'consent', via: 'horoscope' },
      { ...line, kind: 'snoozed', via: 'owner' },
    ];
    const { known, unknown } = parseLines(lines, dutiesOf(ROOMS));
    expect(known.map(({ what }) => (what === 'snoozed' ? what : what.kind))).toEqual(['consent', 'snoozed']);
    expect(unknown).toBe(2);
  });
});
