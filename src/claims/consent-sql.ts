import { randomUUID } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tables } from '../db/tables.ts';
import type { Consent } from './consent.ts';

/** A home unit's yes, and who gave or recorded it. */
export interface Given {
  consent: Consent;
  by: string;
  /** A coordinator did it for the home unit. */
  onBehalf: boolean;
  /** The yes in advance by which it is given, or that is kept with it. */
  blanketId?: string | undefined;
}

/** A row that another query brings along: `to_jsonb(consent)`. */
export type ConsentJson = Omit<Selectable<Tables['consent']>, 'recorded_at'> & { is_over?: boolean };

/** For the query around it, beside a row `claim`: its consent, if any. */
export const CONSENT = sql<ConsentJson | null>`(
  select to_jsonb(consent) || jsonb_build_object('is_over', exists (select 1 from blanket b
    where b.team_id = consent.team_id and b.id = consent.blanket_id and b.ended_at is not null))
  from consent where consent.team_id = claim.team_id and consent.claim_id = claim.id)`;

/**
 * The part of a statement that keeps the yes with the claim of its part `of`, where there is one to keep; paper takes the
 * place of a telephone call. No row when there is a consent already.
 */
export function consentRow(
  of: RawBuilder<unknown>,
  teamId: string,
  given: Given | undefined,
  now: Temporal.Instant,
): RawBuilder<unknown> {
  const { kind, documentNo, date, until } = given?.consent ?? {};
  return sql`insert into consent (team_id, id, expert_id, claim_id, kind, document_no, date, until, given_by, on_behalf,
      recorded_at, blanket_id)
    select ${teamId}, ${randomUUID()}, ${of}.expert_id, ${of}.id, ${kind}, ${documentNo}, ${date}::date,
      ${until}::date, ${given?.by}, ${given?.onBehalf}::boolean, ${now}::timestamptz, ${given?.blanketId}
    from ${of} where ${given !== undefined}::boolean
    on conflict on constraint consent_one_per_claim do update set kind = excluded.kind,
      document_no = excluded.document_no, date = excluded.date, until = excluded.until,
      given_by = excluded.given_by, on_behalf = excluded.on_behalf, recorded_at = excluded.recorded_at,
      blanket_id = excluded.blanket_id
    where consent.kind = 'phone'
    returning claim_id`;
}

export function consentOf({ kind, document_no, date, until, is_over: isOver }: ConsentJson): Consent {
  return { kind, documentNo: document_no, date, until: until ?? undefined, isOver };
}

export function givenOf(row: ConsentJson): Given {
  return {
    consent: consentOf(row),
    by: row.given_by,
    onBehalf: row.on_behalf,
    blanketId: row.blanket_id ?? undefined,
  };
}
