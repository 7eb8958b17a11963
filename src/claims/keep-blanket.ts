import { recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { type ExpertAtUnit, holdExpert, holdUnit, type Unit } from './advance-sql.ts';
import { readersOf, tellOfBlanket } from './advance-tell.ts';
import { insertBlanket } from './blanket-sql.ts';
import type { Doer } from './enter.ts';

/** What a unit agrees to. */
export interface SaidInAdvance {
  /** Made when it was asked: sent twice it is one. */
  id: string;
  unit: Unit;
  /** Undefined: all of the unit. */
  about: ExpertAtUnit | undefined;
  documentNo: string;
  /** 'YYYY-MM-DD' in the programme's zone, as is `until`. */
  date: string;
  until: string;
}

/**
 * Writes the yes in advance down and tells the unit's other contacts, and the one expert whom it is about. Returns the
 * act's id in the audit trail; undefined when it is there already, 'merged' when whoever it is about was merged meanwhile.
 */
export async function keepBlanket(
  trx: Trx,
  { programme, userId, onBehalfOf, how, now, cause }: Doer,
  { id, unit, about, documentNo, date, until }: SaidInAdvance,
): Promise<number | 'merged' | undefined> {
  const { teamId } = programme;
  const expertId = about?.expert.id;
  if (!(await holdUnit(trx, teamId, unit.id))) return 'merged';
  if (expertId !== undefined && !(await holdExpert(trx, teamId, expertId))) return 'merged';
  const blanket = { teamId, id, employerId: unit.id, expertId, documentNo, date, until, by: userId, now };
  if (!(await insertBlanket(trx, { ...blanket, onBehalf: onBehalfOf !== undefined }))) return undefined;
  const auditId = await recordAct(trx, {
    teamId,
    act: 'record_blanket',
    actor: userId,
    onBehalfOf,
    objectKind: 'blanket',
    objectId: id,
    now,
    cause,
    how,
    details: { employer: unit.id, expert: expertId ?? null, until, document_no: documentNo },
  });
  const users = [...unit.contacts, ...readersOf(about)];
  await tellOfBlanket(trx, { teamId, userId }, { id, auditId, users });
  await enqueueHomes(trx, teamId, [userId, ...unit.contacts, ...(about?.homeUnitUsers ?? [])], [id]);
  return auditId;
}
