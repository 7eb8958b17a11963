import type { Button, KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { familyLabel, figuresByFamily } from '../programme/catalogue.ts';
import { type Programme, showDate, showMoment, today } from '../programme/programme.ts';
import { say as sayRecord } from '../records/words.ts';
import { showFigure, showNumber } from '../reports/report.ts';
import { actions, context, facts, header, section } from '../slack/blocks.ts';
import { splitText } from '../slack/text.ts';
import { deadlineOf, isLate } from './deadline.ts';
import {
  figuresOf,
  haveFiguresChanged,
  isOpen,
  type Obligation,
  type ObligationCounts,
  type Summary,
  type SummaryFigures,
  stateOf,
  unitName,
  type Version,
} from './summary.ts';
import { say } from './words.ts';

/** For whom, in which year and when something is shown. */
export interface Shown {
  locale: Locale;
  programme: Programme;
  now: Temporal.Instant;
}

export function nameOf({ unit }: Pick<Summary, 'unit'>, { locale, programme }: Omit<Shown, 'now'>): string {
  return unitName(unit, locale, programme.year);
}

/** The figures as facts to read: nobody fills them in. */
export function buildFigures(
  { reports, experts, personTimes, metrics }: SummaryFigures,
  { locale, programme }: Omit<Shown, 'now'>,
): KnownBlock {
  const { catalogue } = programme;
  return facts([
    [say(locale, 'fact_reports'), say(locale, 'fact_reports_n', { n: showNumber(reports, locale) })],
    [say(locale, 'fact_experts'), say(locale, 'fact_experts_n', { n: showNumber(experts, locale) })],
    [
      say(locale, 'fact_person_times'),
      say(locale, 'fact_person_times_n', { n: showNumber(personTimes, locale) }),
    ],
    ...figuresByFamily(catalogue, metrics).map(
      ({ id, figures }) =>
        [
          familyLabel(catalogue, id, locale),
          figures
            .map(({ key, value }) => showFigure(catalogue.metrics, key, value, locale))
            .join(say(locale, 'semicolon')),
        ] as const,
    ),
  ]);
}

/** Slack's section takes 3,000 characters; what stands in it may be wrapped in two more. */
const PIECE = 2900;

/** A text under its label, in as many pieces as it needs and at most `most`; where it is cut, that is said. */
export function buildText(label: string, text: string, most: number, locale: Locale): KnownBlock[] {
  if (text === '') return [];
  const pieces = splitText(text, PIECE);
  return [
    header(label),
    ...pieces.slice(0, most).map((piece) => section(piece)),
    ...(pieces.length > most ? [context(say(locale, 'cut'))] : []),
  ];
}

/** Everything the unit wrote. */
export function buildContent(version: Version, most: number, locale: Locale): KnownBlock[] {
  const { nil, narrative, stories, news } = version;
  return [
    ...(nil ? [section(say(locale, 'nil_said'))] : []),
    ...buildText(say(locale, 'narrative'), narrative, most, locale),
    ...buildText(say(locale, 'stories'), stories, most, locale),
    ...buildText(say(locale, 'news'), news, most, locale),
  ];
}

/** Who handed it in, and when. */
export function showSubmission(
  version: Pick<Version, 'submitter' | 'submittedAt' | 'onBehalf'>,
  { locale, programme }: Omit<Shown, 'now'>,
  summary: Pick<Summary, 'extendedUntil'>,
): string {
  const { submitter, submittedAt, onBehalf } = version;
  const who = submitter || say(locale, 'somebody');
  const when = showMoment(submittedAt, programme, locale);
  const said = say(locale, onBehalf ? 'version_behalf' : 'version_by', { who, when });
  return isLate(version, deadlineOf(summary, programme))
    ? `${said}${say(locale, 'separator')}${say(locale, 'mark_late')}`
    : said;
}

/** How the log of service records stood when it was handed in: whoever reads it is a witness that it wasn’t cut since. */
export function showHead({ records }: Pick<Version, 'records'>, locale: Locale): string[] {
  return records ? [sayRecord(locale, 'head', { n: records.size, root: records.root })] : [];
}

/** What the bureau decided about a version; undefined while it has not. */
export function showOutcome(version: Version, { locale, programme }: Omit<Shown, 'now'>): string | undefined {
  const { outcome, decidedAt, decider, reason = '' } = version;
  if (!outcome || !decidedAt) return undefined;
  const who = decider || say(locale, 'somebody');
  const when = showMoment(decidedAt, programme, locale);
  return say(locale, `version_${outcome}`, { who, when, reason });
}

/** What a late click is told: where the summary stands today, who brought it there, and when. */
export function buildStateSentence(summary: Summary, shown: Omit<Shown, 'now'>): string {
  const { locale, programme } = shown;
  const unit = nameOf(summary, shown);
  const state = say(locale, `state_${stateOf(summary)}`);
  const { latest } = summary;
  if (!latest || summary.waived !== undefined) return say(locale, 'state_alone', { unit, state });
  const who = (latest.outcome ? latest.decider : latest.submitter) || say(locale, 'somebody');
  const when = showMoment(latest.decidedAt ?? latest.submittedAt, programme, locale);
  return say(locale, 'state_who', { unit, state, who, when });
}

/** State, day, marks and figures on one line. */
export function showObligation(obligation: Obligation, { locale, programme, now }: Shown): string {
  const { latest } = obligation;
  const open = isOpen(obligation);
  const day = latest && showDate(today(programme, latest.submittedAt).toString(), locale, programme.year);
  const own = deadlineOf(obligation, programme);
  const isOverdue = open && Temporal.Instant.compare(now, own.deadline) > 0;
  const until = obligation.extendedUntil && showMoment(obligation.extendedUntil, programme, locale);
  const { experts, personTimes } = figuresOf(obligation);
  return [
    say(locale, `state_${stateOf(obligation)}`),
    day,
    latest && !open && isLate(latest, own) && say(locale, 'mark_late'),
    isOverdue && say(locale, 'mark_overdue'),
    open && until && say(locale, 'mark_extended', { until }),
    obligation.waived !== undefined && say(locale, 'mark_waived', { reason: obligation.waived }),
    latest?.nil && !open && say(locale, 'mark_nil'),
    say(locale, 'line_figures', { experts, personTimes }),
    haveFiguresChanged(obligation) && say(locale, 'mark_changed'),
  ]
    .filter(Boolean)
    .join(say(locale, 'separator'));
}

/** One summary in Home: where it stands, why it came back, and what can be done. */
export function buildSummaryLine(obligation: Obligation, shown: Shown, buttons: Button[]): KnownBlock[] {
  const { locale, programme } = shown;
  const { latest } = obligation;
  const reason =
    latest?.outcome === 'returned' && say(locale, 'lead_returned', { reason: latest.reason ?? '' });
  return [
    section(say(locale, 'title', { unit: nameOf(obligation, shown), year: programme.year })),
    context(showObligation(obligation, shown), ...(reason ? [reason] : [])),
    ...actions(...buttons),
  ];
}

/** How many stand where, on one line. */
export function buildCounts(counts: ObligationCounts, locale: Locale): KnownBlock {
  return section(say(locale, 'counts', { ...counts }));
}

/**
 * The obligation matrix, one line per unit. Lines and not a table: they read well on a phone, and a Home that Slack
 * refuses for one block of a new kind would show nothing at all.
 */
export function buildMatrix(
  obligations: readonly Obligation[],
  counts: ObligationCounts,
  shown: Shown,
): KnownBlock[] {
  const { locale } = shown;
  const lines = (kind: 'district' | 'system') =>
    facts(
      obligations
        .filter(({ unit }) => unit.kind === kind)
        .map((one) => [nameOf(one, shown), showObligation(one, shown)]),
    );
  return [
    header(say(locale, 'matrix')),
    buildCounts(counts, locale),
    context(say(locale, 'matrix_districts')),
    lines('district'),
    context(say(locale, 'matrix_systems')),
    lines('system'),
  ];
}
