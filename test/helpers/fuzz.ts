import type { Delivery } from '../../src/playground/records.ts';

/** Numbers from a seed (mulberry32): the same seed, the same mutations. */
export function createDice(seed: number) {
  let state = seed >>> 0;
  function roll(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    below: (end: number) => Math.floor(roll() * end),
    pick<T>(from: readonly T[]): T {
      return from[Math.floor(roll() * from.length)] as T;
    },
  };
}

export type Dice = ReturnType<typeof createDice>;

function nest(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { value };
  return value;
}

const MISSING = Symbol('missing');

const VALUES: readonly (() => unknown)[] = [
  ...[null, true, 0, -1, 1.5, '', 'x', [], {}, [null], [[]], { id: null }, { type: 5 }, MISSING],
  ...['\0', 'a\0b', '\ud800', '\udfff x', '__proto__', 'constructor', '\u202e', '%00', 'null', '{}'],
]
  .map((value) => () => value)
  .concat([
    () => 'x'.repeat(20_000),
    () => nest(20),
    () => nest(3000),
    () => JSON.parse('{"__proto__":{"id":"U0X"}}'),
  ]);

const KEYS = ['event', 'command', 'name', 'actions', 'type', 'user', 'team', 'view', 'channel', 'ssl_check'];

type Path = (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** The same with one value changed somewhere, or a field too many. */
function mutate(body: object, dice: Dice): object {
  const copy = structuredClone(body) as Record<string, unknown>;
  if (dice.below(12) === 0) {
    copy[dice.pick(KEYS)] = dice.pick(VALUES)();
    return copy;
  }
  const path = dice.pick(pathsIn(copy).filter(({ length }) => length <= 1 + dice.below(6)));
  let holder = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as typeof holder;
  const last = path.at(-1) ?? '';
  const value = dice.pick(VALUES)();
  const old = holder[last];
  if (value === MISSING) delete holder[last];
  else if (dice.below(8) === 0) holder[last] = Array.isArray(old) ? { ...old } : [old];
  else holder[last] = value;
  return copy;
}

/** A body as it goes over the wire, sound or not. */
export function mutated({ kind, body }: Delivery, dice: Dice): { raw: string; type: string } {
  const changed = mutate(body as object, dice);
  const raw = encode(kind, dice.below(10) === 0 ? (body as object) : changed, dice);
  const type =
    kind === 'event' && dice.below(40) > 0 ? 'application/json' : 'application/x-www-form-urlencoded';
  if (dice.below(15) > 0) return { raw, type };
  const at = dice.below(raw.length);
  const broken = [
    raw.slice(0, at),
    `${raw.slice(0, at)}%ZZ${raw.slice(at)}`,
    `${raw.slice(0, at)}\0${raw.slice(at + 1)}`,
    `${raw}&payload=null`,
    `a=1&${raw}`,
    `${raw}&user_id=U0ALICE`,
    `${raw}}`,
  ];
  return { raw: dice.pick(broken), type };
}

function encode(kind: Delivery['kind'], body: object, dice: Dice): string {
  if (kind === 'command') {
    const fields = Object.entries(body).map(([key, value]) => [key, String(value).toWellFormed()]);
    return new URLSearchParams(fields).toString();
  }
  const json = JSON.stringify(body);
  // The last of two equal keys counts.
  const twice =
    dice.below(30) === 0 ? `${json.slice(0, -1)},"user":${JSON.stringify(dice.pick(VALUES)()) ?? 1}}` : json;
  return kind === 'event' ? twice : `payload=${encodeURIComponent(twice.toWellFormed())}`;
}
