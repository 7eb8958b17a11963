import type { Duty } from '../directory/duty.ts';
import { atHour, dayOf, type Ladder, type Stage } from '../directory/ladder.ts';
import type { Owed } from '../directory/owed.ts';
import { showMoment } from '../programme/programme.ts';
import { addWorkingDays, toWorkingDay, type Workplace } from '../programme/working-days.ts';
import { button, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { keyOfUnit } from './figures.ts';
import { listOwedSummaries } from './obligations.ts';
import { UNITS, unitName } from './summary.ts';
import { say } from './words.ts';

/** Days before and after the yearly summary's deadline; three days late it is the superior's. */
const SUMMARY_DAYS = [-30, -14, -7, -3, -1, 0, 1] as const;
const SUMMARY_ESCALATION = 3;
/** Working days after a summary was returned. */
const AFTER_RETURN = 3;

/** More yearly summaries than these are one thing to say: somebody may stand in for every unit there is. */
const MOST_SUMMARIES = 3;

/** Where each unit stands in the notice, by the key of its label. */
const RANKS = new Map(UNITS.map((unit, i) => [keyOfUnit(unit), i]));

const yearlySummary: Duty<true> = {
  kind: 'yearly_summary',
  act: 'submit_summary',
  sources: [listOwedSummaries],
  ladder: climbToDeadline,
  // Everything that is said of it is in the duty itself.
  read: async () => true,
  item(_, { owed }, { programme, locale }) {
    const { name } = yearlySummary.name(yearlySummary.label(owed), { programme, locale });
    const unit = name || '–';
    const text = say(locale, 'duty_open_summary');
    const open = { text, actionId: ACTIONS.openSummary, value: owed.objectId, label: `${text} ${unit}` };
    const moment = showMoment(owed.dueAt ?? programme.deadline, programme, locale);
    const year = owed.words.year ?? programme.year;
    return {
      blocks: [section(say(locale, 'duty_summary_item', { unit, year, moment }))],
      notes: [],
      buttons: [button({ ...open, style: 'primary' })],
    };
  },
  title: (locale) => say(locale, 'duty_summary'),
  label: ({ words }) => words.unit ?? '',
  name(label, { programme, locale }) {
    const rank = RANKS.get(label) ?? -1;
    const unit = UNITS[rank];
    return { name: unit ? unitName(unit, locale, programme.year) : label, rank };
  },
  together: {
    moreThan: MOST_SUMMARIES,
    say(owed, units, { programme, locale }) {
      const [first] = owed;
      const moment = showMoment(first?.dueAt ?? programme.deadline, programme, locale);
      const year = first?.words.year ?? programme.year;
      return say(locale, 'duty_summaries_item', { n: owed.length, year, units, moment });
    },
  },
};

/** What a year makes its units owe. */
export const summariesDuties: readonly Duty[] = [yearlySummary];

/**
 * From 1 November: a rung before the deadline that falls on a rest day comes on the working day before it, one after
 * the deadline on the working day after it. A deadline early in the next year has the same 1 November before it. One
 * that was returned has a rung of its own besides those that are still to come.
 */
function climbToDeadline(owed: Owed, workplace: Workplace): Ladder {
  const { ownDays } = workplace;
  const deadline = dayOf(owed.dueAt ?? owed.since, workplace);
  const november = Temporal.PlainDate.from({ year: deadline.year, month: 11, day: 1 });
  const isAfter = Temporal.PlainDate.compare(november, deadline) > 0;
  const opens = toWorkingDay(isAfter ? november.subtract({ years: 1 }) : november, 'after', ownDays);
  const stage = (n: number, to: Stage['to']): Stage => {
    const day = toWorkingDay(deadline.add({ days: n }), n > 0 ? 'after' : 'before', ownDays);
    const at = atHour(Temporal.PlainDate.compare(day, opens) < 0 ? opens : day, workplace);
    return { id: n > 0 ? `late_${n}` : `left_${-n}`, at, to, urgent: n === 0 || n === 1 };
  };
  const stages = [...SUMMARY_DAYS.map((n) => stage(n, 'owners')), stage(SUMMARY_ESCALATION, 'superiors')];
  if (owed.round === undefined || owed.round === '1')
    return { opensAt: stages[0]?.at ?? owed.since, stages, until: undefined };
  const returned = dayOf(owed.since, workplace);
  const at = atHour(addWorkingDays(returned, AFTER_RETURN, ownDays), workplace);
  const again: Stage = { id: `day_${AFTER_RETURN}`, at, to: 'owners', urgent: false };
  const left = stages.filter((one) => Temporal.PlainDate.compare(dayOf(one.at, workplace), returned) > 0);
  return { opensAt: owed.since, stages: [again, ...left], until: undefined };
}
