import { HEADS, TAILS } from './aliases.ts';
import { type Meaning, type Terms, termAt } from './terms.ts';

/** One word as people part them, with what is understood of it and what isn't. */
export interface Chunk {
  text: string;
  meanings: Meaning[];
  /** What may be a name, or is nothing that is known. */
  rest: string[];
}

/** Chinese runs between spaces; English words one by one, with unknown ones that follow each other together. */
export function chunksOf(text: string, terms: Terms): Chunk[] {
  const chunks: Chunk[] = [];
  let chunk: Chunk = { text: '', meanings: [], rest: [] };
  let wasUnknown = false;
  const close = () => {
    if (chunk.text.trim()) chunks.push({ ...chunk, text: chunk.text.trim() });
    chunk = { text: '', meanings: [], rest: [] };
  };
  for (let at = 0; at < text.length; ) {
    const found = termAt(terms, text, at) ?? quietAt(text, at, terms, wasUnknown);
    if (found) {
      const isLatin = /[a-z0-9]/.test(text[at] ?? '');
      if (isLatin && wasUnknown) close();
      chunk.text += text.slice(at, found.end);
      chunk.meanings.push(found.meaning);
      if (isLatin) close();
      at = found.end;
      wasUnknown = false;
      continue;
    }
    const char = text[at] ?? '';
    const goesOn = wasUnknown && /[a-z0-9]/.test(text[at - 1] ?? '') && isUnknownWord(text, at + 1, terms);
    if (char === ' ' && !goesOn) {
      close();
      wasUnknown = false;
    } else {
      chunk.text += char;
      if (wasUnknown) chunk.rest[chunk.rest.length - 1] += char;
      else chunk.rest.push(char);
      wasUnknown = true;
    }
    at += 1;
  }
  close();
  return chunks;
}

/** 的, 了, 次 behind what is known or at an end; 在, 到 before it: inside a name they are part of it. */
function quietAt(text: string, at: number, terms: Terms, wasUnknown: boolean) {
  const char = text[at] ?? ' ';
  const next = text[at + 1] ?? ' ';
  const filler = { meaning: { kind: 'filler' } as const, end: at + 1 };
  const isFree = next === ' ' || termAt(terms, text, at + 1) !== undefined || TAILS.includes(next);
  if (TAILS.includes(char) && isFree) return filler;
  return HEADS.includes(char) && !wasUnknown ? filler : undefined;
}

function isUnknownWord(text: string, at: number, terms: Terms): boolean {
  return /[a-z0-9]/.test(text[at] ?? '') && termAt(terms, text, at) === undefined;
}
