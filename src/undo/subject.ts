import type { Trx } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Undoing } from './sql.ts';

/** The thing that goes back to where it stood. */
export interface Subject {
  refusal?: undefined;
  /** XQ-2013-0001, RL-2013-0001: what people call it by; a registration has none. */
  number: string;
  /** The year it belongs to; of a registration the one for new things, by whose clock moments are told. */
  programme: Programme;
  onBehalfOf: string | undefined;
  takeBack(trx: Trx, undoing: Undoing): Promise<boolean>;
  /** Messages, cards and Homes as they are afterwards. */
  show(trx: Trx): Promise<void>;
}

export type Entry = { refusal: Message } | Subject;

export function notFound({ locale }: Ask): { refusal: Message } {
  return { refusal: message(section(sayShared(locale, 'not_found'))) };
}
