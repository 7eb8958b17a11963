import type { Whose } from './permissions.ts';

/**
 * Something that waits for somebody, as a room tells it: who, since when, by when. Whether, when and how often
 * anybody is reminded of it is decided by `nudges/`.
 */
export interface Owed {
  /** The word of its duty in the ledgers; permanent. */
  kind: string;
  objectKind: string;
  objectId: string;
  /** The Slack users whose turn it is; several of them share one duty. Never empty. */
  owners: string[];
  /** Whose work it becomes when nobody answers: coordinators, then the bureau. */
  superiors: string[];
  /** When it became theirs. */
  since: Temporal.Instant;
  /** The last moment at which it is in time; undefined when there is none. */
  dueAt: Temporal.Instant | undefined;
  /** What a line about it names: numbers, titles, names, as people wrote them. */
  words: Readonly<Record<string, string>>;
  /** Whose thing it is, for the table of permissions; without it only owners and superiors may act. */
  whose?: Whose;
  /** Who may not decide it, whatever their roles: nobody consents to their own claim. */
  never?: readonly string[];
  /** Told once and owing nothing: who should know that nobody has come forward. */
  informed?: readonly string[];
  /** Which time it is owed, where it can be owed again: the version of a mended report, or what came back. */
  round?: string;
}
