import { en } from './words-en.ts';
import { zh } from './words-zh.ts';

export type Words = typeof zh;

/** The window's own words in the reader's language; what the bot says is the bot's affair. */
export function wordsFor(locale: string | undefined): Words {
  return /^zh/i.test(locale ?? 'zh-CN') ? zh : en;
}
