import { CITY, NAMES, normalise, SYSTEMS, type SystemSlug } from './places.ts';

/** A district or a system, as a role is given for it. */
export interface NamedPlace {
  role: 'district' | 'system';
  scope: string;
}

/** What people say for a system beside its name in the notice. */
const SHORT_NAMES: readonly (readonly [string, SystemSlug])[] = [
  ['高校', 'education'],
  ['universities', 'education'],
  ['科研院所', 'science'],
  ['国企', 'soe'],
  ['国有企业', 'soe'],
  ['soes', 'soe'],
  ['工信', 'industry'],
  ['工业和信息化', 'industry'],
  ['建设交通', 'construction'],
  ['城乡建设', 'construction'],
  ['科协', 'association'],
  ['社会团体', 'association'],
  ['中央单位', 'central'],
];

/** Of 教育系统(高等院校): the whole, 教育系统, 教育 and 高等院校; in English likewise. */
const SYSTEM_NAMES: ReadonlyMap<string, SystemSlug> = new Map([
  ...SYSTEMS.flatMap(({ slug, zh, en }) =>
    [slug, zh, en, ...partsOf(zh), ...partsOf(en)].flatMap((name) => {
      const said = normalise(name);
      return [said, said.replace(/(?:系统|systems?)$/, '')].map((one) => [one, slug] as const);
    }),
  ),
  ...SHORT_NAMES.flatMap(([name, slug]) => [[name, slug] as const, [`${name}系统`, slug] as const]),
]);

function partsOf(name: string): string[] {
  return name.split(/[()]/).filter((part) => part.trim() !== '');
}

const DISTRICT_NAMES = new Map(NAMES);

/**
 * The district or system that is called exactly so, by any of its names, also those of before (塘沽 is in 滨海新区), in
 * Chinese or English. Here 河北 is the district: a role is given in the city alone.
 */
export function placeNamed(text: string): NamedPlace | undefined {
  const name = normalise(text);
  const district = DISTRICT_NAMES.get(name) ?? DISTRICT_NAMES.get(name.replace(CITY, ''));
  if (district) return { role: 'district', scope: district };
  const system = SYSTEM_NAMES.get(name) ?? SYSTEM_NAMES.get(name.replace(CITY, '').replace(/^市/, ''));
  return system && { role: 'system', scope: system };
}
