import { type Demand, isPublic } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';

/** Why a need suits an expert. */
export interface Fit {
  sameField: boolean;
  /** The need is for experts of every field: it must not vanish behind those of theirs (decision 35). */
  anyField: boolean;
  /** Kinds of need that the expert offers. */
  services: string[];
}

export function fitOf(
  demand: Pick<Demand, 'field' | 'needTypes'>,
  expert: Pick<Expert, 'field' | 'services'>,
): Fit {
  return {
    sameField: demand.field === expert.field,
    anyField: demand.field === undefined,
    services: demand.needTypes.filter((type) => expert.services.includes(type)),
  };
}

/**
 * Same field first, then what is for every field, then the more services the expert offers; among equals those without a card, which can be found
 * nowhere else, then in the order given: the nearer deadline first.
 */
export function rankForExpert(
  demands: readonly Demand[],
  expert: Pick<Expert, 'field' | 'services'>,
): Demand[] {
  return demands.toSorted((a, b) => {
    const [one, other] = [fitOf(a, expert), fitOf(b, expert)];
    return (
      Number(other.sameField) - Number(one.sameField) ||
      Number(other.anyField) - Number(one.anyField) ||
      other.services.length - one.services.length ||
      Number(isPublic(a)) - Number(isPublic(b))
    );
  });
}
