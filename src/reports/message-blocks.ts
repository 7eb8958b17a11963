import type { KnownBlock } from '@slack/types';
import { say as sayAssistants } from '../directory/words-assistants.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { actions, header, type Message, message, section } from '../slack/blocks.ts';
import { buildAmendment, buildReportFacts, buildStateSentence, reviewHint, type Shown } from './blocks.ts';
import { attachmentsButton, coordinatorButtons, expertButtons, hostButtons, mendButton } from './buttons.ts';
import { isDecidable, isObjectionable, type Report, type ReportAct } from './report.ts';
import { say } from './words.ts';

/** The host unit's message: buttons while it is its turn, what became of it afterwards. */
export function buildRequest(report: Report, act: ReportAct | undefined, shown: Shown): Message {
  const { locale } = shown;
  const open = isDecidable(report, 'confirm_report');
  return message(
    header(say(locale, 'request_title', { title: report.title })),
    buildReportFacts(report, shown),
    section(
      report.state === 'submitted' ? say(locale, 'request_hint') : buildStateSentence(report, act, shown),
    ),
    attachmentsButton(report, locale),
    open ? hostButtons(report, locale) : [],
  );
}

/** An expert's message about what the host wrote for them: the button while they may object, what became of it afterwards. */
export function buildFiled(report: Report, act: ReportAct | undefined, shown: Shown): Message {
  const { locale } = shown;
  const unit = report.unitName ?? '';
  return message(
    header(say(locale, 'filed_title', { title: report.title })),
    section(say(locale, 'filed_lead', { unit })),
    buildReportFacts(report, shown),
    section(isObjectionable(report) ? say(locale, 'filed_hint') : buildStateSentence(report, act, shown)),
    attachmentsButton(report, locale),
    expertButtons(report, locale),
  );
}

/** The coordinator's message: what is to be decided now, or what was decided. */
export function buildReview(report: Report, act: ReportAct | undefined, shown: Shown): Message {
  const { locale } = shown;
  const isDone = report.state === 'accepted' || report.state === 'returned' || report.state === 'voided';
  const undecided = report.amendment || !isDone;
  return message(
    header(say(locale, 'review_title', { title: report.title })),
    buildReportFacts(report, shown),
    notClaimed(report, locale),
    section(undecided ? reviewHint(report, locale) : buildStateSentence(report, act, shown)),
    buildAmendment(report, shown),
    attachmentsButton(report, locale),
    coordinatorButtons(report, locale, shown.offersLinks),
  );
}

/** Who stands in the report without ever having claimed: only the coordinator is told (decision 17). */
function notClaimed(report: Report, locale: Locale): KnownBlock[] {
  const strangers = report.demandId ? report.experts.filter(({ claimed }) => !claimed) : [];
  if (strangers.length === 0) return [];
  const names = joinNames(
    strangers.map(({ name }) => name),
    locale,
  );
  return [section(say(locale, 'review_not_claimed', { names }))];
}

/** What the author reads of an act of somebody else. */
export function buildNotice(report: Report, act: ReportAct, locale: Locale): Message | undefined {
  const { number, title } = report;
  const { reason = '', name: who = say(locale, 'somebody') } = act;
  const told = (
    key:
      | 'objected'
      | 'objected_expert'
      | 'returned'
      | 'accepted'
      | 'recorded'
      | 'amended'
      | 'amendment_returned'
      | 'voided',
  ) => section(say(locale, `notice_${key}`, { number, title, reason, who }));
  switch (act.act) {
    case 'object_report':
      return message(
        told(act.isExperts ? 'objected_expert' : 'objected'),
        actions(mendButton(report, locale)),
      );
    case 'return_report':
      return message(told('returned'), actions(mendButton(report, locale)));
    case 'accept_report':
    case 'override_host':
      return message(told('accepted'));
    case 'file_report':
    case 'revise_report':
      return message(
        report.throughAssistant === undefined
          ? told('recorded')
          : section(sayAssistants(locale, 'filed_for_you', { number, title, assistant: who })),
      );
    case 'amend_report':
      return message(told('amended'));
    case 'void_report':
      return message(told('voided'));
    case 'return_amendment':
      return message(told('amendment_returned'));
    default:
      return undefined;
  }
}
