import { contactAddress } from '../demands/contact.ts';
import { actsFor, ownSideOf } from '../directory/acts-for.ts';
import { reachable } from '../directory/around.ts';
import type { Whose } from '../directory/permissions.ts';
import { decidersAmong } from '../directory/roles.ts';
import { THE_ACT } from '../outbox/act-sql.ts';
import type { Outgoing } from '../outbox/enqueue.ts';
import type { Marks } from '../outbox/marks.ts';
import { calledIn } from '../outbox/telephone.ts';
import type { ReportAround } from './around-sql.ts';
import { expertsOf, isObjectionable, ownerDistrict, type Report, waitsForCoordinator } from './report.ts';

/**
 * Asks whoever must act on the report as it stands, and nobody twice. A coordinator is written to when it is their turn:
 * while the host has yet to confirm, the report only stands in their Home.
 */
export function turnOf(teamId: string, report: Report, around: ReportAround): Outgoing[] {
  const askedAt = report.amendment?.askedAt.epochMilliseconds;
  // Coordinators have read already what its experts object to.
  const isObjected = report.filedByHost && report.state === 'objected';
  const again = askedAt ?? (isObjected ? 'objected' : undefined);
  const showing = again === undefined ? report.version : `${report.version}:${again}`;
  const ask = (kind: string, target: string) => ({
    teamId,
    // A mended report, what its author asks to change and an objection are shown in a new message, so that they are seen.
    key: `${kind}:${report.id}:${target}:${showing}`,
    kind,
    target,
    ref: { reportId: report.id },
  });
  const { hosts, experts, coordinators } = concernedBy(report, around);
  const asked = hosts.length > 0 || !around.demand ? hosts : [contactAddress(around.demand)];
  return [
    ...(report.state === 'submitted'
      ? reachable(around, asked).map((host) => ask('report_request', host))
      : []),
    // They may object until it is accepted.
    ...(isObjectionable(report) ? experts.map((expert) => ask('report_filed', expert)) : []),
    ...(waitsForCoordinator(report) ? coordinators.map((one) => ask('report_review', one)) : []),
  ];
}

/** All hosts, experts and coordinators concerned; experts where a message for them goes. */
export function concernedBy(report: Report, around: ReportAround) {
  return {
    hosts: reachable(around, around.hostUsers),
    experts: [...new Set(report.experts.flatMap((one) => actsFor(one, around.gone)))],
    coordinators: decidersAmong(around.grants, 'accept_report', whoseReport(report, around)),
  };
}

/** Whose the report is; who wrote it, recorded it or said yes to it for the host doesn't accept it (decision 30). */
export function whoseReport(report: Report, { hostUsers, homeUnitUsers, handled }: ReportAround): Whose {
  return {
    hostUsers,
    homeUnitUsers,
    ...expertsOf(report),
    author: report.author,
    filedByHost: report.filedByHost,
    handled: [report.recordedBy ?? null, ...handled],
    district: ownerDistrict(report),
  };
}

/** Its experts who have no account, nor an assistant: they hear by telephone what others read in their messages. */
export function calledExperts(report: Report, around: ReportAround): string[] {
  return concernedBy(report, around).experts.filter((target) => calledIn(target) !== undefined);
}

/** Whoever was asked loses the buttons; Homes and reminders show where it stands. */
export function marksOf(report: Report, around: ReportAround): Marks {
  const { hosts, coordinators } = concernedBy(report, around);
  const experts = report.experts.flatMap(ownSideOf);
  // What is accepted moves the programme's figures, which the bureau watches; what came back waits for it no more.
  const watching =
    report.state === 'accepted' || report.state === 'returned' || report.state === 'voided'
      ? around.grants.filter(({ role }) => role === 'bureau')
      : [];
  const people = [report.author, report.recordedBy, ...experts, ...hosts, ...coordinators];
  return {
    views: [`report_request:${report.id}:`, `report_filed:${report.id}:`, `report_review:${report.id}:`],
    people: [...people.filter((user) => user !== undefined), ...watching.map(({ user_id }) => user_id)],
    about: [report.id, ...around.served],
  };
}

/** Tells those of these people who can be reached, once, what happened; never the one who did it. */
export function newsOf(
  teamId: string,
  { id }: Report,
  around: ReportAround,
  { actor, to }: { actor: string; to: readonly (string | undefined)[] },
): Outgoing[] {
  return reachable(around, to)
    .filter((target) => target !== actor)
    .map((target) => ({
      teamId,
      key: `notice:${THE_ACT}:${target}`,
      kind: 'report_notice',
      target,
      ref: { reportId: id, auditId: THE_ACT },
    }));
}
