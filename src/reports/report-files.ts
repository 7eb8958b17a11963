import type { Db, Trx } from '../db/open.ts';
import type { GivenFile } from '../slack/files.ts';

/** Keeps which files belong to one version of the report, in the order in which they were added. */
export async function keepFiles(
  trx: Trx,
  { teamId, reportId, version }: { teamId: string; reportId: string; version: number },
  files: readonly GivenFile[],
): Promise<void> {
  if (files.length === 0) return;
  const ofVersion = { team_id: teamId, report_id: reportId, version };
  await trx
    .insertInto('report_file')
    .values(files.map(({ id, ...file }, i) => ({ ...ofVersion, no: i + 1, file_id: id, ...file })))
    .execute();
}

/** The files of these reports' versions of today. */
export async function listFilesIn(
  db: Db,
  teamId: string,
  reportIds: readonly string[],
): Promise<{ reportId: string; file: GivenFile }[]> {
  if (reportIds.length === 0) return [];
  const rows = await db
    .selectFrom('report_file')
    .innerJoin('report', (join) =>
      join
        .onRef('report.team_id', '=', 'report_file.team_id')
        .onRef('report.id', '=', 'report_file.report_id')
        .onRef('report.version', '=', 'report_file.version'),
    )
    .select(['report_id', 'file_id', 'name', 'type', 'size', 'link'])
    .where('report_file.team_id', '=', teamId)
    .where('report_id', 'in', [...reportIds])
    .orderBy('no')
    .execute();
  return rows.map(({ report_id, file_id, name, type, size, link }) => ({
    reportId: report_id,
    file: { id: file_id, name, type, size, link },
  }));
}
