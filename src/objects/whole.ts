import type { Button, KnownBlock } from '@slack/types';
import type { RecordedAct } from '../db/recorded-acts.ts';
import { type Actor, barFor, isAct, type Whose } from '../directory/permissions.ts';
import { standingFor } from '../directory/standing.ts';
import type { Programme } from '../programme/programme.ts';
import type { Message } from '../slack/blocks.ts';
import type { Side, Thing } from './history.ts';

/** A thing as its reader may see it now, before it is cut into pages. */
export interface Whole {
  /** Of the modal: 24 characters. */
  title: string;
  /** What it is and where it stands: on top of each page. */
  head: KnownBlock[];
  body: KnownBlock[];
  /** What this person may do about it, below all that is to be read first. */
  acts: KnownBlock[];
  programme: Programme;
  side: Side;
  /** Whose history is told: the thing itself, and what belongs to it as far as the reader may see that. */
  things: Thing[];
  /** Also what was written down beside them. */
  beside: boolean;
  /** Only these; all where it is left out. */
  told?: readonly RecordedAct[];
}

export type Read = { whole: Whole; refusal?: undefined } | { whole?: undefined; refusal: Message };

/** By which act a button is allowed where it isn't called the same. */
const CALLED: Record<string, string> = { show_attachments: 'see_attachments', end_blanket: 'record_blanket' };

/** Those of the buttons that are this person's, each once; also where they are asked whether they act alone. */
export function mayPress(
  buttons: readonly (Button | undefined)[],
  actor: Actor,
  whose: (action: string) => Whose,
): Button[] {
  const known = new Set<string>();
  return buttons.filter((one): one is Button => {
    const action = one?.action_id;
    if (!one || !action || known.has(action)) return false;
    const act = CALLED[action] ?? action;
    const may =
      !isAct(act) ||
      standingFor(actor, act, whose(act)) !== undefined ||
      barFor(actor, act, whose(act)) === 'own';
    if (may) known.add(action);
    return may;
  });
}

/** The buttons of blocks that other rooms build. */
export function buttonsIn(blocks: readonly KnownBlock[]): Button[] {
  return blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.filter((one): one is Button => one.type === 'button') : [],
  );
}
