import nzh from 'nzh/cn';
import type { Locale } from '../i18n/locale.ts';

type Level = 1 | 2 | 3;

/** Says what stands before the next heading; levels below one that was just numbered begin anew. */
export type Numbering = (level: Level) => string;

/** 一、 （一） 1. as GB/T 9704 has them, in English 1. 1.1 (1); one numbering for a text, another for each annex. */
export function startNumbering(locale: Locale): Numbering {
  const counts: Record<Level, number> = { 1: 0, 2: 0, 3: 0 };
  return (level) => {
    counts[level] += 1;
    if (level < 2) counts[2] = 0;
    if (level < 3) counts[3] = 0;
    return locale === 'zh' ? numberInChinese(level, counts[level]) : numberInEnglish(level, counts);
  };
}

function numberInChinese(level: Level, n: number): string {
  const said = nzh.encodeS(n, { tenMin: true });
  switch (level) {
    case 1:
      return `${said}、`;
    case 2:
      return `（${said}）`;
    case 3:
      return `${n}.`;
  }
}

function numberInEnglish(level: Level, counts: Record<Level, number>): string {
  switch (level) {
    case 1:
      return `${counts[1]}. `;
    case 2:
      return `${counts[1]}.${counts[2]} `;
    case 3:
      return `(${counts[3]}) `;
  }
}
