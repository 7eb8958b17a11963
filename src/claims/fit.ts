import { type Demand, isPublic } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';

/** Why a need suits an expert. */
export interface Fit {
  sameField: boolean;
  /** Kinds of need that the expert offers. */
  services: string[];
}

export function fitOf(
  demand: Pick<Demand, 'field' | 'needTypes'>,
  expert: Pick<Expert, 'field' | 'services'>,
): Fit {
  return {
    sameField: demand.field === expert.field,
    services: demand.needTypes.filter((type) => expert.services.includes(type)),
  };
}

/**
 * Same field first, then the more services the expert offers; among equals those without a card, which can be found
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
      other.services.length - one.services.length ||
      Number(isPublic(a)) - Number(isPublic(b))
    );
  });
}
