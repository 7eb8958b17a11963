/** Where people and units stand in the tables of all rooms: merging, handing over, telling and erasing go by it. */
import type { RawBuilder, SqlBool } from 'kysely';
import type { Db, Trx } from './db/open.ts';
import type { TableName } from './db/tables.ts';
import type { Locale } from './i18n/locale.ts';

/** Whom a column speaks of: an expert or a unit of the register by its id, or a person by their Slack account. */
export type RegisterKind = 'expert' | 'unit' | 'account';

/** One is to stand wherever the other stood. */
export interface Replacement {
  teamId: string;
  from: string;
  into: string;
}

/** A column in which people or units stand, so that whatever concerns all of them needs to know no table by name. */
export interface Reference {
  to: readonly RegisterKind[];
  table: TableName;
  column: string;
  /** Not by itself, but in a list, anywhere in json, as a part of a message's key, or in a list of such keys. */
  within?: 'list' | 'json' | 'key' | 'keys';
  /** Whoever stands there did something, or is somebody: that stays theirs when they hand over what they hold. */
  stays?: true;
  /** What names a row beside the column itself and the workspace; its `id`, if nothing else is said. */
  row?: readonly string[];
  /** One row at most may say it of each: a second one is dropped. */
  once?: true;
  /** Whether this row has said all it had to, and goes. */
  ends?(replacement: Replacement): RawBuilder<SqlBool>;
  /** Whether this row follows; all do, if nothing else is said. */
  follows?(replacement: Replacement): RawBuilder<SqlBool>;
  /** 'district:<slug>', 'system:<slug>', or 'bureau:': within whose reach a person holds it; anybody's where it is null. */
  place?: RawBuilder<string | null>;
  /** As many of these, in words; what isn't said of a thing by itself goes along with what is. */
  say?(n: number, locale: Locale): string;
}

/** Somebody wherever they stand: to be told what is kept of them, or to be erased. */
export interface Person {
  teamId: string;
  accounts: readonly string[];
  /** Their registration, and those that were merged into it. */
  expertIds: readonly string[];
  /** As a regular expression: their names, telephone numbers and accounts among other words; undefined where they have none. */
  pattern: string | undefined;
}

export type PersonFrame = { locale: Locale; today: Temporal.PlainDate };

/** A closed year whose personal data have been kept as long as its rules say. */
export interface Expired {
  teamId: string;
  year: number;
  /** The first day that is no longer its own, 'YYYY-MM-DD'. */
  before: string;
}

/** Rows of a table that are somebody's own: told to whoever asks what is kept of them, and erased with them. */
export interface PersonalRows {
  /** What it is, to its person, beside how many; what isn't told by itself goes along with what is. */
  title?(locale: Locale): string;
  of?(person: Person): RawBuilder<SqlBool>;
  /** What of it its person is handed: columns, or what stands for one that is an id. */
  gives?: readonly (string | readonly [name: string, value: RawBuilder<unknown>])[];
  /** Which rows of a year are erased with it. */
  ofYear?(expired: Expired): RawBuilder<SqlBool>;
  /** What stands in the columns once it is erased, given the opaque id in the person's place; or the row goes. */
  becomes?: 'nothing' | ((opaque: string) => Readonly<Record<string, RawBuilder<unknown>>>);
}

/** What is personal in a table beyond the ids that are references. `test/personal.test.ts` finds a column that nobody names. */
export interface Personal {
  table: TableName;
  /** Columns in which anybody's name, number or account may stand among other words: an opaque id takes its place there. */
  words?: readonly string[];
  /** Columns that hold ids, states and figures, words of the year's lists, or names of units and never of people. */
  harmless?: readonly string[];
  rows?: readonly PersonalRows[];
}

/** Two that are to become one: `from` will point to `into`. */
export interface Pair extends Replacement {
  kind: 'expert' | 'unit';
  today: Temporal.PlainDate;
}

/** Where people and units stand in a room's tables, and what happens when two of them become one. */
export interface PeoplePart {
  refers: readonly Reference[];
  /** Why the two can't be one, and what to do about it: asked beforehand, and again while nobody else can change them. */
  listClashes?(db: Db, pair: Pair, locale: Locale): Promise<string[]>;
  /** Before the references follow: what would otherwise clash without need. */
  prepare?(trx: Trx, pair: Pair): Promise<void>;
  /** Once all references follow: what is worked out from them, and is asked anew of whoever it is now. */
  settle?(trx: Trx, pair: Pair): Promise<void>;
  /** What is personal in its tables, and of its things in tables of rooms before it. */
  personal?: readonly Personal[];
  /** What keeps somebody from being erased, each with what to do first; asked again while nobody else can change it. */
  listUnfinished?(db: Db, person: Person, frame: PersonFrame): Promise<string[]>;
}
