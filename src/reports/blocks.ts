import type { Button, KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { labelOf } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import { type Programme, showDate, showMoment } from '../programme/programme.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS, type ActionId } from '../slack/ids.ts';
import { isAcceptable, isOpenForRevision, isOverridable, type Report, type ReportAct, showFigure, showNumber } from './report.ts';
import { say } from './words.ts';

/** For whom and in which year something is shown. */
export interface Shown {
  locale: Locale;
  programme: Programme;
}

/** 9月12日至9月13日,1.5 天. */
export function showTime(
  { serviceStart, serviceEnd, days }: Pick<Report, 'serviceStart' | 'serviceEnd' | 'days'>,
  { locale, programme }: Shown,
): string {
  const from = showDate(serviceStart, locale, programme.year);
  const to = showDate(serviceEnd, locale, programme.year);
  const range = from === to ? from : locale === 'zh' ? `${from}至${to}` : `${from} – ${to}`;
  if (days === undefined) return range;
  const worked = say(locale, 'fact_days', { days: showNumber(days, locale) });
  return locale === 'zh' ? `${range}(${worked})` : `${range} (${worked})`;
}

/** What was done, when, where, by whom, and what came of it. */
export function buildReportFacts(report: Report, shown: Shown): KnownBlock {
  const { locale, programme } = shown;
  const { catalogue, year } = programme;
  const list = new Intl.ListFormat(locale === 'zh' ? 'zh-CN' : 'en', { type: 'unit' });
  const line = labelOf(catalogue.action_lines, report.actionLine, locale);
  const form = report.form && labelOf(catalogue.forms, report.form, locale);
  const need = [report.demandNumber, report.unitName].filter(Boolean).join(' ');
  return facts([
    [say(locale, 'fact_number'), report.number],
    [say(locale, 'fact_demand'), need],
    [say(locale, 'fact_line'), [line, form].filter(Boolean).join(' · ')],
    [say(locale, 'fact_when'), showTime(report, shown)],
    [say(locale, 'fact_place'), report.place],
    [say(locale, 'fact_districts'), list.format(report.districts.map((slug) => districtName(slug, locale, year)))],
    [
      say(locale, 'fact_experts'),
      list.format(report.experts.map(({ name, employer }) => (locale === 'zh' ? `${name}(${employer})` : `${name} (${employer})`))),
    ],
    [
      say(locale, 'fact_figures'),
      Object.entries(report.metrics)
        .map(([key, value]) => showFigure(catalogue.metrics, key, value, locale))
        .join(locale === 'zh' ? ';' : '; '),
    ],
    [say(locale, 'summary'), report.summary],
    [say(locale, 'typical_story'), report.typicalStory],
    [say(locale, 'next_steps'), report.nextSteps],
    [say(locale, 'news'), report.news],
    [say(locale, 'fact_reason'), report.overrideReason],
  ]);
}

export function stateLabel(report: Pick<Report, 'state' | 'hasHost'>, locale: Locale): string {
  const key = report.state === 'submitted' && !report.hasHost ? 'state_submitted_no_host' : `state_${report.state}`;
  return say(locale, key as 'state_submitted');
}

/** What a late click is told: where the report stands today, who brought it there, and when. */
export function buildStateSentence(report: Report, act: ReportAct | undefined, { locale, programme }: Shown): string {
  if (!act) return stateLabel(report, locale);
  return say(locale, 'decided_before', {
    number: report.number,
    state: stateLabel(report, locale),
    who: act.name ?? say(locale, 'somebody'),
    when: showMoment(act.at, programme, locale),
  });
}

/** The host unit's message: buttons while it is its turn, what became of it afterwards. */
export function buildRequest(report: Report, act: ReportAct | undefined, shown: Shown): Message {
  const { locale } = shown;
  const open = report.state === 'submitted' || report.state === 'objected';
  return message(
    header(say(locale, 'request_title', { title: report.title })),
    buildReportFacts(report, shown),
    section(report.state === 'submitted' ? say(locale, 'request_hint') : buildStateSentence(report, act, shown)),
    open ? hostButtons(report, locale) : [],
  );
}

export function hostButtons(report: Report, locale: Locale): KnownBlock[] {
  return actions(
    pressOn(report, ACTIONS.confirmReport, say(locale, 'confirm_report'), 'primary'),
    report.state === 'submitted' ? pressOn(report, ACTIONS.objectReport, say(locale, 'object_report')) : undefined,
  );
}

/** The coordinator's message: what is to be decided now, or what was decided. */
export function buildReview(report: Report, act: ReportAct | undefined, shown: Shown): Message {
  const { locale } = shown;
  const undecided = report.state !== 'accepted' && report.state !== 'returned';
  return message(
    header(say(locale, 'review_title', { title: report.title })),
    buildReportFacts(report, shown),
    notClaimed(report, locale),
    section(undecided ? reviewHint(report, locale) : buildStateSentence(report, act, shown)),
    coordinatorButtons(report, locale),
  );
}

/** Who stands in the report without ever having claimed: only the coordinator is told (decision 17). */
function notClaimed(report: Report, locale: Locale): KnownBlock[] {
  const strangers = report.demandId ? report.experts.filter(({ claimed }) => !claimed) : [];
  if (strangers.length === 0) return [];
  const names = strangers.map(({ name }) => name).join(locale === 'zh' ? '、' : ', ');
  return [section(say(locale, 'review_not_claimed', { names }))];
}

export function reviewHint(report: Report, locale: Locale): string {
  if (report.state === 'host_confirmed') return say(locale, 'review_hint_host_confirmed');
  if (report.state === 'objected') return say(locale, 'review_hint_objected', { reason: report.reason ?? '' });
  if (report.demandId === undefined) return say(locale, 'review_hint_no_demand');
  return say(locale, report.hasHost ? 'review_hint_submitted' : 'review_hint_no_host');
}

export function coordinatorButtons(report: Report, locale: Locale): KnownBlock[] {
  if (report.state === 'accepted' || report.state === 'returned') return [];
  const overridable = isOverridable(report);
  return actions(
    isAcceptable(report) ? pressOn(report, ACTIONS.acceptReport, say(locale, 'accept_report'), 'primary') : undefined,
    overridable ? pressOn(report, ACTIONS.confirmReport, say(locale, 'confirm_on_behalf'), 'primary') : undefined,
    overridable ? pressOn(report, ACTIONS.overrideHost, say(locale, 'override_host')) : undefined,
    pressOn(report, ACTIONS.returnReport, say(locale, 'return_report')),
  );
}

/** What the author reads when the host objects, or the coordinator has decided. */
export function buildNotice(
  report: Report,
  event: 'objected' | 'returned' | 'accepted',
  reason: string,
  { locale }: Shown,
): Message {
  const { number, title } = report;
  return message(
    section(say(locale, `notice_${event}`, { number, title, reason })),
    event === 'accepted' ? [] : actions(mendButton(report, locale)),
  );
}

/** Opens the report for its author; the value is the need's id, as on every `file_report`, where there is a need. */
export function mendButton(report: Report, locale: Locale): Button {
  return button({
    text: say(locale, 'mend_report'),
    actionId: ACTIONS.fileReport,
    value: report.demandId ?? `report:${report.id}`,
    style: 'primary',
    label: `${say(locale, 'mend_report')} ${report.number}`,
  });
}

export function fileButton(locale: Locale, onBehalf = false): Button {
  const text = say(locale, onBehalf ? 'file_on_behalf' : 'file_report');
  return button({ text, actionId: ACTIONS.fileReport, value: 'new', style: 'primary' });
}

/** One report in a list: the essentials on two lines. */
export function buildReportLine(report: Report, shown: Shown): KnownBlock[] {
  const { locale } = shown;
  const names = report.experts.map(({ name }) => name).join(locale === 'zh' ? '、' : ', ');
  const essentials = [report.unitName, showTime(report, shown), names].filter(Boolean).join(' · ');
  return [
    section(`${report.number} ${report.title}`),
    context(essentials, isOpenForRevision(report) && report.reason ? `${stateLabel(report, locale)}:${report.reason}` : stateLabel(report, locale)),
  ];
}

function pressOn(report: Report, actionId: ActionId, text: string, style?: 'primary'): Button {
  return button({
    ...{ text, actionId, value: report.id, label: `${text} ${report.number}` },
    ...(style ? { style } : {}),
  });
}
