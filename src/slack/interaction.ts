import type { ModalView } from '@slack/types';
import type { Logger } from 'pino';
import { recordRefusal } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Message, message, section } from './blocks.ts';
import type { Typed } from './form.ts';
import type { Granted } from './granted.ts';
import type { Reader, Readers } from './reader.ts';
import { say } from './say.ts';

/** The outgoing queue, as those see it who write into it. */
export interface Sender {
  /** Something was asked for: look now. Never waits. */
  wake(): void;
  /** Nothing was asked for here: looks only if another process has left something, or something is due by now. */
  poll(): Promise<void>;
  /**
   * Shows the message on which somebody just pressed as it stands now, before and beside all that waits: its buttons go
   * with the answer. What is under way for it already is left to the queue.
   */
  showPressed(teamId: string, on: { channel: string; ts: string }): Promise<void>;
  /** Sends all that is due and returns when nothing is; for tests and for the way out. */
  drain(): Promise<void>;
  /** Takes no more work, finishes what is under way. */
  stop(): Promise<void>;
}

/** What every room is handed: made in `main.ts`, nowhere else. */
export interface Deps {
  db: Db;
  sender: Sender;
  readers: Readers;
  granted: Granted;
  /** The workspace that this process serves; undefined while Slack doesn't say which. */
  findTeam(): Promise<string | undefined>;
  /** Where a browser reaches us, without a slash at its end; undefined: no address can be given to anybody. */
  publicUrl: string | undefined;
  /** Programme time: dates, deadlines, states. */
  now: () => Temporal.Instant;
  /** Wall time: leases, pacing, freshness. */
  wallNow: () => Temporal.Instant;
  log: Logger;
}

/** One interaction, the same from every door: who asks, and how to answer. */
export interface Ask {
  teamId: string;
  userId: string;
  reader: Reader;
  locale: Locale;
  now: Temporal.Instant;
  /** The permanent key of this interaction: the same delivery twice has one effect. */
  cause: string;
  /** Answers this person alone: beside the message, or in a small window where there is no message. */
  reply(answer: Message): Promise<void>;
  open(view: ModalView): Promise<void>;
  /** They have confirmed, on a second look, that nobody else could do it (`act_alone`). */
  alone?: boolean;
  /** What was chosen, by block, in the message that was pressed on. */
  chosen?: Typed;
}

export interface Click extends Ask {
  /** The id of the thing the button acts on. */
  value: string;
  /** The message it stands on, if any; what only one person sees is none. */
  on?: { channel: string; ts: string; blockId: string };
  /** The window it stands in, if any, with what is typed there. */
  inView?: { id: string; metadata: Record<string, string>; typed: Typed };
}

export interface Submission extends Ask {
  typed: Typed;
  metadata: Record<string, string>;
}

/** What is typed into a list that we fill; the answer is the list and nothing else. */
export interface Search extends Pick<Ask, 'teamId' | 'userId' | 'reader' | 'locale' | 'now'> {
  query: string;
  inView: Click['inView'];
}

export interface CommandAsk extends Ask {
  text: string;
  channelId: string;
}

/** What a door knows before the person is looked up; a window's own words need their language. */
export interface Door extends Pick<Ask, 'teamId' | 'userId' | 'cause' | 'open'> {
  /** The message that was pressed on, if it stands in Slack for good. */
  on?: { channel: string; ts: string } | undefined;
  reply(answer: Message, locale: Locale): Promise<void>;
  /** Tells Slack that it has arrived, unless it knows. */
  acknowledge(): Promise<void>;
}

/**
 * Finds out who asks, hands the question on, and lets the queue look at what was asked to be sent. Slack hears of the
 * arrival before the person sees anything of the outcome.
 */
export async function attend(deps: Deps, door: Door, handle: (ask: Ask) => Promise<void>): Promise<void> {
  const reader = await deps.readers.find(door.teamId, door.userId);
  const ask = askOf(deps, reader, {
    cause: door.cause,
    async reply(answer, locale) {
      await door.acknowledge();
      await (answer.opens ? door.open(answer.opens) : door.reply(answer, locale));
    },
    async open(view) {
      await door.acknowledge();
      await door.open(view);
    },
  });
  if (isNobody(reader)) {
    return ask.reply(await refuseNobody(deps, ask, 'any'));
  }
  await handle(ask);
  await door.acknowledge();
  if (door.on && isDirect(door.on.channel)) await deps.sender.showPressed(door.teamId, door.on);
  deps.sender.wake();
}

export function askOf(
  deps: Deps,
  reader: Reader,
  { cause, reply, open }: Pick<Door, 'cause' | 'reply' | 'open'>,
): Ask {
  const { teamId, userId, locale } = reader;
  const answer = (said: Message) => reply(said, locale);
  return { teamId, userId, reader, locale, now: deps.now(), cause, reply: answer, open };
}

/** Deactivated accounts and bots act no more, strangers never did. */
export function isNobody(reader: Reader): boolean {
  return reader.deleted || reader.isBot || reader.isStranger;
}

/** Records the attempt, but for a stranger's, and says why nothing happens. */
export async function refuseNobody(
  deps: Deps,
  { teamId, userId, reader, now, cause }: Pick<Ask, 'teamId' | 'userId' | 'reader' | 'now' | 'cause'>,
  door: string,
): Promise<Message> {
  // The audit trail is this workspace's: it names nobody of another one.
  if (reader.isStranger) return message(section(say(reader.locale, 'strangers_do_not_act')));
  const reason = reader.deleted ? 'deactivated' : 'bots_do_not_act';
  await recordRefusal(deps.db, {
    ...{ teamId, act: door, actor: userId, objectKind: 'slack_user', objectId: userId, now, cause },
    details: { reason },
  });
  return message(section(say(reader.locale, reason)));
}

/** A card stands before everybody, and many press it: it changes when its turn comes, as fast as Slack lets it. */
function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}
