import type { Db } from '../db/open.ts';
import { selectActs } from '../directory/acts.ts';
import type { ReportAct } from './report.ts';

/** Who last did something with a report, and when: what a late click is told. With `auditId`, that one act. */
export async function findReportAct(
  db: Db,
  teamId: string,
  reportId: string,
  auditId?: number,
): Promise<ReportAct | undefined> {
  return findAct(db, teamId, { kind: 'report', id: reportId, auditId });
}

/** The same for a thing of any kind that the audit trail knows. */
export async function findAct(
  db: Db,
  teamId: string,
  { kind, id, auditId }: { kind: string; id: string; auditId?: number | undefined },
): Promise<ReportAct | undefined> {
  const row = await selectActs(db, teamId)
    .where('audit.object_kind', '=', kind)
    .where('audit.object_id', '=', id)
    .$if(auditId !== undefined, (query) => query.where('audit.id', '=', auditId ?? 0))
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { reason, of, link } = row.details;
  return {
    ...{ act: row.act, at: row.at, name: row.name ?? undefined },
    reason: typeof reason === 'string' ? reason : undefined,
    isExperts: of === 'expert',
    isByLink: typeof link === 'string',
  };
}
