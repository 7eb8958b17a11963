import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../src/db/open.ts';
import { insertReport } from '../../src/reports/repository.ts';
import { insertExpert, NOW, TEAM } from './rows.ts';

export interface Accepted {
  id: string;
  expertIds: string[];
}

let numbers = 0;

/** An accepted report of so many experts, due to be recorded, as the act leaves it. */
export async function insertAccepted(db: Db, { experts = 1, summary = '现场诊断' } = {}): Promise<Accepted> {
  const expertIds: string[] = [];
  for (let i = 0; i < experts; i += 1) expertIds.push(await insertExpert(db, { name: `专家${i + 1}` }));
  numbers += 1;
  const id = await db.transaction().execute(async (trx) => {
    const filed = await insertReport(trx, {
      teamId: TEAM,
      number: `BG-2013-${randomUUID().slice(0, 8)}${numbers}`,
      year: 2013,
      author: 'U0AUTHOR',
      recordedBy: undefined,
      now: NOW,
      content: {
        demandId: undefined,
        title: '齿轮箱噪声诊断',
        actionLine: 'tech_sme',
        form: undefined,
        districts: ['binhai'],
        serviceStart: '2013-10-12',
        serviceEnd: '2013-10-13',
        days: 1.5,
        place: '测试车间',
        expertIds,
        metrics: { problems_solved: 2 },
        summary,
        typicalStory: '',
        nextSteps: '',
        news: '',
        files: [],
      },
    });
    return filed.id;
  });
  await changeReport(db, id, { state: 'accepted' });
  return { id, expertIds };
}

/** Changes a report under the desk's feet, and says that it is due. */
export async function changeReport(
  db: Db,
  id: string,
  change: { state?: 'accepted' | 'voided'; days?: number; summary?: string },
): Promise<void> {
  await db.updateTable('report').set(change).where('team_id', '=', TEAM).where('id', '=', id).execute();
  await sql`insert into record_due (team_id, report_id, due_at) values (${TEAM}, ${id}, ${NOW})`.execute(db);
}
