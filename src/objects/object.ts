/** What can be opened by itself; a button's value is `kind:id`. */
export const OBJECT_KINDS = ['demand', 'claim', 'report', 'expert', 'unit', 'summary'] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

export interface ObjectRef {
  kind: ObjectKind;
  id: string;
}

/** What a modal shows: which thing, which page of it, and through which others the reader came. */
export interface Place {
  object: ObjectRef;
  /** From 1. */
  page: number;
  /** The nearest last. */
  trail: readonly ObjectRef[];
}

/** So many steps can be gone back; what a modal carries has an end. */
const LONGEST_TRAIL = 8;

export function writeRef({ kind, id }: ObjectRef): string {
  return `${kind}:${id}`;
}

/** Undefined for what is forged, or of another release. */
export function readRef(text: string): ObjectRef | undefined {
  const [, word, id = ''] = /^(\w{1,20}):([^\s|]{1,100})$/.exec(text) ?? [];
  const kind = OBJECT_KINDS.find((one) => one === word);
  return kind && { kind, id };
}

export function carriedBy({ object, page, trail }: Place): Record<string, string> {
  return { object: writeRef(object), page: String(page), trail: trail.map(writeRef).join('|') };
}

/** Where a modal stands, by what it carries; undefined for a modal that shows no object. */
export function placeOf({ object, page = '', trail = '' }: Record<string, string>): Place | undefined {
  const ref = readRef(object ?? '');
  if (!ref) return undefined;
  return {
    object: ref,
    page: /^\d{1,4}$/.test(page) ? Math.max(1, Number(page)) : 1,
    trail: trail.split('|').flatMap((one) => readRef(one) ?? []),
  };
}

/** From one thing to another in the same modal; the way back ends where it began. */
export function goTo(from: Place | undefined, object: ObjectRef): Place {
  if (!from) return { object, page: 1, trail: [] };
  const came = from.trail.findLastIndex((one) => writeRef(one) === writeRef(object));
  if (came >= 0) return { object, page: 1, trail: from.trail.slice(0, came) };
  if (writeRef(from.object) === writeRef(object)) return { ...from, page: 1 };
  return { object, page: 1, trail: [...from.trail, from.object].slice(-LONGEST_TRAIL) };
}
