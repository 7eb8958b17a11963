import type { Button } from '@slack/types';
import type { Whose } from '../directory/permissions.ts';
import { coordinatorsAmong, type Grant } from '../directory/roles.ts';
import type { Locale } from '../i18n/locale.ts';
import type { TellWord } from './words.ts';

/** What somebody without an account is to hear, as it is kept: ids only. */
export interface TelephoneLine {
  id: number;
  kind: string;
  person: 'expert' | 'contact';
  personId: string;
  ref: Record<string, string>;
  toldBy: string | undefined;
  toldAt: Temporal.Instant | undefined;
  /** It matters no more, or something newer took its place. */
  over: boolean;
}

/** Whose coordinators tell them: of an expert's system, of the first district of a contact's need. */
export interface Near {
  system: string | undefined;
  district: string | undefined;
}

export function whoseLine({ system, district = '' }: Near): Whose {
  return { systems: system === undefined ? [] : [system], district };
}

/** Those who tell them; where there is nobody, the bureau. */
export function ringersAmong(grants: readonly Grant[], { system, district }: Near): string[] {
  return coordinatorsAmong(grants, { district, systems: system === undefined ? [] : [system] });
}

/** Whom to ring, and where. */
export interface Callee {
  name: string;
  unit: string;
  phone: string;
}

/** What is to be told, read at this moment; its words in whatever language. */
export interface Content {
  word: TellWord;
  values: Readonly<Record<string, string>>;
  /** The number that people know it by. */
  number: string;
  /** What it is about, when and where; of a confidential need no more than this person may know. */
  title(locale: Locale): string;
  when(locale: Locale): string;
  place(locale: Locale): string;
  /** By which whoever tells them records what they answer. */
  buttons: Button[];
}

export interface Telling extends Content, Callee {
  id: number;
}

/** The calls that are shown, and how many more wait. */
export interface Calls {
  shown: readonly Telling[];
  more: number;
}

const QUESTIONS = ['keep_request', 'consent_request', 'host_request', 'invitation', 'report_due'];

/** Whether somebody waits for an answer. */
export function isQuestion({ kind }: Pick<TelephoneLine, 'kind'>): boolean {
  return QUESTIONS.includes(kind);
}

/** The longest text message that is one, in characters of a phone. */
export const LONGEST_SMS = 70;

/** One message for each coordinator and day. */
export const BUNDLE = 'telephone_lines';

export function bundleKey(userId: string, day: Temporal.PlainDate): string {
  return `${BUNDLE}:${userId}:${day}`;
}

/** The bundle of this moment, whatever the day is where its reader lives. */
export function bundleKeysNear(userId: string, day: Temporal.PlainDate): string[] {
  return [-1, 0, 1].map((days) => bundleKey(userId, day.add({ days })));
}
