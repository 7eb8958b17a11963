import type { Locale } from '../i18n/locale.ts';
import type { CommandAsk } from './interaction.ts';
import type { Reader } from './reader.ts';

/** A word after `/expert`: each room hands in its own; the help lists them all. */
export interface ExpertWord {
  word: string;
  aliases: readonly string[];
  /** Also takes what was typed where it isn't the word itself: a number. */
  takes?(text: string): boolean;
  /** One line of the help. */
  help(locale: Locale): string;
  /** Whose help names it; everybody's, where this is left out. */
  isFor?(reader: Reader): Promise<boolean>;
  handle(ask: CommandAsk): Promise<void>;
}
