// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs, as text

import { describe, expect, test } from 'vitest';
import { messagesPointLeft, statementsNameTheirWorkspace, tablesPointLeft } from './house/arrows.ts';
import {
  exportsHaveNames,
  filesAreShort,
  importsPointLeft,
  listPackingSpreads,
  noCircles,
  nothingIsMarkup,
  onlyConfigReadsTheEnvironment,
  playgroundStandsApart,
  pureFilesArePure,
  transactionsKeepToTheirHandle,
  unitsAreOpenedInOnePlace,
} from './house/rules.ts';
import { type Finding, sourceOf } from './house/source.ts';
import { listUnknownTables } from './house/sql.ts';

const HOUSE = {
  story: ['db', 'outbox', 'claims', 'rounds', 'home'],
  tables: { outbox: ['outgoing'], claims: ['claim'], rounds: ['invitation'] },
  kinds: new Map([
    ['invitation', 'rounds'],
    ['home', 'home'],
  ]),
  surfaces: ['home'],
};

const TABLES = sourceOf(
  'src/db/tables.ts',
  'export interface Tables { outgoing: O; claim: C; invitation: I }',
);

/** What a rule says of one file, however many others it needs. */
function wrongIn(
  rule: (sources: ReturnType<typeof sourceOf>[]) => Finding,
  path: string,
  text: string,
): number {
  return rule([TABLES, sourceOf(path, text)]).wrong.length;
}

describe('Each rule can fail', () => {
  test('When an import points right, Then it is found', () => {
    const rule = (sources: ReturnType<typeof sourceOf>[]) => importsPointLeft(sources, HOUSE.story);
    const bad = [
      `import { a } from '../rounds/a.ts';`,
      `import type { A } from '../rounds/a.ts';`,
      `const a = await import('../rounds/a.ts');`,
      `import a from '../nowhere/a.ts';`,
    ];
    for (const text of bad) expect(wrongIn(rule, 'src/claims/b.ts', text), text).toBe(1);
    expect(wrongIn(rule, 'src/claims/b.ts', `import { a } from '../outbox/a.ts';`)).toBe(0);
  });

  test('When files wait for each other, Then the ring is named; types make none', () => {
    const a = sourceOf('src/claims/a.ts', `import { b } from './b.ts';`);
    const b = sourceOf('src/claims/b.ts', `import { c } from './c.ts';`);
    const ring = sourceOf('src/claims/c.ts', `import { type A, a } from './a.ts';`);
    expect(noCircles([a, b, ring]).wrong).toEqual([
      'src/claims/a.ts → src/claims/b.ts → src/claims/c.ts → src/claims/a.ts',
    ]);
    expect(noCircles([a, b, sourceOf('src/claims/c.ts', `import type { A } from './a.ts';`)]).wrong).toEqual(
      [],
    );
  });

  test('When a pure file reads a clock or the database, Then it is found', () => {
    const bad = [
      `import { sql } from 'kysely';`,
      `import type { App } from '@slack/bolt';`,
      `import type { Db } from '../db/open.ts';`,
      'export const now = () => Temporal.Now.instant();',
      'export const now = () => Date.now();',
      'export const now = () => new Date();',
    ];
    for (const path of ['src/claims/claim.ts', 'src/claims/views.ts', 'src/claims/card-blocks.ts'])
      for (const text of bad) expect(wrongIn(pureFilesArePure, path, text), `${path} ${text}`).toBe(1);
    expect(wrongIn(pureFilesArePure, 'src/claims/sql.ts', bad[0] ?? '')).toBe(0);
  });

  test('When the environment is read, Then it is found in every spelling', () => {
    const bad = [
      'process.env.A',
      `process['env'].A`,
      'const { env } = process;',
      `import { env } from 'node:process';`,
    ];
    for (const text of bad)
      expect(wrongIn(onlyConfigReadsTheEnvironment, 'src/claims/a.ts', text), text).toBe(1);
  });

  test('When something is exported without a name or from elsewhere, Then it is found', () => {
    const bad = [
      'export default 1;',
      `export * from './a.ts';`,
      `export { a } from './a.ts';`,
      `export type { A } from './a.ts';`,
      'export abstract class A {}',
    ];
    for (const text of bad) expect(wrongIn(exportsHaveNames, 'src/claims/a.ts', text), text).toBe(1);
    expect(wrongIn(exportsHaveNames, 'src/claims/utils.ts', 'export const a = 1;')).toBe(1);
  });

  test('When a transaction reaches out, Then it is found however it is written', () => {
    const bad = [
      'actOnce(deps.db, async (trx) => { await list(deps.db); });',
      'actOnce(db, (trx) => list(db));',
      'actOnce(db, (inner) => list(db));',
      'db.transaction().execute(async (t) => client.chat.postMessage({}));',
      'db.transaction().execute(function (t) { return fetch(url); });',
      'async function work(trx: Trx) { await deps.readers.find(teamId, userId); }',
      'const work = async (t: Trx): Promise<void> => { await ask.reply(x); };',
      'function work({ db }: Deps, trx: Trx) { return db.selectFrom(x); }',
    ];
    for (const text of bad)
      expect(wrongIn(transactionsKeepToTheirHandle, 'src/claims/a.ts', text), text).toBeGreaterThan(0);
    const good = 'actOnce(deps.db, async (trx) => { await list(trx); });';
    expect(transactionsKeepToTheirHandle([sourceOf('src/claims/a.ts', good)])).toEqual({
      seen: 1,
      wrong: [],
    });
  });

  test('When a unit of work is opened another way, Then it is found', () => {
    for (const text of ['db.transaction().execute(work);', 'db.startTransaction().execute();'])
      expect(wrongIn(unitsAreOpenedInOnePlace, 'src/claims/a.ts', text), text).toBe(1);
  });

  test('When the playground and the rooms meet, Then it is found', () => {
    const rule = (sources: ReturnType<typeof sourceOf>[]) => playgroundStandsApart(sources, ['src/main.ts']);
    expect(wrongIn(rule, 'src/main.ts', `import { a } from './playground/a.ts';`)).toBe(0);
    expect(wrongIn(rule, 'src/playground/a.ts', `import { a } from '../claims/a.ts';`)).toBe(1);
    expect(wrongIn(rule, 'src/claims/a.ts', `import { a } from '../playground/a.ts';`)).toBe(1);
  });

  test('When a file is too long, Then it is found', () => {
    const rule = (sources: ReturnType<typeof sourceOf>[]) => filesAreShort(sources, 200);
    expect(wrongIn(rule, 'src/claims/a.ts', 'a();\n'.repeat(201))).toBe(1);
    expect(wrongIn(rule, 'src/claims/a.ts', 'a();\n'.repeat(200))).toBe(0);
  });

  test('When text is markup, Then it is found in every spelling', () => {
    const bad = [
      `const a = { type: 'mrkdwn' };`,
      'const a = { type: "mrkdwn" };',
      'const a = { type: `mrkdwn` };',
      `const a = { 'type': 'markdown' };`,
      'const a = { mrkdwn: true };',
      `const a = { mrkdwn_in: ['text'] };`,
      'const a = { markdown_text: text };',
    ];
    for (const text of bad)
      expect(wrongIn(nothingIsMarkup, 'src/claims/a.ts', text), text).toBeGreaterThan(0);
    expect(wrongIn(nothingIsMarkup, 'src/claims/a.ts', 'const a = { mrkdwn: false };')).toBe(0);
  });

  test('When properties are packed, Then they are counted', () => {
    expect(wrongIn(listPackingSpreads, 'src/claims/a.ts', 'const a = { ...{ b, c }, ...d };')).toBe(1);
  });
});

describe('Each arrow of data can be seen', () => {
  const tables = (sources: ReturnType<typeof sourceOf>[]) => tablesPointLeft(sources, HOUSE);
  const messages = (sources: ReturnType<typeof sourceOf>[]) => messagesPointLeft(sources, HOUSE);

  test('When SQL is over a table further on, Then it is found in every spelling', () => {
    const bad = [
      `db.selectFrom('invitation');`,
      `db.selectFrom('claim').innerJoin('invitation as i', 'i.team_id', 'claim.team_id');`,
      `selectClaims(db).leftJoin('invitation', (join) => join.onRef('a', '=', 'b'));`,
      `db.selectFrom(['claim', 'invitation as i']);`,
      `db.updateTable('invitation'); `,
      `db.deleteFrom('invitation');`,
      `db.insertInto('invitation');`,
      `db.selectFrom('claim').where(({ exists, selectFrom }) => exists(selectFrom('invitation')));`,
      'sql`select 1 from claim c, invitation i`;',
      'sql`select 1 from claim join invitation on true`;',
      'sql`insert into invitation (team_id) values (1)`;',
      'sql`update invitation set answer = 1`;',
      'sql`delete from claim using invitation i`;',
      'sql<Row>`select (select 1 from invitation)`;',
    ];
    for (const text of bad)
      expect(tables([TABLES, sourceOf('src/claims/a.ts', text)]).wrong, text).toEqual([
        'src/claims/a.ts → invitation',
      ]);
    expect(wrongIn(tables, 'src/rounds/a.ts', bad[0] ?? '')).toBe(0);
    expect(wrongIn(tables, 'src/claims/a.ts', 'sql`select x is distinct from invitation.no`;')).toBe(0);
  });

  test('When only the running program knows the table, Then it is found', () => {
    const bad = sourceOf('src/claims/a.ts', 'for (const table of ALL) db.deleteFrom(table);');
    expect(listUnknownTables(bad)).toHaveLength(1);
  });

  test('When a message of a room further on is named, Then it is found in every spelling', () => {
    const bad = [
      'refreshView(trx, teamId, `invitation:${id}`);',
      `refreshByDay(trx, teamId, 'invitation:');`,
      `enqueueView(trx, { teamId, kind: 'invitation', target });`,
      `if (row.kind === 'invitation') stop();`,
      `db.selectFrom('outgoing').where('kind', '=', 'invitation');`,
      `sql\`select 1 from outgoing where kind = 'invitation'\`;`,
      `sql\`select 1 from outgoing where key = 'invitation:' || id\`;`,
    ];
    for (const text of bad)
      expect(messages([sourceOf('src/claims/a.ts', text)]).wrong, text).toEqual([
        'src/claims/a.ts → invitation',
      ]);
  });

  test('When a statement names no workspace, Then it is found, for each of its tables', () => {
    const bad = [
      `db.selectFrom('claim').where('id', '=', id);`,
      `db.updateTable('claim').set({ team_id: teamId }).where('id', '=', id);`,
      `db.selectFrom('claim').where('team_id', '<>', teamId);`,
      `db.selectFrom('claim').where('team_id', '=', t).innerJoin('outgoing', 'outgoing.key', 'claim.id');`,
      `db.selectFrom('claim').whereRef('claim.team_id', '=', 'claim.team_id');`,
      `db.selectFrom('claim').where(({ exists, selectFrom }) => exists(selectFrom('outgoing as o').where('o.team_id', '=', t)));`,
      'sql`select 1 from claim where id = ${id}`;',
      'sql`select 1 from claim c join outgoing o on o.key = c.id where c.team_id = ${t}`;',
      'sql`select 1 from claim where team_id = ${t} union select 1 from outgoing`;',
      'sql`select 1 from claim c where c.team_id = ${t} and exists (select 1 from outgoing o where o.key = c.id)`;',
    ];
    for (const text of bad)
      expect(wrongIn(statementsNameTheirWorkspace, 'src/claims/a.ts', text), text).toBe(1);
    const good = [
      `db.selectFrom('claim').where('team_id', '=', t);`,
      `db.insertInto('claim').values(rowOf(one));`,
      `db.selectFrom('claim').where('claim.team_id', '=', t).innerJoin('outgoing', (join) => join.onRef('outgoing.team_id', '=', 'claim.team_id'));`,
      'sql`select 1 from claim c join outgoing o on o.team_id = c.team_id where c.team_id = ${t}`;',
      'sql`exists (select 1 from claim c where c.team_id = expert.team_id)`;',
      'const mine = sql`team_id = ${t}`; sql`select 1 from claim where ${mine}`;',
      'sql`insert into claim as c (team_id, id) values (${t}, ${id})`;',
    ];
    for (const text of good)
      expect(wrongIn(statementsNameTheirWorkspace, 'src/claims/a.ts', text), text).toBe(0);
  });
});
