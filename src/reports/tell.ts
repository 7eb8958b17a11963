import { coordinatorsAround, reachable } from '../directory/around.ts';
import { THE_ACT } from '../outbox/act-sql.ts';
import type { Outgoing } from '../outbox/enqueue.ts';
import type { Marks } from '../outbox/marks.ts';
import type { ReportAround } from './around-sql.ts';
import { ownerDistrict, type Report, waitsForCoordinator } from './report.ts';

/**
 * Asks whoever must act on the report as it stands, and nobody twice. A coordinator is written to when it is their turn:
 * while the host has yet to confirm, the report only stands in their Home.
 */
export function turnOf(teamId: string, report: Report, around: ReportAround): Outgoing[] {
  const askedAt = report.amendment?.askedAt.epochMilliseconds;
  const showing = askedAt === undefined ? report.version : `${report.version}:${askedAt}`;
  const ask = (kind: string, target: string) => ({
    teamId,
    // A mended report, or what its author asks to change, is shown in a new message, so that it is seen.
    key: `${kind}:${report.id}:${target}:${showing}`,
    kind,
    target,
    ref: { reportId: report.id },
  });
  const { hosts, coordinators } = concernedBy(report, around);
  return [
    ...(report.state === 'submitted' ? hosts.map((host) => ask('report_request', host)) : []),
    ...(waitsForCoordinator(report) ? coordinators.map((one) => ask('report_review', one)) : []),
  ];
}

/** All hosts and coordinators concerned. */
export function concernedBy(report: Report, around: ReportAround) {
  return {
    hosts: reachable(around, around.hostUsers),
    coordinators: coordinatorsAround(around, { district: ownerDistrict(report) }),
  };
}

/** Whoever was asked loses the buttons; Homes and reminders show where it stands. */
export function marksOf(report: Report, around: ReportAround): Marks {
  const { hosts, coordinators } = concernedBy(report, around);
  const experts = report.experts.map(({ userId }) => userId);
  // What is accepted moves the programme's figures, which the bureau watches.
  const watching = report.state === 'accepted' ? around.grants.filter(({ role }) => role === 'bureau') : [];
  const people = [report.author, report.recordedBy, ...experts, ...hosts, ...coordinators];
  return {
    views: [`report_request:${report.id}:`, `report_review:${report.id}:`],
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
