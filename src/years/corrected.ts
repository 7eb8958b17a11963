import { nameKey } from '../directory/organisations.ts';
import type { Locale } from '../i18n/locale.ts';
import { DISTRICTS, districtName, SYSTEMS, systemName } from '../programme/places.ts';
import { say } from './words.ts';

/**
 * What somebody means who writes down what is wrong: a report's number, a district or system by any of its names, or the
 * city; as it is kept. Undefined for anything else.
 */
export function readObject(text: string, year: number): string | undefined {
  const number = text.toUpperCase().replaceAll(/\s/g, '');
  if (new RegExp(`^BG-${year}-\\d{4,}$`).test(number)) return number;
  const key = nameKey(text);
  const isNamed = (...names: string[]) => names.some((name) => nameKey(name) === key);
  if (isNamed('全市', '天津市', 'city', 'the city')) return 'city';
  const district = DISTRICTS.find(({ slug }) =>
    isNamed(slug, districtName(slug, 'zh', year), districtName(slug, 'en', year)),
  );
  if (district) return `district:${district.slug}`;
  const system = SYSTEMS.find(({ slug }) => isNamed(slug, systemName(slug, 'zh'), systemName(slug, 'en')));
  return system && `system:${system.slug}`;
}

/** The same as people read it. */
export function nameObject(object: string, locale: Locale, year: number): string {
  const [kind, slug = ''] = object.split(':');
  if (kind === 'district') return districtName(slug, locale, year);
  if (kind === 'system') return systemName(slug, locale);
  return object === 'city' ? say(locale, 'city') : object;
}
