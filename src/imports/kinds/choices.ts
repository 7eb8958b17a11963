import type { Labelled } from '../../programme/catalogue.ts';
import { DISTRICTS, districtName, SYSTEMS } from '../../programme/places.ts';
import { oneOf, severalOf } from '../cells.ts';

/** The kinds of unit, as a list says them. */
export const UNIT_KINDS: readonly Labelled[] = [
  { id: 'host_unit', zh: '受援单位', en: 'Host unit' },
  { id: 'home_unit', zh: '派出单位', en: 'Home unit' },
];

export const SYSTEM_LIST: readonly Labelled[] = SYSTEMS.map(({ slug, zh, en }) => ({ id: slug, zh, en }));

/** By their names of the programme year; any other is read as well. */
export function districtList(year: number): Labelled[] {
  return DISTRICTS.map(({ slug }) => ({
    id: slug,
    zh: districtName(slug, 'zh', year),
    en: districtName(slug, 'en', year),
  }));
}

export const YES: readonly Labelled[] = [
  { id: 'yes', zh: '是', en: 'Yes' },
  { id: 'no', zh: '否', en: 'No' },
];

export const one = (list: readonly Labelled[]) => ({ read: oneOf(list), allowed: list });
export const several = (list: readonly Labelled[]) => ({ read: severalOf(list), allowed: list });

/** The label of an entry as an example, the first where the list doesn't hold it. */
export function sample(list: readonly Labelled[], id: string): { zh: string; en: string } {
  const entry = list.find((item) => item.id === id) ?? list[0];
  return { zh: entry?.zh ?? '', en: entry?.en ?? '' };
}
