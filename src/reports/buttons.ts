import type { Button, KnownBlock } from '@slack/types';
import type { Demand } from '../demands/demand.ts';
import { linkButton } from '../directory/link-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { actions, button } from '../slack/blocks.ts';
import { ACTIONS, type ActionId } from '../slack/ids.ts';
import {
  isAcceptable,
  isDecidable,
  isObjectionable,
  isOverridable,
  NEW_REPORT,
  type Report,
} from './report.ts';
import { say } from './words.ts';

/** What the host may do today. */
export function hostButtons(report: Report, locale: Locale): KnownBlock[] {
  return actions(
    pressOn(report, ACTIONS.confirmReport, say(locale, 'confirm_report'), 'primary'),
    report.state === 'submitted'
      ? pressOn(report, ACTIONS.objectReport, say(locale, 'object_report'))
      : undefined,
  );
}

/** What an expert may do about what the host wrote for them. */
export function expertButtons(report: Report, locale: Locale): KnownBlock[] {
  if (!isObjectionable(report)) return [];
  return actions(pressOn(report, ACTIONS.objectReport, say(locale, 'object_report')));
}

/**
 * What the coordinator may do today; confirming is then on behalf of the host.
 *
 * @param offersLinks the host may answer by an address, without an account
 */
export function coordinatorButtons(report: Report, locale: Locale, offersLinks = false): KnownBlock[] {
  if (report.amendment)
    return actions(
      pressOn(report, ACTIONS.acceptReport, say(locale, 'accept_amendment'), 'primary'),
      pressOn(report, ACTIONS.returnReport, say(locale, 'return_amendment')),
      amendButton(report, locale),
    );
  if (report.state === 'accepted')
    return actions(
      amendButton(report, locale),
      pressOn(report, ACTIONS.voidReport, say(locale, 'void_report')),
    );
  if (report.state === 'returned' || report.state === 'voided') return [];
  const overridable = isOverridable(report);
  return actions(
    isAcceptable(report)
      ? pressOn(report, ACTIONS.acceptReport, say(locale, 'accept_report'), 'primary')
      : undefined,
    overridable && isDecidable(report, 'confirm_report')
      ? pressOn(report, ACTIONS.confirmReport, say(locale, 'confirm_on_behalf'), 'primary')
      : undefined,
    overridable ? pressOn(report, ACTIONS.overrideHost, say(locale, 'override_host')) : undefined,
    pressOn(report, ACTIONS.returnReport, say(locale, 'return_report')),
    offersLinks && report.state === 'submitted' && report.demandId !== undefined
      ? linkButton(report.id, report.number, locale)
      : undefined,
  );
}

/** What Slack keeps for the report: pictures are for those whose report it is, so each opens them for themselves. */
export function attachmentsButton(report: Report, locale: Locale): KnownBlock[] {
  const count = Math.max(report.files.length, report.amendment?.content.files.length ?? 0);
  if (count === 0) return [];
  return actions(pressOn(report, ACTIONS.showAttachments, say(locale, 'show_attachments', { count })));
}

/** Opens an accepted report: a coordinator amends it at once, its author asks for it. */
export function amendButton(report: Report, locale: Locale): Button {
  return pressOn(report, ACTIONS.amendReport, say(locale, 'amend_report'));
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

/** Opens a report on which nobody has acted yet, and no other of its need, for whoever wrote it. */
export function correctButton(report: Report, locale: Locale): Button {
  const text = say(locale, 'mend_report');
  const label = `${text} ${report.number}`;
  return button({ text, actionId: ACTIONS.fileReport, value: `report:${report.id}`, label });
}

/** The way to a new report. */
export function fileButton(locale: Locale, onBehalf = false): Button {
  const text = say(locale, onBehalf ? 'file_on_behalf' : 'file_report');
  return button({ text, actionId: ACTIONS.fileReport, value: NEW_REPORT, style: 'primary' });
}

/** The way to the report of this need. */
export function fileForButton({ id, number }: Pick<Demand, 'id' | 'number'>, locale: Locale): Button {
  const text = say(locale, 'file_report');
  return button({ text, actionId: ACTIONS.fileReport, value: id, label: `${text} ${number}` });
}

/** A button that acts on the report. */
export function pressOn(report: Report, actionId: ActionId, text: string, style?: 'primary'): Button {
  return button({
    ...{ text, actionId, value: report.id, label: `${text} ${report.number}` },
    ...(style ? { style } : {}),
  });
}
