import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { enterRegister } from '../../objects/enter-register.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { type Filter, filterOf, isList, pagesOf, wholeList } from '../list.ts';
import { SOURCES } from '../sources.ts';
import { buildFindForm, buildList } from '../views.ts';

/** `/expert units`, `/expert experts`, with words to look for. */
export async function openList(deps: Deps, ask: Ask, filter: Filter): Promise<void> {
  const { view, refusal } = await drawList(deps, ask, filter);
  await (view ? ask.open(view) : ask.reply(refusal));
}

/** `show_all`: the whole of a list, from Home; in a list that is filtered, in its place. */
export async function showAll(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { value, inView } = click;
  if (!isList(value)) return click.reply(message(section(sayShared(click.locale, 'not_found'))));
  const filter = wholeList(value);
  // Home is a view, too: what is opened there stands above it.
  if (!inView || !filterOf(inView.metadata)) return openList(deps, click, filter);
  await replaceBy(client, click, await drawList(deps, click, filter));
}

/** `next_page`, `previous_page`: the page of that number, as the list is by now. */
export async function turnPage(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const filter = filterOf({ ...click.inView?.metadata, page: click.value });
  if (!filter) return click.reply(message(section(sayShared(click.locale, 'no_longer'))));
  await replaceBy(client, click, await drawList(deps, click, filter));
}

/** `find_list`: the filter in the place of the list. */
export async function openFind(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const filter = filterOf(click.inView?.metadata ?? {});
  if (!filter) return click.reply(message(section(sayShared(click.locale, 'no_longer'))));
  const { asked, refusal } = await enterRegister(deps, click, filter.list);
  if (!asked) return click.reply(refusal);
  await replaceBy(client, click, { view: buildFindForm(filter, asked.programme, click.locale) });
}

export async function submitFind(deps: Deps, ask: Submission): Promise<Answer> {
  const filter = filterOf({ ...ask.typed, list: ask.metadata.list });
  if (!filter) return { notice: message(section(sayShared(ask.locale, 'not_found'))) };
  const { view, refusal } = await drawList(deps, ask, filter);
  return view ? { view } : { notice: refusal };
}

type Drawn = { view: ModalView; refusal?: undefined } | { view?: undefined; refusal: Message };

async function drawList(deps: Deps, ask: Ask, filter: Filter): Promise<Drawn> {
  const { asked, refusal } = await enterRegister(deps, ask, filter.list);
  if (!asked) return { refusal };
  const { list, page } = filter;
  const read = (on: Filter) => SOURCES[list](deps.db, asked, on);
  const listed = await read(filter);
  const last = pagesOf(listed.total);
  // The list has become shorter since the button was drawn.
  const shown = page > last ? { ...filter, page: last } : filter;
  const rows = page > last ? await read(shown) : listed;
  return { view: buildList(shown, rows, asked.programme, ask.locale) };
}

async function replaceBy(client: WebClient, click: Click, { view, refusal }: Drawn): Promise<void> {
  if (!view) return click.reply(refusal);
  const { inView } = click;
  if (inView) await client.views.update({ view_id: inView.id, view });
}
