import type { Button, KnownBlock } from '@slack/types';
import { nameNeed } from '../claims/blocks.ts';
import type { ClaimFile } from '../claims/claim.ts';
import { consentButtons, hostButtons as expertButtons, whereOf } from '../claims/request-blocks.ts';
import { showTime } from '../demands/blocks.ts';
import type { Demand } from '../demands/demand.ts';
import { buildAskButton, buildCancelButton } from '../demands/review-blocks.ts';
import type { Owed } from '../directory/owed.ts';
import type { Locale } from '../i18n/locale.ts';
import { showDate, showMoment } from '../programme/programme.ts';
import { buildReportLine } from '../reports/blocks.ts';
import { coordinatorButtons, hostButtons, mendButton } from '../reports/buttons.ts';
import type { Report } from '../reports/report.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { labelOf, nameAll, nameDuty } from './duty-names.ts';
import type { Item } from './items.ts';
import type { Task } from './nudge.ts';
import { type Frame, sayNoRight, sayWhy } from './say-why.ts';
import { say } from './words.ts';

/** One duty: what it is, by when, why it is this person's, and the buttons that do it. */
export function buildItem(item: Item, frame: Frame): KnownBlock[] {
  const { owed, to } = item.task;
  if (!to.mayAct) {
    // A deputy without the right learns that something waits, and of whom to ask; not what it says.
    return [
      section(nameDuty(owed, frame) ?? '–'),
      context(sayNoRight([item.task], frame)),
      ...notMine(item, frame, []),
    ];
  }
  const { blocks, notes, buttons } = partsOf(item, frame);
  const why = sayWhy(to, frame);
  const all = [...notes, ...(why ? [why] : [])];
  return [
    ...blocks,
    ...(all.length > 0 ? [context(...all)] : []),
    ...notMine(item, frame, to.via === 'informed' ? buttons : buttons.slice(0, 4)),
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
      if (task.owed.kind === 'report') return aboutReturned(thing.report, frame);
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

/** The line says who gave it back and why; whoever stands in for its author mends this report and begins no other. */
function aboutReturned(report: Report, { programme, locale }: Frame): Parts {
  const mend = { ...mendButton(report, locale), value: `report:${report.id}` };
  return {
    blocks: buildReportLine(report, { locale, programme }),
    ...{ notes: [say(locale, 'mend_hint')], buttons: [mend] },
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

function aboutSummary(owed: Owed, frame: Frame): Parts {
  const { programme, locale } = frame;
  const unit = nameDuty(owed, frame) ?? '–';
  const text = say(locale, 'open_summary');
  const open = { text, actionId: ACTIONS.openSummary, value: owed.objectId, label: `${text} ${unit}` };
  const moment = showMoment(owed.dueAt ?? programme.deadline, programme, locale);
  const year = owed.words.year ?? programme.year;
  return {
    blocks: [section(say(locale, 'item_summary', { unit, year, moment }))],
    ...{ notes: [], buttons: [button({ ...open, style: 'primary' })] },
  };
}

/** Yearly summaries that are one person's for the same reason, as one thing; the list has a button for each. */
export function buildSummaries(tasks: readonly Task[], frame: Frame): KnownBlock[] {
  const { programme, locale } = frame;
  const [first] = tasks;
  if (!first) return [];
  const { owed, to } = first;
  const units = nameAll(
    tasks.map((task) => labelOf(task.owed)),
    frame,
  );
  if (!to.mayAct) return [section(units), context(sayNoRight(tasks, frame))];
  const moment = showMoment(owed.dueAt ?? programme.deadline, programme, locale);
  const values = { n: tasks.length, year: owed.words.year ?? programme.year, units, moment };
  const why = sayWhy(to, frame);
  return [section(say(locale, 'item_summaries', values)), ...(why ? [context(why)] : [])];
}

function buttonsIn(rows: readonly KnownBlock[]): Button[] {
  return rows.flatMap((row) =>
    row.type === 'actions' ? row.elements.filter((one): one is Button => one.type === 'button') : [],
  );
}

/** The value names the duty; who says it is the person who presses. */
function notMine({ task: { owed, to } }: Item, frame: Frame, buttons: Button[]): KnownBlock[] {
  const text = say(frame.locale, 'not_mine');
  const value = `${owed.kind}:${owed.objectId}`;
  const label = `${text} ${nameDuty(owed, frame) ?? ''}`;
  const refuse = button({ text, actionId: ACTIONS.notMine, value, label });
  return actions(...buttons, to.via === 'informed' ? undefined : refuse);
}
