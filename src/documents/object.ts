import type { Actor, Whose } from '../directory/permissions.ts';
import type { Option } from '../slack/form.ts';
import { shorten } from '../slack/text.ts';
import type { What } from './job.ts';

export const OBJECT_KINDS = ['demand', 'claim', 'report'] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** A need, a claim or a report, with all who have a part in it. */
export interface DocumentObject {
  kind: ObjectKind;
  id: string;
  number: string;
  year: number;
  /** Empty where what it is about isn't for a list. */
  title: string;
  unitName: string;
  /** It can be confirmed: a claim to which everybody has said yes, or a report that stands. */
  isSettled: boolean;
  districts: string[];
  systems: string[];
  poster: string | null;
  author: string | null;
  hostUsers: string[];
  expertUsers: string[];
  assistantUsers: string[];
  homeUnitUsers: string[];
}

/** For the table of permissions; a need in several districts is within reach of each of them. */
export function whoseObject(one: DocumentObject, actor: Actor): Whose {
  const reach = [actor, ...(actor.standsInFor ?? [])].flatMap(({ districts }) => districts);
  const { poster, author, hostUsers, expertUsers, assistantUsers, homeUnitUsers, systems } = one;
  const district = one.districts.find((slug) => reach.includes(slug)) ?? one.districts[0] ?? '';
  return { poster, author, hostUsers, expertUsers, assistantUsers, homeUnitUsers, systems, district };
}

/** Whether this kind of paper is about such a thing. */
export function suits(what: What, kind: ObjectKind): boolean {
  switch (what) {
    case 'one':
      return kind === 'demand';
    case 'confirmation':
      return kind !== 'demand';
    case 'year_report':
    case 'needs':
    case 'experts':
    case 'reports':
    case 'summaries':
    case 'records':
    case 'week':
      return false;
  }
}

/** As a menu says it. */
export function optionOfObject({ id, number, title, unitName }: DocumentObject): Option {
  return { value: id, text: shorten([number, title, unitName].filter(Boolean).join(' '), 75) };
}
