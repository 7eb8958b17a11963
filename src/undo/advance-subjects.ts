import { whoseBlock } from '../claims/acts/block-dates.ts';
import { whoseBlanket } from '../claims/acts/record-blanket.ts';
import { findExpertAtUnit, findUnit } from '../claims/advance-sql.ts';
import { endBlanketNow, findBlanket, hasPassed, resumeBlanket } from '../claims/blanket-sql.ts';
import { findBlock, setBlockEnded } from '../claims/blocked-sql.ts';
import type { Trx } from '../db/open.ts';
import { ownSideOf } from '../directory/acts-for.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { grantsOf, ungrantAll } from '../directory/named-sql.ts';
import { askLeave } from '../directory/refuse.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { isUntouched, type Undoing } from './sql.ts';
import { type Entry, notFound } from './subject.ts';

/** The roles that were given together. */
export async function enterNaming(deps: Deps, ask: Ask, id: string): Promise<Entry> {
  const { teamId } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return notFound(ask);
  const { refusal } = await askLeave(deps, ask, 'change_settings', {}, { kind: 'role_grant', id });
  if (refusal) return { refusal };
  const users: string[] = [ask.userId];
  return {
    number: '',
    onBehalfOf: undefined,
    programme,
    async takeBack(trx, undoing) {
      users.push(...grantsOf(undoing.done.details).map(({ user }) => user));
      return (await isUntouched(trx, undoing)) && ungrantAll(trx, teamId, undoing.done);
    },
    show: (trx) => enqueueHomes(trx, teamId, users),
  };
}

/** A yes in advance, or its end. */
export async function enterBlanket(
  deps: Deps,
  ask: Ask,
  act: 'record_blanket' | 'end_blanket',
  id: string,
): Promise<Entry> {
  const { teamId, userId: by } = ask;
  const [programme, blanket] = [await findProgrammeOf(deps.db, ask), await findBlanket(deps.db, teamId, id)];
  const unit = blanket && (await findUnit(deps.db, teamId, blanket.employerId));
  if (!programme || !unit) return notFound(ask);
  const about = blanket.expert && (await findExpertAtUnit(deps.db, teamId, blanket.expert.id, unit?.id));
  const object = { kind: 'blanket', id };
  const leave = await askLeave(
    deps,
    { ...ask, alone: true },
    'record_blanket',
    whoseBlanket(unit, about),
    object,
  );
  if (leave.refusal) return { refusal: leave.refusal };
  return {
    number: '',
    onBehalfOf: leave.onBehalfOf,
    programme,
    async takeBack(trx, undoing) {
      if (!(await isUntouched(trx, undoing))) return false;
      if (act === 'end_blanket') return resumeBlanket(trx, teamId, id);
      const { now } = undoing;
      return !(await hasPassed(trx, teamId, id)) && endBlanketNow(trx, { teamId, id, by, now });
    },
    show: (trx) => enqueueHomes(trx, teamId, [by, ...unit.contacts, ...(about?.homeUnitUsers ?? [])], [id]),
  };
}

/** Days that don't suit, or their end. */
export async function enterDates(
  deps: Deps,
  ask: Ask,
  act: 'block_dates' | 'end_blocked_dates',
  id: string,
): Promise<Entry> {
  const { teamId, userId: by } = ask;
  const [programme, dates] = [await findProgrammeOf(deps.db, ask), await findBlock(deps.db, teamId, id)];
  const about = dates && (await findExpertAtUnit(deps.db, teamId, dates.expertId));
  if (!programme || !about) return notFound(ask);
  const object = { kind: 'blocked_dates', id };
  const leave = await askLeave(deps, ask, 'block_dates', whoseBlock(about, dates), object);
  if (leave.refusal) return { refusal: leave.refusal };
  return {
    number: '',
    onBehalfOf: leave.onBehalfOf,
    programme,
    takeBack: (trx: Trx, undoing: Undoing) => takeBackDates(trx, undoing, { act, id, by }),
    show: (trx) => enqueueHomes(trx, teamId, [by, ...ownSideOf(about.expert), ...about.homeUnitUsers], [id]),
  };
}

async function takeBackDates(
  trx: Trx,
  undoing: Undoing,
  { act, id, by }: { act: 'block_dates' | 'end_blocked_dates'; id: string; by: string },
): Promise<boolean> {
  const { teamId, now } = undoing;
  if (!(await isUntouched(trx, undoing))) return false;
  return setBlockEnded(trx, teamId, id, act === 'block_dates' ? { by, now } : undefined);
}
