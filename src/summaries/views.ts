import type { KnownBlock, ModalView } from '@slack/types';
import { buildExportButton } from '../files/export-button.ts';
import { showMoment } from '../programme/programme.ts';
import { actions, context, divider, header, plain, section } from '../slack/blocks.ts';
import { checkboxField, type Typed, textField } from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import {
  buildContent,
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
import { figuresOf, haveFiguresChanged, isOpen, type Obligation, type Version } from './summary.ts';
import type { Doubt } from './summary-form.ts';
import { say } from './words.ts';

/** What the window carries: ids of ours only. */
export interface SummaryFormState {
  draftId: string;
  summaryId: string;
  /** The version it was opened on: a window of yesterday changes nothing. */
  version: string;
  /** The doubts asked about in this window. */
  asked: string;
}

export interface SummaryFormView {
  shown: Shown;
  state: SummaryFormState;
  obligation: Obligation;
  typed: Typed;
  doubts: readonly Doubt[];
  /** What should be looked at in the export before it is handed in. */
  remarks: readonly string[];
  onBehalf: boolean;
}

/** `submit_summary`: the figures to read, the unit's words, or a nil summary in one tick. */
export function buildSummaryForm(view: SummaryFormView): ModalView {
  const { shown, state, obligation, typed } = view;
  const { locale } = shown;
  const long = { typed, optional: true, multiline: true };
  return modal({
    callbackId: VIEWS.submitSummary,
    title: say(locale, 'form_title'),
    submit: say(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { ...state },
    blocks: [
      header(say(locale, 'title', { unit: nameOf(obligation, shown), year: obligation.year })),
      ...leadOf(view),
      context(say(locale, 'lead_figures')),
      buildFigures(obligation.live, shown),
      ...buildFiguresMenu(obligation.live, obligation, { ...shown, at: shown.now }),
      ...buildRemarks(view),
      ...buildDoubts(view),
      textField('narrative', say(locale, 'narrative'), { ...long, hint: say(locale, 'narrative_hint') }),
      textField('stories', say(locale, 'stories'), { ...long, hint: say(locale, 'stories_hint') }),
      textField('news', say(locale, 'news'), long),
      checkboxField('nil', say(locale, 'nil'), [{ value: 'yes', text: say(locale, 'nil_yes') }], { typed }),
    ],
  });
}

function leadOf({ shown, obligation, onBehalf }: SummaryFormView): KnownBlock[] {
  const { locale, programme, now } = shown;
  const { latest } = obligation;
  const own = deadlineOf(obligation, programme);
  const isOverdue = Temporal.Instant.compare(now, own.deadline) > 0;
  const deadline = showMoment(own.deadline, programme, locale);
  const unit = nameOf(obligation, shown);
  return [
    ...(latest ? [section(say(locale, 'lead_returned', { reason: latest.reason ?? '' }))] : []),
    ...(onBehalf ? [context(say(locale, 'lead_behalf', { unit }))] : []),
    context(say(locale, isOverdue ? 'overdue' : 'due', { deadline })),
  ];
}

/** Beside the button that opens the form of the export, filled in for the report of the year. */
function buildRemarks({ shown: { locale }, remarks, obligation }: SummaryFormView): KnownBlock[] {
  if (remarks.length === 0) return [];
  return [section(remarks.join('\n'), buildExportButton(String(obligation.year), locale))];
}

/** At the top, where the person looks after pressing. */
function buildDoubts({ shown: { locale }, doubts, state }: SummaryFormView): KnownBlock[] {
  if (doubts.length === 0) return [];
  const hints = doubts.map(({ kind, n }) => say(locale, kind, { n }));
  return [
    section([say(locale, 'second_look'), ...hints].join('\n')),
    checkboxField('confirm', say(locale, 'confirm'), [{ value: 'yes', text: say(locale, 'confirm_yes') }], {
      // A new question finds the box empty again.
      revision: state.asked,
    }),
  ];
}

/** Pieces of text per field: more than a form lets anybody write; a window takes a hundred blocks. */
const MOST_PIECES = 8;
const MOST_VERSIONS = 20;

/** The whole text as it stands, the versions' history, and what the reader may do about it. */
export function buildReading(
  obligation: Obligation,
  versions: readonly Version[],
  { shown, decides, onBehalf }: { shown: Shown; decides: boolean; onBehalf: boolean },
): ModalView {
  const { locale, programme } = shown;
  const [newest] = versions;
  const fillIn = say(locale, onBehalf ? 'fill_in_behalf' : 'fill_in');
  const isLive = programme.state !== 'closed';
  return {
    type: 'modal',
    title: plain(say(locale, 'view_title'), 24),
    close: plain(sayShared(locale, 'close'), 24),
    blocks: [
      header(say(locale, 'title', { unit: nameOf(obligation, shown), year: obligation.year })),
      section(showObligation(obligation, shown)),
      ...actions(
        ...(isOpen(obligation) && isLive
          ? [pressOn(obligation, ACTIONS.submitSummary, fillIn, shown, 'primary')]
          : []),
        ...(decides && isLive ? decisionButtons(obligation, shown) : []),
        buildExportButton(String(obligation.year), locale),
      ),
      context(say(locale, isOpen(obligation) ? 'fact_live' : 'fact_frozen')),
      buildFigures(figuresOf(obligation), shown),
      ...buildFiguresMenu(figuresOf(obligation), obligation, {
        ...shown,
        at: momentOf(obligation, shown.now),
      }),
      ...(haveFiguresChanged(obligation)
        ? [context(say(locale, 'fact_live')), buildFigures(obligation.live, shown)]
        : []),
      ...(newest ? buildContent(newest, MOST_PIECES, locale) : []),
      ...(versions.length > 0 ? [divider(), header(say(locale, 'history'))] : []),
      ...versions.slice(0, MOST_VERSIONS).map((one) => buildVersionLine(one, shown, obligation)),
    ],
  };
}

/** Of which moment its figures are: frozen once it was handed in. */
function momentOf(obligation: Obligation, now: Temporal.Instant): Temporal.Instant {
  return isOpen(obligation) ? now : (obligation.latest?.submittedAt ?? now);
}

function buildVersionLine(version: Version, shown: Omit<Shown, 'now'>, summary: Obligation): KnownBlock {
  const { locale } = shown;
  const outcome = showOutcome(version, shown);
  const head = [
    say(locale, 'version', { version: version.version }),
    showSubmission(version, shown, summary),
  ].join(say(locale, 'separator'));
  return section([head, ...(outcome ? [outcome] : []), ...showHead(version, locale)].join('\n'));
}
