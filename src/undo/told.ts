import type { Trx } from '../db/open.ts';
import { askLeave } from '../directory/refuse.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { whoseLine } from '../telephone/line.ts';
import { showRingers } from '../telephone/show.ts';
import { findLine } from '../telephone/sql.ts';
import { nothingSince, type Undoing } from './sql.ts';
import { type Entry, notFound } from './subject.ts';

/** Somebody who was said to have been told by telephone. */
export async function enterTold(deps: Deps, ask: Ask, id: string): Promise<Entry> {
  const { teamId, now } = ask;
  const [line, programme] = await Promise.all([findLine(deps.db, teamId, id), findProgrammeOf(deps.db, ask)]);
  if (!line || !programme) return notFound(ask);
  const object = { kind: 'telephone_line', id };
  const { refusal } = await askLeave(deps, ask, 'told_them', whoseLine(line), object);
  if (refusal) return { refusal };
  return {
    number: '',
    onBehalfOf: undefined,
    programme,
    takeBack: (trx, undoing) => takeBackTold(trx, undoing, line.id),
    show: (trx) => showRingers(trx, teamId, [line], now),
  };
}

async function takeBackTold(trx: Trx, undoing: Undoing, id: number): Promise<boolean> {
  const row = await trx
    .updateTable('telephone_line')
    .set({ told_by: null, told_at: null })
    .where('team_id', '=', undoing.teamId)
    .where('id', '=', id)
    .where('told_at', 'is not', null)
    .where('over', '=', false)
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
