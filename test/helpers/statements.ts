import { hash } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { vi } from 'vitest';

export interface Recorder {
  /** What the embedded database is asked while the work goes on, with what `phase` said when each was asked. */
  record(work: () => Promise<unknown>, phase: () => string): Promise<[phase: string, statement: string][]>;
}

/**
 * Listens to every embedded database of this process. What opens and ends a transaction is a statement, too, unless the
 * transaction begins with one that goes its own way beside all others.
 */
export function recordStatements(isBeside: (statement: string) => boolean): Recorder {
  let note: (text: string) => void = () => {};
  const { query, transaction } = PGlite.prototype;
  vi.spyOn(PGlite.prototype, 'query').mockImplementation(function (this: PGlite, text, ...rest) {
    note(text);
    return query.call(this, text, ...rest) as never;
  });
  vi.spyOn(PGlite.prototype, 'transaction').mockImplementation(function (this: PGlite, work) {
    return transaction.call(this, async (trx) => {
      let isOurs: boolean | undefined;
      const heard: typeof trx = Object.create(trx);
      heard.query = (text, ...rest) => {
        isOurs ??= begins(!isBeside(normalise(text)));
        note(text);
        return trx.query(text, ...rest);
      };
      const result = await work(heard);
      if (isOurs) note('commit');
      return result;
    }) as never;
  });
  function begins(isOurs: boolean): boolean {
    if (isOurs) note('begin');
    return isOurs;
  }
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
