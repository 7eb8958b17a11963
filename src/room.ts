import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Db } from './db/open.ts';
import type { TableName } from './db/tables.ts';
import type { Duty } from './directory/duty.ts';
import type { HomeAsk, HomePart } from './directory/home-ask.ts';
import type { Locale } from './i18n/locale.ts';
import type { TroubleHooks } from './outbox/aftermath.ts';
import type { Marks, OnMarked } from './outbox/marks.ts';
import type { PeoplePart } from './people.ts';
import type { Programme } from './programme/programme.ts';
import type { ExpertWord } from './slack/doors.ts';
import type { Deps } from './slack/interaction.ts';
import type { OnUnreachable, RenderAsk, Rendered } from './slack/renderer.ts';

/** What a room is handed: the same for all, and the list of rooms, as those that read others may not import it. */
export interface RoomDeps extends Deps {
  rooms: readonly Room[];
}

/** Handed on to those who listen to more than people's presses. */
export interface Doorway {
  /** Answers people; modals on screen are changed through it. */
  client: WebClient;
  hooks: TroubleHooks;
}

/** When a look takes its turn among the others: in the order in which what was missed is made up for. */
export type LookTurn = 'day' | 'deadlines' | 'people' | 'channels' | 'upkeep';

/** Looks whether something is due and does it; the data and their ledgers decide, never the tick. */
export interface Look {
  name: string;
  turn: LookTurn;
  /** Done also while it isn't known which workspace this process serves: Slack may never say it again. */
  anywhere?: true;
  /**
   * Says when, in programme time, it has something to do next if nobody acts before and the clock runs on: a moment
   * that is not later than now when something is left to do; undefined when only an act can bring anything.
   */
  look(deps: RoomDeps): Promise<Temporal.Instant | undefined>;
}

/** Shows a message or a Home as it is at this moment; only those who read other rooms need the list. */
export type RoomRenderer = (db: Db, ask: RenderAsk, rooms: readonly Room[]) => Promise<Rendered>;

/** What of a room has to be done before a year can be closed. */
export interface YearPart {
  /** How much: asked again while the year's row is held, as it is by whoever decides about any of it. */
  countLeft(db: Db, programme: Programme): Promise<number>;
  /** The same in words, beside those of other rooms. */
  sayLeft(n: number, locale: Locale): string;
  /** Each of it with who is asked, and the buttons that do it. */
  listLeft(db: Db, ask: YearAsk): Promise<KnownBlock[][]>;
}

/** Whoever wants to close it, and when. */
export interface YearAsk {
  programme: Programme;
  locale: Locale;
  now: Temporal.Instant;
}

/** Of which part of the programme a week is told: of all of it, of a district, or of a system. */
export interface WeekAsk {
  programme: Programme;
  locale: Locale;
  part: { kind: 'city' } | { kind: 'district' | 'system'; slug: string };
  /** From its Monday on. */
  since: Temporal.Instant;
  now: Temporal.Instant;
}

/** What a room says of a week, for whoever forwards it: figures with their labels, and what is late. */
export interface WeekPart {
  figures: readonly (readonly [label: string, value: string])[];
  /** A sentence each, the oldest first. */
  late: readonly string[];
}

/** Whoever hands in its summary of the year next. */
export interface HandInAsk {
  programme: Programme;
  locale: Locale;
  unit: { kind: 'district' | 'system'; slug: string };
}

/** Answers a browser: somebody without Slack, or on the way to a file. Only what throws is told elsewhere. */
export type Page = (deps: RoomDeps, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A room of the house: all that others must know of it, as one value in `rooms.ts`. Whoever reads all rooms knows none by name. */
export interface Room {
  /** The folder. */
  name: string;
  /** The tables that are its own, in an order in which they can be emptied. */
  tables?: readonly TableName[];
  /** Opens its doors. */
  listen?(app: App, deps: RoomDeps, doorway: Doorway): void;
  /** By the kind of the outgoing row. */
  renderers?: Readonly<Record<string, RoomRenderer>>;
  /** By the same kinds: what becomes of a request whose person can't be reached. */
  unreachable?: Readonly<Record<string, OnUnreachable>>;
  /** Which of its messages show what an act of any room has marked. */
  onMarked?: OnMarked;
  /** What it does at once after acts that marked something; what it can't do then, its looks make up for. */
  followUp?(deps: RoomDeps, marks: Marks): Promise<void>;
  /** What it makes people owe. */
  duties?: readonly Duty[];
  looks?: readonly Look[];
  /** Words after `/expert`. */
  words?(deps: RoomDeps): readonly ExpertWord[];
  /** What it shows over HTTP, by the first part of the path ('a' for '/a/…'). */
  pages?: Readonly<Record<string, Page>>;
  /** Where people and units stand in its tables. */
  people?: PeoplePart;
  /** What keeps a year from being closed. */
  year?: YearPart;
  /** What it says of a week. */
  week?(db: Db, ask: WeekAsk): Promise<WeekPart>;
  /** What a unit should look at before it hands in its summary of the year: a sentence each. */
  beforeHandIn?(db: Db, ask: HandInAsk): Promise<readonly string[]>;
  /** What it says of a person's day, in their Home. */
  home?(db: Db, ask: HomeAsk): Promise<HomePart>;
}
