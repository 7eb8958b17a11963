import type { Button, KnownBlock, ModalView } from '@slack/types';
import {
  blanketButton,
  blockButton,
  buildBlockedLines,
  endBlanketButton,
  endBlockButton,
  sayBlanketLine,
  sayBlockedLine,
} from '../claims/advance-views.ts';
import { claimButtonFor } from '../claims/buttons.ts';
import { whereOf } from '../claims/request-views.ts';
import { nameNeed } from '../claims/views.ts';
import { say as sayClaims } from '../claims/words.ts';
import { showTime } from '../demands/blocks.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { labelOf } from '../programme/catalogue.ts';
import type { LiveYears } from '../programme/live-years.ts';
import { showNumber } from '../reports/report.ts';
import { actions, button, context, plain, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { shorten } from '../slack/text.ts';
import type { EmployersView, Person } from './people.ts';
import { say } from './words.ts';

interface Shown {
  years: Pick<LiveYears, 'current' | 'of'>;
  locale: Locale;
}

/** Home has room for this many; whoever has more opens the list. */
export const AT_HOME = 8;
export const ON_A_PAGE = 15;
const MOST_BLANKETS = 3;
/** Beside the buttons that are always there. */
const MOST_RECALLS = 2;

/** What stands in the Home of somebody who speaks for an employer. */
export function buildOurPeople(view: EmployersView, shown: Shown): KnownBlock[] {
  const { people, total, blankets, units } = view;
  const { years, locale } = shown;
  if (total === 0) return [section(say(locale, 'nobody'))];
  const { year } = years.current;
  const more = blankets.length - MOST_BLANKETS;
  const [unit] = units;
  return [
    section(say(locale, 'ours', { n: total })),
    ...people.flatMap((one) => buildPerson(one, shown)),
    ...blankets
      .slice(0, MOST_BLANKETS)
      .map((one) => section(sayBlanketLine(one, year, locale), endBlanketButton(one, locale))),
    ...(more > 0 ? [context(say(locale, 'more_blankets', { n: more }))] : []),
    ...actions(
      unit && unitButton(unit.id, locale),
      total > people.length || more > 0 ? pageButton('show_all', 0, locale, total) : undefined,
    ),
  ];
}

/** Forty of these and a page of people are no more than a modal holds. */
const LONGEST_LINE = 300;

/** All of them, page by page, with all that was agreed in advance on the first. */
export function buildPeoplePage(view: EmployersView, shown: Shown, page: number): ModalView {
  const { people, total, blankets, units } = view;
  const { years, locale } = shown;
  const pages = Math.max(1, Math.ceil(total / ON_A_PAGE));
  const lines = page === 0 ? blankets.slice(0, 40) : [];
  const [unit] = units;
  return {
    type: 'modal',
    private_metadata: JSON.stringify({ list: ACTIONS.ourPeople }),
    title: plain(say(locale, 'title'), 24),
    close: plain(sayShared(locale, 'close'), 24),
    blocks: [
      ...(total === 0
        ? [section(say(locale, 'nobody'))]
        : [context(say(locale, 'page', { page: page + 1, pages, n: total }))]),
      ...people.flatMap((one) => buildPerson(one, shown)),
      ...lines.map((one) =>
        section(
          shorten(sayBlanketLine(one, years.current.year, locale), LONGEST_LINE),
          endBlanketButton(one, locale),
        ),
      ),
      ...actions(
        unit && unitButton(unit.id, locale),
        page + 1 < pages ? pageButton('next', page + 1, locale) : undefined,
      ),
      ...actions(page > 0 ? pageButton('previous', page - 1, locale) : undefined),
    ],
  };
}

/** Where one of them is, what the year has been, and what can be done. */
function buildPerson(person: Person, { years, locale }: Shown): KnownBlock[] {
  const { expert, claims, days, services, consents, blocked } = person;
  const { year, catalogue } = years.current;
  const values = {
    expert: expert.name,
    title: labelOf(catalogue.titles, expert.title, locale),
    year,
    days: showNumber(days, locale),
    services,
  };
  const counts = [
    ...(consents.given > 0 ? [say(locale, 'consents', { given: consents.given })] : []),
    ...(consents.waiting > 0 ? [say(locale, 'waiting', { waiting: consents.waiting })] : []),
  ];
  const going = claims.map(({ claim, demand }) => {
    const programme = years.of(demand);
    return say(locale, 'going', {
      number: claim.number,
      state: sayClaims(locale, `state_${claim.state}`),
      need: nameNeed(demand, programme, locale),
      when: showTime(demand, programme, locale),
      where: whereOf({ file: { claim, demand, expert }, programme, locale }),
    });
  });
  const text = [
    [say(locale, 'person', values), ...counts].join(' · '),
    ...(going.length > 0 ? going : [say(locale, 'at_home')]),
    ...blocked.map((dates) => sayBlockedLine(dates, year, locale)),
  ].join('\n');
  const [first, ...others] = recallButtons(person, locale);
  // No two buttons of one row are called alike.
  return [
    section(text),
    ...actions(first, ...personButtons(person, year, locale)),
    ...others.flatMap((one) => actions(one)),
  ];
}

function recallButtons({ expert, claims }: Person, locale: Locale): Button[] {
  const held = claims.filter(({ claim }) => claim.state === 'host_pending' || claim.state === 'confirmed');
  return held.slice(0, MOST_RECALLS).map(({ claim }) => {
    const one = claimButtonFor('recall_expert', { claim, expert }, locale);
    if (held.length === 1) return one;
    return { ...one, text: plain(say(locale, 'recall_number', { number: claim.number }), 75) };
  });
}

function personButtons({ expert, blocked }: Person, year: number, locale: Locale): Button[] {
  // What the expert has said themselves the unit doesn't end.
  const ours = blocked.find(({ side }) => side === 'home_unit');
  return [
    blockButton(expert, locale),
    ...(ours ? [endBlockButton(ours, year, locale)] : []),
    blanketButton(expert, locale),
  ];
}

function unitButton(unitId: string, locale: Locale): Button {
  return button({ text: say(locale, 'record_blanket'), actionId: ACTIONS.recordBlanket, value: unitId });
}

function pageButton(text: 'show_all' | 'next' | 'previous', page: number, locale: Locale, n = 0): Button {
  return button({ text: say(locale, text, { n }), actionId: ACTIONS.ourPeople, value: String(page) });
}

/** An expert's own days that don't suit, and the button that names more. */
export function buildMyDates(
  expert: Pick<Expert, 'id' | 'name'>,
  mine: EmployersView['mine'],
  { years, locale }: Shown,
): KnownBlock[] {
  const lines = buildBlockedLines(mine.slice(0, AT_HOME), years.current.year, locale);
  return [...lines, ...actions(blockButton(expert, locale))];
}
