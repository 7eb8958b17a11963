import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { actions, button, context, divider, type Message, section } from '../slack/blocks.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { turnButtons } from '../slack/turn-buttons.ts';
import { modal } from '../slack/view.ts';
import { ENTRIES_A_PAGE } from './history.ts';
import { carriedBy, type Place, writeRef } from './object.ts';
import type { Whole } from './whole.ts';
import { say } from './words.ts';

/** A page has so many blocks of what there is to read: answer, heading, acts, history and the way on stand beside them. */
const BLOCKS_A_PAGE = 40;
const CHARACTERS_A_PAGE = 20_000;
const MOST_SAID = 10;

/** Which page is shown: of the thing itself, the history's, or both on the last of the one, which is the first of the other. */
export interface Leaf {
  page: number;
  pages: number;
  /** Undefined on a page that is history alone. */
  body: KnownBlock[] | undefined;
  /** From 1; undefined before the body ends. */
  history: number | undefined;
}

/** What is to be shown of so many entries; a page beyond the last is the last. */
export function leafOf({ body }: Pick<Whole, 'body'>, wanted: number, total: number): Leaf {
  const parts = inPages(body);
  const histories = Math.max(1, Math.ceil(total / ENTRIES_A_PAGE));
  const pages = parts.length + histories - 1;
  const page = Math.min(Math.max(1, wanted), pages);
  const history = page - parts.length + 1;
  return { page, pages, body: parts[page - 1], history: history >= 1 ? history : undefined };
}

/** Which page of the history stands there, before it is known how long that is. */
export function historyPageOf({ body }: Pick<Whole, 'body'>, wanted: number): number {
  return Math.max(1, wanted - inPages(body).length + 1);
}

function inPages(body: readonly KnownBlock[]): KnownBlock[][] {
  const pages: KnownBlock[][] = [[]];
  let length = 0;
  for (const block of body) {
    const own = JSON.stringify(block).length;
    const last = pages.at(-1) ?? [];
    if (last.length > 0 && (last.length >= BLOCKS_A_PAGE || length + own > CHARACTERS_A_PAGE)) {
      pages.push([block]);
      length = own;
    } else {
      last.push(block);
      length += own;
    }
  }
  return pages;
}

/** The thing in its modal: what was just said, what it is, what may be done, and what was done to it. */
export function buildObject(
  whole: Whole,
  leaf: Leaf,
  {
    place,
    history,
    said,
    locale,
  }: { place: Place; history: KnownBlock[]; said: Message | undefined; locale: Locale },
): ModalView {
  const { page, pages, body } = leaf;
  const isBodyEnd = body !== undefined && leaf.history !== undefined;
  const before = place.trail.at(-1);
  return modal({
    callbackId: VIEWS.openObject,
    title: whole.title,
    close: sayShared(locale, 'close'),
    metadata: carriedBy({ ...place, page }),
    blocks: [
      ...(said ? [...saidOf(said), divider()] : []),
      ...(before
        ? actions(
            button({ text: say(locale, 'back'), actionId: ACTIONS.openObject, value: writeRef(before) }),
          )
        : []),
      ...whole.head,
      ...(body ?? []),
      ...(isBodyEnd ? whole.acts : []),
      ...(leaf.history === undefined ? [] : [divider(), ...history]),
      ...(pages > 1
        ? [context(say(locale, 'page', { page, pages })), ...turnButtons(page, pages, locale)]
        : []),
    ],
  });
}

/** An answer to an act, as it would stand beside a message. */
function saidOf({ blocks }: Message): KnownBlock[] {
  return blocks.slice(0, MOST_SAID).filter((one): one is KnownBlock => one.type !== 'data_table');
}

/** In the place of a thing that can't be shown. */
export function buildGone(said: Message, place: Place, locale: Locale): ModalView {
  return modal({
    callbackId: VIEWS.openObject,
    title: sayShared(locale, 'app_name'),
    close: sayShared(locale, 'close'),
    metadata: carriedBy(place),
    blocks: saidOf(said).length > 0 ? saidOf(said) : [section(sayShared(locale, 'not_found'))],
  });
}
