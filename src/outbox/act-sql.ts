import { type RawBuilder, sql } from 'kysely';
import { type Act, auditRow } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { toJson } from '../db/values.ts';
import { linesAmong, type Outgoing, rowOf, SHOW_AGAIN } from './enqueue.ts';
import type { Marks } from './marks.ts';
import { calledIn } from './telephone.ts';
import { keepLines } from './telephone-sql.ts';

/** What others hear and see of an act. */
export interface Said extends Partial<Marks> {
  /** Messages that ask or show something: one that was asked for before is shown again. Nobody else's act writes them. */
  asked?: readonly Outgoing[];
  /** Messages about this act, said once. */
  told?: readonly Outgoing[];
}

/** Stands for the act's id in the audit trail, in the keys and refs of what it says: the database alone knows it. */
export const THE_ACT = '{act}';

/**
 * The rest of an act whose change is the part `done` of the same statement, with one row if it took place: the audit row
 * (part `act`, with its id), all that is to be sent, and the mark. So an act is one statement, whole or not at all.
 */
export function recordAndSay(act: Act, said: Said): RawBuilder<unknown> {
  const { asked = [], told = [], views = [], people = [], about = [] } = said;
  const written = ({ target }: Outgoing) => calledIn(target) === undefined;
  const rows = [
    ...asked.filter(written).map((one) => rowOf('view', one)),
    ...told.filter(written).map((one) => rowOf('notice', one)),
  ];
  return sql`act as (
      ${auditRow(act)}
    ), said as (
      insert into outgoing (team_id, key, shape, kind, target, lane, parent_key, ref, unprompted)
      select ${act.teamId}, replace(o.key, ${THE_ACT}, act.id::text) as key, o.shape, o.kind, o.target, o.lane,
        o.parent_key, replace(o.ref::text, ${THE_ACT}, act.id::text)::jsonb, o.unprompted
      from act, jsonb_to_recordset(${toJson(onePerKey(rows))}) as o (key text, shape text, kind text, target text,
        lane text, parent_key text, ref jsonb, unprompted boolean)
      order by 2
      on conflict (team_id, key) do update set wanted = ${SHOW_AGAIN.wanted}, state = ${SHOW_AGAIN.state},
        attempts = ${SHOW_AGAIN.attempts}, next_at = ${SHOW_AGAIN.next_at},
        unprompted = outgoing.unprompted and excluded.unprompted,
        not_before = case when excluded.unprompted then outgoing.not_before end
      where outgoing.shape = 'view'
    ), marked as (
      insert into changed (team_id, views, people, about)
      select ${act.teamId}, ${unique(views)}::text[], ${unique(people)}::text[], ${unique(about)}::text[] from act
    )${callAlso(act, said)}`;
}

/** Most acts concern nobody without an account: their statement stays as it is. */
function callAlso({ teamId }: Act, { asked = [], told = [] }: Said): RawBuilder<unknown> {
  const lines = onePerKey([...linesAmong('view', asked), ...linesAmong('notice', told)]);
  if (lines.length === 0) return sql``;
  const complete = (text: RawBuilder<string>) => sql<string>`replace(${text}, ${THE_ACT}, act.id::text)`;
  return sql`, ${keepLines(teamId, lines, sql`, act`, complete)}`;
}

/** The same in a transaction that has made its change already. Returns the act's id in the audit trail. */
export async function recordInside(trx: Trx, act: Act, said: Said): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`with done as (select 1), ${recordAndSay(act, said)} select id from act`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error('an act that was recorded has no row');
  return row.id;
}

function onePerKey<T extends { key: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.toReversed().map((row) => [row.key, row])).values()];
}

function unique(all: readonly string[]): string[] {
  return [...new Set(all)];
}
