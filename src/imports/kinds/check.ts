import type { Actor } from '../../directory/permissions.ts';
import type { Locale } from '../../i18n/locale.ts';
import type { Programme } from '../../programme/programme.ts';
import type { Typed } from '../../slack/form.ts';
import type { Scope } from '../import.ts';

/** For whom and by what a list is checked. */
export interface CheckContext {
  locale: Locale;
  /** The year for new things. */
  programme: Programme;
  /** All years there are, the closed ones as well. */
  years: ReadonlyMap<number, Programme>;
  today: Temporal.PlainDate;
  /** Who put it in. */
  actor: Actor;
  /** Who may stand in a report, by name. */
  experts: ReadonlyMap<string, readonly NamedExpert[]>;
}

export interface NamedExpert {
  id: string;
  name: string;
  /** Every name of their employer, as names are compared. */
  employers: readonly string[];
  isVerified: boolean;
}

/** A row as it will be kept, whose it is, and what makes it alike to another; or what is wrong, by field. */
export type RowCheck =
  | { ok: true; form: object; scope: Scope | undefined; keys: string[]; name: string }
  | { ok: false; errors: Record<string, string> };

/** Checks one row after the other by the form's own rules; what is costly is made once. */
export type CheckRow = (typed: Typed) => RowCheck;
