import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import type { NamedPlace } from '../programme/place-names.ts';
import { districtName, systemName } from '../programme/places.ts';
import { button, context, type Message, message, section } from '../slack/blocks.ts';
import { type Typed, textField } from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Member } from '../slack/reader.ts';
import { say as sayShared } from '../slack/say.ts';
import { shorten } from '../slack/text.ts';
import { modal } from '../slack/view.ts';
import type { LineFault, Named, Naming } from './naming.ts';
import { say } from './words-naming.ts';

/** Opens the form. */
export function buildNameButton(locale: Locale): Button {
  return button({ text: say(locale, 'name'), actionId: ACTIONS.nameCoordinators, value: 'new' });
}

/** What was checked: shown above the field, and named by `look`, so that one more press does just that. */
export interface Look {
  naming: Naming;
  look: string;
  year: number;
}

/** The list, and once it was checked who becomes what and who is so already. */
export function buildNameForm(locale: Locale, typed: Typed, seen?: Look): ModalView {
  return modal({
    callbackId: VIEWS.nameCoordinators,
    title: say(locale, 'name_title'),
    submit: say(locale, seen ? 'appoint' : 'check'),
    close: sayShared(locale, 'cancel'),
    metadata: seen ? { look: seen.look } : {},
    blocks: [
      ...(seen ? buildLook(locale, seen) : [context(say(locale, 'name_note'))]),
      textField('lines', say(locale, 'lines'), {
        typed,
        multiline: true,
        hint: say(locale, 'lines_hint'),
      }),
    ],
  });
}

function buildLook(locale: Locale, { naming: { named }, year }: Look): KnownBlock[] {
  const gaining = named.filter(({ gains }) => gains.length > 0);
  const having = named.filter(({ has }) => has.length > 0);
  const line = ({ name, about }: Named, places: NamedPlace[]) =>
    say(locale, about ? 'look_line_about' : 'look_line', {
      name: shorten(name, 80),
      about: shorten(about, 120),
      places: sayPlaces(places, locale, year),
    });
  return [
    section(say(locale, 'look', { n: gaining.length })),
    ...inSections(gaining.map((one) => line(one, one.gains))),
    ...(having.length > 0
      ? [context(say(locale, 'look_has')), ...inSections(having.map((one) => line(one, one.has)))]
      : []),
  ];
}

/** Of one block; Slack takes 3,000 characters. */
const PIECE = 2500;

function inSections(lines: readonly string[]): KnownBlock[] {
  const pieces: string[] = [];
  for (const line of lines) {
    const last = pieces.length - 1;
    const longer = `${pieces[last] ?? ''}\n${line}`;
    if (last >= 0 && longer.length <= PIECE) pieces[last] = longer;
    else pieces.push(line);
  }
  return pieces.map((piece) => section(piece));
}

export function sayPlaces(places: readonly NamedPlace[], locale: Locale, year: number): string {
  const names = places.map(({ role, scope }) =>
    role === 'district' ? districtName(scope, locale, year) : systemName(scope, locale),
  );
  return joinNames(names, locale);
}

/** What stands under the field stays readable; the rest is counted. */
const MOST_FAULTS = 1800;

/** Each line that can't be read, and why. */
export function sayFaults(faults: readonly LineFault[], isWhole: boolean, locale: Locale): string {
  const said: string[] = [];
  let room = MOST_FAULTS;
  for (const fault of faults) {
    const line = sayFault(fault, locale);
    room -= line.length;
    if (room < 0 && said.length > 0) break;
    said.push(shorten(line, MOST_FAULTS));
  }
  const more = faults.length - said.length;
  const isLookedFor = faults.some(({ why }) => why === 'no_such_person');
  return [
    ...said,
    ...(more > 0 ? [say(locale, 'faults_more', { n: more })] : []),
    ...(isLookedFor && !isWhole ? [say(locale, 'not_whole')] : []),
  ].join('\n');
}

function sayFault(fault: LineFault, locale: Locale): string {
  const { no } = fault;
  const text = shorten(fault.text, 60);
  switch (fault.why) {
    case 'no_place':
    case 'no_name':
      return say(locale, `fault_${fault.why}`, { no, text });
    case 'no_such_place':
      return say(locale, 'fault_no_such_place', { no, place: shorten(fault.place, 60) });
    case 'no_such_person':
    case 'gone':
      return say(locale, `fault_${fault.why}`, { no, who: shorten(fault.who, 60) });
    case 'several': {
      const people = joinNames(fault.people.slice(0, 5).map(tellApart), locale);
      return say(locale, 'fault_several', {
        no,
        who: shorten(fault.who, 60),
        n: fault.people.length,
        people,
      });
    }
  }
}

function tellApart({ userId, name, about }: Member): string {
  return [userId, shorten(name, 40), shorten(about, 80)].filter(Boolean).join(' · ');
}

/** To whoever was named: what they do now, and where to begin. */
export function buildNamedNotice(places: readonly NamedPlace[], year: number, locale: Locale): Message {
  const roles = [...new Set(places.map(({ role }) => role))].toSorted();
  return message(
    section(say(locale, 'notice', { places: sayPlaces(places, locale, year) })),
    roles.map((role) => section(say(locale, role === 'district' ? 'notice_district' : 'notice_system'))),
    section(say(locale, 'notice_begin')),
  );
}
