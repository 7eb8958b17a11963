import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { ObjectNumber } from './numbers.ts';
import type { ObjectRef } from './object.ts';

/** What has this number in the workspace, of whatever year; of a record its report. */
export async function findByNumber(
  db: Db,
  teamId: string,
  { series, number }: ObjectNumber,
): Promise<ObjectRef | undefined> {
  const { rows } = await selectOf();
  const id = rows[0]?.id;
  return id === undefined ? undefined : { kind: KINDS[series], id };

  function selectOf() {
    switch (series) {
      case 'XQ':
        return sql<{ id: string }>`/* name: find_numbered_demand */
          select id from demand where team_id = ${teamId} and number = ${number}`.execute(db);
      case 'RL':
        return sql<{ id: string }>`/* name: find_numbered_claim */
          select id from claim where team_id = ${teamId} and number = ${number}`.execute(db);
      case 'BG':
        return sql<{ id: string }>`/* name: find_numbered_report */
          select id from report where team_id = ${teamId} and number = ${number}`.execute(db);
      case 'FW': {
        const [, year, no] = number.split('-').map(Number);
        return sql<{ id: string }>`/* name: find_numbered_record */
          select report_id as id from service_record
          where team_id = ${teamId} and year = ${year} and no = ${no}`.execute(db);
      }
    }
  }
}

const KINDS = { XQ: 'demand', RL: 'claim', BG: 'report', FW: 'report' } as const;
