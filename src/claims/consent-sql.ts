import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { Claim } from './claim.ts';
import type { Consent } from './consent.ts';

export interface Given {
  teamId: string;
  claim: Pick<Claim, 'id' | 'expertId'>;
  by: string;
  onBehalf: boolean;
  now: Temporal.Instant;
}

/** Keeps the home unit's yes; paper takes the place of a telephone call. False when there is a consent already. */
export async function keepConsent(
  trx: Trx,
  { teamId, claim, by, onBehalf, now }: Given,
  { kind, documentNo, date, until = null }: Omit<Consent, 'until'> & { until?: string | null | undefined },
): Promise<boolean> {
  const said = {
    kind,
    document_no: documentNo,
    date,
    until,
    given_by: by,
    on_behalf: onBehalf,
    recorded_at: now,
  };
  const row = await trx
    .insertInto('consent')
    .values({ ...said, team_id: teamId, id: randomUUID(), expert_id: claim.expertId, claim_id: claim.id })
    .onConflict((oc) =>
      oc.constraint('consent_one_per_claim').doUpdateSet(said).where('consent.kind', '=', 'phone'),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findConsent(db: Db, teamId: string, claimId: string): Promise<Consent | undefined> {
  const row = await db
    .selectFrom('consent')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('claim_id', '=', claimId)
    .executeTakeFirst();
  return row && consentOf(row);
}

/**
 * The consent for a term that covers a service up to this day. Given before the registration was verified anew it
 * covers nothing: the new employer has not said yes.
 */
export async function findBlanketConsent(
  db: Db,
  teamId: string,
  expertId: string,
  upTo: string,
): Promise<(Consent & { by: string; onBehalf: boolean }) | undefined> {
  const row = await db
    .selectFrom('consent')
    .innerJoin('expert', (join) =>
      join.onRef('expert.team_id', '=', 'consent.team_id').onRef('expert.id', '=', 'consent.expert_id'),
    )
    .selectAll('consent')
    .where('consent.team_id', '=', teamId)
    .where('consent.expert_id', '=', expertId)
    .where('consent.kind', '=', 'blanket')
    .where('consent.until', '>=', upTo)
    .whereRef('consent.recorded_at', '>=', 'expert.verified_at')
    .orderBy('consent.until', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...consentOf(row), by: row.given_by, onBehalf: row.on_behalf };
}

function consentOf({ kind, document_no, date, until }: Selectable<Tables['consent']>): Consent {
  return { kind, documentNo: document_no, date, until: until ?? undefined };
}
