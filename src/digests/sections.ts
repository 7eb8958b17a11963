import type { KnownBlock } from '@slack/types';
import { buildDemandLine } from '../demands/blocks.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { familyLabel, labelOf, offeredOf } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { showFigure, showNumber } from '../reports/report.ts';
import { button, context, facts, header, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type ChartBlock, lineChart } from '../slack/newest-blocks.ts';
import { sayChanges } from '../years/history-views.ts';
import { burnUp, type Course, forecast } from './burn-up.ts';
import { type Changes, type Digest, familyTotals, LATE_KINDS, percentOf, type Scope } from './digest.ts';
import { say } from './words.ts';

/** In which language, for which year, on which day. */
export interface DigestFrame {
  programme: Programme;
  locale: Locale;
  /** 'YYYY-MM-DD' in the programme's zone. */
  day: string;
  /** Of which moment the figures are, where each opens what it counts. */
  at?: Temporal.Instant;
}

/** 'Heping District, medical experts': what the channel looks at; empty for the whole programme. */
export function nameScope({ district, line }: Scope, { programme, locale }: DigestFrame): string {
  const { year, catalogue } = programme;
  return joinNames(
    [
      ...(district ? [districtName(district, locale, year)] : []),
      ...(line ? [labelOf(catalogue.action_lines, line, locale)] : []),
    ],
    locale,
  );
}

export function titleOf(digest: Digest, frame: DigestFrame): KnownBlock {
  const { programme, locale, day } = frame;
  const scope = nameScope(digest.scope, frame);
  const date = showDate(day, locale, programme.year);
  const { name } = programme;
  return header(say(locale, scope ? 'title_scope' : 'title', { name, date, scope }));
}

/** Experts against the target; of a part of the programme, which has no target, their number. */
export function sayExperts({ experts, scope }: Digest, frame: DigestFrame): string {
  const { locale, programme } = frame;
  const target = programme.targetExperts;
  const [shown, part] = [showNumber(experts, locale), nameScope(scope, frame)];
  return part
    ? say(locale, 'experts_scope', { experts: shown, scope: part })
    : say(locale, 'experts', { experts: shown, target, percent: percentOf(experts, target) });
}

/** Experts against the target, what stands beside them, the gap and the forecast; of a part of the programme its own. */
export function progressOf(digest: Digest, frame: DigestFrame): KnownBlock[] {
  const { locale } = frame;
  const { reports, scope } = digest;
  const isPart = nameScope(scope, frame) !== '';
  return [
    section(sayExperts(digest, frame)),
    ...(reports > 0
      ? [context(besideOf(digest, frame)), ...outlookOf(digest, frame, isPart)]
      : [section(say(locale, 'empty')), context(say(locale, 'empty_next'))]),
  ];
}

/** What stands beside the experts; people served as the year calls them, and not where it doesn't count them. */
function besideOf({ personTimes, reports, totals }: Digest, { locale, programme }: DigestFrame): string {
  const { metrics } = programme.catalogue;
  const people = offeredOf(metrics).find(({ key }) => key === PEOPLE_SERVED);
  const served = totals[PEOPLE_SERVED] ?? 0;
  if (!people && served === 0) return say(locale, 'beside_unserved', { personTimes, reports });
  if (people && !people.renamed)
    return say(locale, 'beside', { personTimes, reports, served: showNumber(served, locale) });
  const figure = showFigure(metrics, PEOPLE_SERVED, served, locale);
  return say(locale, 'beside_figure', { personTimes, reports, figure });
}

const PEOPLE_SERVED = 'service_persons';

function outlookOf(digest: Digest, frame: DigestFrame, isPart: boolean): KnownBlock[] {
  const { locale, programme } = frame;
  const course = courseOf(frame);
  const target = programme.targetExperts;
  const planned = burnUp(digest.firsts, course).at(-1)?.planned ?? 0;
  const gap = target - digest.experts;
  const expected = forecast(digest.firsts, course);
  const deadline = showDate(course.deadline.toString(), locale, programme.year);
  const short = target - (expected ?? 0);
  const key = isPart ? 'forecast_scope' : short > 0 ? 'forecast' : 'forecast_reached';
  const lines = [
    ...(isPart ? [] : [gap > 0 ? say(locale, 'gap', { gap, planned }) : say(locale, 'reached')]),
    ...(expected === undefined || (gap <= 0 && !isPart)
      ? []
      : [say(locale, key, { deadline, forecast: expected, short })]),
  ];
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

/** The burn-up, from two weeks on; the line to the target stands for the whole programme alone. */
export function chartOf(digest: Digest, frame: DigestFrame): ChartBlock[] {
  const { locale, programme } = frame;
  const points = burnUp(digest.firsts, courseOf(frame));
  if (points.length < 2 || digest.experts === 0) return [];
  const isPart = nameScope(digest.scope, frame) !== '';
  return [
    lineChart(
      say(locale, 'chart'),
      points.map(({ day }) => showDate(day.toString(), locale, programme.year)),
      [
        { name: say(locale, 'chart_experts'), values: points.map(({ experts }) => experts) },
        ...(isPart
          ? []
          : [{ name: say(locale, 'chart_planned'), values: points.map(({ planned }) => planned) }]),
      ],
    ),
  ];
}

function courseOf({ programme, day }: DigestFrame): Course {
  const { opensOn, deadline, timeZone, targetExperts } = programme;
  return {
    opensOn: Temporal.PlainDate.from(opensOn),
    deadline: deadline.toZonedDateTimeISO(timeZone).toPlainDate(),
    target: targetExperts,
    today: Temporal.PlainDate.from(day),
  };
}

/** Since the digest before; in the first one since the channel was last looked at. */
export function changesOf(
  changes: Changes | undefined,
  isFollowing: boolean,
  { locale }: DigestFrame,
): KnownBlock[] {
  if (!changes) return [];
  const said = (['needs', 'claims', 'reports', 'summaries', 'experts'] as const)
    .filter((key) => changes[key] > 0)
    .map((key) => say(locale, `changed_${key}`, { n: changes[key] }));
  const acts = changes.acts.map(({ act, n }) => say(locale, `acted_${act}`, { n }));
  const settings = changes.settings.length > 0 ? [sayChanges(changes.settings, locale)] : [];
  const all = [...said, ...acts, ...settings];
  return [
    facts([
      [say(locale, isFollowing ? 'changes' : 'changes_first'), all.join(' · ') || say(locale, 'unchanged')],
    ]),
  ];
}

/** How much is late; nothing when nothing is. */
export function overdueOf({ overdue }: Digest, { locale }: DigestFrame): KnownBlock[] {
  const said = LATE_KINDS.filter((key) => overdue[key] > 0).map((key) =>
    say(locale, `late_${key}`, { n: overdue[key] }),
  );
  return said.length > 0 ? [facts([[say(locale, 'overdue'), said.join(' · ')]])] : [];
}

/** What was reached, by the four families of clause 1; empty when nothing was. */
export function outcomesOf({ totals }: Digest, { programme, locale }: DigestFrame): KnownBlock[] {
  const { catalogue } = programme;
  const families = familyTotals(totals, catalogue);
  if (families.length === 0) return [];
  const separator = locale === 'zh' ? '；' : '; ';
  return [
    facts(
      families.map(({ id, figures }) => [
        familyLabel(catalogue, id, locale),
        figures.map(({ key, value }) => showFigure(catalogue.metrics, key, value, locale)).join(separator),
      ]),
    ),
  ];
}

/** The open needs with the nearest deadlines, each with its claim button. */
export function openNeedsOf({ open }: Digest, { programme, locale }: DigestFrame): KnownBlock[] {
  const text = say(locale, 'claim');
  return [
    header(say(locale, 'open')),
    ...open.map(({ demand, seats }) => {
      const line = buildDemandLine(demand, seats, programme, locale);
      const label = `${text} ${demand.number}`;
      const accessory = button({ text, actionId: ACTIONS.claimSlot, value: demand.id, label });
      return line.type === 'section' ? { ...line, accessory } : line;
    }),
    ...(open.length === 0 ? [section(say(locale, 'no_open'))] : []),
  ];
}
