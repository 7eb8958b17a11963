import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import type { Rules } from '../programme/rules.ts';
import {
  actions,
  button,
  context,
  divider,
  facts,
  header,
  linkTo,
  type Message,
  message,
  section,
} from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { shorten } from '../slack/text.ts';
import { type ServiceRecord, validAmong } from './record.ts';
import { addressOf, sayPeriod } from './record-views.ts';
import { totalOf } from './statement-views.ts';
import { say } from './words.ts';

/** A person with the records of one year, as `/expert record` shows them. */
export interface PersonShown {
  id: string;
  name: string;
  employer: string;
  year: number;
  records: readonly ServiceRecord[];
  rules: Rules;
  /** In which they have some as well. */
  otherYears: readonly number[];
}

/** As many records of one person as an answer has room for, and of each of several. */
const MOST_RECORDS = 16;
const MOST_OF_SEVERAL = 4;
/** As many people with their records; more are listed by name alone. */
export const MOST_SHOWN = 3;
/** As many people as are listed. */
export const MOST_LISTED = 12;

/** The records of one person or a few, each with its page, and what can be printed. */
export function buildRecords(
  people: readonly PersonShown[],
  publicUrl: string | undefined,
  locale: Locale,
): Message {
  const most = people.length > 1 ? MOST_OF_SEVERAL : MOST_RECORDS;
  return message(
    ...people.flatMap((person, i) => [
      i > 0 ? [divider()] : [],
      buildPerson(person, most, publicUrl, locale),
    ]),
  );
}

function buildPerson(
  person: PersonShown,
  most: number,
  publicUrl: string | undefined,
  locale: Locale,
): KnownBlock[] {
  const { name, year, records, otherYears } = person;
  const shown = records.slice(-most).toReversed();
  const [other] = otherYears;
  return [
    header(say(locale, 'title', { year })),
    ...buildSummary(person, locale),
    ...shown.flatMap((record) => buildLine(record, publicUrl, locale)),
    ...(shown.length < records.length ? [context(say(locale, 'more', { shown: shown.length }))] : []),
    ...(records.length > 0 ? buildButtons(person, locale) : []),
    ...(other === undefined
      ? []
      : [
          context(
            say(locale, 'other_years', {
              years: joinNames(otherYears.map(String), locale),
              name: shorten(name, 50),
              year: other,
            }),
          ),
        ]),
  ];
}

function buildSummary({ name, employer, year, records, rules }: PersonShown, locale: Locale): KnownBlock[] {
  const valid = validAmong(records);
  const days = totalOf({ records: valid, rules });
  const said =
    records.length > 0
      ? say(locale, 'summed', { n: valid.length, days })
      : say(locale, 'none_in_year', { name: shorten(name, 50), year });
  return [
    facts([[say(locale, 'person', { name: shorten(name, 50), employer: shorten(employer, 100) }), said]]),
  ];
}

/** Number, service, days and state; its address is given where there is one, else its code. */
function buildLine(record: ServiceRecord, publicUrl: string | undefined, locale: Locale): KnownBlock[] {
  const { number, code, fields } = record;
  const state = sayState(record, locale);
  const said = fields
    ? say(locale, 'line', {
        service: shorten(fields.service, 80),
        period: sayPeriod(fields, locale),
        days: fields.days,
        state,
      })
    : state;
  return [
    facts([[number, said]]),
    publicUrl
      ? linkTo(addressOf(publicUrl, code), say(locale, 'open', { code }))
      : context(say(locale, 'code', { code })),
  ];
}

function sayState({ state }: ServiceRecord, locale: Locale): string {
  switch (state.kind) {
    case 'valid':
    case 'erased':
      return say(locale, state.kind);
    case 'corrected':
      return say(locale, 'corrected', { number: state.by.number });
    case 'revoked':
      return state.by ? say(locale, 'reissued', { number: state.by.number }) : say(locale, 'revoked');
  }
}

/** Statement and pack; what the buttons are about is the person and the year. */
function buildButtons(
  { id, name, year }: Pick<PersonShown, 'id' | 'name' | 'year'>,
  locale: Locale,
): KnownBlock[] {
  const value = `${id}:${year}`;
  const [print, pack] = [say(locale, 'print'), say(locale, 'pack')];
  return actions(
    button({
      text: print,
      actionId: ACTIONS.printStatement,
      value,
      style: 'primary',
      label: `${print} ${name} ${year}`,
    }),
    button({ text: pack, actionId: ACTIONS.titlePack, value, label: `${pack} ${name} ${year}` }),
  );
}

/** In an expert's Home: the statement of the year, whatever is in it by now. */
export function buildOwn(
  { id, name }: Pick<PersonShown, 'id' | 'name'>,
  { year }: { year: number },
  locale: Locale,
): KnownBlock[] {
  return [context(say(locale, 'home_note')), ...buildButtons({ id, name, year }, locale)];
}

/** Many people: each with what counts and what can be printed, and how to find one. */
export function buildPeople(people: readonly PersonShown[], all: number, locale: Locale): Message {
  const [first] = people;
  if (!first) return message(section(say(locale, 'none_yet')));
  const isCut = all > people.length;
  return message(
    section(say(locale, 'many', { n: all, name: shorten(first.name, 50) })),
    ...people.flatMap((one) => [buildSummary(one, locale), buildButtons(one, locale)]),
    isCut ? [context(say(locale, 'many_more', { n: people.length }))] : [],
  );
}
