import { createBodyReader, type ReadBody } from '../slack/read-body.ts';
import { MOST_FORM_BYTES } from './form-body.ts';
import { createMisses, type Misses } from './misses.ts';

/** What one process keeps of those who come with a browser. */
export interface Porch {
  misses: Misses;
  readBody: ReadBody;
}

const known = new WeakMap<object, Porch>();

/** One for each desk, whatever pages are asked for. */
export function porchOf(deps: object): Porch {
  const porch = known.get(deps) ?? {
    misses: createMisses(),
    readBody: createBodyReader(MOST_FORM_BYTES),
  };
  known.set(deps, porch);
  return porch;
}
