import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { message, section } from '../../slack/blocks.ts';
import type { Ask, Click, CommandAsk, Deps, Submission } from '../../slack/interaction.ts';
import type { Redraw } from '../../slack/redraw.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { drawObject } from '../draw.ts';
import { readNumber } from '../numbers.ts';
import { findByNumber } from '../numbers-sql.ts';
import { goTo, type ObjectRef, type Place, placeOf, readRef } from '../object.ts';
import { buildGone } from '../views.ts';
import { say } from '../words.ts';

/**
 * `open_object` with `kind:id`: the whole of it, with its history and what this person may do about it. Within the modal
 * of another thing it takes its place, with a way back: Slack stacks three modals at most.
 */
export async function openObject(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const object = readRef(click.value);
  if (!object) return click.reply(message(section(sayShared(click.locale, 'not_found'))));
  const from = placeOf(click.inView?.metadata ?? {});
  if (!from || !click.inView) return open(deps, click, object);
  await replace(deps, client, click, goTo(from, object));
}

/** `next_page`, `previous_page` in the modal of a thing; false in any other. */
export async function turnObject(deps: Deps, client: WebClient, click: Click): Promise<boolean> {
  const place = placeOf(click.inView?.metadata ?? {});
  if (!place) return false;
  const page = /^\d{1,4}$/.test(click.value) ? Number(click.value) : 1;
  await replace(deps, client, click, { ...place, page });
  return true;
}

async function replace(deps: Deps, client: WebClient, click: Click, place: Place): Promise<void> {
  const { view, refusal } = await drawObject(deps, click, place);
  // What can't be opened is said where the reader stands.
  if (!view) return click.reply(refusal);
  if (click.inView) await client.views.update({ view_id: click.inView.id, view });
}

async function open(deps: Deps, ask: Ask, object: ObjectRef): Promise<void> {
  const { view, refusal } = await drawObject(deps, ask, goTo(undefined, object));
  await (view ? ask.open(view) : ask.reply(refusal));
}

/** After an act that was pressed there: as it stands now, with what was said of the act. */
export function redrawObject(deps: Deps): Redraw {
  return async (ask, metadata, said): Promise<ModalView | undefined> => {
    const place = placeOf(metadata);
    if (!place) return undefined;
    const { view, refusal } = await drawObject(deps, ask, place, said);
    // An act may take it out of one's own sight, as a handover does.
    return view ?? buildGone(said ?? refusal, place, ask.locale);
  };
}

/** It has nothing to submit: whoever does is shown it again, if it is theirs to see. */
export async function submitObject(deps: Deps, ask: Submission): Promise<Answer> {
  const place = placeOf(ask.metadata);
  if (!place) return { notice: message(section(sayShared(ask.locale, 'not_found'))) };
  const { view, refusal } = await drawObject(deps, ask, place);
  return view ? { view } : { notice: refusal };
}

/** `/expert XQ-2013-0012`: the thing of that number. */
export async function showNumber(deps: Deps, ask: CommandAsk): Promise<void> {
  const { teamId, locale } = ask;
  const text = ask.text.trim();
  const read = readNumber(text);
  if (!read) return ask.reply(message(section(say(locale, 'not_a_number', { text }))));
  const object = await findByNumber(deps.db, teamId, read);
  if (!object) return ask.reply(message(section(say(locale, 'no_such_number', { number: read.number }))));
  await open(deps, ask, object);
}
