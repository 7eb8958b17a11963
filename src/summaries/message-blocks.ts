import type { KnownBlock } from '@slack/types';
import { buildExportButton } from '../files/export-button.ts';
import { showMoment } from '../programme/programme.ts';
import type { ReportAct } from '../reports/report.ts';
import { actions, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import {
  buildContent,
  buildCounts,
  buildFigures,
  nameOf,
  type Shown,
  showHead,
  showObligation,
  showOutcome,
  showSubmission,
} from './blocks.ts';
import { decisionButtons, pressOn } from './buttons.ts';
import { deadlineOf } from './deadline.ts';
import { buildFiguresMenu } from './figure-menu.ts';
import type { Obligation, ObligationCounts, Summary, Version } from './summary.ts';
import { say } from './words.ts';

type Reading = Omit<Shown, 'now'>;

/** Pieces of text per field in a message; a message takes fifty blocks. */
const MOST_PIECES = 4;
/** `text` takes 4,000 characters, and the facts stand before the unit's words. */
const LONG = 2500;

/** The bureau's message about one version: what was handed in, and buttons until it is decided. */
export function buildReview(summary: Summary, version: Version, shown: Reading): Message {
  const { locale } = shown;
  const unit = nameOf(summary, shown);
  const outcome = showOutcome(version, shown);
  const isNewest = version.version === summary.latest?.version;
  const isLong = [version.narrative, version.stories, version.news].join('').length > LONG;
  return message(
    header(say(locale, outcome ? 'review_title_decided' : 'review_title', { unit })),
    section(outcome ?? say(locale, 'review_hint')),
    buildSubmission(summary, version, shown),
    buildFigures(version.figures, shown),
    showHead(version, locale).map((said) => context(said)),
    buildFiguresMenu(version.figures, summary, { ...shown, at: version.submittedAt }),
    ...(isLong ? [context(say(locale, 'review_long'))] : []),
    buildContent(version, MOST_PIECES, locale),
    actions(
      ...(isNewest && !outcome ? decisionButtons(summary, shown) : []),
      pressOn(summary, ACTIONS.openSummary, say(locale, 'open_whole'), shown),
      buildExportButton(String(summary.year), locale),
    ),
  );
}

function buildSubmission(summary: Summary, version: Version, shown: Reading): KnownBlock {
  const { locale } = shown;
  return facts([
    [say(locale, 'fact_submitted'), showSubmission(version, shown, summary)],
    [say(locale, 'history'), say(locale, 'version', { version: version.version })],
  ]);
}

/** What a unit's coordinators read of an act of somebody else. */
export function buildNotice(summary: Summary, act: ReportAct, shown: Reading): Message | undefined {
  const { locale } = shown;
  const { reason = '', name } = act;
  const values = {
    ...{ unit: nameOf(summary, shown), year: summary.year, reason },
    who: name || say(locale, 'somebody'),
  };
  const open = pressOn(summary, ACTIONS.openSummary, say(locale, 'open'), shown);
  switch (act.act) {
    case 'accept_summary':
      return message(section(say(locale, 'notice_accepted', values)), actions(open));
    case 'return_summary': {
      const mend = pressOn(summary, ACTIONS.submitSummary, say(locale, 'fill_in'), shown, 'primary');
      return message(section(say(locale, 'notice_returned', values)), actions(mend));
    }
    case 'extend_summary': {
      const { deadline } = deadlineOf(summary, shown.programme);
      const until = showMoment(deadline, shown.programme, locale);
      const fill = pressOn(summary, ACTIONS.submitSummary, say(locale, 'fill_in'), shown, 'primary');
      return message(section(say(locale, 'notice_extended', { ...values, until })), actions(fill));
    }
    case 'waive_summary':
      return message(section(say(locale, 'notice_waived', values)), actions(open));
    case 'submit_summary':
      return message(section(say(locale, 'notice_behalf', values)), actions(open));
    default:
      return undefined;
  }
}

/** `/expert summary` for whoever has several: each unit with the button that opens it. */
export function buildList(
  obligations: readonly Obligation[],
  counts: ObligationCounts | undefined,
  shown: Shown,
): Message {
  const { locale, programme, now } = shown;
  const due = Temporal.Instant.compare(now, programme.deadline) > 0 ? 'overdue' : 'due';
  return message(
    header(say(locale, 'list_title', { year: programme.year })),
    context(say(locale, due, { deadline: showMoment(programme.deadline, programme, locale) })),
    ...(counts ? [buildCounts(counts, locale)] : []),
    obligations.map((one) =>
      section(
        `${nameOf(one, shown)}\n${showObligation(one, shown)}`,
        pressOn(one, ACTIONS.openSummary, say(locale, 'open'), shown),
      ),
    ),
  );
}
