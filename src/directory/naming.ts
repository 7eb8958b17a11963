import type { NamedPlace } from '../programme/place-names.ts';
import type { Member, Members } from '../slack/reader.ts';
import type { NameLine } from './name-lines.ts';
import { nameKey } from './organisations.ts';

/** Somebody and what they are to coordinate: what they don't yet, and what they do already. */
export interface Named {
  userId: string;
  name: string;
  about: string;
  gains: NamedPlace[];
  has: NamedPlace[];
}

/** Why a line can't be read. */
export type LineFault = { no: number; text: string } & (
  | { why: 'no_place' | 'no_name' }
  | { why: 'no_such_place'; place: string }
  | { why: 'no_such_person' | 'gone'; who: string }
  | { why: 'several'; who: string; people: Member[] }
);

export interface Naming {
  named: Named[];
  faults: LineFault[];
}

interface Held {
  user_id: string;
  role: string;
  scope: string;
}

/** An account's id, which Slack's pages show. */
export const IS_ID = /^[UW][A-Z0-9]{2,}$/;
const LOOKS_LIKE_PLACE = /(?:区|县|系统|district|county|system)$/i;
/** A telephone number, as it stands in the next column. */
const NO_NAME = /^[\d\s()+-]*$/;

/** Who becomes what: the lines, as people and their places, in the order of the lines; and what can't be read. */
export function resolveNaming(
  lines: readonly NameLine[],
  { people }: Members,
  held: readonly Held[],
): Naming {
  const find = finderOf(people);
  const faults: LineFault[] = [];
  const found = new Map<string, { person: Member; places: NamedPlace[] }>();
  for (const { no, text, places, who } of lines) {
    const fault = faultOf(places, who);
    if (fault) {
      faults.push({ no, text, ...fault });
      continue;
    }
    for (const one of find(who)) {
      if (one.why) faults.push({ no, text, ...one });
      else {
        const before = found.get(one.person.userId)?.places ?? [];
        found.set(one.person.userId, { person: one.person, places: withPlaces(before, places) });
      }
    }
  }
  const named = [...found.values()].map(({ person: { userId, name, about }, places }) => {
    const has = places.filter(({ role, scope }) =>
      held.some((one) => one.user_id === userId && one.role === role && one.scope === scope),
    );
    return { userId, name, about, gains: places.filter((place) => !has.includes(place)), has };
  });
  return { named, faults };
}

function withPlaces(before: readonly NamedPlace[], places: readonly NamedPlace[]): NamedPlace[] {
  const isNew = (one: NamedPlace) =>
    !before.some(({ role, scope }) => role === one.role && scope === one.scope);
  return [...before, ...places.filter(isNew)];
}

function faultOf(places: readonly NamedPlace[], who: string) {
  const [first = ''] = who.split(/\s+/);
  if (who !== '' && LOOKS_LIKE_PLACE.test(first)) return { why: 'no_such_place' as const, place: first };
  if (places.length === 0) return { why: 'no_place' as const };
  return who === '' ? { why: 'no_name' as const } : undefined;
}

/** Names in a row, one by one. */
export function namesIn(who: string): string[] {
  return who
    .split(/[,、;/|&]+/)
    .map((one) => one.trim())
    .filter((one) => !NO_NAME.test(one));
}

type Found =
  | { why?: undefined; person: Member }
  | { why: 'no_such_person' | 'gone'; who: string }
  | { why: 'several'; who: string; people: Member[] };

/** By name, by account, or by id; a row of names is as many people. */
function finderOf(people: readonly Member[]): (who: string) => Found[] {
  const byId = new Map(people.map((one) => [one.userId, one]));
  const byName = new Map<string, Set<Member>>();
  for (const one of people)
    for (const name of one.names) {
      const key = nameKey(name);
      byName.set(key, (byName.get(key) ?? new Set()).add(one));
    }
  const named = (who: string): Member[] => {
    if (IS_ID.test(who)) return [byId.get(who)].filter((one) => one !== undefined);
    return [...(byName.get(nameKey(who.replace(/^@\s*/, ''))) ?? [])];
  };
  const findOne = (who: string): Found => {
    const all = named(who);
    const able = all.filter(({ isOut }) => !isOut);
    const [first] = able;
    if (first && able.length === 1) return { person: first };
    if (first) return { why: 'several', who, people: able };
    return { why: all.length > 0 ? 'gone' : 'no_such_person', who };
  };
  return (who) => {
    const whole = findOne(who);
    if (whole.why !== 'no_such_person') return [whole];
    const several = namesIn(who);
    return several.length > 0 ? several.map(findOne) : [whole];
  };
}
