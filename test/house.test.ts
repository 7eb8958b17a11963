import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ROOMS } from '../src/rooms.ts';

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
