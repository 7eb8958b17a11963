import type { KnownBlock, ModalView } from '@slack/types';
import { districtOptions, systemOptions } from '../directory/views.ts';
import { buildExportButton } from '../files/export-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { districtName, systemName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, button, context, divider, section } from '../slack/blocks.ts';
import { selectField, textField } from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { turnButtons } from '../slack/turn-buttons.ts';
import { modal } from '../slack/view.ts';
import { carriedBy, type Filter, LISTS, type Listed, LONGEST_WORDS, pagesOf } from './list.ts';
import { sayState, statesOf } from './states.ts';
import { say } from './words.ts';

/** A page of a list: counts, what it is filtered by, a line and one button for each, and the way on. */
export function buildList(
  filter: Filter,
  { counts, total, rows }: Listed,
  programme: Programme,
  locale: Locale,
): ModalView {
  const { list, page } = filter;
  const pages = pagesOf(total);
  const said = sayFilter(filter, programme, locale);
  return modal({
    callbackId: VIEWS.findList,
    title: say(locale, `title_${list}`),
    close: sayShared(locale, 'close'),
    metadata: carriedBy(filter),
    blocks: [
      section(counts),
      ...(said ? [context(say(locale, 'filtered', { what: said }))] : []),
      ...actions(
        button({ text: say(locale, 'find'), actionId: ACTIONS.findList, value: list }),
        said ? button({ text: say(locale, 'whole'), actionId: ACTIONS.showAll, value: list }) : undefined,
        // A list of units is of those who asked for something.
        buildExportButton(list === 'units' ? 'needs' : list, locale),
      ),
      divider(),
      ...rows.map(({ text, button: accessory }) => section(text, accessory)),
      ...(rows.length === 0 ? [section(sayNothing(filter, said, locale))] : []),
      ...(pages > 1 ? [context(say(locale, 'page', { page, pages, total }))] : []),
      ...turnButtons(page, pages, locale),
    ],
  });
}

function sayNothing({ list, words }: Filter, said: string, locale: Locale): string {
  if (words) return say(locale, 'nothing_for', { what: words });
  return said ? say(locale, 'nothing_chosen') : say(locale, `empty_${list}`);
}

/** What is filtered by, in words; empty where nothing is. */
function sayFilter(filter: Filter, { year }: Programme, locale: Locale): string {
  const { words, district, system, state, order } = filter;
  const parts = [
    words && say(locale, 'filter_words', { words }),
    district && districtName(district, locale, year),
    system && systemName(system, locale),
    state !== 'all' && sayState(filter, locale),
    order === 'newest' && say(locale, 'order_newest'),
  ];
  return joinNames(
    parts.filter((part): part is string => typeof part === 'string' && part !== ''),
    locale,
  );
}

/** The same list's filter, in the place of the list. */
export function buildFindForm(filter: Filter, { year }: Programme, locale: Locale): ModalView {
  const { list } = filter;
  const typed = carriedBy(filter);
  const states = statesOf(list).map((state) => ({ value: state, text: sayState({ list, state }, locale) }));
  const hint = list === 'experts' ? { hint: say(locale, 'district_hint_experts') } : {};
  const orders = (['name', 'newest'] as const).map((order) => ({
    value: order,
    text: say(locale, `order_${order}`),
  }));
  return modal({
    callbackId: VIEWS.findList,
    title: say(locale, 'find_title'),
    submit: say(locale, 'show'),
    close: sayShared(locale, 'cancel'),
    metadata: { list },
    blocks: [
      textField('words', say(locale, `words_${list}`), {
        typed,
        max: LONGEST_WORDS,
        optional: true,
        hint: say(locale, 'words_hint'),
      }),
      selectField('district', say(locale, 'district'), districtOptions(locale, year), {
        typed,
        optional: true,
        ...hint,
      }),
      selectField('system', say(locale, 'system'), systemOptions(locale), { typed, optional: true }),
      selectField('state', say(locale, 'state'), states, { typed, optional: true }),
      selectField('order', say(locale, 'order'), orders, { typed, optional: true }),
    ],
  });
}

/** In the Home of those whose registers these are: a row each, as Slack takes an id once in a row. */
export function buildListButtons(locale: Locale): KnownBlock[] {
  return LISTS.flatMap((list) =>
    actions(button({ text: say(locale, `title_${list}`), actionId: ACTIONS.showAll, value: list })),
  );
}
