import type { Trx } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { listHostUsers } from '../demands/repository.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { keepReachable } from '../directory/reachable.ts';
import { listBureau, listCoordinators } from '../directory/roles.ts';
import { enqueueNotice, enqueueView, refreshView } from '../outbox/enqueue.ts';
import { ownerDistrict, type Report, waitsForCoordinator } from './report.ts';
import { listClaimsServed } from './services.ts';

/**
 * Shows a changed report to whoever must act on it now, and takes the buttons from everybody else. A coordinator is
 * written to when it is their turn: while the host has yet to confirm, the report only stands in their Home.
 */
export async function showReport(
  trx: Trx,
  teamId: string,
  report: Report,
  demand: Demand | undefined,
): Promise<void> {
  await refreshView(trx, teamId, `report_request:${report.id}:`);
  await refreshView(trx, teamId, `report_review:${report.id}:`);
  const concerned = await askWhoseTurn(trx, teamId, report, demand);
  const people = report.experts.map(({ userId }) => userId);
  // What is accepted moves the programme's figures, which the bureau watches.
  const watching = report.state === 'accepted' ? await listBureau(trx, teamId) : [];
  await enqueueHomes(
    trx,
    teamId,
    [report.author, report.recordedBy, ...people, ...concerned, ...watching],
    [report.id, ...(await listClaimsServed(trx, teamId, report))],
  );
}

/** Asks whoever must act on the report as it stands, and nobody twice. Returns all hosts and coordinators concerned. */
export async function askWhoseTurn(
  trx: Trx,
  teamId: string,
  report: Report,
  demand: Demand | undefined,
): Promise<string[]> {
  const hosts = demand ? await keepReachable(trx, teamId, await listHostUsers(trx, teamId, demand)) : [];
  const coordinators = await listCoordinators(trx, teamId, { district: ownerDistrict(report) });
  const askedAt = report.amendment?.askedAt.epochMilliseconds;
  const showing = askedAt === undefined ? report.version : `${report.version}:${askedAt}`;
  const ask = (kind: string, target: string) =>
    enqueueView(trx, {
      // A mended report, or what its author asks to change, is shown in a new message, so that it is seen.
      ...{ teamId, key: `${kind}:${report.id}:${target}:${showing}`, kind, target },
      ref: { reportId: report.id },
    });
  if (report.state === 'submitted') for (const host of hosts) await ask('report_request', host);
  if (waitsForCoordinator(report)) for (const one of coordinators) await ask('report_review', one);
  return [...hosts, ...coordinators];
}

/** Tells those of these people who can be reached, once, what happened; never the one who did it. */
export async function tellOfReport(
  trx: Trx,
  {
    teamId,
    report,
    auditId,
    actor,
    to,
  }: { teamId: string; report: Report; auditId: number; actor: string; to: readonly (string | undefined)[] },
): Promise<void> {
  for (const target of await keepReachable(trx, teamId, to)) {
    if (target === actor) continue;
    await enqueueNotice(trx, {
      ...{ teamId, key: `notice:${auditId}:${target}`, kind: 'report_notice', target },
      ref: { reportId: report.id, auditId: String(auditId) },
    });
  }
}
