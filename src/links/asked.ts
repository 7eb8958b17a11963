import { readCase } from '../claims/case-sql.ts';
import { enterClaim, explainClaim } from '../claims/enter.ts';
import type { How } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { programmeOf } from '../programme/repository.ts';
import { readReportAround } from '../reports/around-sql.ts';
import { explainReport } from '../reports/explain-report.ts';
import { findReport } from '../reports/listings.ts';
import { whoseReport } from '../reports/tell.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { type AnswerLink, type Asked, asksAboutClaim, asksAboutReport } from './link.ts';
import type { LinkedKind } from './request-sql.ts';
import { enterUnitRequest, readAskedUnit } from './unit-asked.ts';

export type LinkEntry = { refusal: Message } | { refusal?: undefined; asked: Asked; how: How | undefined };

/** The request, for a coordinator who may answer it for whoever is asked; or the sentence that says why not. */
export async function enterRequest(deps: Deps, ask: Ask, kind: LinkedKind, id: string): Promise<LinkEntry> {
  switch (kind) {
    case 'claim':
      return enterClaimRequest(deps, ask, id);
    case 'report':
      return enterReportRequest(deps, ask, id);
    case 'unit':
      return enterUnitRequest(deps, ask, id);
  }
}

async function enterClaimRequest(deps: Deps, ask: Ask, id: string): Promise<LinkEntry> {
  const entry = await enterClaim(deps, ask, 'make_link', id);
  if (entry.refusal) return { refusal: entry.refusal };
  const { claimCase, doer } = entry;
  const asks = asksAboutClaim(claimCase);
  if (!asks) return { refusal: await explainClaim(deps, ask, doer, claimCase) };
  return { asked: { asks, claimCase, programme: doer.programme }, how: doer.how };
}

async function enterReportRequest(deps: Deps, ask: Ask, id: string): Promise<LinkEntry> {
  const { db } = deps;
  const { teamId, locale, reader } = ask;
  const [report, around] = await Promise.all([findReport(db, teamId, id), readReportAround(db, ask, id)]);
  if (!report) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { year } = report;
  const leave = await grantLeave(deps, ask, actorOf(reader, around.roles), {
    act: 'make_link',
    // A report is of no system: its district and the bureau answer for the host.
    whose: { ...whoseReport(report, around), systems: [] },
    object: { kind: 'report', id },
    year,
  });
  if (leave.refusal) return { refusal: leave.refusal };
  if (!asksAboutReport(report)) return { refusal: await explainReport(deps, ask, report) };
  const programme = await programmeOf(db, { teamId, year }, reader.tz);
  return { asked: { asks: 'report', report, around, programme }, how: leave.how };
}

/**
 * The request of a link as it stands; undefined where the thing isn't there any more.
 *
 * @param zone the reader's own, where it is known
 */
export async function readAsked(
  db: Db,
  teamId: string,
  { asks, claimId = '', reportId = '', unitId = '', until = '', madeBy }: AnswerLink,
  zone?: string,
): Promise<Asked | undefined> {
  if (asks === 'blanket') return readAskedUnit(db, teamId, { unitId, until }, zone);
  if (asks === 'report') {
    const [report, around] = await Promise.all([
      findReport(db, teamId, reportId),
      readReportAround(db, { teamId, userId: madeBy }, reportId),
    ]);
    if (!report) return undefined;
    return { asks, report, around, programme: await programmeOf(db, { teamId, year: report.year }, zone) };
  }
  const claimCase = await readCase(db, teamId, claimId);
  if (!claimCase) return undefined;
  return { asks, claimCase, programme: await programmeOf(db, { teamId, year: claimCase.demand.year }, zone) };
}
