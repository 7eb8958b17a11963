import { showMoment } from '../programme/programme.ts';
import { actions, context, facts, header, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import {
  buildContent,
  buildFigures,
  nameOf,
  type Shown,
  showObligation,
  showOutcome,
  showSubmission,
} from '../summaries/blocks.ts';
import { decisionButtons, pressOn } from '../summaries/buttons.ts';
import { deadlineOf } from '../summaries/deadline.ts';
import {
  figuresOf,
  haveFiguresChanged,
  isOpen,
  type Obligation,
  type Version,
} from '../summaries/summary.ts';
import { say as saySummaries } from '../summaries/words.ts';
import type { Whole } from './whole.ts';
import { say } from './words.ts';

/** A summary, for its unit's coordinators and the bureau. */
export interface SummaryShown {
  obligation: Obligation;
  versions: readonly Version[];
  shown: Shown;
  /** The bureau. */
  decides: boolean;
  /** It would be handed in for the unit. */
  onBehalf: boolean;
}

const MOST_VERSIONS = 20;

export function buildSummary(summary: SummaryShown): Pick<Whole, 'title' | 'head' | 'body' | 'acts'> {
  const { obligation, versions, shown, decides, onBehalf } = summary;
  const { locale, programme } = shown;
  const [newest] = versions;
  const isLive = programme.state !== 'closed';
  const fillIn = saySummaries(locale, onBehalf ? 'fill_in_behalf' : 'fill_in');
  const { deadline } = deadlineOf(obligation, programme);
  return {
    title: say(locale, 'summary_title'),
    head: [
      header(saySummaries(locale, 'title', { unit: nameOf(obligation, shown), year: obligation.year })),
      section(showObligation(obligation, shown)),
    ],
    body: [
      facts([[say(locale, 'answer_by'), showMoment(deadline, programme, locale)]]),
      context(saySummaries(locale, isOpen(obligation) ? 'fact_live' : 'fact_frozen')),
      buildFigures(figuresOf(obligation), shown),
      ...(haveFiguresChanged(obligation)
        ? [context(saySummaries(locale, 'fact_live')), buildFigures(obligation.live, shown)]
        : []),
      ...(newest ? buildContent(newest, Number.POSITIVE_INFINITY, locale) : []),
      ...(versions.length > 0 ? [header(saySummaries(locale, 'history'))] : []),
      ...versions.slice(0, MOST_VERSIONS).map((one) => section(sayVersion(one, obligation, shown))),
    ],
    acts: actions(
      ...(isOpen(obligation) && isLive
        ? [pressOn(obligation, ACTIONS.submitSummary, fillIn, shown, 'primary')]
        : []),
      ...(decides && isLive ? decisionButtons(obligation, shown) : []),
    ),
  };
}

function sayVersion(version: Version, obligation: Obligation, shown: Shown): string {
  const { locale } = shown;
  const head = [
    saySummaries(locale, 'version', { version: version.version }),
    showSubmission(version, shown, obligation),
  ].join(saySummaries(locale, 'separator'));
  const outcome = showOutcome(version, shown);
  return [head, ...(outcome ? [outcome] : [])].join('\n');
}
