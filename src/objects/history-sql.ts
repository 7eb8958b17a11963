import { sql } from 'kysely';
import { DESK } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { RECORDED_ACTS, type RecordedAct } from '../db/recorded-acts.ts';
import { ENTRIES_A_PAGE, type Entry, readAct, type Thing } from './history.ts';

export interface HistoryAsk {
  teamId: string;
  things: readonly Pick<Thing, 'kind' | 'id'>[];
  /** Also what was written down beside these: who was asked, links, calls, dates, and what was agreed to in advance. */
  beside: boolean;
  /** Only these; all where it is left out. */
  acts?: readonly RecordedAct[] | undefined;
  /** From 1. */
  page: number;
}

interface Row {
  id: number;
  act: string;
  at: Temporal.Instant;
  actor: string;
  name: string | null;
  on_behalf_of: string | null;
  deputy_of: string | null;
  object_kind: string;
  object_id: string;
  details: Record<string, unknown>;
  undone: boolean;
  total: number;
}

/** A page of what was done to these things, the latest first, and how much there is of it: each is found by its index. */
export async function listHistory(
  db: Db,
  { teamId, things, beside, acts = RECORDED_ACTS, page }: HistoryAsk,
): Promise<{ entries: Entry[]; total: number }> {
  const kinds = things.map(({ kind }) => kind);
  const ids = things.map(({ id }) => id);
  const of = (kind: string) =>
    sql`any(${beside ? things.flatMap((one) => (one.kind === kind ? one.id : [])) : []}::text[])`;
  const any = sql`any(${beside ? ids : []}::text[])`;
  const { rows } = await sql<Row>`/* name: list_history */
    with about as (
      select * from unnest(${kinds}::text[], ${ids}::text[]) as named (kind, id)
      union select 'ask_round', r.id from ask_round r where r.team_id = ${teamId} and r.demand_id = ${of('demand')}
      union select 'answer_link', l.id from answer_link l where l.team_id = ${teamId} and l.claim_id = ${of('claim')}
      union select 'answer_link', l.id from answer_link l where l.team_id = ${teamId} and l.report_id = ${of('report')}
      union select 'blanket', b.id from blanket b where b.team_id = ${teamId} and b.expert_id = ${of('expert')}
      union select 'blanket', b.id from blanket b where b.team_id = ${teamId} and b.employer_id = ${of('unit')}
      union select 'blocked_dates', d.id from blocked_dates d
        where d.team_id = ${teamId} and d.expert_id = ${of('expert')}
      union select 'telephone_line', t.id::text from telephone_line t where t.team_id = ${teamId} and t.about = ${any}
    ), done as (
      select a.id, a.act, a.at, a.actor, a.on_behalf_of, a.object_kind, a.object_id, a.details,
        (count(*) over ())::integer as total
      from about join audit a on a.team_id = ${teamId} and a.object_kind = about.kind and a.object_id = about.id
      where a.outcome = 'done' and a.act = any(${[...acts]}::text[])
      order by a.id desc limit ${ENTRIES_A_PAGE} offset ${(page - 1) * ENTRIES_A_PAGE}
    )
    select done.*, who.name, coalesce(away.name, done.details ->> 'deputy_of') as deputy_of,
      exists (select 1 from audit u where u.team_id = ${teamId} and u.object_kind = done.object_kind
        and u.object_id = done.object_id and u.act = 'undo' and u.outcome = 'done'
        and u.details ->> 'undoes' = done.id::text) as undone
    from done
    left join slack_user who on who.team_id = ${teamId} and who.user_id = done.actor and done.actor <> ${DESK}
    left join slack_user away on away.team_id = ${teamId} and away.user_id = done.details ->> 'deputy_of'
    order by done.id desc`.execute(db);
  return { entries: rows.flatMap(entryOf), total: rows[0]?.total ?? 0 };
}

/** An act of another release has no sentence here. */
function entryOf(row: Row): Entry[] {
  const act = readAct(row.act);
  if (!act) return [];
  return [
    {
      id: row.id,
      act,
      at: row.at,
      actor: row.actor,
      name: row.name ?? undefined,
      onBehalfOf: row.on_behalf_of ?? undefined,
      deputyOf: row.deputy_of ?? undefined,
      kind: row.object_kind,
      objectId: row.object_id,
      details: row.details,
      undone: row.undone,
    },
  ];
}
