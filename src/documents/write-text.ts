import { isolate } from '../i18n/isolate.ts';

/** What XML 1.0 refuses, and halves of characters: they stand in no file that a reader opens. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * What people wrote as it may stand in a document: without characters that XML refuses, lines end alike, and a change of
 * the writing direction ends where the text does.
 */
export function cleanText(text: string): string {
  return isolate(text.replace(/\r\n?/g, '\n').toWellFormed().replace(REFUSED, ''));
}

/** The same on one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/[\n\t]+/g, ' ');
}

/** Its lines, without those that are empty. */
export function linesOf(text: string): string[] {
  return cleanText(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const LAST_OF_LATIN = '\u024f';

/** How wide it is printed, in Chinese characters; others are half as wide. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char <= LAST_OF_LATIN ? 0.5 : 1), 0);
}
