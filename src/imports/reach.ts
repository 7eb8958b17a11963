import type { Act, Actor, Whose } from '../directory/permissions.ts';
import { standingFor } from '../directory/standing.ts';
import type { Import, Kind, Scope } from './import.ts';

/** By which acts one by one the same could be done. */
const ACTS: Record<Kind, { put: Act; count: Act }> = {
  units: { put: 'record_demand', count: 'record_demand' },
  experts: { put: 'record_expert', count: 'verify_expert' },
  demands: { put: 'record_demand', count: 'record_demand' },
  reports: { put: 'file_report', count: 'accept_report' },
};

/** Whether whoever puts a list in may put this row in: what they could do by the form. */
export function isWithinReach(actor: Actor, kind: Kind, scope: Scope | undefined): boolean {
  return isTheirs(actor, kind, 'put', scope);
}

/** Whether all of a list is this person's to apply, or to take back. */
export function mayApplyAll(actor: Actor, { kind, scopes }: Pick<Import, 'kind' | 'scopes'>): boolean {
  if (scopes.length === 0) return actor.bureau || actor.districts.length + actor.systems.length > 0;
  return scopes.every((scope) => isTheirs(actor, kind, 'count', scope as Scope));
}

/**
 * Whose the list is as a whole, as the table of permissions asks: by its first scope where all of it is the person's,
 * else the bureau's.
 */
export function whoseImport(
  actor: Actor,
  one: Pick<Import, 'kind' | 'scopes'>,
  ties: Pick<Whose, 'expertUsers' | 'homeUnitUsers' | 'handled' | 'author'>,
): Whose {
  const [first] = mayApplyAll(actor, one) ? one.scopes : ['district:'];
  return { ...ties, ...whoseOf(first as Scope | undefined) };
}

/** Nothing of nobody's: a hat without a scope fits nothing. */
function whoseOf(scope: Scope | undefined): Pick<Whose, 'district' | 'systems'> {
  const [kind = '', name = ''] = scope?.split(':') ?? [];
  return kind === 'system' ? { district: '', systems: [name] } : { district: name, systems: [] };
}

function isTheirs(actor: Actor, kind: Kind, step: 'put' | 'count', scope: Scope | undefined): boolean {
  // A unit of no system belongs to nobody: whoever coordinates anything may name it.
  if (scope === undefined) return actor.bureau || actor.districts.length + actor.systems.length > 0;
  const act = ACTS[kind][step];
  const [of, name = ''] = scope.split(':');
  if (of === 'system') {
    const isHome = kind === 'units';
    const whose = isHome || step === 'count' ? { district: '', systems: [name] } : { systems: [name] };
    return standingFor(actor, isHome ? 'verify_expert' : act, whose) !== undefined;
  }
  return standingFor(actor, act, { district: name, systems: [] }) !== undefined;
}
