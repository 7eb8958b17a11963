import { sql } from 'kysely';
import type { Blanket } from './blanket.ts';

export interface BlanketRow {
  id: string;
  employer_id: string;
  employer: string;
  expert_id: string | null;
  expert: string | null;
  document_no: string;
  date: string;
  until: string;
  recorded_by: string;
  on_behalf: boolean;
  is_ended: boolean;
  passed: number;
}

/** A yes in advance as it is read, for the query around it: beside rows `b` of `blanket`, `o` of its unit, and `e` of its expert, if any. */
export const BLANKET_ROW = sql<BlanketRow>`jsonb_build_object('id', b.id, 'employer_id', b.employer_id,
  'employer', o.name, 'expert_id', b.expert_id, 'expert', e.name, 'document_no', b.document_no, 'date', b.date,
  'until', b.until, 'recorded_by', b.recorded_by, 'on_behalf', b.on_behalf, 'is_ended', b.ended_at is not null,
  'passed', (select count(*) from consent c where c.team_id = b.team_id and c.blanket_id = b.id))`;

export function blanketOf(row: BlanketRow): Blanket {
  return {
    id: row.id,
    employerId: row.employer_id,
    employer: row.employer,
    expert: row.expert_id === null ? undefined : { id: row.expert_id, name: row.expert ?? '' },
    documentNo: row.document_no,
    date: row.date,
    until: row.until,
    recordedBy: row.recorded_by,
    onBehalf: row.on_behalf,
    isEnded: row.is_ended,
    passed: row.passed,
  };
}
