import type { Actor } from '../directory/permissions.ts';
import { UNITS, type Unit } from '../summaries/summary.ts';
import { isOfObject, type Reach, WHATS, type What } from './job.ts';

/** Whose roles somebody has at this moment: their own, and those of whom they stand in for. */
function hatsOf(actor: Actor): readonly Actor[] {
  return [actor, ...(actor.standsInFor ?? [])];
}

/** In whose place somebody may ask: themselves, and those who are away. */
export function usersOf(actor: Actor): string[] {
  return hatsOf(actor).map(({ userId }) => userId);
}

export function isCoordinating(actor: Actor): boolean {
  return hatsOf(actor).some(
    ({ bureau, districts, systems }) => bureau || districts.length + systems.length > 0,
  );
}

/** Everything that somebody coordinates. */
export function reachOf(actor: Actor): Reach {
  const hats = hatsOf(actor);
  return {
    all: hats.some(({ bureau }) => bureau),
    districts: [...new Set(hats.flatMap(({ districts }) => districts))],
    systems: [...new Set(hats.flatMap(({ systems }) => systems))],
  };
}

/** What somebody is offered: coordinators all of it; whoever has none of that, their own. */
export function whatsFor(actor: Actor): readonly What[] {
  if (isCoordinating(actor)) return WHATS;
  return WHATS.filter((what) => isOfObject(what) || what === 'records');
}

/** The districts and systems among which a coordinator may choose, in the order of the notice. */
export function unitsFor(actor: Actor): readonly Unit[] {
  const { all, districts, systems } = reachOf(actor);
  return UNITS.filter(({ kind, slug }) => all || (kind === 'district' ? districts : systems).includes(slug));
}

/** As an option of `districts` says it: a district by its slug, a system by `system:<slug>`. */
export function choiceOf({ kind, slug }: Unit): string {
  return kind === 'district' ? slug : `system:${slug}`;
}

/** What was chosen, as far as it is theirs: everything of it when nothing is chosen; undefined when anything else is among it. */
export function chosenReach(actor: Actor, chosen: readonly string[]): Reach | undefined {
  const whole = reachOf(actor);
  if (chosen.length === 0) return whole.all ? { all: true, districts: [], systems: [] } : whole;
  const units = unitsFor(actor);
  const found = chosen.map((value) => units.find((unit) => choiceOf(unit) === value));
  if (found.some((unit) => unit === undefined)) return undefined;
  const slugs = (kind: Unit['kind']) => found.flatMap((unit) => (unit?.kind === kind ? unit.slug : []));
  return { all: false, districts: slugs('district'), systems: slugs('system') };
}

/** Whether all of it is still theirs. */
export function isWithin({ all, districts, systems }: Reach, actor: Actor): boolean {
  const whole = reachOf(actor);
  if (whole.all) return true;
  return (
    !all &&
    districts.every((slug) => whole.districts.includes(slug)) &&
    systems.every((slug) => whole.systems.includes(slug))
  );
}

/** The one district or system that it is; undefined for the city, and for several. */
export function onlyUnit({ all, districts, systems }: Reach): Unit | undefined {
  if (all || districts.length + systems.length !== 1) return undefined;
  const [district] = districts;
  const [system = ''] = systems;
  return district === undefined ? { kind: 'system', slug: system } : { kind: 'district', slug: district };
}
