import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { addContact } from '../directory/organisations.ts';
import type { Demand, DemandState } from './demand.ts';
import { demandOf } from './demand-row.ts';

export interface Decision {
  teamId: string;
  id: string;
  /** The states this decision is a step from; anything else means somebody decided before. */
  from: readonly DemandState[];
  now: Temporal.Instant;
}

/** Publishes the need: makes its slots, and its contact the host unit's. Undefined when it was decided before. */
export async function publishDemand(
  trx: Trx,
  decision: Decision & { by: string },
): Promise<Demand | undefined> {
  const { teamId, id, by, now } = decision;
  const demand = await moveDemand(trx, decision, { state: 'published', reason: null, published_at: now });
  if (!demand) return undefined;
  await sql`insert into slot (team_id, demand_id, no)
    select ${teamId}, ${id}, generate_series(1, ${demand.expertSlots}::integer)`.execute(trx);
  if (demand.contactUser)
    await addContact(trx, {
      ...{ teamId, organisationId: demand.hostUnitId, userId: demand.contactUser, by, now },
    });
  return demand;
}

/** The district has checked it; the bureau publishes (published_by = 'bureau'). Undefined when it was decided before. */
export async function forwardDemand(trx: Trx, decision: Decision): Promise<Demand | undefined> {
  return moveDemand(trx, decision, { state: 'bureau_review', reason: null });
}

/** Back to the poster to be mended. Undefined when it was decided before. */
export async function returnDemand(
  trx: Trx,
  decision: Decision & { reason: string },
): Promise<Demand | undefined> {
  return moveDemand(trx, decision, { state: 'returned', reason: decision.reason });
}

/** Not taken on, for good. Undefined when it was decided before. */
export async function rejectDemand(
  trx: Trx,
  decision: Decision & { reason: string },
): Promise<Demand | undefined> {
  return moveDemand(trx, decision, { state: 'rejected', reason: decision.reason });
}

/** One guarded statement: of two decisions at the same moment one wins. */
async function moveDemand(
  trx: Trx,
  { teamId, id, from, now }: Decision,
  change: { state: DemandState; reason: string | null; published_at?: Temporal.Instant },
): Promise<Demand | undefined> {
  const row = await trx
    .updateTable('demand')
    .set({ ...change, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returningAll()
    .executeTakeFirst();
  return row && demandOf(row);
}
