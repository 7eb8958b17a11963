import { districtAtStart } from '../programme/places.ts';
import type { Actor, Whose } from './permissions.ts';

/** How high a unit stands, from below; the programme serves what is at county level or below (the notice). */
export const LEVELS = ['village', 'town', 'county', 'city', 'national'] as const;
export type Level = (typeof LEVELS)[number];

/** An organisation with all that is known of it. */
export interface Unit {
  id: string;
  kind: 'home_unit' | 'host_unit';
  name: string;
  unitType: string | undefined;
  /** As somebody said it; see `proposeLevel`. */
  level: Level | undefined;
  parent: { id: string; name: string } | undefined;
  districts: string[];
  system: string | undefined;
  aliases: string[];
  /** What it was called before, up to which programme year; the oldest first. */
  formerNames: { name: string; untilYear: number }[];
  contacts: string[];
  deputies: string[];
  /** How often it was edited. */
  version: number;
  createdAt: Temporal.Instant;
}

export function isLevel(text: unknown): text is Level {
  return LEVELS.some((one) => one === text);
}

/** Types of host units that stand below the county, whatever they are called. */
const LEVEL_OF_TYPE: Readonly<Record<string, Level>> = {
  village: 'village',
  community: 'village',
  coop: 'village',
  township: 'town',
  health_center: 'town',
  tech_sme: 'county',
};

const CITY_WORD = /^(?:天津市?|市|全市|中国|国家|中央)/;
const CITY_BODY =
  /(?:局|委|委员会|厅|部|办公室|院|所|大学|学院|医院|学校|中心|馆|协会|学会|联合会|总公司|集团)$/;
const CITY_BODY_ENGLISH =
  /^(?:(?:tianjin )?municipal|tianjin|national|china|central) .*\b(?:bureau|commission|university|academy|hospital|institute|centre|center|association)\b/i;

/** 天津市农业局, 天津大学, 市第一医院: a body of the city by its name, and none of a district (天津市宁河县医院). */
function soundsLikeCity(name: string): boolean {
  const text = name.normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (districtAtStart(text)) return false;
  return (CITY_WORD.test(text) && CITY_BODY.test(text)) || CITY_BODY_ENGLISH.test(text);
}

type Named = Pick<Unit, 'level' | 'unitType' | 'name'>;

/** The level to start from where nobody has said one: by the unit's type, or where its name says a body of the city. */
export function proposeLevel({ level, unitType, name }: Named): Level | undefined {
  const byType = LEVEL_OF_TYPE[unitType ?? ''];
  if (level ?? byType) return level ?? byType;
  if (soundsLikeCity(name)) return 'city';
  return unitType === 'hospital' || unitType === 'institute' ? 'county' : undefined;
}

/** Above the county, as somebody has said or as its name says: publishing a need of it asks for a reason. */
export function isAboveCounty(unit: Named): boolean {
  const level = proposeLevel(unit);
  return level === 'city' || level === 'national';
}

/** Whose a unit is: its district's or its system's coordinators'; of several districts, whichever the actor has. */
export function whoseUnit({ districts, system }: Pick<Unit, 'districts' | 'system'>, actor: Actor): Whose {
  const all = [actor, ...(actor.standsInFor ?? [])].flatMap((one) => one.districts);
  const district = districts.find((one) => all.includes(one)) ?? districts[0] ?? '';
  return { district, systems: system ? [system] : [] };
}
