import districts from './data/districts.json' with { type: 'json' };
import systems from './data/systems.json' with { type: 'json' };

export type DistrictSlug =
  | 'heping'
  | 'hedong'
  | 'hexi'
  | 'nankai'
  | 'hebei'
  | 'hongqiao'
  | 'dongli'
  | 'xiqing'
  | 'jinnan'
  | 'beichen'
  | 'wuqing'
  | 'baodi'
  | 'binhai'
  | 'ninghe'
  | 'jinghai'
  | 'jizhou';
export type SystemSlug =
  | 'education'
  | 'health'
  | 'science'
  | 'agriculture'
  | 'soe'
  | 'industry'
  | 'construction'
  | 'water'
  | 'environment'
  | 'association'
  | 'central';

export type District = {
  slug: DistrictSlug;
  zh_2013: string;
  en_2013: string;
  code_2013: string;
  zh_today: string;
  en_today: string;
  code_today: string;
  group: string;
  aliases: readonly string[];
  /** Former districts in it, by whose names people still look. */
  merged?: { zh: readonly string[]; en: readonly string[] };
};
export type System = { slug: SystemSlug; zh: string; en: string };

/** The addressees of the notice (各区县): 16, in the order of the national codes. */
export const DISTRICTS = districts as readonly District[];
/** The addressees of the notice (各系统): 11. */
export const SYSTEMS = systems as readonly System[];

export type FoundDistrict =
  | { kind: 'one'; slug: DistrictSlug }
  /** Named several, or one name that also means a place outside the city (河北): ask which. May hold one slug. */
  | { kind: 'several'; slugs: DistrictSlug[] }
  | { kind: 'none' };

/** 宁河 and 静海 became districts in 2015, 蓟州 in 2016; a programme year keeps the names it began with. */
const LAST_YEAR_OF_OLD_NAMES = 2015;
const LONGEST_TEXT = 200;
/** Without the city before it or a suffix behind it, also the name of a province. */
const AMBIGUOUS = new Set(['河北', 'hebei']);
const SUFFIX = /(?:新区|区|县|district|county|newarea|xinqu|qu|xian)$/;
export const CITY = /^(?:天津市?|tianjin(?:city|municipality|shi)?)/;
const SEPARATOR = /^(?:[、,;/&+|。.和与及跟]|以及|and)/;
const END_OF_ADDRESS = /^[、,;/&+|。]/;
const TRADITIONAL = '區縣東麗濱漢寧靜薊寶紅橋開發達與';
const SIMPLIFIED = '区县东丽滨汉宁静蓟宝红桥开发达与';

/** The name in force in the programme year: up to and including 2015 the old one. An unknown slug comes back as it is. */
export function districtName(slug: string, locale: 'zh' | 'en', year: number): string {
  const names = year <= LAST_YEAR_OF_OLD_NAMES ? 'old' : 'new';
  const district = DISTRICTS.find((one) => one.slug === slug);
  if (!district) return slug;
  if (locale === 'zh') return names === 'old' ? district.zh_2013 : district.zh_today;
  return names === 'old' ? district.en_2013 : district.en_today;
}

/**
 * As it is offered in a list that is searched by typing: with the names of districts that are parts of it today, and
 * its own of before: 滨海新区（塘沽、汉沽、大港）.
 */
export function districtChoice(district: District, locale: 'zh' | 'en', year: number): string {
  const name = districtName(district.slug, locale, year);
  const before = districtName(district.slug, locale, LAST_YEAR_OF_OLD_NAMES).replace(/ \(.*\)/, '');
  const others = [...(district.merged?.[locale] ?? []), ...(name.startsWith(before) ? [] : [before])];
  if (others.length === 0) return name;
  return locale === 'zh' ? `${name}（${others.join('、')}）` : `${name} (${others.join(', ')})`;
}

/** An unknown slug comes back as it is. */
export function systemName(slug: string, locale: 'zh' | 'en'): string {
  return SYSTEMS.find((one) => one.slug === slug)?.[locale] ?? slug;
}

/** As names of places are compared: without width, case, spaces and brackets, in simplified characters. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s'’()·_-]/g, '')
    .replace(new RegExp(`[${TRADITIONAL}]`, 'g'), (char) => SIMPLIFIED[TRADITIONAL.indexOf(char)] ?? char);
}

function namesOf(district: District): string[] {
  const english = [district.en_2013, district.en_today].flatMap((name) => [
    name,
    name.replace(/\s*\(.*\)/, ''),
  ]);
  const { merged = { zh: [], en: [] } } = district;
  const parts = [...merged.zh, ...merged.en];
  const full = [district.zh_2013, district.zh_today, ...district.aliases, ...parts, ...english].map(
    normalise,
  );
  const latin = [`${district.slug}`, `${district.slug}qu`, `${district.slug}district`];
  // "ji" alone is no name: too many words begin with it.
  const stems = full.map((name) => name.replace(SUFFIX, '')).filter((stem) => stem !== 'ji');
  return [...full, ...stems, ...latin];
}

const EXTRA_NAMES: readonly (readonly [string, DistrictSlug])[] = [
  ['jixian', 'jizhou'],
  ['jixiancounty', 'jizhou'],
  ['滨海区', 'binhai'],
  ['binhaixinqu', 'binhai'],
  ['ninghexian', 'ninghe'],
  ['jinghaixian', 'jinghai'],
  // Names before 1992.
  ['东郊区', 'dongli'],
  ['西郊区', 'xiqing'],
  ['南郊区', 'jinnan'],
  ['北郊区', 'beichen'],
];

/** Every name of a district, normalised, the longest first. */
export const NAMES: readonly (readonly [string, DistrictSlug])[] = [
  ...new Map([
    ...DISTRICTS.flatMap((district) => namesOf(district).map((name) => [name, district.slug] as const)),
    ...EXTRA_NAMES,
  ]),
].sort(([a], [b]) => b.length - a.length);

function nameAt(text: string): readonly [string, DistrictSlug] | undefined {
  return NAMES.find(([name]) => text.startsWith(name));
}

/**
 * The district with which a unit's name begins, with or without the city before it: 天津市宁河县医院, 和平路小学; with
 * `isFull` by a full name alone, of today or of before, which no road or firm is called by: 塘沽区东沽小学.
 */
export function districtAtStart(name: string, isFull = false): DistrictSlug | undefined {
  const text = normalise(name);
  const found = nameAt(text) ?? nameAt(text.replace(CITY, ''));
  return found && (!isFull || SUFFIX.test(found[0])) ? found[1] : undefined;
}

/** Inside an address only a full name, or a name after a separator, begins a second district: 和平路 is a road. */
function startsNewName(text: string): boolean {
  const full = nameAt(text.replace(CITY, ''))?.[0];
  if (full !== undefined && SUFFIX.test(full)) return true;
  const after = text.replace(SEPARATOR, '');
  return after !== text && nameAt(after.replace(CITY, '')) !== undefined;
}

/**
 * Reads one or several district names of any year, in Chinese or English, with or without 区, 县 or 天津市; behind a full name an
 * address may follow. Every part has to begin with a district of the city: 沈阳市和平区 is `none`, 河北 alone is asked back.
 */
export function findDistrict(text: string): FoundDistrict {
  if (text.length > LONGEST_TEXT) return { kind: 'none' };
  let rest = normalise(text);
  const found = new Set<DistrictSlug>();
  let doubtful = false;
  while (rest !== '') {
    const local = rest.replace(CITY, '');
    const match = nameAt(rest) ?? nameAt(local);
    if (!match) {
      const next = local.replace(SEPARATOR, '');
      if (next === rest) return { kind: 'none' };
      rest = next;
      continue;
    }
    const [name, slug] = match;
    const behind = (rest.startsWith(name) ? rest : local).slice(name.length);
    const cityBehind = /^,?tianjin/.test(behind);
    if (AMBIGUOUS.has(name) && local === rest && !cityBehind) doubtful = true;
    found.add(slug);
    rest = behind;
    if (SUFFIX.test(name))
      while (rest !== '' && !END_OF_ADDRESS.test(rest) && !startsNewName(rest)) rest = rest.slice(1);
  }
  const slugs = [...found];
  const [first] = slugs;
  if (first === undefined) return { kind: 'none' };
  return slugs.length === 1 && !doubtful ? { kind: 'one', slug: first } : { kind: 'several', slugs };
}
