import { hash } from 'node:crypto';
import { Client } from 'pg';
import { vi } from 'vitest';

export interface Recorder {
  /** What the embedded database is asked while the work goes on, with what `phase` said when each was asked. */
  record(work: () => Promise<unknown>, phase: () => string): Promise<[phase: string, statement: string][]>;
}

/**
 * Listens to the embedded databases of this process. What opens and ends a transaction is a statement, too, unless the
 * transaction begins with one that goes its own way beside all others.
 */
export function recordStatements(isBeside: (statement: string) => boolean): Recorder {
  let note: (text: string) => void = () => {};
  let transaction: 'none' | 'begun' | 'ours' | 'beside' = 'none';
  const { query } = Client.prototype;
  function hear(text: string): void {
    if (text === 'begin') {
      transaction = 'begun';
    } else if (text === 'commit' || text === 'rollback') {
      if (transaction === 'ours') note(text);
      transaction = 'none';
    } else {
      if (transaction === 'begun') {
        transaction = isBeside(normalise(text)) ? 'beside' : 'ours';
        if (transaction === 'ours') note('begin');
      }
      note(text);
    }
  }
  vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...asked: unknown[]) {
    const [first] = asked as [string | { text: string }];
    hear(typeof first === 'string' ? first : first.text);
    return Reflect.apply(query, this, asked) as never;
  });
  return {
    async record(work, phase) {
      const statements: [string, string][] = [];
      note = (text) => void statements.push([phase(), normalise(text)]);
      await work();
      note = () => {};
      return statements;
    },
  };
}

/** Characters; the hash behind them tells of a change further on. */
const MOST = 200;

/** One line whatever its values, its layout and the length of its lists. */
function normalise(text: string): string {
  const line = text
    .replace(/\$\d+/g, '?')
    .replace(/\s+/g, ' ')
    .replaceAll('"', '')
    .replace(/\?(, \?)+/g, '?, …')
    .replace(/(\([^()]*\))(, \1)+/g, '$1, …')
    .trim();
  return line.length <= MOST ? line : `${line.slice(0, MOST)} … ${hash('sha1', line).slice(0, 6)}`;
}
