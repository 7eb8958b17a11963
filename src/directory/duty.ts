import type { Button, KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import type { Workplace } from '../programme/working-days.ts';
import type { Ladder } from './ladder.ts';
import type { Owed } from './owed.ts';
import type { Act } from './permissions.ts';
import type { Grant } from './roles.ts';

/** Of which year, at which moment, and who has which role: read once for all sources. */
export interface OwedMoment {
  programme: Programme;
  now: Temporal.Instant;
  grants: readonly Grant[];
}

/** What is owed at a moment, or would be at a later one if nobody acted. */
export type OwedSource = (db: Db, of: OwedMoment) => Promise<Owed[]>;

/** In which language, and with the place names of which year. */
export interface Naming {
  programme: Pick<Programme, 'year'>;
  locale: Locale;
}

export interface DutyFrame extends Naming {
  programme: Programme;
}

/** Whom a reminder of the duty is for. */
export interface Reminded {
  owed: Owed;
  userId: string;
  /** They are told once and owe nothing. */
  isInformed: boolean;
}

/** A duty as it stands in a reminder: what it is about, what to bear in mind, and the buttons that do it. */
export interface DutyItem {
  blocks: KnownBlock[];
  notes: string[];
  buttons: Button[];
}

/** How a duty is called; those of a lower rank are named first, those of one rank by label. */
export interface DutyName {
  name: string;
  rank: number;
}

/** Many duties of one kind that are one person's for one reason, said as one thing. */
export interface Together {
  /** More than these. */
  moreThan: number;
  /** `names` are all of them. */
  say(owed: readonly Owed[], names: string, frame: DutyFrame): string;
}

/**
 * What a room makes people owe: everything that reminders, forecast and look-up must know of it. Every field is
 * required, so that a duty that forgets one doesn't compile. `Thing` is what it is about, as it stands at the moment.
 */
export interface Duty<Thing = unknown> {
  /** Its word in the ledgers; permanent. */
  kind: string;
  /** What somebody has to be allowed to do before it can be theirs. */
  act: Act;
  /** Where it is found; sources that several duties share are read once. */
  sources: readonly OwedSource[];
  /** Its rungs: stated rules, and nothing but its own dates decides. */
  ladder(owed: Owed, workplace: Workplace): Ladder;
  /** Undefined when what it is about is gone. */
  read(db: Db, teamId: string, owed: Owed): Promise<Thing | undefined>;
  item(thing: Thing, reminded: Reminded, frame: DutyFrame): DutyItem;
  /** Above its items in a reminder, and before its names in look-up and forecast. */
  title(locale: Locale): string;
  /** What the ledger calls one of them in every language. */
  label(owed: Owed): string;
  /** What its reader calls one of them, from its label. */
  name(label: string, naming: Naming): DutyName;
  together: Together | 'never';
}

/** Called by the number that people know. */
export const BY_NUMBER = {
  label: ({ words }: Owed) => words.number ?? '',
  name: (label: string): DutyName => ({ name: label, rank: 0 }),
};
