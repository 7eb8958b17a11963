import { Writable } from 'node:stream';
import pino, { type Level, type Logger } from 'pino';

/** One line of the log, as an operator's tools read it. */
export interface Line {
  level: number;
  msg: string;
  [field: string]: unknown;
}

/** A log whose lines are kept here. */
export function keptLog(lines: Line[], level: Level = 'info'): Logger {
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)) as Line);
      done();
    },
  });
  return pino({ level, base: null }, stream);
}
