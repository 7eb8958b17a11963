import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Expert } from '../directory/expert.ts';
import type { Blanket } from './blanket.ts';
import { BLANKET_ROW, type BlanketRow, blanketOf } from './blanket-row.ts';
import { type ConsentJson, type Given, givenOf } from './consent-sql.ts';

/**
 * For the query around it, beside rows `expert` and `employer`: that employer's yes in advance that lasts longest. What
 * was said of one person before their registration was verified anew covers nothing: the new employer has not said yes.
 * Nobody says yes to themselves or to whom they assist, and no employer for those who pledge themselves.
 */
export const BLANKET = sql<ConsentJson | null>`(
  select jsonb_build_object('kind', 'blanket', 'document_no', one.document_no, 'date', one.date, 'until', one.until,
    'given_by', one.given_by, 'on_behalf', one.on_behalf, 'blanket_id', one.blanket_id)
  from (
    select consent.document_no, consent.date, consent.until, consent.given_by, consent.on_behalf,
      null::text as blanket_id
    from consent
    where consent.team_id = expert.team_id and consent.expert_id = expert.id and consent.kind = 'blanket'
      and consent.blanket_id is null and consent.recorded_at >= expert.verified_at
      and employer.id = coalesce((select c.employer_id from claim c where c.team_id = consent.team_id
        and c.id = coalesce(consent.claim_id, consent.former_claim_id)), expert.employer_id)
    union all
    select b.document_no, b.date, b.until, b.recorded_by, b.on_behalf, b.id
    from blanket b
    where b.team_id = expert.team_id and b.employer_id = employer.id and b.ended_at is null
      and (b.expert_id is null or b.expert_id = expert.id and b.recorded_at >= expert.verified_at)
      and b.recorded_by is distinct from expert.user_id and b.recorded_by is distinct from expert.assistant_user
  ) one
  where not expert.own_pledge
  order by one.until desc
  limit 1)`;

/** The same for one expert and the employer for which they go, as it is now. */
export async function findBlanketFor(
  db: Db,
  teamId: string,
  { id, employerId }: Pick<Expert, 'id' | 'employerId'>,
): Promise<Given | undefined> {
  const { rows } = await sql<{ blanket: ConsentJson | null }>`
    select ${BLANKET} as blanket from expert
    join organisation employer on employer.team_id = expert.team_id and employer.id = ${employerId}
      and employer.id in (expert.employer_id, expert.second_employer_id)
    where expert.team_id = ${teamId} and expert.id = ${id}`.execute(db);
  const blanket = rows[0]?.blanket;
  return blanket ? givenOf(blanket) : undefined;
}

/** The part of a statement that finds it unended, and keeps it so until the statement is done. */
export function holdBlanket(teamId: string, given: Given | undefined): RawBuilder<unknown> {
  return sql`covering as (
      select b.id from blanket b
      where b.team_id = ${teamId} and b.id = ${given?.blanketId} and b.ended_at is null
      for share
    )`;
}

/** Holds where nothing rests on one that has to. */
export function blanketHolds(given: Given | undefined): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${given?.blanketId === undefined}::boolean or exists (select 1 from covering))`;
}

/** The part of a statement that keeps a yes in advance with the consent of its part `of`, so that it can be ended. */
export function blanketWith(
  of: RawBuilder<unknown>,
  teamId: string,
  given: Given | undefined,
  now: Temporal.Instant,
): RawBuilder<unknown> {
  const { documentNo, date, until } = given?.consent ?? {};
  return sql`in_advance as (
      insert into blanket (team_id, id, employer_id, expert_id, document_no, date, until, recorded_by, on_behalf,
        recorded_at)
      select ${teamId}, ${given?.blanketId}, coalesce(c.employer_id, e.employer_id), e.id, ${documentNo}, ${date}::date, ${until}::date,
        ${given?.by}, ${given?.onBehalf}::boolean, ${now}::timestamptz
      from ${of} of_claim
      join claim c on c.team_id = ${teamId} and c.id = of_claim.claim_id
      join expert e on e.team_id = c.team_id and e.id = c.expert_id
      where ${given?.blanketId !== undefined}::boolean
    )`;
}

export interface NewBlanket {
  teamId: string;
  /** Made when the form was opened: sent twice it is one. */
  id: string;
  employerId: string;
  expertId: string | undefined;
  documentNo: string;
  date: string;
  until: string;
  by: string;
  onBehalf: boolean;
  now: Temporal.Instant;
}

/** False when it is there already. */
export async function insertBlanket(trx: Trx, one: NewBlanket): Promise<boolean> {
  const row = await trx
    .insertInto('blanket')
    .values({
      team_id: one.teamId,
      id: one.id,
      employer_id: one.employerId,
      expert_id: one.expertId ?? null,
      document_no: one.documentNo,
      date: one.date,
      until: one.until,
      recorded_by: one.by,
      on_behalf: one.onBehalf,
      recorded_at: one.now,
      ended_at: null,
      ended_by: null,
    })
    .onConflict((oc) => oc.columns(['team_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends it; false when it has ended before. Whoever claims by it at this moment is waited for. */
export async function endBlanketNow(
  trx: Trx,
  { teamId, id, by, now }: { teamId: string; id: string; by: string; now: Temporal.Instant },
): Promise<boolean> {
  const row = await trx
    .updateTable('blanket')
    .set({ ended_at: now, ended_by: by })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** It goes on as before; false when it does. */
export async function resumeBlanket(trx: Trx, teamId: string, id: string): Promise<boolean> {
  const row = await trx
    .updateTable('blanket')
    .set({ ended_at: null, ended_by: null })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('ended_at', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Locked, so that nobody claims by it before the transaction ends: have any done so already? */
export async function hasPassed(trx: Trx, teamId: string, id: string): Promise<boolean> {
  await sql`select id from blanket where team_id = ${teamId} and id = ${id} for update`.execute(trx);
  const row = await trx
    .selectFrom('consent')
    .select('id')
    .where('team_id', '=', teamId)
    .where('blanket_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findBlanket(db: Db, teamId: string, id: string): Promise<Blanket | undefined> {
  const { rows } = await sql<{ blanket: BlanketRow }>`
    select ${BLANKET_ROW} as blanket from blanket b
    join organisation o on o.team_id = b.team_id and o.id = b.employer_id
    left join expert e on e.team_id = b.team_id and e.id = b.expert_id
    where b.team_id = ${teamId} and b.id = ${id}`.execute(db);
  return rows[0] && blanketOf(rows[0].blanket);
}
