import type { Button, KnownBlock } from '@slack/types';
import { nameNeed } from '../claims/blocks.ts';
import type { ClaimFile } from '../claims/claim.ts';
import { consentButtons, hostButtons as expertButtons, whereOf } from '../claims/request-blocks.ts';
import { showTime } from '../demands/blocks.ts';
import type { Demand } from '../demands/demand.ts';
import { buildAskButton, buildCancelButton } from '../demands/review-blocks.ts';
import type { Owed } from '../directory/owed.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showDate, showMoment } from '../programme/programme.ts';
import { buildReportLine } from '../reports/blocks.ts';
import { coordinatorButtons, hostButtons } from '../reports/buttons.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Absence } from './assign.ts';
import type { Item } from './items.ts';
import { say } from './words.ts';

export interface Frame {
  programme: Programme;
  locale: Locale;
  /** Slack names by user id. */
  names: ReadonlyMap<string, string>;
  absences: ReadonlyMap<string, Absence>;
}

/** One duty: what it is, by when, why it is this person's, and the buttons that do it. */
export function buildItem(item: Item, frame: Frame): KnownBlock[] {
  const { owed, to } = item.task;
  const { locale } = frame;
  if (!to.mayAct) {
    // A deputy without the right learns that something waits, and of whom to ask; not what it says.
    return [
      section(owed.words.number ?? '–'),
      context(sayNoRight(item, frame)),
      ...notMine(item, locale, []),
    ];
  }
  const { blocks, notes, buttons } = partsOf(item, frame);
  const why = sayWhy(item, frame);
  const all = [...notes, ...(why ? [why] : [])];
  return [
    ...blocks,
    ...(all.length > 0 ? [context(...all)] : []),
    ...notMine(item, locale, to.via === 'informed' ? buttons : buttons.slice(0, 4)),
  ];
}

interface Parts {
  blocks: KnownBlock[];
  notes: string[];
  buttons: Button[];
}

function partsOf(item: Item, frame: Frame): Parts {
  const { task, thing } = item;
  switch (thing.kind) {
    case 'claim':
      return aboutClaim(task.owed, thing.file, frame);
    case 'demand':
      return aboutNeed(task.owed, thing.demand, task.to.via === 'informed', frame);
    case 'report': {
      const { locale, programme } = frame;
      const isHost = task.owed.whose?.hostUsers?.includes(task.to.userId) ?? false;
      const rows = isHost ? hostButtons(thing.report, locale) : coordinatorButtons(thing.report, locale);
      return {
        blocks: buildReportLine(thing.report, { locale, programme }),
        ...{ notes: [], buttons: buttonsIn(rows) },
      };
    }
    case 'yearly_summary':
      return aboutSummary(task.owed, frame);
  }
}

function aboutClaim(owed: Owed, file: ClaimFile, frame: Frame): Parts {
  const { programme, locale } = frame;
  const { claim, expert, demand } = file;
  const when = showTime(demand, programme, locale);
  const who = { expert: expert.name, employer: expert.employer, when };
  const freed = owed.dueAt
    ? [say(locale, 'freed_at', { moment: showMoment(owed.dueAt, programme, locale) })]
    : [];
  if (owed.kind === 'service_tomorrow') return aboutService(file, when, locale);
  if (owed.kind === 'report') {
    const { number, title, unitName: unit, id } = demand;
    const text = say(locale, 'file_report');
    const file_ = { text, actionId: ACTIONS.fileReport, value: id, label: `${text} ${number}` };
    return {
      blocks: [section(say(locale, 'item_report', { number, title, unit, when }))],
      ...{ notes: [], buttons: [button({ ...file_, style: 'primary' })] },
    };
  }
  if (owed.kind === 'consent') {
    const need = `${nameNeed(demand, programme, locale)} · ${claim.number}`;
    const place = whereOf({ file, programme, locale });
    return {
      blocks: [section(say(locale, 'item_consent', { ...who, need, place }))],
      ...{ notes: freed, buttons: consentButtons({ file, locale }) },
    };
  }
  const values = { ...who, title: demand.title, number: `${demand.number} · ${claim.number}` };
  return {
    blocks: [section(say(locale, 'item_host_answer', values))],
    ...{ notes: freed, buttons: expertButtons({ file, locale }) },
  };
}

/** Both sides of a confirmed service hold each other's telephone number already. */
function aboutService({ demand, expert }: ClaimFile, when: string, locale: Locale): Parts {
  const given = (...parts: string[]) => parts.filter(Boolean).join(' ') || say(locale, 'not_given');
  const values = {
    ...{ number: demand.number, title: demand.title, when, place: given(demand.unitName, demand.place) },
    contact: given(demand.contactName, demand.contactPhone),
    expert: given(expert.name, expert.employer, expert.phone),
  };
  return {
    blocks: [section(say(locale, 'item_service', values))],
    notes: [
      say(locale, 'check_all'),
      ...(demand.actionLine === 'medical' ? [say(locale, 'check_filing')] : []),
    ],
    buttons: [],
  };
}

function aboutNeed(owed: Owed, demand: Demand, isInformed: boolean, { programme, locale }: Frame): Parts {
  const lastDay = demand.claimDeadline ?? demand.serviceEnd;
  const date = lastDay ? showDate(lastDay, locale, programme.year) : '';
  const title = isInformed
    ? demand.title
    : nameNeed(demand, programme, locale).slice(demand.number.length + 1);
  return {
    blocks: [section(say(locale, 'item_need', { number: owed.words.number ?? demand.number, title, date }))],
    notes: [say(locale, isInformed ? 'informed_hint' : 'need_hint')],
    buttons: [...(isInformed ? [] : [buildAskButton(demand, locale)]), buildCancelButton(demand, locale)],
  };
}

function aboutSummary({ words, objectId, dueAt }: Owed, { programme, locale }: Frame): Parts {
  const unit = words[`unit_${locale}`] ?? '–';
  const text = say(locale, 'open_summary');
  const open = { text, actionId: ACTIONS.openSummary, value: objectId, label: `${text} ${unit}` };
  const moment = showMoment(dueAt ?? programme.deadline, programme, locale);
  return {
    blocks: [section(say(locale, 'item_summary', { unit, year: words.year ?? programme.year, moment }))],
    ...{ notes: [], buttons: [button({ ...open, style: 'primary' })] },
  };
}

function sayWhy({ task: { to } }: Item, frame: Frame): string | undefined {
  const { locale, absences, programme } = frame;
  const of = nameOf(to.of, frame);
  switch (to.via) {
    case 'named':
      return say(locale, 'via_named', { of });
    case 'deputy': {
      const until = absences.get(to.of ?? '')?.until;
      return say(locale, 'via_deputy', { of, date: until ? showDate(until, locale, programme.year) : '' });
    }
    case 'suggested':
      return say(locale, 'via_suggested', { of, suggests: nameOf(to.suggests, frame) });
    case 'superior':
      return say(locale, 'via_superior');
    default:
      return undefined;
  }
}

function sayNoRight({ task: { owed, to } }: Item, frame: Frame): string {
  const others = [...owed.owners, ...owed.superiors].filter((one) => one !== to.of && one !== to.userId);
  const names = [...new Set(others)].slice(0, 5).map((one) => nameOf(one, frame));
  const whom = names.length > 0 ? joinNames(names, frame.locale) : say(frame.locale, 'nobody');
  return say(frame.locale, 'no_right', { of: nameOf(to.of, frame), whom });
}

function nameOf(userId: string | undefined, { names, locale }: Pick<Frame, 'names' | 'locale'>): string {
  return (userId && names.get(userId)) || say(locale, 'someone');
}

function buttonsIn(rows: readonly KnownBlock[]): Button[] {
  return rows.flatMap((row) =>
    row.type === 'actions' ? row.elements.filter((one): one is Button => one.type === 'button') : [],
  );
}

/** The value names the duty; who says it is the person who presses. */
function notMine({ task: { owed, to } }: Item, locale: Locale, buttons: Button[]): KnownBlock[] {
  const text = say(locale, 'not_mine');
  const value = `${owed.kind}:${owed.objectId}`;
  const label = `${text} ${owed.words.number ?? owed.words[`unit_${locale}`] ?? ''}`;
  const refuse = button({ text, actionId: ACTIONS.notMine, value, label });
  return actions(...buttons, to.via === 'informed' ? undefined : refuse);
}
