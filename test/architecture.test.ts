import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The rooms in story order: a file may import its own room and those before it. */
const STORY = [
  ...[
    'config.ts',
    'explain-start.ts',
    'clock.ts',
    'db',
    'i18n',
    'slack',
    'outbox',
    'programme',
    'directory',
    'room.ts',
    'demands',
    'claims',
    'rounds',
    'reports',
    'summaries',
    'undo',
  ],
  ...['digests', 'nudges', 'home', 'rooms.ts', 'web', 'schedule.ts', 'app.ts', 'main.ts', 'make-season.ts'],
];

const files = globSync('src/**/*.ts').map((path) => {
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)'/gm)].map(
    ([, specifier]) => specifier ?? '',
  );
  return { path, text, imports, room: path.split('/')[1] ?? '', name: path.split('/').at(-1) ?? '' };
});

const rooms = files.filter(({ room }) => room !== 'playground');

function roomOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = normalize(join(dirname(path), specifier));
  return target.startsWith('src/') ? target.split('/')[1] : target.split('/')[0];
}

/** The text between a brace and its partner. */
function bodyFrom(text: string, start: number): string {
  let depth = 0;
  for (let i = text.indexOf('{', start); i < text.length; i += 1) {
    if (text[i] === '{') depth += 1;
    if (text[i] === '}') depth -= 1;
    if (depth === 0) return text.slice(start, i);
  }
  return text.slice(start);
}

describe('the house', () => {
  test('When a file imports, Then from its own room or one before it in the story', () => {
    const wrong = rooms.flatMap(({ path, imports, room }) =>
      imports
        .map((specifier) => roomOf(path, specifier))
        .filter(
          (target) =>
            target !== undefined &&
            STORY.indexOf(target) > STORY.indexOf(room) &&
            // It holds types alone, so that any room may say what it is.
            target !== 'room.ts' &&
            !['main.ts', 'make-season.ts'].includes(room),
        )
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
    expect(rooms.filter(({ room }) => !STORY.includes(room)).map(({ path }) => path)).toEqual([]);
  });

  test('When a file is pure, Then it knows neither Bolt nor the database nor a clock', () => {
    const nouns =
      /^(programme|working-days|expert|permissions|demand|claim|round|report|summary|digest|nudge|consent)\.ts$/;
    for (const { path, name, imports, text } of rooms) {
      const isPure = name === 'blocks.ts' || nouns.test(name);
      if (isPure || name.includes('repository')) expect(imports, path).not.toContain('@slack/bolt');
      if (!isPure) continue;
      expect(
        imports.filter((one) => one === 'kysely' || one.includes('/db/')),
        path,
      ).toEqual([]);
      expect(text, path).not.toMatch(/Temporal\.Now|Date\.now|new Date\(\)/);
    }
  });

  test('When the environment is read, Then in config.ts alone', () => {
    const readers = files.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    expect(readers).toEqual(['src/config.ts']);
  });

  test('When something is exported, Then by name, from where it is made', () => {
    for (const { path, text, name } of files) {
      expect(text, path).not.toMatch(/^export default/m);
      expect(text, path).not.toMatch(/^export (\*|\{[^}]*\}) from/m);
      expect(name, path).not.toMatch(/^(index|utils?|helpers?)\.ts$/);
      expect(text, path).not.toMatch(/^export abstract class/m);
    }
  });

  test('When a transaction is open, Then only its own handle is used, and Slack is not called', () => {
    for (const { path, text } of rooms) {
      for (const { index } of text.matchAll(/async \(trx\)(?:: Promise<[^>]+>)? => \{/g)) {
        const body = bodyFrom(text, index);
        expect(body, path).not.toMatch(/\bdeps\.db\b|[^.\w]db\.\w|\(db,|\bclient\.|\bfetch\(/);
      }
    }
  });

  test('When the playground imports, Then nothing of the rooms, and no room imports it', () => {
    for (const { path, imports, room } of files) {
      const targets = imports.map((specifier) => roomOf(path, specifier));
      if (room === 'playground')
        expect(
          targets.filter((one) => one && !['playground', 'manifest'].includes(one)),
          path,
        ).toEqual([]);
      else if (!['main.ts', 'make-season.ts'].includes(room))
        expect(targets, path).not.toContain('playground');
    }
  });

  test('When a file grows, Then it is split before 200 lines', () => {
    // Words and table types are lists to look things up in, not code to follow.
    const long = files
      .filter(({ name }) => name !== 'words.ts' && name !== 'tables.ts' && !name.startsWith('words-'))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 201);
    expect(long).toEqual([]);
  });

  test('When people’s words are shown, Then never through mrkdwn', () => {
    for (const { path, text } of rooms) expect(text, path).not.toMatch(/type: 'mrkdwn'/);
  });
});
