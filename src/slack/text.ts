const SEGMENTS = new Intl.Segmenter('zh', { granularity: 'grapheme' });
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for; PostgreSQL can't store it
const NUL = /\u0000/g;

/** Text as it is stored: trimmed, newlines as \n, NUL removed, lone surrogates replaced. */
export function tidy(text: string): string {
  return text.toWellFormed().replace(NUL, '').replace(/\r\n?/g, '\n').trim();
}

/** At most `max` UTF-16 units, cut at a whole character, with an ellipsis when something was left out. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const { index, segment } of SEGMENTS.segment(text.slice(0, max + 32))) {
    if (index + segment.length > max - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}

/** The whole text in pieces of at most `max` UTF-16 units, cut at whole characters; a longer character stays whole. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of SEGMENTS.segment(text)) {
    if (piece !== '' && piece.length + segment.length > max) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** Slack's three control characters (docs: formatting message text § escaping): nothing mentions or links. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * What somebody wrote in Slack, as plain text (docs: formatting message text), without our control characters. People
 * and channels are left out: their names may not be for everybody (a private channel).
 */
export function plainTextOf(slackText: string): string {
  return slackText
    .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, sign: string, target: string, label?: string) => {
      if (sign === '@' || sign === '#') return `${sign}…`;
      if (sign === '!') return label ?? '';
      return !label || target.endsWith(label) ? (label ?? target) : `${label} (${target})`;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
