import type { Button, KnownBlock } from '@slack/types';
import { claimButtonFor } from '../claims/buttons.ts';
import type { ClaimFile } from '../claims/claim.ts';
import { findClaim } from '../claims/file-sql.ts';
import { showTime } from '../demands/blocks.ts';
import { isAssistant } from '../directory/acts-for.ts';
import { sayForWhom } from '../directory/assistant-views.ts';
import { BY_NUMBER, type Duty, type DutyFrame, type DutyItem } from '../directory/duty.ts';
import { COORDINATOR_DAYS, climbAfter } from '../directory/ladder.ts';
import { button, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildReportFacts, buildReportLine, reviewHint } from './blocks.ts';
import { coordinatorButtons, hostButtons, mendButton } from './buttons.ts';
import { findReport } from './listings.ts';
import { listUnacceptedReports } from './owed-acceptance.ts';
import { listOwedReportsOfAll, listReturnedReports, listUnconfirmedReports } from './owed-reports.ts';
import type { Report } from './report.ts';
import { say } from './words.ts';

/** Working days after the service, or after the report was handed in; the last rung is the coordinator's. */
const REPORT_DAYS = { owners: [1, 5, 10], superiors: [15] };
const CONFIRMATION_DAYS = { owners: [3, 6], superiors: [9] };

/** A service of which no report speaks yet, or a report that came back. */
export type Unreported = { file: ClaimFile } | { returned: Report };

const report: Duty<Unreported> = {
  kind: 'report',
  act: 'file_report',
  sources: [listOwedReportsOfAll, listReturnedReports],
  ladder: (owed, workplace) => climbAfter(owed, REPORT_DAYS, workplace),
  async read(db, teamId, { objectKind, objectId }) {
    if (objectKind === 'report') {
      const returned = await findReport(db, teamId, objectId);
      return returned && { returned };
    }
    const file = await findClaim(db, teamId, objectId);
    return file && { file };
  },
  item: (thing, { owed, userId }, frame) =>
    'file' in thing
      ? aboutService(thing.file, { isCoordinator: owed.superiors.includes(userId), userId }, frame)
      : aboutReturned(thing.returned, frame),
  title: (locale) => say(locale, 'duty_report'),
  ...BY_NUMBER,
  together: 'never',
};

const confirmation: Duty<Report> = {
  kind: 'report_confirmation',
  act: 'confirm_report',
  sources: [listUnconfirmedReports],
  ladder: (owed, workplace) => climbAfter(owed, CONFIRMATION_DAYS, workplace),
  read: (db, teamId, { objectId }) => findReport(db, teamId, objectId),
  item(unconfirmed, { owed, userId }, { programme, locale }) {
    const isHost = owed.whose?.hostUsers?.includes(userId) ?? false;
    const rows = isHost ? hostButtons(unconfirmed, locale) : coordinatorButtons(unconfirmed, locale);
    return {
      blocks: buildReportLine(unconfirmed, { locale, programme }),
      notes: [],
      buttons: buttonsIn(rows),
    };
  },
  title: (locale) => say(locale, 'duty_confirmation'),
  ...BY_NUMBER,
  together: 'never',
};

const acceptance: Duty<Report> = {
  kind: 'report_acceptance',
  act: 'accept_report',
  sources: [listUnacceptedReports],
  ladder: (owed, workplace) => climbAfter(owed, COORDINATOR_DAYS, workplace),
  read: (db, teamId, { objectId }) => findReport(db, teamId, objectId),
  item: (waiting, _, { programme, locale }) => ({
    blocks: [
      ...buildReportLine(waiting, { locale, programme }),
      buildReportFacts(waiting, { locale, programme }),
    ],
    notes: [reviewHint(waiting, locale)],
    buttons: buttonsIn(coordinatorButtons(waiting, locale)),
  }),
  title: (locale) => say(locale, 'duty_acceptance'),
  ...BY_NUMBER,
  together: 'never',
};

/** What a service that is over makes people owe. */
export const reportsDuties: readonly Duty[] = [report, confirmation, acceptance];

function aboutService(
  claimFile: ClaimFile,
  { isCoordinator, userId }: { isCoordinator: boolean; userId: string },
  { programme, locale }: DutyFrame,
): DutyItem {
  const { demand, expert } = claimFile;
  const { number, title, unitName: unit, id } = demand;
  const text = say(locale, 'duty_file_report');
  const file = { text, actionId: ACTIONS.fileReport, value: id, label: `${text} ${number}` };
  const when = showTime(demand, programme, locale);
  return {
    blocks: [section(say(locale, 'duty_report_item', { number, title, unit, when }))],
    notes: isAssistant(userId, expert) ? [sayForWhom(expert, locale)] : [],
    buttons: [
      button({ ...file, style: 'primary' }),
      ...(isCoordinator
        ? [
            claimButtonFor('report_no_show', claimFile, locale),
            claimButtonFor('waive_report', claimFile, locale),
          ]
        : []),
    ],
  };
}

/** The line says who gave it back and why; whoever stands in for its author mends this report and begins no other. */
function aboutReturned(report: Report, { programme, locale }: DutyFrame): DutyItem {
  const mend = { ...mendButton(report, locale), value: `report:${report.id}` };
  return {
    blocks: buildReportLine(report, { locale, programme }),
    ...{ notes: [say(locale, 'duty_mend_hint')], buttons: [mend] },
  };
}

function buttonsIn(rows: readonly KnownBlock[]): Button[] {
  return rows.flatMap((row) =>
    row.type === 'actions' ? row.elements.filter((one): one is Button => one.type === 'button') : [],
  );
}
