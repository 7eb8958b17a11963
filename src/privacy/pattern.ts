/**
 * The words of a person as one regular expression of PostgreSQL. A word that begins or ends with a Latin letter or a digit
 * is a whole one: Will is not in willing, U0HOST not in U0HOST2. In json, quotes and backslashes are written otherwise.
 */
export function patternOf(words: readonly string[]): string | undefined {
  const all = new Set(words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1)]).filter(Boolean));
  // The longest first: of two of which one begins the other, the whole goes.
  const longest = [...all].toSorted((a, b) => b.length - a.length);
  return longest.length > 0 ? longest.map(wholeWord).join('|') : undefined;
}

function wholeWord(word: string): string {
  const before = /^\w/.test(word) ? '(?<![A-Za-z0-9_])' : '';
  const after = /\w$/.test(word) ? '(?![A-Za-z0-9_])' : '';
  return `${before}${word.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&')}${after}`;
}
