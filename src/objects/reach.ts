import type { Actor } from '../directory/permissions.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';

/** Who reads, and of when; as much of the register is theirs as their roles reach. */
export interface RegisterAsk {
  programme: Programme;
  locale: Locale;
  actor: Actor;
  today: Temporal.PlainDate;
}

/** As far as somebody's roles reach, and those of whom they stand in for. */
export interface Reach {
  all: boolean;
  districts: string[];
  systems: string[];
}

export function reachOf(actor: Actor): Reach {
  const everybody = [actor, ...(actor.standsInFor ?? [])];
  return {
    all: everybody.some(({ bureau }) => bureau),
    districts: everybody.flatMap(({ districts }) => districts),
    systems: everybody.flatMap(({ systems }) => systems),
  };
}
