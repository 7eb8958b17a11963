import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showDate, today } from '../programme/programme.ts';
import { say as sayProgramme } from '../programme/words.ts';
import { shorten } from '../slack/text.ts';
import type { Change, Edited } from './settings-changes.ts';
import { say } from './words.ts';

const FRAME = [
  'name',
  'document_no',
  'target_experts',
  'opens_on',
  'time_zone',
  'channel',
  'language',
  'published_by',
] as const;
const OWN = [
  ...(['basis', 'deadline', 'deadline_time', 'minimum_title', 'travel_days', 'day_step', 'day_cap'] as const),
  ...(['retention_years', 'lines', 'line_order', 'extra_metrics', 'labels'] as const),
];
/** So much of a value stands in a sentence. */
const MOST = 60;

/** Target from "300" to "320", Labels changed. */
export function sayChanges(changes: readonly Change[], locale: Locale): string {
  return joinNames(
    changes.map((one) => sayChange(one, locale)),
    locale,
  );
}

function sayChange({ field, from, to }: Change, locale: Locale): string {
  const name = nameOf(field, locale);
  const isList = [from, to].some((value) => value.includes('\n') || value.length > MOST);
  if (isList) return say(locale, 'changed_list', { field: `${name}${newIn(from, to)}` });
  const value = (text: string) => text || say(locale, 'nothing');
  return say(locale, 'changed_from', { field: name, from: value(from), to: value(to) });
}

/** The lines of a list that weren't there before. */
function newIn(from: string, to: string): string {
  const before = from.split('\n');
  const added = to.split('\n').filter((line) => line !== '' && !before.includes(line));
  return added.length > 0 ? ` (${shorten(added.join('; '), MOST * 2)})` : '';
}

/** As the form calls it, without what it adds in brackets. */
function nameOf(field: string, locale: Locale): string {
  const frame = FRAME.find((one) => one === field);
  const own = OWN.find((one) => one === field);
  const label = frame ? sayProgramme(locale, frame) : own ? say(locale, own) : field;
  return label.replace(/\s*[（(].*$/, '');
}

/** One edit on one line: 12月3日 王芳：目标由“300”改为“320”. */
export function sayEdit({ at, who, changes }: Edited, programme: Programme, locale: Locale): string {
  const date = showDate(today(programme, at).toString(), locale, programme.year);
  return say(locale, 'changed_by', {
    date,
    who: who ?? say(locale, 'somebody'),
    what: sayChanges(changes, locale),
  });
}
