import { type SqlBool, sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { askLeave } from '../directory/refuse.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { findEntry } from '../register/entries.ts';
import { holdAccounts } from '../register/holdings-sql.ts';
import { keptMerge, putBack, splitPair } from '../register/merge-sql.ts';
import { keptHandOver } from '../register/renderers.ts';
import type { Moved } from '../register/replace-sql.ts';
import type { RoomDeps } from '../room.ts';
import type { Ask } from '../slack/interaction.ts';
import { nothingSince, type Undoing } from './sql.ts';
import { type Entry, notFound } from './subject.ts';

/** It fell apart half-way: what was put back so far is not kept. */
class NoLongerSo extends Error {}

/** Two that were merged, or somebody whose work went to another. */
export async function enterRegister(
  deps: RoomDeps,
  ask: Ask,
  act: 'merge' | 'hand_over',
  id: string,
): Promise<Entry> {
  const { teamId, locale } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return notFound(ask);
  const { year } = programme;
  const one = act === 'merge' ? await findEntry(deps.db, teamId, id, { locale, year }) : undefined;
  if (act === 'merge' && !one) return notFound(ask);
  const kind = one ? (one.kind === 'expert' ? 'expert' : 'organisation') : 'slack_user';
  const { refusal } = await askLeave(deps, ask, act, one?.whose ?? {}, { kind, id });
  if (refusal) return { refusal };
  const people: (string | undefined)[] = [id, ask.userId, one?.expert?.userId];
  return {
    number: '',
    onBehalfOf: undefined,
    programme,
    async takeBack(trx, undoing) {
      if (act === 'merge') return split(trx, deps, undoing);
      const kept = keptHandOver.safeParse(undoing.done.details);
      if (kept.success) people.push(kept.data.to);
      return giveBack(trx, deps, undoing);
    },
    show: (trx) => enqueueHomes(trx, teamId, people, [id]),
  };
}

/** Nothing was done since to the one that stayed, nor to any of what followed. */
async function split(trx: Trx, { rooms }: RoomDeps, undoing: Undoing): Promise<boolean> {
  const { teamId, done } = undoing;
  const kept = keptMerge.safeParse(done.details);
  if (!kept.success) return false;
  const ids = idsOf(kept.data.moved);
  const account = kept.data.account ?? '';
  const { rows } = await sql<{ is_quiet: boolean }>`select ${nothingSince(undoing)} and not exists (
      select 1 from audit a where a.team_id = ${teamId} and a.id > ${done.id} and a.outcome = 'done'
        and (a.object_id = any(${ids}::text[]) or a.actor = ${account})) as is_quiet`.execute(trx);
  if (!rows[0]?.is_quiet) return false;
  if (!(await splitPair(trx, rooms, { teamId, into: done.objectId }, kept.data))) throw new NoLongerSo();
  return true;
}

/** Whoever took over has done nothing since. */
async function giveBack(trx: Trx, { rooms }: RoomDeps, undoing: Undoing): Promise<boolean> {
  const { teamId, done } = undoing;
  const kept = keptHandOver.safeParse(done.details);
  if (!kept.success) return false;
  const { to, moved } = kept.data;
  await holdAccounts(trx, teamId, [done.objectId, to]);
  const idle = sql<SqlBool>`not exists (
    select 1 from audit a where a.team_id = ${teamId} and a.actor = ${to} and a.id > ${done.id} and a.outcome = 'done')`;
  const { rows } = await sql<{ is_quiet: boolean }>`
    select ${nothingSince(undoing)} and ${idle} as is_quiet`.execute(trx);
  if (!rows[0]?.is_quiet) return false;
  const one = { teamId, from: done.objectId, into: to };
  if (!(await putBack(trx, rooms, one, 'account', moved))) throw new NoLongerSo();
  return true;
}

/** What followed by its own id, which is what the trail calls it by. */
function idsOf(moved: readonly Moved[]): string[] {
  return moved.flatMap(({ rows }) =>
    rows.flatMap((row) => [row.id, row.report_id, row.demand_id].filter((id) => typeof id === 'string')),
  );
}

/** True for what rolls the unit of work back without being a mistake of ours. */
export function isNoLongerSo(error: unknown): boolean {
  return error instanceof NoLongerSo;
}
