import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import type { LiveYears } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import type { Expert } from './expert.ts';
import type { Actor } from './permissions.ts';

/** For whom a room says what waits and what is held; Home puts the answers one below the other. */
export interface HomeAsk {
  teamId: string;
  userId: string;
  locale: Locale;
  actor: Actor;
  /** Speaks for an employer; asked for in Home alone. */
  isContact?: boolean;
  /** The person's own registration, if any. */
  expert: Expert | undefined;
  /** Those in whose names they act as assistant. */
  assisted: readonly Expert[];
  programme: Programme;
  /** What waits or is held may be of any that isn't closed. */
  years: LiveYears;
  now: Temporal.Instant;
  /** Addresses can be given to people: buttons that make one are shown. */
  offersLinks?: boolean | undefined;
}

export interface HomePart {
  /** What this person must do next. */
  waiting: KnownBlock[];
  /** What they have going. */
  holding: KnownBlock[];
  /** What stands below the programme at a glance; a few blocks at most. */
  glance?: KnownBlock[];
}
