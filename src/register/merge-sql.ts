import { sql } from 'kysely';
import { z } from 'zod';
import type { Trx } from '../db/open.ts';
import type { Pair } from '../people.ts';
import type { Room } from '../room.ts';
import { referencesTo } from './holdings-sql.ts';
import { type Moved, movedRows, replace, takeBack } from './replace-sql.ts';

const TABLES = { expert: 'expert', unit: 'organisation' } as const;

/** Both rows, held against whoever would write of them; false when one of them was merged before. */
export async function holdPair(trx: Trx, { teamId, kind, from, into }: Pair): Promise<boolean> {
  const table = sql.table(TABLES[kind]);
  const { rows } = await sql<{ id: string; merged_into: string | null }>`
    select id, merged_into from ${table} where team_id = ${teamId} and id in (${from}, ${into})
    order by id for update`.execute(trx);
  return rows.length === 2 && rows.every(({ merged_into }) => merged_into === null);
}

/** What the trail keeps of a merge, so that it can be taken back. */
export const keptMerge = z.object({
  kind: z.enum(['expert', 'unit']),
  from: z.string(),
  /** The account that went over, and where the registration stood. */
  account: z.string().nullable(),
  /** Who assisted the one that went: two that are one have the one's assistant. */
  assistant: z.string().nullable().default(null),
  state: z.enum(['registered', 'verified', 'returned']).nullable(),
  moved: movedRows,
});

export type KeptMerge = z.output<typeof keptMerge>;

/** Every reference follows, and then the one points to the other: the keys see to it that neither was merged meanwhile. */
export async function mergePair(trx: Trx, rooms: readonly Room[], pair: Pair): Promise<KeptMerge> {
  const { teamId, kind, from, into } = pair;
  for (const { people } of rooms) await people?.prepare?.(trx, pair);
  const moved: Moved[] = [];
  for (const reference of referencesTo(rooms, kind)) {
    const one = await replace(trx, reference, pair);
    if (one.rows.length + one.dropped.length > 0) moved.push(one);
  }
  const { account = null, assistant = null, state = null } = kind === 'expert' ? await point(trx, pair) : {};
  if (kind === 'unit')
    await sql`update organisation set ${pointTo(into)} where team_id = ${teamId} and id = ${from}`.execute(
      trx,
    );
  for (const { people } of rooms) await people?.settle?.(trx, pair);
  return { kind, from, account, assistant, state, moved };
}

/** Told to the keys as well, which hold that it is one that stays. */
function pointTo(into: string) {
  return sql`merged_into = ${into}, stays = false, into_one_that_stays = true`;
}

const STAYS = sql`merged_into = null, stays = true, into_one_that_stays = null`;

interface Before {
  account: string | null;
  assistant: string | null;
  state: 'registered' | 'verified' | 'returned';
}

/** The account goes over first: it is one expert's at a time. */
async function point(trx: Trx, { teamId, from, into }: Pair): Promise<Partial<Before>> {
  const { rows } = await sql<Before>`
    select user_id as account, assistant_user as assistant, state from expert where team_id = ${teamId} and id = ${from}`.execute(
    trx,
  );
  await sql`update expert set ${pointTo(into)}, state = 'returned', user_id = null, assistant_user = null
    where team_id = ${teamId} and id = ${from}`.execute(trx);
  const account = rows[0]?.account;
  if (account)
    await sql`update expert set user_id = ${account} where team_id = ${teamId} and id = ${into}`.execute(trx);
  return rows[0] ?? {};
}

/** Two again, with what each had; false when anything of it is no longer as the merge left it. */
export async function splitPair(
  trx: Trx,
  rooms: readonly Room[],
  { teamId, into }: { teamId: string; into: string },
  { kind, from, account, assistant, state, moved }: KeptMerge,
): Promise<boolean> {
  const table = sql.table(TABLES[kind]);
  await sql`select 1 from ${table} where team_id = ${teamId} and id in (${from}, ${into})
    order by id for update`.execute(trx);
  if (account)
    await sql`update expert set user_id = null
      where team_id = ${teamId} and id = ${into} and user_id = ${account}`.execute(trx);
  const { numAffectedRows = 0n } = await (kind === 'expert'
    ? sql`update expert set ${STAYS}, state = ${state}, user_id = ${account}, assistant_user = ${assistant}
        where team_id = ${teamId} and id = ${from} and merged_into = ${into}`
    : sql`update organisation set ${STAYS}
        where team_id = ${teamId} and id = ${from} and merged_into = ${into}`
  ).execute(trx);
  if (numAffectedRows !== 1n) return false;
  return putBack(trx, rooms, { teamId, from, into }, kind, moved);
}

/** Every row that followed goes back, the last one first. */
export async function putBack(
  trx: Trx,
  rooms: readonly Room[],
  one: { teamId: string; from: string; into: string },
  kind: 'expert' | 'unit' | 'account',
  moved: readonly Moved[],
): Promise<boolean> {
  const references = referencesTo(rooms, kind);
  for (const each of moved.toReversed()) {
    const reference = references.find(
      ({ table, column, within = 'alone' }) =>
        table === each.table && column === each.column && within === each.within,
    );
    if (!reference || !(await takeBack(trx, reference, one, each))) return false;
  }
  return true;
}
