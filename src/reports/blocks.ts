import type { KnownBlock } from '@slack/types';
import { nameThrough } from '../directory/assistant-views.ts';
import { say as sayLink } from '../directory/words-links.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { inOrderOfLine, labelOf } from '../programme/catalogue.ts';
import { districtName } from '../programme/places.ts';
import { type Programme, showDate, showMoment } from '../programme/programme.ts';
import { context, facts, section } from '../slack/blocks.ts';
import {
  isObjectionable,
  isOpenForRevision,
  type Report,
  type ReportAct,
  type ReportExpert,
  showFigure,
  showNumber,
} from './report.ts';
import { say } from './words.ts';

/** For whom and in which year something is shown. */
export interface Shown {
  locale: Locale;
  programme: Programme;
  /** Addresses can be given to people. */
  offersLinks?: boolean | undefined;
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
  return locale === 'zh' ? `${range}（${worked}）` : `${range} (${worked})`;
}

/** What was done, when, where, by whom, and what came of it. */
export function buildReportFacts(report: Report, shown: Shown): KnownBlock {
  return facts(factsOf(report, shown));
}

/** Only what the author asks to change, as it would be. */
export function buildAmendment({ amendment, ...report }: Report, shown: Shown): KnownBlock[] {
  if (!amendment) return [];
  const { content, experts } = amendment;
  const before = factsOf({ ...report, amendment }, shown);
  const after = factsOf({ ...report, ...content, experts, amendment }, shown);
  const changed = after.filter(([, value], i) => value !== before[i]?.[1]);
  return changed.length > 0 ? [facts(changed.map(([label, value]) => [label, value || '–']))] : [];
}

/** Each thing that a report says, with its label; what it doesn't say is empty. */
export function factsOf(
  report: Report,
  shown: Shown,
): (readonly [label: string, value: string | undefined])[] {
  const { locale, programme } = shown;
  const { catalogue, year } = programme;
  const line = labelOf(catalogue.action_lines, report.actionLine, locale);
  const form = report.form && labelOf(catalogue.forms, report.form, locale);
  const need = [report.demandNumber, report.unitName].filter(Boolean).join(' ');
  return [
    [say(locale, 'fact_number'), report.number],
    [say(locale, 'fact_demand'), need],
    [say(locale, 'fact_line'), [line, form].filter(Boolean).join(' · ')],
    [say(locale, 'fact_when'), showTime(report, shown)],
    [say(locale, 'fact_place'), report.place],
    [
      say(locale, 'fact_districts'),
      joinNames(
        report.districts.map((slug) => districtName(slug, locale, year)),
        locale,
      ),
    ],
    [
      say(locale, 'fact_experts'),
      joinNames(
        report.experts.map((one) => {
          const name = nameAuthor(report, one, locale);
          return locale === 'zh' ? `${name}（${one.employer}）` : `${name} (${one.employer})`;
        }),
        locale,
      ),
    ],
    [
      say(locale, 'fact_figures'),
      inOrderOfLine(catalogue, report.actionLine, report.metrics)
        .map(({ key, value }) => showFigure(catalogue.metrics, key, value, locale))
        .join(locale === 'zh' ? '；' : '; '),
    ],
    [say(locale, 'summary'), report.summary],
    [say(locale, 'typical_story'), report.typicalStory],
    [say(locale, 'next_steps'), report.nextSteps],
    [say(locale, 'news'), report.news],
    [
      say(locale, 'fact_files'),
      joinNames(
        report.files.map(({ name }) => name),
        locale,
      ),
    ],
    [say(locale, 'fact_reason'), report.overrideReason],
  ];
}

/** Where the report stands, in words. */
export function stateLabel(
  report: Pick<Report, 'state' | 'hasHost' | 'amendment' | 'filedByHost'>,
  locale: Locale,
): string {
  if (report.amendment) return say(locale, 'state_amending');
  if (isObjectionable(report)) return say(locale, 'state_filed_by_host');
  if (report.filedByHost && report.state === 'objected') return say(locale, 'state_objected_expert');
  const key =
    report.state === 'submitted' && !report.hasHost ? 'state_submitted_no_host' : `state_${report.state}`;
  return say(locale, key as 'state_submitted');
}

/** What a late click is told: where the report stands today, who brought it there, and when. */
export function buildStateSentence(
  report: Report,
  act: ReportAct | undefined,
  { locale, programme }: Shown,
): string {
  if (!act) return stateLabel(report, locale);
  const name = act.name ?? say(locale, 'somebody');
  return say(locale, 'decided_before', {
    number: report.number,
    state: stateLabel(report, locale),
    who: act.isByLink ? sayLink(locale, 'by_link', { who: name }) : name,
    when: showMoment(act.at, programme, locale),
  });
}

/** What the coordinator should know before deciding. */
export function reviewHint(report: Report, locale: Locale): string {
  if (report.amendment) return say(locale, 'review_hint_amendment', { reason: report.amendment.reason });
  if (isObjectionable(report)) return say(locale, 'review_hint_filed_by_host');
  if (report.state === 'host_confirmed') return say(locale, 'review_hint_host_confirmed');
  if (report.state === 'objected') {
    const key = report.filedByHost ? 'review_hint_objected_expert' : 'review_hint_objected';
    return say(locale, key, { reason: report.reason ?? '' });
  }
  if (report.demandId === undefined) return say(locale, 'review_hint_no_demand');
  return say(locale, report.hasHost ? 'review_hint_submitted' : 'review_hint_no_host');
}

/** One report in a list: the essentials on two lines. */
export function buildReportLine(report: Report, shown: Shown): KnownBlock[] {
  const { locale } = shown;
  const names = joinNames(
    report.experts.map(({ name }) => name),
    locale,
  );
  const essentials = [report.unitName, showTime(report, shown), names].filter(Boolean).join(' · ');
  return [
    section(`${report.number} ${report.title}`),
    context(
      essentials,
      isOpenForRevision(report) && report.reason
        ? `${stateLabel(report, locale)}${locale === 'zh' ? '：' : ': '}${report.reason}`
        : stateLabel(report, locale),
    ),
  ];
}

/** An expert in whose name their assistant wrote the report is marked as such. */
function nameAuthor(report: Report, { name, assistantUser }: ReportExpert, locale: Locale): string {
  const { throughAssistant, recordedBy, experts } = report;
  // Whose assistant has been ended since may be anybody's among several.
  const isTheirs = experts.length === 1 || assistantUser === recordedBy;
  return throughAssistant !== undefined && isTheirs ? nameThrough(name, throughAssistant, locale) : name;
}
