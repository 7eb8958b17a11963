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
}

/** A row that another query brings along: `to_jsonb(consent)`. */
export type ConsentJson = Omit<Selectable<Tables['consent']>, 'recorded_at'>;

/** For the query around it, beside a row `claim`: its consent, if any. */
export const CONSENT = sql<ConsentJson | null>`(
  select to_jsonb(consent) from consent where consent.team_id = claim.team_id and consent.claim_id = claim.id)`;

/**
 * For the query around it, beside rows `expert` and `employer`: that employer's consent for a term that lasts longest. Given before the
 * registration was verified anew it covers nothing: the new employer has not said yes.
 */
export const BLANKET_CONSENT = sql<ConsentJson | null>`(
  select to_jsonb(consent) from consent
  where consent.team_id = expert.team_id and consent.expert_id = expert.id and consent.kind = 'blanket'
    and consent.recorded_at >= expert.verified_at
    and employer.id = coalesce((select c.employer_id from claim c where c.team_id = consent.team_id
      and c.id = coalesce(consent.claim_id, consent.former_claim_id)), expert.employer_id)
  order by consent.until desc
  limit 1)`;

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
      recorded_at)
    select ${teamId}, ${randomUUID()}, ${of}.expert_id, ${of}.id, ${kind}, ${documentNo}, ${date}::date,
      ${until}::date, ${given?.by}, ${given?.onBehalf}::boolean, ${now}::timestamptz
    from ${of} where ${given !== undefined}::boolean
    on conflict on constraint consent_one_per_claim do update set kind = excluded.kind,
      document_no = excluded.document_no, date = excluded.date, until = excluded.until,
      given_by = excluded.given_by, on_behalf = excluded.on_behalf, recorded_at = excluded.recorded_at
    where consent.kind = 'phone'
    returning claim_id`;
}

export function consentOf({ kind, document_no, date, until }: ConsentJson): Consent {
  return { kind, documentNo: document_no, date, until: until ?? undefined };
}

export function givenOf(row: ConsentJson): Given {
  return { consent: consentOf(row), by: row.given_by, onBehalf: row.on_behalf };
}
