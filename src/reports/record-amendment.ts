import type { How } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { actsFor, ownSideOf } from '../directory/acts-for.ts';
import { coordinatorsAround } from '../directory/around.ts';
import { recordInside } from '../outbox/act-sql.ts';
import type { Ask } from '../slack/interaction.ts';
import { readReportAround } from './around-sql.ts';
import { findReport } from './listings.ts';
import { ownerDistrict, type Report } from './report.ts';
import { marksOf, newsOf, turnOf } from './tell.ts';

export interface Amended {
  act: 'amend_report' | 'ask_amendment' | 'return_amendment';
  before: Report;
  reason: string;
  onBehalfOf: string | undefined;
  how: How | undefined;
  /** The numbered corrections that it consists of, in a closed year. */
  corrections?: readonly number[];
}

/** Records it, shows it, and tells whom it concerns: of new figures also those named before and now, and coordinators. */
export async function recordAmendment(
  trx: Trx,
  ask: Ask,
  { act, before, reason, onBehalfOf, how, corrections }: Amended,
): Promise<'done'> {
  const { teamId, userId: actor, now, cause } = ask;
  const named = before.experts.flatMap(ownSideOf);
  const report = await findReport(trx, teamId, before.id);
  if (!report) throw new Error('a report that was just changed is gone');
  const around = await readReportAround(trx, ask, before.id, named);
  const experts = [...before.experts, ...report.experts].flatMap((one) => actsFor(one, around.gone));
  const coordinators = coordinatorsAround(around, { district: ownerDistrict(report) });
  const to = {
    amend_report: [report.author, report.recordedBy, ...experts, ...coordinators],
    // Coordinators read it in the message that asks them to decide.
    ask_amendment: [],
    return_amendment: [report.author],
  };
  const details = { reason, version: before.version, ...(corrections && { corrections }) };
  const object = { objectKind: 'report', objectId: before.id };
  await recordInside(
    trx,
    { teamId, act, actor, onBehalfOf, ...object, now, cause, details, how },
    {
      asked: turnOf(teamId, report, around),
      told: newsOf(teamId, report, around, { actor, to: to[act] }),
      ...marksOf(report, around),
    },
  );
  return 'done';
}
