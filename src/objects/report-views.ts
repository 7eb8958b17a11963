import type { Button, KnownBlock } from '@slack/types';
import type { Actor, Whose } from '../directory/permissions.ts';
import type { Locale } from '../i18n/locale.ts';
import { metricLabel } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import type { ServiceRecord } from '../records/record.ts';
import { buildAmendment, factsOf, reviewHint, stateLabel } from '../reports/blocks.ts';
import {
  amendButton,
  attachmentsButton,
  coordinatorButtons,
  correctButton,
  expertButtons,
  hostButtons,
  mendButton,
} from '../reports/buttons.ts';
import {
  type Decision,
  isCorrectable,
  isDecidable,
  isOpenForRevision,
  type Report,
  showNumber,
} from '../reports/report.ts';
import { say as sayReports } from '../reports/words.ts';
import { actions, context, facts, header, section } from '../slack/blocks.ts';
import type { Side } from './history.ts';
import { buttonsIn, mayPress, type Whole } from './whole.ts';
import { listOf, openButton, wholeOf } from './whole-blocks.ts';
import { say } from './words.ts';

/** A report, for somebody whom it concerns. */
export interface ReportShown {
  report: Report;
  programme: Programme;
  locale: Locale;
  actor: Actor;
  userId: string;
  side: Side;
  whose: Whose;
  corrections: readonly { no: number; metric: string; was: number; value: number }[];
  records: readonly Pick<ServiceRecord, 'number' | 'code'>[];
  offersLinks: boolean;
}

const MOST_LISTED = 20;

export function buildReport(shown: ReportShown): Pick<Whole, 'title' | 'head' | 'body' | 'acts'> {
  const { report, programme, locale, side, actor, whose } = shown;
  const { number, title, demandId, demandNumber = '', state } = report;
  const about = { locale, programme };
  const isCoordinators = side === 'coordinator';
  const undecided = report.amendment || ['submitted', 'objected', 'host_confirmed'].includes(state);
  return {
    title: say(locale, 'report_title'),
    head: [header(`${number} ${title}`), section(stateLabel(report, locale))],
    body: [
      ...(isCoordinators && undecided ? [context(reviewHint(report, locale))] : []),
      ...(demandId
        ? [section(demandNumber, openButton({ kind: 'demand', id: demandId }, demandNumber, locale))]
        : []),
      // The number stands in the heading.
      ...wholeOf(factsOf(report, about).slice(1)),
      ...(report.reason ? wholeOf([[say(locale, 'reason'), report.reason]]) : []),
      ...(report.amendment
        ? [header(sayReports(locale, 'state_amending')), ...buildAmendment(report, about)]
        : []),
      ...buildCorrections(shown),
      ...buildRecords(shown),
      ...(isCoordinators
        ? listOf(
            say(locale, 'experts'),
            report.experts.map(({ id, name, employer }) => ({
              text: `${name} · ${employer}`,
              to: { kind: 'expert', id },
              name,
            })),
            MOST_LISTED,
            locale,
          )
        : []),
    ],
    acts: actions(...mayPress(candidates(shown), actor, () => whose)),
  };
}

function buildCorrections({ corrections, programme, locale }: ReportShown): KnownBlock[] {
  if (corrections.length === 0) return [];
  const { metrics } = programme.catalogue;
  const lines = corrections.slice(-MOST_LISTED).map(({ no, metric, was, value }) =>
    say(locale, 'correction_line', {
      no,
      metric: metricLabel(metrics, metric, locale),
      was: showNumber(was, locale),
      value: showNumber(value, locale),
    }),
  );
  return [header(say(locale, 'corrections')), section(lines.join('\n'))];
}

function buildRecords({ records, locale }: ReportShown): KnownBlock[] {
  if (records.length === 0) return [];
  const lines = records
    .slice(-MOST_LISTED)
    .map(({ number, code }) => [number, say(locale, 'record_code', { code })] as const);
  return [header(say(locale, 'records')), facts(lines)];
}

/** What messages offer to each side, for the state of now. */
function candidates(shown: ReportShown): (Button | undefined)[] {
  const { report, locale, side, userId, programme, offersLinks } = shown;
  const isAuthors = report.author === userId || report.recordedBy === userId;
  const isLive = programme.state !== 'closed';
  const mine = isOpenForRevision(report)
    ? mendButton(report, locale)
    : isCorrectable(report)
      ? correctButton(report, locale)
      : undefined;
  const all = [
    ...(side === 'host' ? buttonsIn(hostButtons(report, locale)) : []),
    ...(side === 'coordinator' ? buttonsIn(coordinatorButtons(report, locale, offersLinks)) : []),
    ...(side === 'expert' || side === 'author' ? buttonsIn(expertButtons(report, locale)) : []),
    isAuthors && isLive ? mine : undefined,
    isAuthors && report.state === 'accepted' && !report.amendment && isLive
      ? amendButton(report, locale)
      : undefined,
    ...buttonsIn(attachmentsButton(report, locale)),
  ];
  return all.filter((one) => {
    const decision = DECISIONS.find((act) => act === one?.action_id);
    const isAmending = decision === 'accept_report' && report.amendment !== undefined;
    return !decision || isAmending || isDecidable(report, decision);
  });
}

const DECISIONS: readonly Decision[] = [
  ...(['confirm_report', 'object_report', 'accept_report', 'return_report', 'override_host'] as const),
];
